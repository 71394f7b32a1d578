"""Every input of a form is one that Slack takes, with something in it and without."""

from decimal import Decimal
from zoneinfo import available_timezones as available_zones

import pytest

from bot.sandbox.limits import view_problems
from bot.slack import inputs
from bot.slack.blocks import modal
from bot.slack.rich_text import RichText

INPUTS = {
    "rich text": inputs.rich_text_input(),
    "rich text with words": inputs.rich_text_input(RichText.of("Hi"), placeholder="Today", focus=True),
    "rich text without words": inputs.rich_text_input(RichText.of(" ")),
    "a number": inputs.number_input(),
    "a number in bounds": inputs.number_input(3, least=-1, most=5),
    "a number with decimals": inputs.number_input(Decimal("1E+2"), most=Decimal("100.5"), is_decimal=True),
    "people": inputs.people_select(),
    "people chosen": inputs.people_select(["U1", "U2"], most=20, placeholder="Members"),
    "a channel": inputs.channel_select(),
    "a channel chosen": inputs.channel_select("C1"),
}


@pytest.mark.parametrize("element", INPUTS.values(), ids=INPUTS)
def test_slack_takes(element: inputs.Element) -> None:
    assert not view_problems(modal("x", "X", [inputs.field("f", "Label", element)], submit="Save"))


def test_numbers_are_written_in_digits() -> None:
    element = INPUTS["a number with decimals"]
    assert (element["initial_value"], element["max_value"]) == ("100", "100.5")


def test_a_box_begins_empty_where_there_is_nothing_to_read() -> None:
    assert "initial_value" not in INPUTS["rich text without words"]


def test_more_zones_than_a_menu_holds_are_grouped_by_region_and_none_is_left_out() -> None:
    zones = available_zones()
    element = inputs.zone_select(zones, "Asia/Tokyo")
    groups = element["option_groups"]
    assert {one["value"] for group in groups for one in group["options"]} == zones
    assert [group["label"]["text"] for group in groups].count("Other") == 1
    assert element["initial_option"]["value"] == "Asia/Tokyo"
    assert not view_problems(modal("x", "X", [inputs.field("f", "Label", element)], submit="Save"))


def test_few_zones_are_a_plain_menu_with_the_chosen_one_among_them() -> None:
    element = inputs.zone_select(["Europe/Berlin"], "Asia/Tokyo")
    assert [one["value"] for one in element["options"]] == ["Asia/Tokyo", "Europe/Berlin"]
    assert element["initial_option"]["value"] == "Asia/Tokyo"
