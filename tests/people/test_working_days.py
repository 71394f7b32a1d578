"""Working weeks, holidays and absences, by example and by law."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.people.working_days import (
    PATIENCE_DAYS,
    WorkCalendar,
    WorkingWeek,
    check_region,
    first_common_working_day,
    holidays_in,
    regions,
)

TUESDAY = date(2026, 12, 1)
CHRISTMAS = date(2026, 12, 25)  # a Friday
BERLIN = WorkCalendar(region="DE-BE")
NEVER = WorkCalendar(absences=((date(2020, 1, 1), date(2040, 1, 1)),))

unhurried = settings(deadline=None)
days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
absences = st.builds(lambda first, length: (first, first + timedelta(length)), days, st.integers(0, 40))
weeks = st.builds(WorkingWeek, st.frozensets(st.integers(0, 6), min_size=1))
calendars = st.builds(
    WorkCalendar, weeks, st.sampled_from([None, "DE-BE", "US-CA", "JP"]), st.lists(absences, max_size=2).map(tuple)
)


def test_a_week_is_monday_to_friday_unless_said_otherwise() -> None:
    assert WorkingWeek().text == "mon,tue,wed,thu,fri"


def test_a_week_is_read_in_any_order_and_case() -> None:
    assert WorkingWeek.parse(" Thursday, TUE;sun").text == "tue,thu,sun"


@given(weeks)
def test_a_stored_week_means_the_same_when_read_again(week: WorkingWeek) -> None:
    assert WorkingWeek.parse(week.text) == week


@pytest.mark.parametrize("text", ["mon,funday", "monkey", "mo", "", " , "])
def test_a_week_of_unknown_days_or_of_none_is_refused_with_the_right_form(text: str) -> None:
    with pytest.raises(Refusal, match="mon,tue,wed,thu,fri"):
        WorkingWeek.parse(text)


def test_a_holiday_is_named_in_english_and_belongs_to_its_region() -> None:
    assert holidays_in("DE", 2026)[CHRISTMAS] == "Christmas Day"
    assert holidays_in("DE-BE", 2026)[date(2026, 3, 8)] == "Women's Day"
    assert date(2026, 3, 8) not in holidays_in("DE", 2026)
    assert holidays_in("US-CA", 2026)[date(2026, 7, 4)] == "Independence Day"


def test_without_a_region_there_are_no_holidays() -> None:
    assert holidays_in(None, 2026) == {}


def test_a_region_is_stored_as_the_code_of_its_calendar() -> None:
    assert check_region(" de_be ") == "DE-BE"
    assert check_region("us-ca") == "US-CA"


@pytest.mark.parametrize(
    ("text", "said"),
    [("Narnia", "such as DE, or DE-BE"), ("", "such as DE"), ("DE-QQ", "DE-BB"), ("FI-99", "use FI|one of FI")],
)
def test_an_unknown_region_is_refused_with_one_that_exists(text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        check_region(text)


def test_every_country_offered_has_a_readable_name_and_holidays_that_can_be_asked_for() -> None:
    offered = dict(regions())
    assert offered["DE"] == "Germany"
    assert offered["TT"] == "Trinidad and Tobago"
    assert offered["CD"] == "DR Congo"
    assert all(check_region(code) == code and holidays_in(code, 2026) is not None for code in offered)


def test_a_day_not_worked_has_a_reason() -> None:
    away = WorkCalendar(region="DE", absences=((date(2026, 12, 1), date(2026, 12, 2)),))
    assert away.why_not(date(2026, 11, 30)) is None
    assert [away.why_not(TUESDAY), away.why_not(date(2026, 12, 2))] == ["away", "away"]
    assert away.why_not(date(2026, 12, 3)) is None
    assert away.why_not(date(2026, 12, 5)) == "weekend"
    assert away.why_not(CHRISTMAS) == "holiday: Christmas Day"


def test_the_working_day_before_passes_over_weekend_holiday_and_leave() -> None:
    assert BERLIN.working_day_before(TUESDAY) == date(2026, 11, 30)
    assert BERLIN.working_day_before(date(2026, 11, 30)) == date(2026, 11, 27)
    assert BERLIN.working_day_before(date(2026, 12, 28)) == date(2026, 12, 24)
    assert BERLIN.working_day_before(TUESDAY, count=3) == date(2026, 11, 26)


def test_after_sixty_days_without_work_the_calendar_day_has_to_do() -> None:
    assert NEVER.working_day_before(TUESDAY, count=2) == date(2026, 11, 29)
    assert NEVER.next_working(TUESDAY) is None


def test_the_next_working_day_may_be_the_day_asked_about() -> None:
    assert BERLIN.next_working(TUESDAY) == TUESDAY
    assert BERLIN.next_working(CHRISTMAS) == date(2026, 12, 28)


def test_two_people_meet_on_the_first_day_both_work() -> None:
    sunday_to_tuesday = WorkCalendar(WorkingWeek.parse("sun,mon,tue"), "IL")
    assert first_common_working_day(BERLIN, sunday_to_tuesday, date(2026, 12, 2)) == date(2026, 12, 7)
    assert first_common_working_day(BERLIN, sunday_to_tuesday, date(2026, 12, 2), within=5) is None
    assert first_common_working_day(BERLIN, NEVER, TUESDAY) is None


@unhurried
@given(calendars, days, st.integers(1, 5))
def test_the_nth_working_day_before_leaves_n_minus_one_between(one: WorkCalendar, day: date, count: int) -> None:
    found = one.working_day_before(day, count)
    worked = [earlier for n in range(1, PATIENCE_DAYS + 1) if one.is_working(earlier := day - timedelta(n))]
    assert found == (worked[count - 1] if len(worked) >= count else day - timedelta(count))


@unhurried
@given(calendars, calendars, days)
def test_a_common_day_is_the_first_and_the_same_whoever_asks(a: WorkCalendar, b: WorkCalendar, day: date) -> None:
    found = first_common_working_day(a, b, day)
    assert found == first_common_working_day(b, a, day)
    passed = range(PATIENCE_DAYS if found is None else (found - day).days)
    assert not any(a.is_working(day + timedelta(n)) and b.is_working(day + timedelta(n)) for n in passed)
    assert found is None or (a.is_working(found) and b.is_working(found))
