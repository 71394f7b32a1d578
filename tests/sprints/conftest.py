"""A database with two teams that run their sprints in step, at the level of what the bot does."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Absence, Person, Standing, Workspace
from bot.rituals.sprint.ritual import RITUALS
from bot.schedule import queries as schedule
from bot.schedule.turn import take_turn
from bot.sprints import calendar as calendars
from bot.sprints.coming import Coming, meetings
from bot.sprints.models import Meeting, SprintCalendar
from bot.storage.database import Database
from bot.teams.models import RosterSource, Team, TeamMember

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
FRIDAY = datetime(2026, 2, 27, 8, 0, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
BY_NAME = {ritual.name: ritual for ritual in RITUALS}
TERMS = {
    Meeting.PLANNING: (time(10), None),
    Meeting.REFINEMENT: (time(14), 3),
    Meeting.RETRO: (time(14), 0),
}


@dataclass
class Scene:
    """Falcon and Otter with their calendar; `now` is the time they go by."""

    database: Database
    people: dict[str, Person]
    falcon: Team
    otter: Team
    calendar_id: int = 0
    now: datetime = FRIDAY
    told: list[str] = field(default_factory=list)

    async def calendar(self, session: AsyncSession) -> SprintCalendar:
        return await session.get_one(SprintCalendar, self.calendar_id)

    async def set_up(self, weeks: int = 2, first_day: date = MONDAY, *, zone: ZoneInfo = BERLIN) -> None:
        """Sprints of Falcon and Otter, with all meetings of Falcon and the joint one."""
        async with self.database.transaction() as session:
            ana = self.people["Ana"]
            calendar = await calendars.set_up(session, ana, zone, first_day, weeks, 1, self.now)
            self.calendar_id = calendar.id
            for team in (self.falcon, self.otter):
                await calendars.join(session, team, calendar, self.now)
            for meeting, (at, days) in TERMS.items():
                await calendars.hold(
                    session, calendar, self.falcon, meeting, at, 60, days, from_number=1, now=self.now
                )
            await calendars.hold(
                session, calendar, None, Meeting.DEMO, time(15), 60, 0, "C9", from_number=1, now=self.now
            )

    async def hold(self, meeting: Meeting, at: time, days: int | None, number: int, team: bool = True) -> None:
        """Hold a meeting otherwise from a sprint on."""
        async with self.database.transaction() as session:
            await calendars.hold(
                session,
                await self.calendar(session),
                self.falcon if team else None,
                meeting,
                at,
                60,
                days,
                from_number=number,
                now=self.now,
            )

    async def change_cadence(self, number: int, first_day: date, weeks: int) -> None:
        async with self.database.transaction() as session:
            await calendars.change_cadence(
                session, await self.calendar(session), number, first_day, weeks, self.now
            )

    async def dates(self, until: date, meeting: Meeting | None = None) -> list[str]:
        """What the calendar has from now on, in local time: “Mon 2 Mar 10:00 planning”."""
        return [_said(one) for one in await self.coming(until, meeting)]

    async def coming(self, until: date, meeting: Meeting | None = None) -> list[Coming]:
        end = datetime.combine(until, time(23), tzinfo=UTC)
        async with self.database.reading() as session:
            found = await meetings(session, [self.calendar_id], None, self.now, self.now, end)
        return [one for one in found if meeting in (None, one.held.meeting)]

    async def away(self, names: Iterable[str], first: date, last: date) -> None:
        """These people are away, as they said themselves, with nobody told yet."""
        async with self.database.transaction() as session:
            session.add_all(Absence(person_id=self.people[name].id, first=first, last=last) for name in names)

    async def live_until(self, until: datetime) -> None:
        """Let every moment come at its own instant."""
        while True:
            async with self.database.reading() as session:
                due = await schedule.next_instant(session)
            if due is None or due > until:
                break
            self.now = max(self.now, due)
            await self.beat()
        self.now = until

    async def beat(self) -> None:
        """Do all that is due now."""
        async with self.database.transaction() as session:
            for series_id, seen in await schedule.due_series(session, self.now, 50):
                series = await schedule.series(session, series_id)
                await take_turn(session, series_id, seen, self.now, BY_NAME[series.ritual])


def _said(one: Coming) -> str:
    local = one.occurrence.starts_at.astimezone(one.series.zone)
    off = "" if one.occurrence.state.value != "skipped" else " off"
    return f"{local:%a} {local.day} {local:%b %H:%M} {one.held.meeting.value}{off}"


@pytest.fixture
async def scene(database: Database) -> Scene:
    async with database.transaction() as session:
        workspace = Workspace(slack_id="T1", name="Acme", bot_user="UBOT")
        session.add(workspace)
        await session.flush()
        people = {name: _person(workspace.id, name) for name in ("Ana", "Bob", "Carol", "Dan", "Emi")}
        session.add_all(people.values())
        await session.flush()
        falcon, otter = (
            _team(workspace.id, people[lead].id, name) for name, lead in (("Falcon", "Ana"), ("Otter", "Dan"))
        )
        session.add_all([falcon, otter])
        await session.flush()
        seats = {"Ana": falcon, "Bob": falcon, "Carol": falcon, "Dan": otter, "Emi": otter}
        session.add_all(
            TeamMember(team_id=team.id, person_id=people[name].id, joined_at=FRIDAY)
            for name, team in seats.items()
        )
    return Scene(database, people, falcon, otter)


def _person(workspace_id: int, name: str) -> Person:
    return Person(workspace_id=workspace_id, slack_id=f"U{name}", name=name, zone=BERLIN, standing=Standing.MEMBER)


def _team(workspace_id: int, lead_id: int, name: str) -> Team:
    return Team(
        workspace_id=workspace_id,
        name=name,
        channel=f"C{name}",
        lead_id=lead_id,
        zone=BERLIN,
        roster_source=RosterSource.HAND,
        created_by=lead_id,
        created_at=FRIDAY,
    )
