"""Pausing a team's sync-up, and going on with it."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.rituals.standup import queries
from bot.rituals.standup.access import Held, check_live
from bot.rituals.standup.changed import team_changed
from bot.rituals.standup.schedule import due_times
from bot.schedule import queries as schedule
from bot.schedule import replanning
from bot.schedule.models import OccurrenceState, Series, SeriesState
from bot.schedule.wall_clock import local_date


def is_paused(series: Series, now: datetime) -> bool:
    """Whether nobody is asked now, until a date or until somebody resumes."""
    if series.state is SeriesState.PAUSED:
        return True
    return series.not_before is not None and series.not_before > local_date(now, series.zone)


async def pause(session: AsyncSession, held: Held, until: date | None, now: datetime) -> None:
    """Hold no sync-up before `until`, or none until somebody resumes; a day that has opened is brought to its end.

    Refuses, under `until`, a day that is not ahead where the team is.
    """
    if until is not None and until <= local_date(now, held.series.zone):
        raise FieldRefusal("until", "Please choose a day after today.")
    await replanning.hold(session, held.series)
    check_live(held)
    ahead = await schedule.unfinished_occurrences(session, held.series.id)
    opened = await queries.opened(session, [occurrence.id for occurrence in ahead])
    await replanning.pause_series(session, held.series, until, due_times, now)
    for occurrence in ahead:
        if occurrence.id in opened and occurrence.state is OccurrenceState.SKIPPED:
            occurrence.state, occurrence.reason, occurrence.closed_at = OccurrenceState.PLANNED, None, None
    await replanning.replan(session, held.series, now, due_times)
    await team_changed(session, held.team.id, now)


async def resume(session: AsyncSession, held: Held, now: datetime) -> None:
    """Go on after a pause; refuses a sync-up that is not paused."""
    await replanning.hold(session, held.series)
    check_live(held)
    if not is_paused(held.series, now):
        raise Refusal("This sync-up is not paused.")
    await replanning.resume_series(session, held.series, due_times, now)
    await team_changed(session, held.team.id, now)
