"""Payloads are read once: odd or missing things read as nothing, and no value gets where none may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack import requests

PRESSED = {
    "team": {"id": "T1"},
    "user": {"id": "U1", "team_id": "T1"},
    "trigger_id": "13.37",
    "actions": [{"action_id": "one_on_one.worth:yes", "value": "17"}],
}
SENT = {
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "trigger_id": "13.37",
    "view": {
        "id": "V1",
        "hash": "1.abc",
        "type": "modal",
        "callback_id": "one_on_one.note",
        "private_metadata": "17",
        "blocks": [],
        "state": {"values": {"text": {"input": {"type": "plain_text_input", "value": "Words"}}}},
    },
}


def test_a_command_is_who_where_and_what_was_typed() -> None:
    request = requests.command_request(
        {
            "team_id": "T1",
            "user_id": "U1",
            "trigger_id": "13.37",
            "response_url": "https://hooks.example/1",
            "command": "/1on1",
            "text": "  add <@U2|bob> A &amp; B \n",
        }
    )
    assert (request.workspace, request.user, request.key) == ("T1", "U1", "trigger:13.37")
    assert (request.command, request.text) == ("/1on1", "add <@U2|bob> A &amp; B")
    assert (request.trigger, request.response_url) == ("13.37", "https://hooks.example/1")


@pytest.mark.parametrize("text", [{}, {"text": None}, {"text": ""}])
def test_a_command_alone_has_no_text(text: dict) -> None:
    assert requests.command_request({"command": "/1on1", **text}).text == ""


def test_a_press_has_its_action_its_argument_and_its_value_apart() -> None:
    request = requests.action_request(PRESSED)
    assert (request.action, request.argument, request.value) == ("one_on_one.worth", "yes", "17")
    assert request.number() == 17
    assert request.view is None
    assert request.values.text("anything") is None


@pytest.mark.parametrize(
    ("pressed", "value"),
    [
        ({"value": "17"}, "17"),
        ({"value": ""}, ""),
        ({}, ""),
        ({"selected_option": {"value": "end:3"}}, "end:3"),
        ({"selected_option": None}, ""),
        ({"selected_user": "U2"}, "U2"),
        ({"selected_date": "2026-03-02", "value": None}, "2026-03-02"),
        ({"selected_time": "10:00"}, "10:00"),
    ],
)
def test_a_choice_reads_as_its_value_whatever_the_control(pressed: dict, value: str) -> None:
    assert requests.action_request(PRESSED | {"actions": [{"action_id": "a", **pressed}]}).value == value


def test_a_press_in_a_message_knows_the_message() -> None:
    body = PRESSED | {"container": {"channel_id": "D1", "message_ts": "1.2"}, "response_url": "https://x"}
    request = requests.action_request(body)
    assert (request.channel, request.message_ts, request.response_url) == ("D1", "1.2", "https://x")


def test_a_press_in_a_form_knows_what_is_typed_in_it() -> None:
    request = requests.action_request(PRESSED | {"view": SENT["view"] | {"previous_view_id": "V0"}})
    assert request.view is not None
    assert (request.view.id, request.view.callback, request.view.beneath) == ("V1", "one_on_one.note", "V0")
    assert request.values.text("text") == "Words"


@pytest.mark.parametrize("state", [{}, {"state": {}}, {"state": {"values": None}}, {"state": {"values": {}}}])
def test_a_view_without_inputs_has_no_values(state: dict) -> None:
    view = {"id": "V1", "type": "home", **state}
    assert requests.action_request(PRESSED | {"view": view}).values.text("text") is None


def test_a_form_sent_twice_has_the_same_key_and_one_sent_anew_another() -> None:
    again = SENT | {"trigger_id": "99.99"}
    changed = SENT | {"view": SENT["view"] | {"hash": "2.def"}}
    keys = [requests.submission_request(body).key for body in (SENT, again, changed)]
    assert keys == ["view:V1:1.abc", "view:V1:1.abc", "view:V1:2.def"]
    assert requests.submission_request(SENT).number() == 17


@pytest.mark.parametrize(
    ("user", "who"),
    [("U1", "U1"), ({"id": "U1", "name": "ana"}, "U1"), (None, ""), ({}, "")],
)
def test_an_event_is_about_its_user_however_slack_names_them(user: object, who: str) -> None:
    body = {"team_id": "T1", "event_id": "Ev1", "event": {"type": "user_change", "user": user}}
    request = requests.event_request(body)
    assert (request.workspace, request.user, request.key) == ("T1", who, "event:Ev1")


def test_a_shortcut_on_a_message_knows_the_message_and_its_author() -> None:
    body = {
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "callback_id": "add_to_agenda",
        "message": {"text": "Hello", "ts": "1.2", "user": "U2"},
        "channel": {"id": "C1"},
    }
    message = requests.shortcut_request(body).message
    assert message is not None
    assert (message.text, message.channel, message.ts, message.author) == ("Hello", "C1", "1.2", "U2")


def test_a_message_of_an_app_without_text_has_neither_words_nor_author() -> None:
    body = {"team": {"id": "T1"}, "user": {"id": "U1"}, "message": {"text": None, "bot_id": "B1"}}
    message = requests.shortcut_request(body).message
    assert message is not None
    assert (message.text, message.author) == ("", None)


def test_a_global_shortcut_has_no_message() -> None:
    assert requests.shortcut_request({"team": None, "user": {"id": "U1", "team_id": "T1"}}).message is None


def test_in_an_organisation_the_workspace_is_the_user_s_own() -> None:
    assert requests.shortcut_request({"team": None, "user": {"id": "U1", "team_id": "T1"}}).workspace == "T1"


@pytest.mark.parametrize(
    ("text", "row"),
    [("17", 17), ("", 0), ("-1", 0), ("1e3", 0), (" 17", 0), ("٣", 0), ("²", 0), ("9" * 17, int("9" * 17))],
)
def test_only_a_small_whole_number_names_a_row(text: str, row: int) -> None:
    assert requests.number(text) == row


@given(st.text())
def test_no_text_makes_a_number_that_a_database_can_not_hold(text: str) -> None:
    assert 0 <= requests.number(text) < 2**63


@pytest.mark.parametrize("text", ["9" * 18, "9" * 5000])
def test_a_number_too_large_for_a_row_names_none(text: str) -> None:
    assert requests.number(text) == 0
