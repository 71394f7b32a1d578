"""When the bot acts in a sync-up, and what changes then."""

from bot.rituals.standup import asking, closing
from bot.rituals.standup.changed import show_day
from bot.rituals.standup.days import Day, day_of, open_day, plan_next
from bot.rituals.standup.schedule import CLOSE, OPEN, PROMPT, REMIND, SHOW
from bot.schedule.moments import MomentKind, Turn


async def begin(turn: Turn) -> None:
    """The roster is frozen, before the first of the team is asked; the day after is planned as well."""
    day = await _day(turn)
    await open_day(turn.session, day.sync_up, day.occurrence)
    await plan_next(turn.session, turn.series, turn.occurrence, turn.now)


async def prompt(turn: Turn) -> None:
    """Whoever's time has come, or comes soon, is asked at their own instant."""
    await asking.ask(turn.session, await _day(turn), turn.now)


async def show(turn: Turn) -> None:
    """People are being asked: the channel's message of the day is there, and says so."""
    await show_day(turn.session, await _day(turn), turn.now)


async def remind(turn: Turn) -> None:
    """Whoever was asked so long ago and is missing is reminded, once."""
    await asking.remind(turn.session, await _day(turn), turn.now)


async def close(turn: Turn) -> None:
    """The day is over."""
    await closing.close(turn.session, await _day(turn), turn.now)


async def _day(turn: Turn) -> Day:
    return await day_of(turn.session, turn.occurrence)


# Each person's own patience decides what is too late (`asking`), so that no moment is given up as a whole.
MOMENTS = (
    MomentKind(OPEN, None, begin, is_silent=True),
    MomentKind(PROMPT, None, prompt),
    MomentKind(SHOW, None, show),
    MomentKind(REMIND, None, remind),
    MomentKind(CLOSE, None, close, is_silent=True),
)
