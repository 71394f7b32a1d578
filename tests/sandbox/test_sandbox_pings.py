"""Whom a message rings, by its text and by its blocks, and how calls are counted."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.records import Channel
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import plain, section

Json = dict[str, Any]


@pytest.fixture
async def team(workspace: Workspace) -> Channel:
    workspace.add_person("carol")
    channel = workspace.add_channel("team", members=["alice", "bob"])
    workspace.invite_bot(channel)
    return channel


def rich(*elements: Json) -> Json:
    listed = {"type": "rich_text_list", "style": "bullet", "elements": []}
    listed |= {"elements": [{"type": "rich_text_section", "elements": list(elements)}]}
    return {"type": "rich_text", "elements": [listed]}


def context(text: str) -> Json:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


CALLS: dict[str, tuple[str, list[Json], set[str]]] = {
    "nobody": ("hello all", [section("*hi*")], set()),
    "someone in the text": ("hello <@{bob}>", [], {"bob"}),
    "someone by a name in the text": ("hello <@{bob}|Bob>", [], {"bob"}),
    "someone in a section": ("x", [section("hello <@{bob}>")], {"bob"}),
    "someone in a context": ("x", [context("by <@{bob}>")], {"bob"}),
    "someone in rich text": ("x", [rich({"type": "user", "user_id": "{bob}"})], {"bob"}),
    "everyone in the text": ("<!channel> up", [], {"alice", "bob"}),
    "everyone in rich text": ("x", [rich({"type": "broadcast", "range": "here"})], {"alice", "bob"}),
    "a group in the text": ("<!subteam^{group}> up", [], {"alice"}),
    "a group in rich text": ("x", [rich({"type": "usergroup", "usergroup_id": "{group}"})], {"alice"}),
    "someone outside": ("hello <@{carol}>", [], set()),
    "only words": (
        "&lt;@{bob}&gt; @bob @channel",
        [
            {"type": "header", "text": plain("<@{bob}> <!here>")},
            rich({"type": "text", "text": "<@{bob}> <!here>"}),
        ],
        set(),
    ),
}


def filled(part: Any, names: dict[str, str]) -> Any:
    if isinstance(part, dict):
        return {key: filled(value, names) for key, value in part.items()}
    if isinstance(part, list):
        return [filled(one, names) for one in part]
    for name, value in names.items():
        part = part.replace("{" + name + "}", value) if isinstance(part, str) else part
    return part


@pytest.mark.parametrize("case", CALLS)
async def test_a_message_in_a_channel_rings_whom_it_calls(
    client: AsyncWebClient, workspace: Workspace, team: Channel, case: str
) -> None:
    names = {handle: workspace.person(handle).id for handle in ("alice", "bob", "carol")}
    names["group"] = workspace.add_user_group("leads", ["alice", "carol"])
    text, blocks, wanted = CALLS[case]
    await client.chat_postMessage(channel=team.id, text=filled(text, names), blocks=filled(blocks, names))
    assert {one.handle for one in workspace.people if one.notifications} == wanted


async def test_a_reply_rings_as_a_message_does_and_an_edit_does_not(
    client: AsyncWebClient, workspace: Workspace, team: Channel, alice: Person, bob: Person
) -> None:
    said = await alice.say(team, "hello @bob")
    assert [text for _, text in bob.notifications] == [f"hello <@{bob.id}>"]
    assert alice.notifications == [], "nobody rings themselves"
    reply = await client.chat_postMessage(channel=team.id, text=f"<@{alice.id}>", thread_ts=said.ts)
    assert len(alice.notifications) == 1
    await client.chat_update(channel=team.id, ts=reply["ts"], text=f"<@{alice.id}> <@{bob.id}>")
    workspace.deactivate(bob)
    await alice.say(team, "hello @everyone")
    assert (len(alice.notifications), len(bob.notifications)) == (1, 1)


async def test_calls_are_counted_by_method_since_an_instant_or_an_index(
    client: AsyncWebClient, workspace: Workspace, team: Channel, clock: MovableClock
) -> None:
    posted = await client.chat_postMessage(channel=team.id, text="x")
    seen = len(workspace.calls)
    clock.advance(timedelta(minutes=1))
    for text in "yz":
        await client.chat_update(channel=team.id, ts=posted["ts"], text=text)
    assert workspace.calls_by_method() == {"chat.postMessage": 1, "chat.update": 2}
    assert workspace.calls_by_method(seen) == workspace.calls_by_method(clock.now()) == {"chat.update": 2}
    assert (workspace.counted("chat.update"), workspace.counted("chat.postMessage", seen)) == (2, 0)
    assert workspace.counted("chat.update", clock.now() + timedelta(seconds=1)) == 0
