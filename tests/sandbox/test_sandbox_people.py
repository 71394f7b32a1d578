"""What people see and do, forged payloads, and answers Slack would not take."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.mentions import as_typed
from bot.sandbox.people import Person
from bot.sandbox.refusals import NotShown
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import actions, button, modal, section, text_input


@pytest.mark.parametrize(
    ("typed", "got"),
    [
        ("add @bob: Q&A", "add <@{bob}|bob>: Q&amp;A"),
        ("see https://example.org/?a=1&b=2 <x>", "see <https://example.org/?a=1&amp;b=2> &lt;x&gt;"),
        ("mail bob@bob.example #general", "mail bob@bob.example <#{general}|general>"),
        ("@nobody #nowhere", "@nobody #nowhere"),
    ],
)
def test_what_is_typed_is_escaped_as_slack_does(workspace: Workspace, typed: str, got: str) -> None:
    general = workspace.add_channel("general")
    text = as_typed(workspace, typed, mentions=True, named=True)
    assert text == got.format(bob=workspace.person("bob").id, general=general.id)


@pytest.mark.usefixtures("connected")
async def test_a_forged_payload_reaches_the_bot_as_it_is(
    app: AsyncApp, workspace: Workspace, alice: Person, bob: Person
) -> None:
    heard = []

    @app.view("form")
    async def form(ack, view, body):
        heard.append((body["user"]["id"], view["private_metadata"]))
        await ack()

    key = workspace.keys.look_up(workspace.keys.trigger(alice.id))
    workspace.views.open(modal(text_input("topic", "Topic"), private_metadata="1"), key)
    payload = alice.draft_submission({"topic": "x"})
    payload["view"]["private_metadata"] = "2"
    payload["user"]["id"] = bob.id
    await bob.deliver(payload, "interactive")
    assert heard == [(bob.id, "2")]
    assert alice.modal is not None


@pytest.mark.usefixtures("connected")
async def test_an_ack_slack_cannot_use_leaves_the_form_open(
    app: AsyncApp, workspace: Workspace, alice: Person
) -> None:
    answers = iter(
        [
            {"response_action": "errors", "errors": {"other": "x"}},
            {"response_action": "update", "view": {"type": "modal", "blocks": []}},
            {"text": "thanks"},
        ]
    )

    @app.view("form")
    async def form(ack):
        await ack(**next(answers))

    key = workspace.keys.look_up(workspace.keys.trigger(alice.id))
    workspace.views.open(modal(text_input("topic", "Topic")), key)
    refused = [(await alice.submit({"topic": "x"})).refused for _ in range(3)]
    assert refused == ["invalid_errors", "invalid_arguments", "invalid_response_action"]
    assert alice.modal is not None
    assert [one.error for one in workspace.refused] == refused


@pytest.mark.usefixtures("connected")
async def test_a_command_answer_beyond_the_limits_is_not_shown(
    app: AsyncApp, workspace: Workspace, alice: Person
) -> None:
    @app.command("/1on1")
    async def one_on_one(ack):
        await ack(text="x", blocks=[section("x" * 3001)])

    answer = await alice.command("/1on1")
    assert (answer.refused, answer.text, alice.ephemerals) == ("invalid_command_response", "", [])
    assert workspace.refused[0].detail == ("must be less than 3001 characters [json-pointer:/blocks/0/text/text]",)


async def test_only_what_is_on_the_screen_can_be_used(
    client: AsyncWebClient, workspace: Workspace, alice: Person, bob: Person
) -> None:
    await client.chat_postMessage(channel=alice.id, text="x", blocks=[section("x"), actions(button("Yes", "yes"))])
    [message] = alice.dm
    with pytest.raises(NotShown, match="There is no “No” here"):
        await alice.click(message, "No")
    with pytest.raises(NotShown, match="beside “other”"):
        await alice.click(message, "Yes", row="other")
    with pytest.raises(NotShown, match="bob does not see that message"):
        await bob.click(message, "Yes")
    with pytest.raises(NotShown, match="no modal"):
        await alice.submit({})
    workspace.deactivate(alice)
    with pytest.raises(NotShown, match="deactivated"):
        await alice.click(message, "Yes")


async def test_a_click_carries_what_slack_sends(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    blocks = [
        section("Roadmap")
        | {
            "accessory": {
                "type": "overflow",
                "action_id": "more",
                "options": [{"text": {"type": "plain_text", "text": "Drop"}, "value": "drop:1"}],
            }
        }
    ]
    posted = await client.chat_postMessage(channel=alice.id, text="x", blocks=blocks)
    payload = alice.draft_click(alice.dm[0], "Drop", row="Roadmap")
    assert payload is not None
    [action] = payload["actions"]
    assert (action["type"], action["selected_option"]["value"]) == ("overflow", "drop:1")
    assert action["block_id"] == payload["message"]["blocks"][0]["block_id"]
    assert payload["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": posted["channel"],
        "is_ephemeral": False,
    }
    assert payload["user"]["id"] == alice.id
    assert {"trigger_id", "response_url", "state", "team", "api_app_id"} <= set(payload)


async def test_a_response_url_is_good_five_times_and_for_thirty_minutes(
    client: AsyncWebClient, workspace: Workspace, alice: Person, clock: MovableClock
) -> None:
    dm = workspace.dm_with(alice)
    url = workspace.keys.response_url(alice.id, dm.id)
    late = workspace.keys.response_url(alice.id, dm.id)
    async with ClientSession() as session:

        async def post(where: str, **body: object) -> tuple[int, str]:
            async with session.post(where, json=body) as answer:
                return answer.status, (await answer.json()).get("error", "")

        assert [await post(url, text="hi") for _ in range(5)] == [(200, "")] * 5
        assert await post(url, text="hi") == (404, "used_url")
        assert await post(late, blocks=[section("")]) == (400, "invalid_blocks")
        assert await post(late, text="all", response_type="in_channel") == (200, "")
        clock.advance(timedelta(minutes=31))
        assert await post(late, text="hi") == (404, "expired_url")
    assert len(alice.ephemerals) == 5
    assert [one.text for one in workspace.posts_in(alice)] == ["all"]


async def test_whoever_watches_is_woken_by_every_visible_change(
    client: AsyncWebClient, workspace: Workspace, alice: Person, clock: MovableClock
) -> None:
    with workspace.changes() as changes:
        posted = await client.chat_postMessage(channel=alice.id, text="x")
        await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")
        await client.views_publish(user_id=alice.id, view={"type": "home", "blocks": []})
        clock.advance(timedelta(hours=1))
        kinds = [(await asyncio.wait_for(anext(changes), 1)).kind for _ in range(5)]
    assert kinds == ["channel", "message", "edit", "home", "clock"]


def test_a_clock_moves_forward_only(clock: MovableClock) -> None:
    clock.set(clock.now() + timedelta(days=1))
    with pytest.raises(ValueError, match="forward"):
        clock.set(clock.now() - timedelta(seconds=1))
    with pytest.raises(ValueError, match="aware"):
        clock.set(datetime(2030, 1, 1))  # noqa: DTZ001 what is refused here


def test_a_running_clock_goes_on_from_where_it_was_set() -> None:
    clock = MovableClock(datetime(2026, 3, 2, tzinfo=UTC), running=True)
    clock.set(datetime(2026, 3, 3, tzinfo=UTC))
    first = clock.now()
    assert datetime(2026, 3, 3, tzinfo=UTC) <= first <= clock.now() < datetime(2026, 3, 3, 0, 1, tzinfo=UTC)
