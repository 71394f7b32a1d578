"""What holds for every recurrence, whatever its rule, its first date and the window asked about."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedule.recurrence import Recurrence, upcoming
from bot.schedule.wall_clock import instant_of

DAYS = st.dates(date(2024, 1, 1), date(2034, 12, 31))
FIRSTS = st.dates(date(2020, 1, 1), date(2029, 12, 31))
CODES = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
ZONES = st.sampled_from(
    ["Europe/Berlin", "America/Nuuk", "Africa/Cairo", "Australia/Lord_Howe", "America/Havana", "Asia/Tokyo"]
)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@st.composite
def rules(draw: st.DrawFn) -> str:
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]))
    interval = draw(st.integers(1, 6))
    numbered = frequency == "MONTHLY" and draw(st.booleans())
    nth = st.sampled_from(["1", "2", "3", "4", "-1"]) if numbered else st.just("")
    days = draw(st.lists(st.builds("{}{}".format, nth, CODES), max_size=3, unique=True))
    return f"FREQ={frequency};INTERVAL={interval}" + (f";BYDAY={','.join(days)}" if days else "")


unhurried = settings(deadline=None)
RECURRENCES = st.builds(Recurrence.parse, rules(), FIRSTS)


@unhurried
@given(RECURRENCES, st.tuples(DAYS, DAYS, DAYS).map(sorted))
def test_windows_that_meet_share_no_date_and_miss_none(series: Recurrence, days: list[date]) -> None:
    a, b, c = days
    assert [*series.dates(a, b), *series.dates(b, c)] == list(series.dates(a, c))


@unhurried
@given(RECURRENCES, DAYS, DAYS)
def test_a_window_holds_what_counting_from_the_first_date_gives(series: Recurrence, a: date, b: date) -> None:
    start = datetime.combine(series.first, time())
    counted = takewhile(lambda day: day <= b, (found.date() for found in rrulestr(series.rule, dtstart=start)))
    assert list(series.dates(a, b)) == [day for day in counted if day > a]


@unhurried
@given(RECURRENCES, DAYS)
def test_the_next_date_is_the_first_of_the_window_that_starts_there(series: Recurrence, day: date) -> None:
    assert series.next_date(day) == next(series.dates(day - timedelta(1), date.max))


@unhurried
@given(FIRSTS, st.integers(1, 8), DAYS)
def test_the_phase_of_the_weeks_is_kept_for_ever(first: date, every: int, day: date) -> None:
    found = Recurrence.weekly(first, every).next_date(day)
    assert found is not None
    assert (found - first).days % (7 * every) == 0
    assert 0 <= (found - max(day, first)).days < 7 * every


@unhurried
@given(FIRSTS, DAYS)
def test_every_month_has_its_monthly_date(first: date, day: date) -> None:
    months = [(d.year, d.month) for d in Recurrence.monthly(first).dates(first, first + timedelta(800))]
    assert all((b[0] * 12 + b[1]) - (a[0] * 12 + a[1]) == 1 for a, b in pairwise(months))


@unhurried
@given(RECURRENCES)
def test_the_stored_rule_means_the_same_when_read_again(series: Recurrence) -> None:
    assert Recurrence.parse(series.rule, series.first) == series


@unhurried
@given(RECURRENCES, DAYS)
def test_the_cost_of_the_next_date_does_not_grow_with_the_age_of_the_series(series: Recurrence, day: date) -> None:
    start = series._period_of(max(day, series.first))
    assert start <= max(day, series.first)
    assert (max(day, series.first) - start).days < series.interval * 31


@unhurried
@given(RECURRENCES, TIMES, ZONES, st.dates(date(2025, 1, 1), date(2030, 12, 1)))
def test_each_occurrence_comes_up_once_and_in_order(series: Recurrence, at: time, key: str, day: date) -> None:
    zone, now = ZoneInfo(key), datetime.combine(day, time(12), tzinfo=UTC)
    until, fired = now + timedelta(days=40), []
    while (found := upcoming(series, at, zone, now))[1] <= until:
        fired.append(found)
        now = found[1]
    window = series.dates(day - timedelta(3), day + timedelta(45))
    planned = [(on, instant) for on in window if (instant := instant_of(on, at, zone))]
    began = datetime.combine(day, time(12), tzinfo=UTC)
    assert fired == [(on, instant) for on, instant in planned if began < instant <= until]
