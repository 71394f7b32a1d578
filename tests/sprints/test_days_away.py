"""Who is away, from when until when, and the days that people say they are."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.people.working_days import WorkCalendar
from bot.rituals.sprint.rules import Absent, absent_from, absent_soon, spoken_days

TODAY = date(2026, 3, 4)  # a Wednesday


def march(day: int) -> date:
    return date(2026, 3, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("fri", 6, 6),
        ("today", 4, 4),
        ("fri to mon", 6, 9),
        ("from fri until tue", 6, 10),
        ("until fri", 4, 6),
        ("today to tomorrow", 4, 5),
        ("tomorrow – 10 mar", 5, 10),
        ("on 10 March", 10, 10),
        ("2026-03-10 to 2026-03-12", 10, 12),
        ("5 mar - 6 mar", 5, 6),
    ],
)
def test_days_are_read_as_they_are_said(text: str, first: int, last: int) -> None:
    assert spoken_days(text, TODAY) == (march(first), march(last))


@pytest.mark.parametrize("text", ["soon", "fri to", "fri to sat to sun", "2 mar to 2026-03-01", "12/3"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        spoken_days(text, TODAY)


def test_a_last_day_before_the_first_is_refused_unless_a_new_year_lies_between() -> None:
    with pytest.raises(Refusal, match=r"The last day comes before the first\. Try: 1 Apr to 3 Apr"):
        spoken_days("3 Apr to 1 Apr", TODAY)
    assert spoken_days("20 Dec to 5 Jan", date(2026, 1, 2)) == (date(2026, 12, 20), date(2027, 1, 5))
    assert spoken_days("3 Apr to 2027-04-01", TODAY) == (date(2026, 4, 3), date(2027, 4, 1))


def test_an_absence_goes_on_over_the_weekend_and_ends_before_one() -> None:
    calendar = WorkCalendar(absences=((march(5), march(10)), (march(12), march(15))))
    assert absent_from(march(5), calendar.why_not) == Absent(march(5), march(10), False)
    assert absent_from(march(12), calendar.why_not) == Absent(march(12), march(13), False)
    assert absent_from(march(11), calendar.why_not) is None
    assert absent_from(march(7), calendar.why_not) is None


def test_holidays_alone_are_called_holidays() -> None:
    calendar = WorkCalendar(region="DE", absences=((date(2026, 4, 7), date(2026, 4, 8)),))
    assert absent_from(date(2026, 4, 3), WorkCalendar(region="DE").why_not) == Absent(
        date(2026, 4, 3), date(2026, 4, 6), True
    )
    assert absent_from(date(2026, 4, 3), calendar.why_not) == Absent(date(2026, 4, 3), date(2026, 4, 8), False)


def test_soon_is_within_a_week_and_not_today() -> None:
    calendar = WorkCalendar(absences=((march(4), march(4)), (march(11), march(11)), (march(13), march(20))))
    assert absent_soon(TODAY, calendar.why_not) == Absent(march(11), march(11), False)
    assert absent_soon(march(5), WorkCalendar().why_not) is None


@given(st.dates(date(2024, 1, 1), date(2030, 1, 1)), st.integers(0, 90), st.integers(0, 9))
def test_an_absence_begins_where_asked_and_ends_on_a_day_that_is_off(first: date, days: int, later: int) -> None:
    calendar = WorkCalendar(absences=((first, first + timedelta(days=days)),))
    asked = first + timedelta(days=later)
    found = absent_from(asked, calendar.why_not)
    if found is None:
        assert calendar.why_not(asked) in (None, "weekend")
    else:
        assert found.first == asked <= found.last
        assert calendar.why_not(found.last) == "away"
