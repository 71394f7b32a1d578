"""Sprints follow one another without gap or overlap, and each meeting has its day in every one of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FieldRefusal, Refusal
from bot.sprints import rules
from bot.sprints.models import Cadence, Meeting
from bot.sprints.rules import Span, day_of, meeting_day, runs, span_now, span_number, span_on

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


def cadence(from_number: int = 1, first_day: date = MONDAY, weeks: int = 2) -> Cadence:
    return Cadence(calendar_id=1, from_number=from_number, first_day=first_day, weeks=weeks)


@st.composite
def all_cadences(draw: st.DrawFn) -> list[Cadence]:
    """Any list that changes can leave: each begins some sprints after the one before, a few days early or late."""
    first = draw(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
    found = [cadence(draw(st.integers(0, 50)), first, draw(st.integers(1, 4)))]
    for _ in range(draw(st.integers(0, 4))):
        last, after = found[-1], draw(st.integers(1, 6))
        regular = last.first_day + after * last.weeks * 7 * DAY
        shift = draw(st.integers(1 - last.weeks * 7, 21))
        found.append(cadence(last.from_number + after, regular + shift * DAY, draw(st.integers(1, 4))))
    return found


def some_spans(cadences: Sequence[Cadence], more: int = 4) -> list[Span]:
    first, last = cadences[0].from_number, cadences[-1].from_number
    return [span_number(cadences, number) for number in range(first, last + more)]


@given(all_cadences())
def test_sprints_tile_the_calendar(cadences: list[Cadence]) -> None:
    spans = some_spans(cadences)
    assert spans[0].first == cadences[0].first_day
    for one, following in pairwise(spans):
        assert one.first <= one.last
        assert following.first == one.last + DAY
        assert following.number == one.number + 1


@given(all_cadences())
def test_a_change_begins_on_its_own_day(cadences: list[Cadence]) -> None:
    assert all(span_number(cadences, one.from_number).first == one.first_day for one in cadences)


@given(all_cadences(), st.integers(0, 400))
def test_the_sprint_on_a_day_is_the_one_with_its_number(cadences: list[Cadence], days: int) -> None:
    day = cadences[0].first_day + days * DAY
    span = span_on(cadences, day)
    assert span is not None
    assert span.first <= day <= span.last
    assert span_number(cadences, span.number) == span


@given(all_cadences(), st.integers(1, 400))
def test_a_day_before_the_first_sprint_is_in_none(cadences: list[Cadence], days: int) -> None:
    assert span_on(cadences, cadences[0].first_day - days * DAY) is None
    assert span_now(cadences, cadences[0].first_day - days * DAY).number == cadences[0].from_number


@given(all_cadences(), st.sets(st.integers(0, 40)))
def test_the_working_days_of_a_sprint_count_from_one_to_their_number(
    cadences: list[Cadence], off: set[int]
) -> None:
    span = span_number(cadences, cadences[0].from_number)

    def is_working(day: date) -> bool:
        return day.weekday() < 5 and (day - span.first).days not in off

    days = [span.first + n * DAY for n in range(-3, (span.last - span.first).days + 4)]
    counted = [one for one in (day_of(span, day, is_working) for day in days) if one is not None]
    assert counted == [(n, len(counted)) for n in range(1, len(counted) + 1)]


@given(all_cadences(), st.sampled_from(Meeting), st.integers(0, 7), st.integers(0, 12))
def test_runs_hold_a_meeting_once_in_each_sprint_on_its_day(
    cadences: list[Cadence], meeting: Meeting, before_end: int, skipped: int
) -> None:
    first = cadences[0].from_number + skipped
    wanted = [span for span in some_spans(cadences, skipped + 4) if span.number >= first]
    last = wanted[-1].last
    held: list[date] = []
    for run in runs(cadences, first):
        day = meeting_day(meeting, run.first, before_end)
        while day <= (meeting_day(meeting, run.last, before_end) if run.last else last):
            held.append(day)
            day += run.weeks * 7 * DAY
    assert held == [meeting_day(meeting, span, before_end) for span in wanted]


@pytest.mark.parametrize(
    ("first", "weeks", "last"),
    [
        (date(2026, 3, 2), 2, date(2026, 3, 13)),  # Monday: the Friday two weeks later
        (date(2026, 3, 4), 2, date(2026, 3, 17)),  # Wednesday: the Tuesday before the next
        (date(2026, 3, 1), 1, date(2026, 3, 6)),  # Sunday: Friday, though the span ends on Saturday
        (date(2026, 2, 28), 1, date(2026, 3, 6)),  # Saturday: Friday, the last day of the span
        (date(2028, 2, 21), 2, date(2028, 3, 3)),  # over 29 February
    ],
)
def test_the_last_day_is_the_last_weekday_of_the_span(first: date, weeks: int, last: date) -> None:
    span = span_number([cadence(1, first, weeks)], 1)
    assert (span.last - span.first).days + 1 == weeks * 7
    assert span.last_weekday == last
    assert meeting_day(Meeting.RETRO, span, 0) == meeting_day(Meeting.DEMO, span, None) == last
    assert meeting_day(Meeting.PLANNING, span, None) == first


def test_refinement_is_so_many_weekdays_before_the_last() -> None:
    span = span_number([cadence()], 1)
    days = [meeting_day(Meeting.REFINEMENT, span, before) for before in (1, 4, 5, 9, 30)]
    assert [f"{day:%a} {day.day}" for day in days] == ["Thu 12", "Mon 9", "Fri 6", "Mon 2", "Mon 2"]


@pytest.mark.parametrize(
    ("days", "field"), [(0, "refinement_day"), (None, "refinement_day"), (10, "refinement_day")]
)
def test_refinement_is_never_on_the_last_day_nor_before_the_first(days: int | None, field: str) -> None:
    with pytest.raises(FieldRefusal) as refusal:
        rules.check_terms(Meeting.REFINEMENT, span_number([cadence()], 1), 60, days)
    assert refusal.value.field == field


def test_there_is_no_sprint_before_the_first_nor_one_past_counting() -> None:
    for number in (0, -1, 10**12):
        with pytest.raises(Refusal, match="There is no sprint"):
            span_number([cadence()], number)


def test_numbering_goes_on_when_sprints_become_longer() -> None:
    cadences = [cadence(), cadence(4, date(2026, 4, 13), 3)]
    spans = [span_number(cadences, number) for number in (3, 4, 5)]
    assert [(span.first, span.last_weekday) for span in spans] == [
        (date(2026, 3, 30), date(2026, 4, 10)),
        (date(2026, 4, 13), date(2026, 5, 1)),
        (date(2026, 5, 4), date(2026, 5, 22)),
    ]


def test_the_sprint_before_a_change_lasts_until_it() -> None:
    cadences = [cadence(), cadence(2, date(2026, 3, 18))]
    assert span_number(cadences, 1).last == date(2026, 3, 17)
    assert [(run.first.number, run.last and run.last.number) for run in runs(cadences, 1)] == [(1, 1), (2, None)]


TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("number", "first", "weeks", "field"),
    [
        (2, date(2026, 3, 16), 5, "weeks"),
        (1, date(2026, 3, 3), 2, "first_day"),
        (1, MONDAY, 1, "weeks"),
        (2, date(2026, 3, 10), 2, "first_day"),
        (2, date(2026, 4, 6), 2, "first_day"),
        (3, date(2026, 3, 20), 2, "first_day"),
    ],
)
def test_a_change_does_not_reach_into_what_has_been(number: int, first: date, weeks: int, field: str) -> None:
    with pytest.raises(FieldRefusal) as refusal:
        rules.check_cadence([cadence()], number, first, weeks, TODAY)
    assert refusal.value.field == field


def test_a_sprint_that_is_over_can_not_be_changed() -> None:
    with pytest.raises(FieldRefusal, match="Sprint 1 is over"):
        rules.check_cadence([cadence()], 1, MONDAY, 2, date(2026, 3, 16))


def test_the_current_sprint_can_still_become_longer() -> None:
    rules.check_cadence([cadence()], 1, MONDAY, 3, TODAY)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 6), st.integers(-10, 10))
def test_the_nearest_weekday_is_that_weekday_and_lies_ahead(day: date, weekday: int, ago: int) -> None:
    after = day - ago * DAY
    found = rules.on_weekday(day, weekday, min(after, day))
    assert found.weekday() == weekday
    assert found > min(after, day)
    assert abs((found - day).days) <= 7


def test_a_retro_that_is_not_before_the_joint_one_is_refused() -> None:
    three = datetime(2026, 3, 13, 15, tzinfo=UTC)
    rules.check_order(three - timedelta(minutes=1), three, "retro_at", "Falcon")
    with pytest.raises(FieldRefusal, match="The retro of Falcon comes before"):
        rules.check_order(three, three, "retro_at", "Falcon")


def test_planning_gives_way_to_later_days_and_the_others_to_earlier_ones() -> None:
    span, day = span_number([cadence(weeks=1)], 1), date(2026, 3, 4)
    assert rules.other_days(Meeting.PLANNING, span, day)[0] == date(2026, 3, 5)
    assert rules.other_days(Meeting.RETRO, span, day) == [date(2026, 3, 3), MONDAY]


@pytest.mark.parametrize(("today", "is_open"), [(11, False), (12, True), (13, True), (20, True)])
def test_verdicts_are_given_in_the_last_two_days_and_later(today: int, is_open: bool) -> None:
    assert rules.verdicts_are_open(span_number([cadence()], 1), date(2026, 3, today)) is is_open
