"""Which occurrence is meant when somebody writes something down without saying where."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.rituals.one_on_one.access import Pair
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, OccurrenceState

# What comes to mind within a day of a 1-on-1 belongs to it, even if somebody has pressed Done.
STILL_FRESH = timedelta(hours=24)


def to_talk_in(unfinished: Sequence[Occurrence], now: datetime) -> Occurrence | None:
    """Which of these a topic brought now is for: the one under way, else the next; None when there is none."""
    return next((occurrence for occurrence in unfinished if occurrence.ends_at > now), None)


async def current_occurrence(session: AsyncSession, pair: Pair, now: datetime) -> Occurrence:
    """The one under way; else the one held within the last 24 hours; else the next. Refuses when there is none."""
    ahead = await schedule.current(session, pair.series.id)
    if ahead is not None and ahead.starts_at <= now:
        return ahead
    past = await schedule.past_occurrences(session, pair.series.id, None)
    for occurrence in past[:1]:
        if occurrence.state is OccurrenceState.CLOSED and occurrence.ends_at > now - STILL_FRESH:
            return occurrence
    if ahead is None:
        raise Refusal(
            f"Your 1-on-1 with {pair.other.name} is paused or has ended, so there is nothing to write this in."
        )
    return ahead
