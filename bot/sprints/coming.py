"""The meetings of sprints between two instants: those on record, and those that the calendar will give."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule import ahead
from bot.schedule.models import Occurrence, OccurrenceState, Series
from bot.sprints import queries
from bot.sprints.models import MeetingSeries


@dataclass(frozen=True)
class Coming:
    """One meeting of one sprint; its occurrence has no id as long as it is not planned."""

    held: MeetingSeries
    series: Series
    occurrence: Occurrence

    def is_of(self, team_id: int, calendar_id: int) -> bool:
        """Whether a team has this meeting, its own or the joint one of its calendar."""
        return self.held.calendar_id == calendar_id and self.held.team_id in (team_id, None)


async def meetings(
    session: AsyncSession,
    calendar_ids: Collection[int],
    team_ids: Collection[int] | None,
    since: datetime,
    now: datetime,
    until: datetime,
) -> list[Coming]:
    """Meetings that end after `since` and start by `until`, earliest first, in three statements.

    Those of these teams (None: of all in step) and the joint ones; what a change has replaced is left out.
    """
    held = await queries.held(session, calendar_ids, team_ids)
    of_series = {series.id: one for one, series in held}
    found = await ahead.occurrences(session, [series for _, series in held], since, now, until)
    listed = [
        Coming(of_series[series.id], series, occurrence)
        for series, occurrence in found
        if not is_replaced(series, occurrence)
    ]
    return sorted(listed, key=lambda one: (one.occurrence.starts_at, one.series.id))


def is_replaced(series: Series, occurrence: Occurrence) -> bool:
    """Whether a change of the calendar gave this meeting another time, so that this one is not to be shown."""
    return series.last_date is not None and occurrence.local_date > series.last_date


def is_on(occurrence: Occurrence) -> bool:
    """Whether it is to be held: planned, and neither over nor off."""
    return occurrence.state is OccurrenceState.PLANNED
