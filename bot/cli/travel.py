"""Moving the clock of a bot that runs in the sandbox: what falls due on the way happens in order, at its time."""

from datetime import datetime, timedelta

from bot.application import Application
from bot.sandbox.clock import MovableClock

# A post that is to be tried again at once would otherwise hold the clock at the same instant for ever.
STEP = timedelta(seconds=1)


async def travel(application: Application, clock: MovableClock, to: datetime) -> None:
    """Move to an instant by way of every instant before it at which anything is due."""
    await application.settle()
    while (due := await application.next_instant()) is not None and due < to:
        clock.set(max(due, clock.now() + STEP))
        await application.settle()
    clock.set(max(to, clock.now()))
    await application.settle()
