"""What `/sprint` asks of others and tells them, handed in where everything comes together."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.reactions import DaysReaction
from bot.schedule import ahead
from bot.schedule.models import OccurrenceState
from bot.schedule.moments import Ritual

NextOfTeams = Callable[[AsyncSession, Collection[int], datetime], Awaitable[Mapping[int, datetime]]]
"""(session, ids of teams, now) → when the next one of each is, in as many statements for thirty as for one."""
LOOKED_AHEAD = timedelta(days=14)


@dataclass(frozen=True)
class Around:
    """The rituals around the sprint, as it knows them: by what they do."""

    next_sync_ups: NextOfTeams
    days_changed: DaysReaction
    """Plans anew what depends on the days this person works, in the transaction that changed them."""


def next_of(ritual: Ritual) -> NextOfTeams:
    """When teams hold a ritual next, within two weeks."""

    async def following(session: AsyncSession, team_ids: Collection[int], now: datetime) -> Mapping[int, datetime]:
        series = await ritual.series_of(session, list(team_ids), None)
        about = await ritual.about(session, series) if series else {}
        found: dict[int, datetime] = {}
        for one, occurrence in await ahead.occurrences(session, series, now, now, now + LOOKED_AHEAD):
            team_id = about[one.id].team_id if one.id in about else None
            is_next = occurrence.state is OccurrenceState.PLANNED and occurrence.starts_at > now
            if team_id is not None and is_next:
                found[team_id] = min(found.get(team_id, occurrence.starts_at), occurrence.starts_at)
        return found

    return following
