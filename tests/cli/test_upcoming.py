"""What is ahead is reckoned from the database: when, what, for whom, and never what it says."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items.models import ActionItem
from bot.blockers.models import Blocker
from bot.cli import queries
from bot.cli.forecast import Ahead, ahead
from bot.cli.upcoming import table
from bot.people.models import Person, Standing, Workspace
from bot.rituals.one_on_one.models import Kind, OneOnOne
from bot.rituals.one_on_one.ritual import about, series_of
from bot.schedule.models import Moment, MomentOutcome, Occurrence, Series, SeriesState
from bot.schedule.moments import Due, Ritual
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.teams.models import RosterSource, Team

BERLIN, TOKYO = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Tokyo")
MONDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
TUESDAY = date(2026, 12, 1)
TEN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)  # 10:00 in Berlin
WEEK = timedelta(days=7)


async def _due(session: AsyncSession, series: Series, occurrence: Occurrence) -> Mapping[str, Due]:
    return {"prep": Due(occurrence.starts_at - timedelta(days=1)), "start": Due(occurrence.starts_at)}


RITUALS = {"one_on_one": Ritual("one_on_one", (), _due, about, series_of)}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Ana in Tokyo and Bob in Berlin meet on Tuesdays at ten, Berlin time; the first date is planned."""
    opened = Database.open(database_url, Keyring([Keyring.new_key()]))
    async with opened.transaction() as session:
        session.add(Workspace(id=1, slack_id="T1", bot_user="U1"))
        await session.flush()
        for number, name, zone in ((2, "Ana", TOKYO), (3, "Bob", BERLIN), (4, "Cem", BERLIN)):
            values = {"slack_id": f"U{number}", "name": name, "zone": zone, "standing": Standing.MEMBER}
            session.add(Person(id=number, workspace_id=1, **values))
        series = Series(id=5, workspace_id=1, ritual="one_on_one", rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=TU")
        series.first_date, series.at, series.zone, series.created_at = TUESDAY, time(10), BERLIN, MONDAY
        series.next_at = MONDAY
        session.add(series)
        await session.flush()
        pair = {"owner_id": 2, "partner_id": 3, "created_by": 2}
        session.add(OneOnOne(series_id=5, workspace_id=1, kind=Kind.PEER, **pair))
        session.add(
            Occurrence(id=6, series_id=5, local_date=TUESDAY, starts_at=TEN, ends_at=TEN + timedelta(minutes=30))
        )
    yield opened
    await opened.close()


async def _ahead(database: Database, days: int) -> list[tuple[datetime, str]]:
    async with database.reading() as session:
        found = await ahead(session, RITUALS, MONDAY, MONDAY + timedelta(days=days))
    return [(one.at, one.moment) for one in found]


async def test_planned_and_later_dates_are_all_there_up_to_the_end(database: Database) -> None:
    day = timedelta(days=1)
    assert await _ahead(database, 8) == [
        (TEN - day, "prep"),
        (TEN, "start"),
        (TEN + WEEK - day, "prep"),
        (TEN + WEEK, "start"),
    ]


async def test_a_moment_that_has_come_is_not_ahead(database: Database) -> None:
    async with database.transaction() as session:
        came = {"due_at": MONDAY, "came_at": MONDAY, "outcome": MomentOutcome.ACTED}
        session.add(Moment(occurrence_id=6, name="prep", **came))
    assert await _ahead(database, 1) == [(TEN, "start")]


async def test_a_series_that_has_ended_has_nothing_ahead(database: Database) -> None:
    async with database.transaction() as session:
        series = await session.get_one(Series, 5)
        series.state = SeriesState.ENDED
    assert await _ahead(database, 30) == []


async def test_a_pause_leaves_out_what_is_before_its_end(database: Database) -> None:
    async with database.transaction() as session:
        series = await session.get_one(Series, 5)
        series.state, series.not_before = SeriesState.PAUSED, TUESDAY + 2 * WEEK
        await session.delete(await session.get_one(Occurrence, 6))
    assert (await _ahead(database, 20))[0] == (TEN + 2 * WEEK - timedelta(days=1), "prep")


async def test_reminders_of_action_items_are_ahead_too_without_their_text(database: Database) -> None:
    async with database.transaction() as session:
        item = ActionItem(workspace_id=1, series_id=5, owner_id=3, author_id=2, text="canary", created_at=MONDAY)
        item.remind_at = MONDAY + timedelta(hours=1)
        session.add(item)
    async with database.reading() as session:
        found = await ahead(session, {"one_on_one": RITUALS["one_on_one"]}, MONDAY, MONDAY + timedelta(hours=2))
    [line] = [line for line in table(found, []) if "reminder" in line]
    assert line.split() == ["Mon", "2026-11-30", "11:00", "Europe/Berlin", "Action", "item", "reminder", "Bob"]


async def test_the_lead_is_told_of_a_blocker_once_so_it_is_ahead_once_and_without_its_text(
    database: Database,
) -> None:
    async with database.transaction() as session:
        team = Team(id=7, workspace_id=1, name="Falcon", channel="C1", lead_id=3, zone=BERLIN, created_by=3)
        team.roster_source, team.created_at = RosterSource.HAND, MONDAY
        session.add(team)
        await session.flush()
        for number, told in ((1, None), (2, MONDAY)):
            blocker = Blocker(team_id=7, number=number, owner_id=2, text="canary", opened_on=TUESDAY)
            blocker.opened_at, blocker.lead_told_at = MONDAY, told
            blocker.tell_lead_at = MONDAY + timedelta(hours=1)
            session.add(blocker)
    async with database.reading() as session:
        found = await ahead(session, RITUALS, MONDAY, MONDAY + timedelta(hours=2))
    [line] = [line for line in table(found, []) if "Blocker" in line]
    assert line.split()[-4:] == ["lead", "is", "told", "Bob"]


async def test_a_person_is_found_by_name_in_any_case_or_by_id(database: Database) -> None:
    async with database.reading() as session:
        found = [
            [person.id for person in await queries.called(session, name)] for name in ("ana", "@Ana", "U2", "Zoe")
        ]
    assert found == [[2], [2], [2], []]


def test_times_are_in_the_series_zone_and_for_one_person_in_theirs() -> None:
    ana = Person(id=2, name="Ana", zone=TOKYO)
    bob = Person(id=3, name="Bob", zone=BERLIN)
    one = Ahead(TEN, BERLIN, "1-on-1: Ana and Bob", "start", (ana, bob))
    assert table([one], []) == ["Tue 2026-12-01 10:00 Europe/Berlin  1-on-1: Ana and Bob  start  Ana, Bob"]
    assert table([one], [ana]) == ["Tue 2026-12-01 18:00 Asia/Tokyo  1-on-1: Ana and Bob  start  Ana, Bob"]
    assert table([], []) == []


def test_of_a_large_team_only_the_first_are_named() -> None:
    people = tuple(Person(id=number, name=f"P{number}", zone=TOKYO) for number in range(500))
    [line] = table([Ahead(TEN, BERLIN, "Sync-up of Falcon", "open", people)], [])
    assert line.endswith("P0, P1, P2, P3, P4, P5, P6, P7 and 492 more")
