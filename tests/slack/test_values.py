"""What stands in a form is read as what it is, and refused under its field in words where it is not."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FieldRefusal, Refusal
from bot.slack.values import Values


def test_each_kind_of_input_is_read_as_what_it_is() -> None:
    values = Values(
        {
            "topic": {"input": {"value": " As typed "}},
            "kind": {"input": {"selected_option": {"value": "peer"}}},
            "days": {"input": {"selected_options": [{"value": "mon"}, {"value": "tue"}]}},
            "partner": {"input": {"selected_user": "U2"}},
            "day": {"input": {"selected_date": "2026-03-02"}},
            "at": {"input": {"selected_time": "10:00"}},
        }
    )
    assert values.text("topic") == " As typed "
    assert values.choice("kind") == "peer"
    assert values.choices("days") == ["mon", "tue"]
    assert values.user("partner") == "U2"
    assert (values.day("day"), values.time("at")) == (date(2026, 3, 2), time(10, 0))


EMPTY = {
    "none": {"input": {"value": None, "selected_option": None, "selected_options": None, "selected_date": None}},
    "bare": {"input": {}},
    "hollow": {},
    "null": None,
    "empty": {"input": None},
}


@pytest.mark.parametrize("block", [*EMPTY, "not there"])
def test_an_input_left_empty_reads_as_none_in_every_shape(block: str) -> None:
    values = Values(EMPTY)
    assert (values.text(block), values.choice(block), values.user(block)) == (None, None, None)
    assert (values.rich(block), values.number(block), values.channel(block)) == (None, None, None)
    assert (values.users(block), values.day(block), values.time(block), values.choices(block)) == (
        [],
        None,
        None,
        [],
    )


@pytest.mark.parametrize("shown", ["2026-02-30", "2026-13-01", "soon"])
def test_a_day_that_does_not_exist_is_refused_in_words(shown: str) -> None:
    with pytest.raises(Refusal, match="is not a date or time that exists"):
        Values({"day": {"input": {"selected_date": shown}}}).day("day")
    with pytest.raises(Refusal, match="Please choose another"):
        Values({"at": {"input": {"selected_time": "25:00"}}}).time("at")


def holding(**held: object) -> Values:
    return Values({"block": {"input": held}})


def test_what_was_written_with_formatting_is_read_with_it() -> None:
    section = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "a\x00"}],
    }
    text = holding(rich_text_value={"type": "rich_text", "elements": [section]}).rich("block")
    assert text is not None
    assert text.plain() == "a\ufffd"


def test_too_much_to_keep_is_said_under_its_field() -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "a" * 20_001}]}
    with pytest.raises(FieldRefusal, match="keep it under 20,000") as refused:
        holding(rich_text_value={"type": "rich_text", "elements": [section]}).rich("block")
    assert refused.value.field == "block"


@pytest.mark.parametrize("typed", ["4", "-2.5", "+0.1", ".5", "5."])
def test_a_number_is_read_exactly(typed: str) -> None:
    assert holding(value=f" {typed} ").number("block") == Decimal(typed)


@pytest.mark.parametrize("typed", ["four", "1,5", "NaN", "Infinity", "1e99", "٣", "-", ".", "9" * 16])
def test_what_is_no_number_is_said_under_its_field(typed: str) -> None:
    with pytest.raises(FieldRefusal, match="is not a number") as refused:
        holding(value=typed).number("block")
    assert refused.value.field == "block"


@given(st.text())
def test_no_text_makes_a_number_that_is_none(typed: str) -> None:
    try:
        number = holding(value=typed).number("block")
    except FieldRefusal:
        return
    assert number is None or number.is_finite()


def test_people_are_read_once_each_and_in_order() -> None:
    assert holding(selected_users=["U2", "U1", "U2"]).users("block") == ["U2", "U1"]


@pytest.mark.parametrize("name", ["selected_conversation", "selected_channel"])
def test_a_channel_is_read_from_either_menu(name: str) -> None:
    assert holding(**{name: "C1"}).channel("block") == "C1"
