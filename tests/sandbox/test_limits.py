"""What Slack refuses, by example: the rules between fields, between blocks, and of whole views."""

from typing import Any

import pytest

from bot.sandbox.limits import MAX_STACK, message_problems, view_problems, view_too_large

Thing = dict[str, Any]


def plain(text: str = "x") -> Thing:
    return {"type": "plain_text", "text": text}


def section(**more: Any) -> Thing:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, **more}


def button(action_id: str = "a", **more: Any) -> Thing:
    return {"type": "button", "action_id": action_id, "text": plain(), **more}


def actions(*elements: Thing) -> Thing:
    return {"type": "actions", "elements": list(elements)}


def option(value: str) -> Thing:
    return {"text": plain(value), "value": value}


def asking(element: Thing, **more: Any) -> Thing:
    return {"type": "input", "label": plain(), "element": element, **more}


def modal(*blocks: Thing, **more: Any) -> Thing:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


def home(*blocks: Thing) -> Thing:
    return {"type": "home", "blocks": list(blocks)}


def said_of(*blocks: Thing) -> list[str]:
    return message_problems({"text": "x", "blocks": list(blocks)})


def rich(*elements: Thing) -> Thing:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def cell(text: str = "x") -> Thing:
    return {"type": "raw_text", "text": text}


def chart(labels: list[str], categories: list[str]) -> Thing:
    points = [{"label": label, "value": 1} for label in labels]
    axis = {"type": "bar", "series": [{"name": "s", "data": points}], "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": "x", "chart": axis}


SENTENCES = {
    "a text of 3001": (
        said_of(section(text=plain("x" * 3001))),
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "26 buttons": (
        said_of(section(), actions(*(button(str(n)) for n in range(26)))),
        "no more than 25 items allowed [json-pointer:/blocks/1/elements]",
    ),
    "an unknown property": (
        said_of({"type": "divider", "style": "x"}),
        "invalid additional property: style [json-pointer:/blocks/0]",
    ),
    "a modal without title": (
        view_problems({"type": "modal", "blocks": []}),
        "missing required field: title [json-pointer:/view]",
    ),
    "an unknown block": (said_of({"type": "poem"}), "unsupported type: poem [json-pointer:/blocks/0/type]"),
    "a section of nothing": (
        said_of({"type": "section"}),
        "must define either `text` or `fields` [json-pointer:/blocks/0/type]",
    ),
    "an input without submit": (
        view_problems({"type": "modal", "title": plain(), "blocks": [asking({"type": "plain_text_input"})]}),
        "must define `submit` to use an `input` block in modals [json-pointer:/view]",
    ),
    "a button in a context": (
        said_of({"type": "context", "elements": [button()]}),
        "failed to match all allowed schemas [json-pointer:/blocks/0/elements/0]",
    ),
    "an empty text": (
        said_of(section(text=plain(""))),
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "a modal's text of 3001": (
        view_problems(modal(section(text=plain("x" * 3001)))),
        "must be less than 3001 characters [json-pointer:/view/blocks/0/text/text]",
    ),
    "no options": (
        view_problems(modal(asking({"type": "radio_buttons", "options": []}))),
        "must provide at least 1 items [json-pointer:/view/blocks/0/element/options]",
    ),
}


@pytest.mark.parametrize(("problems", "sentence"), SENTENCES.values(), ids=SENTENCES)
def test_a_mistake_is_told_in_slacks_own_sentence(problems: list[str], sentence: str) -> None:
    assert problems == [sentence]


TABLE = {"type": "table", "rows": [[cell()]]}
PIE = {
    "type": "data_visualization",
    "title": "x",
    "chart": {"type": "pie", "segments": [{"label": "x", "value": 1}]},
}
CONTAINER = {"type": "container", "title": plain(), "child_blocks": [section()]}
CARD_ICON = {"type": "image", "alt_text": "x", "image_url": "https://example.org/x.png"}
STYLED = {"type": "text", "text": "x", "style": {"bold": True}}
CHOICE = {"type": "static_select", "options": [option("a")]}
REFUSED = {
    "a block_id used twice": [section(block_id="b"), section(block_id="b")],
    "an action_id used twice in a block": [actions(button("a"), button("a"))],
    "a second table": [TABLE, TABLE],
    "a third chart": [PIE, PIE, PIE],
    "12,001 characters of markdown in two blocks": [
        {"type": "markdown", "text": "x" * 6001},
        {"type": "markdown", "text": "x" * 6000},
    ],
    "a table of 10,001 characters": [{"type": "table", "rows": [[cell("x" * 10_001)]]}],
    "data tables of 20,001 characters": [
        {"type": "data_table", "caption": "x", "rows": [[cell()], [cell("x" * 10_000)]]} for _ in range(2)
    ],
    "a ragged data table": [{"type": "data_table", "caption": "x", "rows": [[cell()], [cell(), cell()]]}],
    "rich text in a header row": [{"type": "data_table", "caption": "x", "rows": [[rich(STYLED)], [cell()]]}],
    "a series without a point for each category": [chart(["a"], ["a", "b"])],
    "an initial option that is not offered": [section(accessory=CHOICE | {"initial_option": option("b")})],
    "options and option groups": [
        section(accessory=CHOICE | {"option_groups": [{"label": plain(), "options": [option("b")]}]})
    ],
    "mrkdwn in an overflow's option": [
        actions({"type": "overflow", "options": [option("a") | {"text": {"type": "mrkdwn", "text": "x"}}]})
    ],
    "a url in a select's option": [
        section(accessory={"type": "static_select", "options": [option("a") | {"url": "https://example.org"}]})
    ],
    "an input's element among actions": [actions({"type": "plain_text_input"})],
    "a modal's element in a message": [asking({"type": "number_input", "is_decimal_allowed": False})],
    "a style of a button that is the default": [section(accessory=button(style="default"))],
    "a header in mrkdwn": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}],
    "emoji in mrkdwn": [section(text={"type": "mrkdwn", "text": "x", "emoji": True})],
    "an image of two sources": [
        {"type": "image", "alt_text": "x", "image_url": "https://e.org", "slack_file": {"id": "F1"}}
    ],
    "a date there is not": [section(accessory={"type": "datepicker", "initial_date": "2026-02-30"})],
    "a time there is not": [section(accessory={"type": "timepicker", "initial_time": "24:00"})],
    "rich text of an unknown kind": [rich({"type": "shout", "text": "x"})],
    "a list in a section of rich text": [rich({"type": "rich_text_list", "style": "bullet", "elements": []})],
    "a null where a text belongs": [section(text=None)],
    "a container that starts closed and cannot open": [CONTAINER | {"default_collapsed": True}],
    "a container with a line and a fold": [CONTAINER | {"has_header_divider": True, "is_collapsible": True}],
    "a card of two icons": [
        {"type": "card", "title": plain(), "icon": CARD_ICON, "slack_icon": {"type": "icon", "name": "x"}}
    ],
    "a video without the scope for it": [
        {
            "type": "video",
            "alt_text": "x",
            "title": plain(),
            "video_url": "https://example.org/v",
            "thumbnail_url": "https://example.org/t",
        }
    ],
    "a filter that filters nothing": [section(accessory={"type": "conversations_select", "filter": {}})],
    "an answer's address asked for in a message": [
        section(accessory={"type": "channels_select", "response_url_enabled": True})
    ],
    "a list for a block": [["divider"]],
    "a block without a type": [{"text": plain()}],
}


