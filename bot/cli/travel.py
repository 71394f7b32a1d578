"""Moving the clock of a bot that runs in the sandbox: what falls due on the way happens in order, at its time."""

from datetime import UTC, datetime, timedelta

from bot.application import Application
from bot.cli.scenario.player import Player
from bot.sandbox.clock import MovableClock

# A post that is to be tried again at once would otherwise hold the clock at the same instant for ever.
STEP = timedelta(seconds=1)


async def travel(
    application: Application, clock: MovableClock, to: datetime, player: Player | None = None
) -> None:
    """Move to an instant by way of every instant before it at which anything is due, of the bot or of a script.

    What a script does at an instant comes after what the bot does at it.
    """
    to = to.astimezone(UTC)
    await _settle(application, clock, player)
    while clock.now() < to and (due := await next_instant(application, player)) is not None and due < to:
        clock.set(min(max(due, clock.now() + STEP), to))
        await _settle(application, clock, player)
    if clock.now() < to:  # one that runs has gone on meanwhile
        clock.set(to)
    await _settle(application, clock, player)


async def next_instant(application: Application, player: Player | None) -> datetime | None:
    """The earliest instant (UTC) at which anything is due, of the bot or of a script."""
    instants = [await application.next_instant(), player.next_instant() if player else None]
    return min((instant.astimezone(UTC) for instant in instants if instant is not None), default=None)


async def _settle(application: Application, clock: MovableClock, player: Player | None) -> None:
    await application.settle()
    while player is not None and await player.play(clock.now()):
        await application.settle()
