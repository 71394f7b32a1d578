"""When the two are asked to prepare: each by their own days and hours, the owner first."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.working_days import WorkCalendar, WorkingWeek
from bot.rituals.one_on_one.rules import partner_prep_instant, prep_instant
from bot.schedule.wall_clock import local_date

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = (
    *("Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland", "America/New_York"),
    *("Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"),
)
TEN = time(10, 0)
WORKS = WorkCalendar()
DAY = timedelta(days=1)


def local(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def prep_of(starts: str, calendar: WorkCalendar = WORKS, days: int = 1, at: time = TEN) -> datetime:
    return prep_instant(local(starts), days, at, BERLIN, calendar)


@pytest.mark.parametrize(
    ("starts", "calendar", "expected"),
    [
        ("2026-03-03 10:00", WORKS, "2026-03-02 10:00"),  # Tuesday: Monday
        ("2026-03-02 10:00", WORKS, "2026-02-27 10:00"),  # Monday: Friday
        ("2026-04-07 10:00", WorkCalendar(region="DE"), "2026-04-02 10:00"),  # after Easter: Maundy Thursday
        (
            "2026-03-05 10:00",
            WorkCalendar(absences=((date(2026, 3, 3), date(2026, 3, 4)),)),
            "2026-03-02 10:00",
        ),
        ("2026-03-03 10:00", WorkCalendar(WorkingWeek.parse("tue,wed")), "2026-02-25 10:00"),
        ("2026-03-30 10:00", WORKS, "2026-03-27 10:00"),  # over the change of the clocks: 10:00 all the same
    ],
)
def test_the_owner_is_asked_at_ten_on_their_working_day_before(
    starts: str, calendar: WorkCalendar, expected: str
) -> None:
    assert prep_of(starts, calendar) == local(expected)


def test_three_days_before_means_three_working_days() -> None:
    assert prep_of("2026-03-03 10:00", days=3) == local("2026-02-26 10:00")


def test_on_the_day_itself_it_is_an_hour_before_at_the_latest() -> None:
    assert prep_of("2026-03-03 16:00", days=0) == local("2026-03-03 10:00")
    assert prep_of("2026-03-03 10:30", days=0) == local("2026-03-03 09:30")


def test_who_was_off_for_longer_than_a_week_is_asked_an_hour_before() -> None:
    away = WorkCalendar(absences=((date(2026, 2, 16), date(2026, 3, 2)),))
    assert prep_of("2026-03-03 10:00", away) == local("2026-03-03 09:00")


def test_who_is_off_on_the_day_too_is_asked_for_another_day_as_if_they_worked() -> None:
    away = WorkCalendar(absences=((date(2026, 2, 16), date(2026, 3, 10)),))
    assert prep_of("2026-03-03 10:00", away) == local("2026-03-02 10:00")


def test_a_prep_at_a_time_the_clocks_skip_comes_after_the_gap() -> None:
    sundays = WorkCalendar(WorkingWeek(frozenset(range(7))))
    assert prep_of("2026-03-30 10:00", sundays, at=time(2, 30)) == local("2026-03-29 03:30")


@pytest.mark.parametrize(
    ("zone", "starts", "expected"),
    [
        ("Europe/Berlin", "2026-03-03 10:00", "2026-03-02 11:00"),  # an hour after the owner
        ("Asia/Kolkata", "2026-03-03 10:00", "2026-03-02 15:30"),  # within their day
        ("America/Los_Angeles", "2026-03-03 10:00", "2026-03-02 10:00"),  # not at 02:00: in their morning
        ("Pacific/Auckland", "2026-03-03 10:00", "2026-03-03 10:00"),  # not at 23:00: in their next morning
        ("Pacific/Auckland", "2026-03-02 10:00", "2026-03-02 10:00"),  # not on their Saturday
    ],
)
def test_the_other_is_asked_later_and_within_their_own_day(zone: str, starts: str, expected: str) -> None:
    found = partner_prep_instant(prep_of(starts), local(starts), TEN, ZoneInfo(zone), WORKS)
    assert found.astimezone(ZoneInfo(zone)).isoformat(" ")[:16] == expected


def test_the_other_is_not_asked_on_a_day_they_are_off_when_they_are_back_in_time() -> None:
    off = WorkCalendar(absences=((date(2026, 3, 2), date(2026, 3, 2)),))
    starts = local("2026-03-03 10:00")
    assert partner_prep_instant(starts - DAY, starts, TEN, BERLIN, off) == local("2026-03-03 09:00")
    late = local("2026-03-03 16:00")
    assert partner_prep_instant(starts - DAY, late, TEN, BERLIN, off) == local("2026-03-03 10:00")


def test_too_close_to_the_start_the_other_is_asked_half_way() -> None:
    starts = local("2026-03-03 10:00")
    prep = starts - timedelta(hours=1)
    assert partner_prep_instant(prep, starts, TEN, BERLIN, WORKS) == starts - timedelta(minutes=30)


calendars = st.builds(
    WorkCalendar,
    week=st.sets(st.integers(0, 6), min_size=1).map(lambda days: WorkingWeek(frozenset(days))),
    region=st.sampled_from([None, "DE", "US", "IN"]),
    absences=st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 20)), max_size=2
    ).map(lambda found: tuple((first, first + more * DAY) for first, more in found)),
)
JANUARY = datetime(2026, 1, 15, tzinfo=UTC)
starts = st.integers(0, 330 * 24 * 60).map(lambda minutes: JANUARY + timedelta(minutes=minutes))
zones = st.sampled_from(ZONES).map(ZoneInfo)
hours = st.times(time(6, 0), time(12, 0)).map(lambda at: at.replace(second=0, microsecond=0))


@given(starts, zones, zones, calendars, calendars, hours, st.integers(0, 3))
def test_both_are_asked_before_it_starts_and_the_owner_first(
    starts_at: datetime,
    zone: ZoneInfo,
    other_zone: ZoneInfo,
    calendar: WorkCalendar,
    other_calendar: WorkCalendar,
    at: time,
    days: int,
) -> None:
    prep = prep_instant(starts_at, days, at, zone, calendar)
    partner = partner_prep_instant(prep, starts_at, at, other_zone, other_calendar)
    assert prep < partner < starts_at
    assert prep <= starts_at - timedelta(hours=1)
    assert starts_at - prep < timedelta(days=9)
    if days and calendar.is_working(local_date(starts_at, zone)):
        assert calendar.is_working(local_date(prep, zone)) or starts_at - prep == timedelta(hours=1)
