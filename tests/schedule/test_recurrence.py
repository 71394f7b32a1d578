"""Recurrences by example: the rules people choose, what they are called, and what is refused."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.errors import Refusal
from bot.schedule.recurrence import Recurrence, upcoming

TUESDAY = date(2026, 12, 1)
BERLIN = ZoneInfo("Europe/Berlin")


def some(recurrence: Recurrence, count: int) -> list[date]:
    dates = recurrence.dates(date(2026, 11, 1), date.max)
    return [next(dates) for _ in range(count)]


def test_every_second_week_keeps_the_phase_of_its_first_date() -> None:
    assert some(Recurrence.weekly(TUESDAY, every=2), 3) == [TUESDAY, date(2026, 12, 15), date(2026, 12, 29)]


def test_monthly_keeps_the_nth_weekday() -> None:
    second = Recurrence.monthly(date(2026, 12, 8))
    assert some(second, 3) == [date(2026, 12, 8), date(2027, 1, 12), date(2027, 2, 9)]


def test_a_fifth_weekday_means_the_last_so_every_month_has_one() -> None:
    last = Recurrence.monthly(date(2026, 12, 29))
    assert last.rule == "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TU"
    assert some(last, 3) == [date(2026, 12, 29), date(2027, 1, 26), date(2027, 2, 23)]


def test_a_monthly_date_is_left_out_where_the_month_lacks_it() -> None:
    on_the_31st = Recurrence.parse("FREQ=MONTHLY", date(2026, 12, 31))
    assert some(on_the_31st, 3) == [date(2026, 12, 31), date(2027, 1, 31), date(2027, 3, 31)]


def test_weeks_are_counted_from_their_monday() -> None:
    thursday = date(2026, 12, 3)
    both = Recurrence.parse("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", thursday)
    assert some(both, 3) == [thursday, date(2026, 12, 14), date(2026, 12, 17)]


def test_no_date_comes_before_the_first() -> None:
    assert Recurrence.weekly(TUESDAY).next_date(date(1999, 1, 1)) == TUESDAY


def test_the_next_date_may_be_the_day_asked_about() -> None:
    assert Recurrence.weekly(TUESDAY).next_date(date(2026, 12, 8)) == date(2026, 12, 8)


def test_the_calendar_ends_with_the_year_9999() -> None:
    assert Recurrence.parse("FREQ=MONTHLY", date(9999, 12, 5)).next_date(date(9999, 12, 6)) is None
    with pytest.raises(OverflowError):
        upcoming(Recurrence.weekly(date(9999, 12, 20)), time(9), BERLIN, datetime(9999, 12, 30, tzinfo=UTC))


def test_the_stored_rule_is_rfc_5545_text() -> None:
    assert Recurrence.weekly(TUESDAY, every=2).rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"


def test_a_rule_is_read_however_it_is_written() -> None:
    assert Recurrence.parse(" rrule:byday=tu;freq=weekly ", TUESDAY) == Recurrence.weekly(TUESDAY)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=WEEKLY", "every week on Tuesday"),
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks on Tuesday"),
        ("FREQ=WEEKLY;BYDAY=FR,MO,WE", "every week on Monday, Wednesday and Friday"),
        ("FREQ=MONTHLY;BYDAY=2TU", "monthly on the second Tuesday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR", "every 3 months on the last Friday"),
        ("FREQ=MONTHLY", "monthly on day 1"),
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=3;BYDAY=MO,TU", "every 3 days on Monday and Tuesday"),
    ],
)
def test_a_recurrence_can_be_said_in_words(rule: str, words: str) -> None:
    assert Recurrence.parse(rule, TUESDAY).words() == words


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("FREQ=YEARLY", "FREQ=DAILY, WEEKLY or MONTHLY"),
        ("", "does not say how often"),
        ("FREQ=WEEKLY;COUNT=3", "not supported"),
        ("FREQ=WEEKLY;FREQ=DAILY", "each once"),
        ("FREQ=WEEKLY;INTERVAL=0", "from 1 to 99"),
        ("FREQ=WEEKLY;INTERVAL=-2", "from 1 to 99"),
        ("FREQ=WEEKLY;BYDAY=XX", "2TU or -1FR"),
        ("FREQ=WEEKLY;BYDAY=2TU", "weekly rule"),
        ("FREQ=MONTHLY;BYDAY=6TU", "2TU or -1FR"),
        ("FREQ=MONTHLY;BYDAY=MO,1TU", "monthly rule"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "never comes true"),
    ],
)
def test_a_rule_that_cannot_be_kept_is_refused_with_the_cure(rule: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        Recurrence.parse(rule, TUESDAY)


def test_the_upcoming_occurrence_is_later_than_the_instant_given_and_not_at_it() -> None:
    series = Recurrence.weekly(TUESDAY)
    start = datetime(2026, 12, 1, 9, tzinfo=UTC)
    assert upcoming(series, time(10), BERLIN, datetime(2026, 12, 1, 8, 59, tzinfo=UTC)) == (TUESDAY, start)
    assert upcoming(series, time(10), BERLIN, start)[0] == date(2026, 12, 8)


def test_a_date_the_zone_left_out_is_passed_over() -> None:
    fridays = Recurrence.weekly(date(2011, 12, 23))
    after = datetime(2011, 12, 26, tzinfo=UTC)
    assert upcoming(fridays, time(10), ZoneInfo("Pacific/Apia"), after)[0] == date(2012, 1, 6)
