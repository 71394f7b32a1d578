"""The sync-up as the schedule knows it."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.standup import queries
from bot.rituals.standup.moments import MOMENTS
from bot.rituals.standup.schedule import due_times
from bot.rituals.standup.setting_up import NAME
from bot.schedule.models import Series
from bot.schedule.moments import About, Ritual
from bot.teams import queries as teams


async def about(session: AsyncSession, series: Sequence[Series]) -> Mapping[int, About]:
    """Which teams' sync-ups these are, and for whom."""
    found = await queries.with_teams(session, [one.id for one in series])
    rosters = await teams.rosters(session, [team.id for _, team in found])
    return {
        sync_up.series_id: About(
            f"Sync-up of {team.name}", tuple(rosters[team.id]), team.id, by_local_time=sync_up.by_local_time
        )
        for sync_up, team in found
    }


async def series_of(session: AsyncSession, team_ids: Sequence[int], person_id: int | None) -> Sequence[Series]:
    """The series of these teams' sync-ups; nobody has one of their own."""
    return [series for _, series in await queries.of_teams(session, team_ids)]


RITUAL = Ritual(NAME, MOMENTS, due_times, about, series_of)
