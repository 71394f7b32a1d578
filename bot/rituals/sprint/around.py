"""What `/sprint` asks of others and tells them, handed in where everything comes together."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.reactions import DaysReaction
from bot.schedule import ahead
from bot.schedule.models import Occurrence, OccurrenceState, Series
from bot.schedule.moments import Ritual
from bot.schedule.wall_clock import instant_of

NextOfTeams = Callable[[AsyncSession, Collection[int], ZoneInfo, datetime], Awaitable[Mapping[int, datetime]]]
"""(session, ids of teams, a reader's zone, now) → when the next one of each is for whoever reads.

In as many statements for thirty as for one.
"""
LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Around:
    """The rituals around the sprint, as it knows them: by what they do."""

    next_sync_ups: NextOfTeams
    days_changed: DaysReaction
    """Plans anew what depends on the days this person works, in the transaction that changed them."""


def next_of(ritual: Ritual) -> NextOfTeams:
    """When teams hold a ritual next, within two weeks; by the reader's own clock what asks each at theirs."""

    async def following(
        session: AsyncSession, team_ids: Collection[int], zone: ZoneInfo, now: datetime
    ) -> Mapping[int, datetime]:
        series = await ritual.series_of(session, list(team_ids), None)
        about = await ritual.about(session, series) if series else {}
        found: dict[int, datetime] = {}
        for one, occurrence in await ahead.occurrences(session, series, now, now, now + LOOKED_AHEAD):
            told = about.get(one.id)
            if told is None or told.team_id is None or occurrence.state is not OccurrenceState.PLANNED:
                continue
            at = _instant(one, occurrence, zone if told.by_local_time else one.zone)
            if at > now:
                found[told.team_id] = min(found.get(told.team_id, at), at)
        return found

    return following


def _instant(series: Series, occurrence: Occurrence, zone: ZoneInfo) -> datetime:
    """When it is by the clocks of a zone; where the zone skips the date, when it is by the team's."""
    if zone == series.zone:
        return occurrence.starts_at
    return instant_of(occurrence.local_date, series.at, zone) or occurrence.starts_at
