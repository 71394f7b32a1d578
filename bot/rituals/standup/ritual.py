"""The sync-up as the schedule knows it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.standup import queries
from bot.rituals.standup.moments import MOMENTS
from bot.rituals.standup.schedule import PROMPT, REMIND, asked_at, due_times
from bot.rituals.standup.setting_up import NAME
from bot.schedule.models import Occurrence, Series
from bot.schedule.moments import About, Due, Ritual
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


async def whom(
    session: AsyncSession, series: Series, occurrence: Occurrence, name: str, due: Due, about: About
) -> tuple[Person, ...]:
    """Asked and reminded are those whose own instant it is, and who have not answered yet."""
    kind = name.partition("@")[0]
    sync_up = await queries.by_series(session, series.id) if kind in (PROMPT, REMIND) else None
    if sync_up is None:
        return about.people
    after = timedelta(minutes=sync_up.remind_after if kind == REMIND else 0)
    found = {part.person_id: part for part in await queries.parts(session, occurrence.id)} if occurrence.id else {}
    return tuple(
        person
        for person in about.people
        if (asked := asked_at(sync_up, series, occurrence, person, found.get(person.id))) is not None
        if asked + after == due.at
    )


async def series_of(session: AsyncSession, team_ids: Sequence[int], person_id: int | None) -> Sequence[Series]:
    """The series of these teams' sync-ups; nobody has one of their own."""
    return [series for _, series in await queries.of_teams(session, team_ids)]


RITUAL = Ritual(NAME, MOMENTS, due_times, about, series_of, whom)
