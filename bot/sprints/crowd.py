"""Who a meeting is for, and how many of them work at a time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people.models import Person
from bot.people.working_days import WorkCalendar
from bot.schedule.wall_clock import local_date
from bot.sprints import queries
from bot.sprints.models import MeetingSeries
from bot.teams import queries as teams
from bot.teams.models import Team


@dataclass(frozen=True)
class Crowd:
    """The people a meeting is for, with their calendars by id."""

    people: Sequence[Person]
    calendars: Mapping[int, WorkCalendar]

    def off_at(self, instant: datetime) -> int:
        """How many do not work on the date it is where each of them is; a Slack status is not asked."""
        return sum(not self._works(person, instant) for person in self.people)

    def works_at(self, instant: datetime) -> bool:
        """Whether anybody works on that date."""
        return any(self._works(person, instant) for person in self.people)

    def is_working(self, day: date) -> bool:
        """Whether anybody works on a date; a team without people works from Monday to Friday."""
        if not self.people:
            return day.weekday() < 5
        return any(self.calendars[person.id].is_working(day) for person in self.people)

    def all_away(self, instant: datetime) -> bool:
        """Whether nobody would come: away by calendar or by status, all of them, or there is nobody."""
        return all(calendars.is_away(person, self.calendars[person.id], instant) for person in self.people)

    def _works(self, person: Person, instant: datetime) -> bool:
        return self.calendars[person.id].is_working(local_date(instant, person.zone))


async def teams_of(session: AsyncSession, meetings: Iterable[MeetingSeries]) -> dict[int, list[Team]]:
    """The live teams that hold each of these meetings, by series id: one, or all in step for a joint one."""
    found = list(meetings)
    in_step = await queries.teams_of_calendars(session, {one.calendar_id for one in found})
    return {
        one.series_id: [
            team for team in in_step.get(one.calendar_id, []) if one.team_id is None or team.id == one.team_id
        ]
        for one in found
    }


async def crowd_of(session: AsyncSession, meeting: MeetingSeries, since: date) -> Crowd:
    """The people of a meeting, with calendars that are right from a day on; who is in two teams counts once."""
    own = (await teams_of(session, [meeting]))[meeting.series_id]
    rosters = await teams.rosters(session, [team.id for team in own])
    return await crowd(session, (person for roster in rosters.values() for person in roster), since)


async def crowd(session: AsyncSession, people: Iterable[Person], since: date) -> Crowd:
    """These people, each once, with calendars that are right from a day on."""
    found = list({person.id: person for person in people}.values())
    return Crowd(found, await calendars.calendars_of(session, found, since))
