"""The four meetings of a sprint as the schedule knows them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.sprint.around import Around
from bot.rituals.sprint.moments import MOMENTS
from bot.rituals.sprint.summaries import team_sprints
from bot.rituals.sprint.views import overview
from bot.schedule.models import Series
from bot.schedule.moments import About, Ritual
from bot.slack.answers import Block
from bot.sprints import queries
from bot.sprints.crowd import teams_of
from bot.sprints.models import Meeting, MeetingSeries
from bot.sprints.rules import RITUALS as NAMES
from bot.sprints.schedule import due_times
from bot.sprints.views import series_title
from bot.teams import queries as teams
from bot.teams.models import Team

HomeBlocks = Callable[[AsyncSession, Person, datetime], Awaitable[list[Block]]]


async def about(session: AsyncSession, series: Sequence[Series]) -> Mapping[int, About]:
    """What these meetings are called and who they are for: a team's roster, or those of all in step."""
    found = await queries.meetings_by_series(session, [one.id for one in series])
    own = await teams_of(session, found)
    rosters = await teams.rosters(session, {team.id for of_one in own.values() for team in of_one})
    return {one.series_id: _about(one, own[one.series_id], rosters) for one in found}


def home_blocks(around: Around) -> HomeBlocks:
    """A person's part of the Home tab: where the first of their teams are in their sprints."""

    async def blocks(session: AsyncSession, person: Person, now: datetime) -> list[Block]:
        mine = await teams.teams_of(session, person.id)
        shown = mine[: overview.TEAMS_ON_HOME]
        found = await team_sprints(session, person, shown, around.next_sync_ups, now)
        return overview.home_blocks(found, len(mine) - len(shown))

    return blocks


def _about(meeting: MeetingSeries, own: Sequence[Team], rosters: Mapping[int, Sequence[Person]]) -> About:
    people = {person.id: person for team in own for person in rosters.get(team.id, ())}
    name = next((team.name for team in own if team.id == meeting.team_id), None)
    return About(series_title(meeting.meeting, name), tuple(people.values()), meeting.team_id)


def _ritual(meeting: Meeting) -> Ritual:
    """The ritual that a meeting is."""

    async def of_teams(session: AsyncSession, team_ids: Sequence[int], person_id: int | None) -> Sequence[Series]:
        calendars = await queries.calendars_of_teams(session, team_ids)
        held = await queries.held(session, {one.id for one in calendars.values()}, team_ids)
        return [series for one, series in held if one.meeting is meeting]

    return Ritual(NAMES[meeting], MOMENTS, due_times, about, of_teams)


RITUALS: tuple[Ritual, ...] = tuple(_ritual(meeting) for meeting in Meeting)
