"""Whether somebody is away at an instant: by status, by their own word, by their week and by their holidays."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event

from bot.people.calendars import calendar_of, calendars_of, is_away
from bot.people.models import Absence, Person
from bot.people.working_days import WorkCalendar

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SINCE = date(2026, 3, 2)


def person(**columns) -> Person:
    return Person(**({"zone": ZoneInfo("Europe/Berlin"), "away_by_status": False} | columns))


@pytest.fixture
def away_on(database):
    async def away_on(someone, first, last) -> None:
        async with database.transaction() as session:
            session.add(Absence(person_id=someone.id, first=first, last=last))

    return away_on


def test_somebody_at_work_is_not_away() -> None:
    assert is_away(person(), WorkCalendar(), MONDAY) is None


def test_a_status_without_an_end_counts_until_it_is_changed() -> None:
    assert is_away(person(away_by_status=True), WorkCalendar(), MONDAY) == "away by status"


@pytest.mark.parametrize(
    ("after", "reason"), [(-1, "away by status"), (0, None), (1, None)], ids=["before", "at", "after"]
)
def test_a_status_stops_counting_at_its_end_even_if_slack_leaves_it_up(after, reason) -> None:
    someone = person(away_by_status=True, status_until=MONDAY)
    assert is_away(someone, WorkCalendar(), MONDAY + timedelta(seconds=after)) == reason


def test_after_a_status_has_ended_the_calendar_still_counts() -> None:
    someone = person(away_by_status=True, status_until=MONDAY)
    calendar = WorkCalendar(absences=((SINCE, SINCE),))
    assert is_away(someone, calendar, MONDAY) == "away"


def test_an_end_that_is_left_of_an_older_status_makes_nobody_away() -> None:
    assert is_away(person(status_until=MONDAY + timedelta(days=1)), WorkCalendar(), MONDAY) is None


@pytest.mark.parametrize(
    ("zone", "reason"), [("Pacific/Auckland", "weekend"), ("UTC", None), ("America/Los_Angeles", None)]
)
def test_the_date_that_counts_is_the_one_where_the_person_is(zone, reason) -> None:
    friday_night = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)
    assert is_away(person(zone=ZoneInfo(zone)), WorkCalendar(), friday_night) == reason


def test_a_holiday_is_told_by_its_name() -> None:
    christmas = datetime(2026, 12, 25, 9, 0, tzinfo=UTC)
    assert is_away(person(), WorkCalendar(region="DE"), christmas) == "holiday: Christmas Day"


async def test_a_calendar_holds_week_region_and_absences(database, add_person, away_on) -> None:
    alice = await add_person(working_week="mon,tue", holidays_region="DE-BE")
    await away_on(alice, date(2026, 3, 10), date(2026, 3, 17))
    async with database.reading() as session:
        calendar = await calendar_of(session, alice, SINCE)
    days = {3: None, 4: "weekend", 10: "away", 17: "away", 23: None}
    assert {day: calendar.why_not(date(2026, 3, day)) for day in days} == days
    assert calendar.why_not(date(2027, 3, 8)) == "holiday: Women's Day"


async def test_an_absence_that_began_before_is_in_the_calendar_and_one_that_is_over_is_not(
    database, add_person, away_on
) -> None:
    alice = await add_person()
    await away_on(alice, date(2026, 2, 20), SINCE)
    await away_on(alice, date(2026, 2, 1), date(2026, 3, 1))
    async with database.reading() as session:
        calendar = await calendar_of(session, alice, SINCE)
    assert calendar.absences == ((date(2026, 2, 20), SINCE),)


async def test_calendars_of_several_take_one_statement_and_do_not_mix(database, add_person, away_on) -> None:
    persons = [await add_person(f"U{number}") for number in range(5)]
    await away_on(persons[3], SINCE, SINCE)
    statements = []

    def count(connection, cursor, statement, *_) -> None:
        if statement != "BEGIN":
            statements.append(statement)

    async with database.reading() as session:
        event.listen(database.engine.sync_engine, "before_cursor_execute", count)
        calendars = await calendars_of(session, persons, SINCE)
    assert [calendars[one.id].is_working(SINCE) for one in persons] == [True, True, True, False, True]
    assert len(statements) == 1


async def test_nobody_has_no_calendars(database) -> None:
    async with database.reading() as session:
        assert await calendars_of(session, [], SINCE) == {}


async def test_a_region_the_library_has_dropped_leaves_a_calendar_without_holidays(database, add_person) -> None:
    alice = await add_person(holidays_region="XX-GONE")
    async with database.reading() as session:
        calendar = await calendar_of(session, alice, SINCE)
    assert calendar.why_not(date(2026, 12, 25)) is None
