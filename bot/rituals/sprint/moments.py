"""When the bot acts around a meeting of a sprint, and what changes then."""

from datetime import timedelta

from bot.schedule import queries as schedule
from bot.schedule.models import OccurrenceState
from bot.schedule.moments import MomentKind, Turn
from bot.schedule.wall_clock import local_date
from bot.slack import posts
from bot.sprints import moving
from bot.sprints.changed import announce, channel_of, subject_of
from bot.sprints.crowd import crowd_of
from bot.sprints.looking_ahead import coming_of, look_ahead
from bot.sprints.reactions import ENDED
from bot.sprints.schedule import CLOSE, LOOK_AHEAD, START

GRACE = timedelta(minutes=20)
NOBODY = "everybody is away"
NO_MEMBERS = "the team has no members"


async def start(turn: Turn) -> None:
    """The channel reads what begins; when everybody is away it is not held, and that is on record."""
    coming = await coming_of(turn)
    place = await channel_of(turn.session, coming.held)
    since = local_date(turn.occurrence.starts_at, turn.series.zone) - timedelta(days=1)
    crowd = await crowd_of(turn.session, coming.held, since)
    if place is None or crowd.all_away(turn.occurrence.starts_at):
        reason = ENDED if place is None else NOBODY if crowd.people else NO_MEMBERS
        await moving.call_off(turn.session, coming, reason, turn.now)
        return
    await announce(turn.session, coming.held, turn.occurrence, turn.now)


async def close(turn: Turn) -> None:
    """It was held: the message says so in place, and what comes next."""
    await schedule.close_occurrence(turn.session, turn.occurrence.id, OccurrenceState.CLOSED, turn.now)
    await posts.refresh(turn.session, subject_of(turn.occurrence), turn.now)


MOMENTS = (
    MomentKind(LOOK_AHEAD, None, look_ahead, before_start=True, is_silent=True),
    MomentKind(START, GRACE, start),
    MomentKind(CLOSE, None, close, is_silent=True),
)
