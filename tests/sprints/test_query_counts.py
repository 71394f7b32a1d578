"""What a person looks at costs as many statements with ten teams in step, or on ten calendars, as with one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.catalogue import AROUND_SPRINTS, POSTS
from bot.people import queries as people
from bot.people.models import Person, Standing, Workspace
from bot.rituals.sprint import screens
from bot.rituals.sprint.access import sprints_of
from bot.rituals.sprint.ritual import RITUALS, home_blocks
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, Series
from bot.schedule.turn import take_turn
from bot.slack.models import Post
from bot.sprints import calendar as calendars
from bot.sprints import goals, queries
from bot.sprints.models import Meeting
from bot.sprints.rules import span_number
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.storage.migration import upgrade
from bot.teams import queries as teams
from bot.teams.models import RosterSource, Team, TeamMember
from tests.one_on_one.test_query_counts import cost_of
from tests.sprints.conftest import MONDAY, TERMS

Look = Callable[[AsyncSession], Awaitable[Any]]
NOW = datetime(2026, 3, 4, 8, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


@asynccontextmanager
async def filled(url: str, calendars_: int, in_step: int) -> AsyncIterator[Database]:
    """A database in which person 1 is in every team, each with all meetings and a goal."""
    database = Database.open(url, Keyring([Keyring.new_key()]))
    async with database.transaction() as session:
        session.add(Workspace(slack_id="T1", name="Acme", bot_user="UBOT"))
        await session.flush()
        session.add_all(
            Person(workspace_id=1, slack_id=f"U{one}", name=f"P{one}", zone=ZONE, standing=Standing.MEMBER)
            for one in range(5)
        )
        await session.flush()
        for number in range(calendars_):
            await _calendar(session, number, in_step)
        for series_id, seen in await schedule.due_series(session, NOW, 200):
            series = await schedule.series(session, series_id)
            ritual = next(one for one in RITUALS if one.name == series.ritual)
            await take_turn(session, series_id, seen, NOW, ritual)
    yield database
    await database.close()


async def _calendar(session: AsyncSession, number: int, in_step: int) -> None:
    person = await people.person(session, 1)
    calendar = await calendars.set_up(session, person, ZONE, MONDAY, 2, 1, NOW)
    await calendars.hold(session, calendar, None, Meeting.DEMO, time(15), 60, 0, "C9", from_number=1, now=NOW)
    span = span_number(await queries.cadences(session, calendar.id), 1)
    for one in range(in_step):
        team = Team(
            workspace_id=1,
            name=f"Team {number} {one}",
            channel=f"C{number}{one}",
            lead_id=1,
            zone=ZONE,
            roster_source=RosterSource.HAND,
            created_by=1,
            created_at=NOW,
        )
        session.add(team)
        await session.flush()
        session.add_all(TeamMember(team_id=team.id, person_id=person, joined_at=NOW) for person in range(1, 6))
        await calendars.join(session, team, calendar, NOW)
        for meeting, (at, days) in TERMS.items():
            await calendars.hold(session, calendar, team, meeting, at, 60, days, from_number=1, now=NOW)
        await goals.add(session, calendar, team, span, person, "Fast", NOW)


async def _overview(session: AsyncSession) -> Any:
    return await screens.overview(session, await people.person(session, 1), AROUND_SPRINTS.next_sync_ups, NOW)


async def _home(session: AsyncSession) -> Any:
    blocks = await home_blocks(AROUND_SPRINTS)(session, await people.person(session, 1), NOW)
    assert blocks
    return blocks


async def _calendar_window(session: AsyncSession) -> Any:
    team = await teams.team(session, 1)
    assert team is not None
    person = await people.person(session, 1)
    return await screens.calendar(session, person, await sprints_of(session, team, NOW), NOW)


async def _joint(session: AsyncSession) -> Any:
    """The message of the joint retro & demo."""
    found = await session.scalar(
        select(Occurrence).join(Series, Series.id == Occurrence.series_id).where(Series.ritual == "joint_demo")
    )
    assert found is not None
    post = Post(view="sprint.meeting", subject=f"occurrence:{found.id}", address="C9", workspace_id=1)
    return await POSTS["sprint.meeting"](session, post, NOW)


async def _about(session: AsyncSession) -> Any:
    series = await schedule.live_series(session)
    return [await ritual.about(session, series) for ritual in RITUALS]


LOOKS: dict[str, Look] = {
    "`/sprint`": _overview,
    "the Home tab": _home,
    "the calendar": _calendar_window,
    "the joint message": _joint,
    "what is ahead": _about,
}


@pytest.mark.parametrize("name", sorted(LOOKS))
async def test_the_number_of_statements_does_not_grow(name: str, tmp_path: Path) -> None:
    counted = []
    for calendars_, in_step in ((1, 1), (1, 10), (10, 1)):
        url = f"sqlite+aiosqlite:///{tmp_path}/{calendars_}-{in_step}.sqlite"
        await asyncio.to_thread(upgrade, url)
        async with filled(url, calendars_, in_step) as database:
            counted.append(len((await cost_of(LOOKS[name], database)).statements))
    assert counted == [counted[0]] * 3
    assert counted[0] <= 20
