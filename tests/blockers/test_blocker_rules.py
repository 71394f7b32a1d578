"""How old a blocker is, and when its team's lead is told of it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.blockers import rules
from bot.blockers.rules import Recurrence
from bot.people.working_days import WorkCalendar, WorkingWeek

BERLIN = ZoneInfo("Europe/Berlin")
TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)
DAY = timedelta(days=1)
OFFICE = WorkCalendar()


def at(day: date, hour: int, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def working_age(opened_on: date, today: date, owner: WorkCalendar) -> int:
    """How many of its owner's working days have begun since the day it was raised, which does not count."""
    days = (opened_on + n * DAY for n in range(1, (today - opened_on).days + 1))
    return sum(1 for day in days if owner.is_working(day))


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "today"), (0, "today"), (1, "1 day"), (2, "2 days"), (40, "40 days")]
)
def test_people_read_plain_days(days: int, said: str) -> None:
    assert rules.age(MONDAY, MONDAY + days * DAY) == said


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        (MONDAY, MONDAY + 2 * DAY),
        (FRIDAY, FRIDAY + 4 * DAY),  # Monday is one, Tuesday two
        (FRIDAY + DAY, FRIDAY + 4 * DAY),  # raised on a Saturday
        (date(2026, 4, 2), date(2026, 4, 8)),  # Good Friday and Easter Monday lie between
    ],
)
def test_two_working_days_are_two_of_the_owners_own(opened: date, due: date) -> None:
    german = WorkCalendar(region="DE")
    assert rules.due_day(opened, german) == due
    assert working_age(opened, due, german) == 2
    assert working_age(opened, due - DAY, german) < 2


def test_days_on_which_the_owner_is_away_do_not_count() -> None:
    away = WorkCalendar(absences=((MONDAY + DAY, FRIDAY),))
    assert rules.due_day(MONDAY, away) == FRIDAY + 4 * DAY


def test_an_owner_who_does_not_work_for_months_does_not_keep_it_for_ever() -> None:
    away = WorkCalendar(absences=((MONDAY, MONDAY + 400 * DAY),))
    assert rules.due_day(MONDAY, away) == MONDAY + 60 * DAY


def test_the_lead_is_told_at_ten_of_their_own_time() -> None:
    now = at(MONDAY, 12)
    assert rules.telling_instant(MONDAY + 2 * DAY, OFFICE, TOKYO, now) == at(MONDAY + 2 * DAY, 10, TOKYO)


def test_on_a_day_the_lead_is_away_it_waits_for_their_next_working_day() -> None:
    away = WorkCalendar(absences=((MONDAY + 2 * DAY, FRIDAY),))
    assert rules.telling_instant(MONDAY + 2 * DAY, away, BERLIN, at(MONDAY, 12)) == at(MONDAY + 7 * DAY, 10)


def test_what_was_due_this_morning_is_told_now_and_what_was_due_at_noon_yesterday_tomorrow() -> None:
    assert rules.telling_instant(MONDAY, OFFICE, BERLIN, at(MONDAY, 17)) == at(MONDAY, 10)
    assert rules.telling_instant(MONDAY, OFFICE, BERLIN, at(MONDAY, 19)) == at(MONDAY + DAY, 10)
    assert rules.telling_instant(MONDAY, OFFICE, BERLIN, at(FRIDAY, 19)) == at(MONDAY + 7 * DAY, 10)


def test_what_has_come_back_says_how_often_and_since_when() -> None:
    assert rules.again_words(Recurrence(3, date(2026, 3, 3))) == "again (third time, first on 3 March)"
    assert rules.again_words(Recurrence(12, date(2026, 3, 3))) == "again (12th time, first on 3 March)"
    assert rules.again_words(None) == rules.again_words(Recurrence(1, MONDAY)) == ""


WEEKS = st.frozensets(st.integers(0, 6), min_size=1).map(WorkingWeek)
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
ABSENCES = st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=4).map(
    lambda spans: tuple((first, first + days * DAY) for first, days in spans)
)
CALENDARS = st.builds(WorkCalendar, WEEKS, st.sampled_from([None, "DE", "US"]), ABSENCES)
ZONES = st.sampled_from([ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Kiritimati", "America/Anchorage")])


@settings(deadline=None)  # a year of holidays is reckoned once
@given(DAYS, CALENDARS)
def test_the_due_day_is_worked_and_is_the_second_such_day(opened: date, owner: WorkCalendar) -> None:
    due = rules.due_day(opened, owner)
    if (due - opened).days < 60:
        assert owner.is_working(due)
        assert working_age(opened, due, owner) == 2


@settings(deadline=None)  # a year of holidays is reckoned once
@given(DAYS, CALENDARS, ZONES, st.integers(0, 2 * 365 * 24 * 60))
def test_the_lead_is_told_on_a_day_they_work_never_too_early_and_never_long_past(
    due: date, lead: WorkCalendar, zone: ZoneInfo, minutes: int
) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    told = rules.telling_instant(due, lead, zone, now)
    local = told.astimezone(zone)
    assert local.date() >= due
    assert told + rules.GRACE >= now
    assert local.time() == time(10)
    if local.date() - max(due, now.astimezone(zone).date()) < timedelta(days=59):
        assert lead.is_working(local.date())
