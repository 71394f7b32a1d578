"""What an action item may be, and when its owner is reminded of it: once, on a day they work."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.action_items.rules import LONGEST_ACTION, checked_action, reminder_instant
from bot.errors import FieldRefusal
from bot.people.working_days import WorkCalendar

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BERLIN, AUCKLAND = ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Auckland")
ALWAYS_HERE = WorkCalendar()


def test_an_action_item_is_kept_without_white_space_around_it() -> None:
    assert checked_action("  Send the draft \n", is_blank=False) == "Send the draft"
    assert checked_action("x" * LONGEST_ACTION, is_blank=False) == "x" * LONGEST_ACTION


@pytest.mark.parametrize(
    ("text", "is_blank", "words"), [("", True, "What is to be done"), ("x" * 1001, False, "1,001 characters")]
)
def test_a_blank_or_endless_action_item_is_refused_under_its_field(text: str, is_blank: bool, words: str) -> None:
    with pytest.raises(FieldRefusal, match=words) as refused:
        checked_action(text, is_blank)
    assert refused.value.field == "text"


def test_the_reminder_comes_at_nine_where_its_owner_is() -> None:
    friday = date(2026, 3, 6)
    assert reminder_instant(friday, BERLIN, ALWAYS_HERE, NOW) == datetime(2026, 3, 6, 8, 0, tzinfo=UTC)
    assert reminder_instant(friday, AUCKLAND, ALWAYS_HERE, NOW) == datetime(2026, 3, 5, 20, 0, tzinfo=UTC)


def test_what_is_due_on_a_weekend_is_reminded_of_on_monday() -> None:
    saturday = date(2026, 3, 7)
    assert reminder_instant(saturday, BERLIN, ALWAYS_HERE, NOW) == datetime(2026, 3, 9, 8, 0, tzinfo=UTC)


def test_what_is_due_on_a_holiday_or_while_away_is_reminded_of_on_the_first_day_back() -> None:
    good_friday = date(2026, 4, 3)
    away = WorkCalendar(region="DE-BE", absences=((date(2026, 4, 7), date(2026, 4, 8)),))
    assert reminder_instant(good_friday, BERLIN, away, NOW) == datetime(2026, 4, 9, 7, 0, tzinfo=UTC)


def test_without_a_due_date_there_is_no_reminder() -> None:
    assert reminder_instant(None, BERLIN, ALWAYS_HERE, NOW) is None


def test_what_was_promised_for_today_after_nine_is_not_reminded_of() -> None:
    today = NOW.date()
    at_nine = datetime.combine(today, time(9), BERLIN)
    assert reminder_instant(today, BERLIN, ALWAYS_HERE, at_nine - timedelta(seconds=1)) == at_nine
    assert reminder_instant(today, BERLIN, ALWAYS_HERE, at_nine) is None


@given(st.dates(date(2026, 3, 3), date(2030, 12, 31)), st.sampled_from([BERLIN, AUCKLAND, ZoneInfo("UTC")]))
def test_a_reminder_is_never_before_its_day_and_always_on_a_working_one(due_on: date, zone: ZoneInfo) -> None:
    calendar = WorkCalendar(region="DE")
    instant = reminder_instant(due_on, zone, calendar, NOW)
    assert instant is not None
    local = instant.astimezone(zone)
    assert local.date() >= due_on
    assert calendar.is_working(local.date())
    assert local.time() == time(9)
