"""The bot as `python -m bot run` starts it, but with short minutes, perhaps a wrong clock, perhaps a mistake."""

import argparse
import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot import running
from bot.application import Application
from bot.clock import SystemClock
from bot.config import settings_to_run
from bot.operations.logs import configure_logs
from bot.operations.shutdown import stopping_on_signals
from bot.running import Running
from bot.schedule import ticker
from bot.slack import client, delivery, queries, rate
from bot.slack.pacing import Pace
from bot.storage import database
from tests.faults.kills.plants import PLANTS
from tests.faults.kills.stopping import Order, obeying

SHORTER = 10
"""A minute lasts six seconds: of a lease, of a call's patience and of Slack's lateness alike."""
LEASE = queries.LEASE / SHORTER
SETTLE = delivery.SETTLE / SHORTER
SPANS = (
    (queries, "LEASE"),
    (delivery, "SETTLE"),
    (ticker, "SHORT_SET_BACK"),
    (client, "CALL_SECONDS"),
    (database, "IDLE_SECONDS"),
    (running, "RETRY_SECONDS"),
    (rate, "MINUTE"),
)
RATES = ((rate, "LEAST_GUESS"), (rate, "LEAST"))


class Ahead:
    """The machine's clock, wrong by so much."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._system = SystemClock()

    def now(self) -> datetime:
        return self._system.now() + self._span


def shorten() -> None:
    """All spans in which processes wait for one another become shorter by the same factor; and paces faster."""
    for module, name in SPANS:
        setattr(module, name, getattr(module, name) / SHORTER)
    for module, name in RATES:
        setattr(module, name, getattr(module, name) * SHORTER)


async def _run(ahead: float) -> None:
    settings = settings_to_run()
    configure_logs(settings.log_level, settings.log_format)
    clock, pace = Ahead(timedelta(seconds=ahead)), Pace(conversation_seconds=1 / SHORTER)
    async with Application.build(settings, clock, pace) as application:
        bot = Running(application)
        with stopping_on_signals(bot.stop):
            await bot.run()


if __name__ == "__main__":
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--ahead", type=float, default=0, help="seconds by which its clock is wrong")
    read.add_argument("--plant", choices=sorted(PLANTS), help="a mistake it makes")
    read.add_argument("--order", type=Path, help="the file that names the point at which it stops")
    given = read.parse_args()
    shorten()
    if given.order:
        obeying(Order(given.order))
    if given.plant:
        PLANTS[given.plant]()
    asyncio.run(_run(given.ahead))
