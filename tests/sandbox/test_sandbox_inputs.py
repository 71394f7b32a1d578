"""What people may put into the inputs of a form, told by the names they see, and what Slack itself refuses."""

from datetime import date, time
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.people import Person
from bot.sandbox.records import Channel
from bot.sandbox.refusals import NotShown
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import modal, plain

Json = dict[str, Any]


def asks(name: str, kind: str, **element: Any) -> Json:
    shown = {"type": kind, "action_id": f"{name}_it"} | element
    return {"type": "input", "block_id": name, "label": plain(name.capitalize()), "element": shown}


def options(*labels: str) -> list[Json]:
    return [{"text": plain(label), "value": label.lower()} for label in labels]


async def opened(
    client: AsyncWebClient, workspace: Workspace, person: Person, *blocks: Json, channel: Channel | None = None
) -> None:
    trigger = workspace.keys.trigger(person.id, channel=channel.id if channel else None)
    await client.views_open(trigger_id=trigger, view=modal(*blocks))


def sent(person: Person, values: Json) -> dict[str, Any]:
    """What each field holds when the form is sent with these values."""
    states = person.draft_submission(values)["view"]["state"]["values"]
    held = {name: next(iter(field.values())) for name, field in states.items()}
    return {name: next((v for k, v in state.items() if k != "type"), None) for name, state in held.items()}


@pytest.fixture
def general(workspace: Workspace) -> Channel:
    return workspace.add_channel("general", members=["alice", "bob"])


async def test_each_input_takes_what_people_see(
    client: AsyncWebClient, workspace: Workspace, alice: Person, bob: Person, general: Channel
) -> None:
    fields = [
        asks("size", "number_input", is_decimal_allowed=True),
        asks("people", "multi_users_select"),
        asks("place", "conversations_select"),
        asks("home", "channels_select"),
        asks("days", "checkboxes", options=options("Mon", "Tue")),
        asks("scale", "radio_buttons", options=options("One", "Two")),
        asks("first", "datepicker"),
        asks("at", "timepicker"),
    ]
    await opened(client, workspace, alice, *fields)
    values = {
        "size": 2.5,
        "People": ["@bob", "Alice", bob.id, bob],
        "place_it": "#general",
        "home": general,
        "days": ["Tue", "mon"],
        "scale": "Two",
        "first": date(2026, 3, 9),
        "at": time(9, 30),
    }
    got = sent(alice, values)
    assert got["days"] == [options("Tue")[0], options("Mon")[0]]
    assert got["scale"] == options("Two")[0]
    rest = {name: got[name] for name in ("size", "people", "place", "home", "first", "at")}
    assert rest == {
        "size": "2.5",
        "people": [bob.id, alice.id],
        "place": general.id,
        "home": general.id,
        "first": "2026-03-09",
        "at": "09:30",
    }


NUMBERS = {
    "7": "",
    "2.5": "Please enter a whole number.",
    "0": "Please enter a number in the allowed range.",
    "11": "Please enter a number in the allowed range.",
    "seven": "Please enter a number.",
    "nan": "Please enter a number.",
    "1_0": "Please enter a number.",
    " 7": "Please enter a number.",
    "": "Please complete this required field.",
}


@pytest.mark.parametrize(("typed", "sentence"), NUMBERS.items())
async def test_a_number_is_checked_before_the_form_is_sent(
    client: AsyncWebClient, workspace: Workspace, alice: Person, typed: str, sentence: str
) -> None:
    field = asks("size", "number_input", is_decimal_allowed=False, min_value="1", max_value="10")
    await opened(client, workspace, alice, field)
    answer = await alice.submit({"size": typed})
    assert answer.errors == ({"size": sentence} if sentence else {})
    assert answer.timed_out is not bool(sentence), "only a form without mistakes is sent, here to no bot"


async def test_too_many_or_none_are_told_under_the_field(
    client: AsyncWebClient, workspace: Workspace, alice: Person, bob: Person
) -> None:
    await opened(client, workspace, alice, asks("people", "multi_users_select", max_selected_items=1))
    assert (await alice.submit({"people": [alice, bob]})).errors == {"people": "Please choose no more than 1."}
    assert (await alice.submit({"people": []})).errors == {"people": "Please complete this required field."}


async def test_pickers_offer_only_conversations_that_one_can_see(
    client: AsyncWebClient, workspace: Workspace, alice: Person, bob: Person, general: Channel
) -> None:
    mine = workspace.add_channel("mine", private=True, members=[alice])
    theirs = workspace.add_channel("theirs", private=True, members=[bob])
    workspace.archive(workspace.add_channel("old"))
    fields = [
        asks("any", "conversations_select"),
        asks("public", "conversations_select", filter={"include": ["public"]}),
        asks("channel", "multi_channels_select"),
        asks("human", "conversations_select", filter={"exclude_bot_users": True}),
    ]
    await opened(client, workspace, alice, *fields)
    assert sent(alice, {"any": mine, "channel": [general]})["any"] == mine.id
    assert sent(alice, {"any": alice})["any"] == workspace.dm_with(alice).id
    for refused in (
        {"any": theirs},
        {"any": "old"},
        {"public": "mine"},
        {"channel": ["mine"]},
        {"human": alice},
    ):
        with pytest.raises(NotShown, match="offer"):
            alice.fill(refused)


async def test_a_picker_may_begin_with_the_conversation_one_came_from(
    client: AsyncWebClient, workspace: Workspace, alice: Person, general: Channel
) -> None:
    other = workspace.add_channel("other", members=[alice])
    start = {"default_to_current_conversation": True, "filter": {"include": ["public"]}}
    field = asks("place", "conversations_select", initial_conversation=other.id, **start)
    several = asks("places", "multi_conversations_select", **start)
    await opened(client, workspace, alice, field, several, channel=general)
    assert sent(alice, {}) == {"place": general.id, "places": [general.id]}
    assert sent(alice, {"place": None})["place"] is None
    await opened(client, workspace, alice, field, several, channel=workspace.dm_with(alice))
    assert sent(alice, {}) == {"place": other.id, "places": []}, "its filter leaves DMs out"


async def test_a_command_and_a_message_say_where_one_came_from(
    client: AsyncWebClient, workspace: Workspace, alice: Person, general: Channel
) -> None:
    said = await alice.say(general, "hello")
    for act in (alice.command("/sprint", "setup", general), alice.message_shortcut("log", said)):
        workspace.delivery.ack_seconds = 0.01
        await act
        trigger = workspace.delivery.sent[-1][1]["trigger_id"]
        assert workspace.keys.look_up(trigger).channel == general.id
