"""`run`: the bot itself."""

import asyncio
import gc
from typing import TYPE_CHECKING

from bot.cli.ending import FAILED, refusals_told, stop

if TYPE_CHECKING:
    from bot.config import Settings


def run() -> None:
    """Start the bot; it stops cleanly on Ctrl-C or SIGTERM."""
    from sqlalchemy.exc import OperationalError

    from bot.config import settings_to_run
    from bot.operations.logs import configure_logs

    with refusals_told():
        settings = settings_to_run()
        configure_logs(settings.log_level, settings.log_format)
        try:
            asyncio.run(_run(settings))
        except OperationalError:
            raise stop("The database in DATABASE_URL does not answer. See: python -m bot doctor", FAILED) from None


async def _run(settings: "Settings") -> None:
    from bot.application import Application
    from bot.operations.shutdown import stopping_on_signals
    from bot.running import Running

    async with Application.build(settings) as application:
        # What is there now stays: to look through it all for garbage would stop the loop for a tenth of a second.
        gc.freeze()
        running = Running(application)
        with stopping_on_signals(running.stop):
            await running.run()