@pytest.mark.parametrize("blocks", REFUSED.values(), ids=REFUSED)
def test_a_message_is_refused_with(blocks: list[Thing]) -> None:
    assert len(said_of(*blocks)) == 1


ACCEPTED = {
    "the same action_id in two blocks": [actions(button("a")), actions(button("a"))],
    "a link in an overflow": [actions({"type": "overflow", "options": [option("a") | {"url": "https://e.org"}]})],
    "an initial option from a group": [
        section(
            accessory={
                "type": "static_select",
                "option_groups": [{"label": plain(), "options": [option("a")]}],
                "initial_option": option("a"),
            }
        )
    ],
    "styled rich text": [rich(STYLED, {"type": "user", "user_id": "U1"}, {"type": "emoji", "name": "wave"})],
    "a chart whose points are in another order": [chart(["b", "a"], ["a", "b"])],
    "columns with and without settings": [TABLE | {"column_settings": [None, {"align": "right"}]}],
}


@pytest.mark.parametrize("blocks", ACCEPTED.values(), ids=ACCEPTED)
def test_a_message_is_taken_with(blocks: list[Thing]) -> None:
    assert said_of(*blocks) == []


BAD_VIEWS = {
    "two elements that take the focus": modal(
        *(asking({"type": "plain_text_input", "focus_on_load": True}) for _ in range(2))
    ),
    "a least length above the greatest": modal(
        asking({"type": "plain_text_input", "min_length": 9, "max_length": 8})
    ),
    "a least number above the greatest": modal(
        asking({"type": "number_input", "is_decimal_allowed": True, "min_value": "10", "max_value": "9.5"})
    ),
    "a file input without the scope for it": modal(asking({"type": "file_input"})),
    "two elements that ask for an answer's address": modal(
        *(asking({"type": "channels_select", "response_url_enabled": True}) for _ in range(2))
    ),
    "a title on a Home view": home() | {"title": plain()},
    "a chart on a Home view": home(PIE),
    "a modal's alert on a Home view": home({"type": "alert", "text": plain()}),
    "a number on a Home view": home(asking({"type": "number_input", "is_decimal_allowed": False})),
    "a submit that is disabled": modal(submit_disabled=True),
    "a type that is neither": {"type": "workflow_step", "blocks": []},
    "101 blocks": modal(*({"type": "divider"} for _ in range(101))),
}


@pytest.mark.parametrize("view", BAD_VIEWS.values(), ids=BAD_VIEWS)
def test_a_view_is_refused_with(view: Thing) -> None:
    assert len(view_problems(view)) == 1


def test_a_home_view_may_ask_and_has_no_submit() -> None:
    assert view_problems(home(asking({"type": "plain_text_input"}))) == []


def test_a_file_input_is_taken_from_an_app_that_may_read_files_but_not_with_dispatch() -> None:
    field = asking({"type": "file_input"})
    assert view_problems(modal(field), scopes={"files:read"}) == []
    assert view_problems(modal(field | {"dispatch_action": True}), scopes={"files:read"}) == [
        "invalid additional property: dispatch_action [json-pointer:/view/blocks/0]"
    ]


def test_a_view_is_too_large_from_250_001_bytes_of_json() -> None:
    around = len('{"type":"modal","private_metadata":""}')
    assert not view_too_large({"type": "modal", "private_metadata": "x" * (250_000 - around)})
    assert view_too_large({"type": "modal", "private_metadata": "x" * (250_001 - around)})


def test_three_views_make_a_full_stack() -> None:
    assert MAX_STACK == 3
