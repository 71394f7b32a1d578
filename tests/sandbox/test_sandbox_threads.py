"""Threads: who sees them, where a reply ends up, and what can be done with one."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.people import Person
from bot.sandbox.records import Channel, Message
from bot.sandbox.refusals import NotShown
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import actions, button, section


@pytest.fixture
async def team(workspace: Workspace) -> Channel:
    channel = workspace.add_channel("team", members=["alice", "bob"])
    workspace.invite_bot(channel)
    return channel


async def say(client: AsyncWebClient, channel: Channel, text: str, **more: Any) -> str:
    return str((await client.chat_postMessage(channel=channel.id, text=text, **more))["ts"])


def words(messages: list[Message]) -> list[str]:
    return [one.text for one in messages]


async def test_a_thread_is_its_parent_and_the_replies_to_it(
    client: AsyncWebClient, workspace: Workspace, team: Channel, alice: Person, bob: Person
) -> None:
    ts = await say(client, team, "Sync-up")
    other = await say(client, team, "other")
    await say(client, team, "bob: done", thread_ts=ts)
    mine = await alice.reply("team", ts, "me too")
    await bob.reply(team, mine, "thanks")
    assert words(workspace.thread("#team", ts)) == ["Sync-up", "bob: done", "me too", "thanks"]
    assert words(workspace.thread(team, other)) == ["other"]
    assert {one.thread_ts for one in workspace.thread(team, ts)} == {ts}, "a reply to a reply is in the thread"
    await client.chat_postEphemeral(channel=team.id, user=bob.id, text="psst", thread_ts=ts)
    assert words(bob.sees_thread("team", ts))[-1] == "psst"
    assert words(alice.sees_thread("team", workspace.thread(team, ts)[0]))[-1] == "thanks"


async def test_nobody_replies_to_what_they_do_not_see(workspace: Workspace, alice: Person, bob: Person) -> None:
    secret = workspace.add_channel("secret", private=True, members=[alice])
    said = await alice.say(secret, "x")
    assert bob.sees_thread(secret, said) == []
    with pytest.raises(NotShown, match="does not see"):
        await bob.reply(secret, said, "y")
    with pytest.raises(NotShown, match="does not see"):
        await alice.reply(secret, "1.2", "y")


async def test_a_reply_to_a_deleted_message_falls_into_the_channel_without_a_word(
    client: AsyncWebClient, workspace: Workspace, team: Channel
) -> None:
    ts = await say(client, team, "Sync-up")
    await client.chat_delete(channel=team.id, ts=ts)
    answer = await client.chat_postMessage(channel=team.id, text="late", thread_ts=ts)
    assert answer["ok"]
    assert "thread_ts" not in answer["message"], "all that tells of it"
    assert [(one.text, one.is_reply) for one in workspace.posts_in(team)] == [("late", False)]


async def test_a_thread_outlives_its_deleted_parent(
    client: AsyncWebClient, workspace: Workspace, team: Channel
) -> None:
    ts = await say(client, team, "Sync-up")
    await say(client, team, "first", thread_ts=ts)
    await client.chat_delete(channel=team.id, ts=ts)
    answer = await client.chat_postMessage(channel=team.id, text="second", thread_ts=ts)
    assert answer["message"]["thread_ts"] == ts
    assert words(workspace.thread(team, ts)) == ["first", "second"]


@pytest.mark.parametrize(("wrong", "error"), [("1.2", "thread_not_found"), ("reply", "cannot_reply_to_message")])
async def test_a_reply_needs_a_message_that_may_have_one(
    client: AsyncWebClient, team: Channel, wrong: str, error: str
) -> None:
    ts = await say(client, team, "Sync-up")
    reply = await say(client, team, "first", thread_ts=ts)
    with pytest.raises(SlackApiError, match=error):
        await say(client, team, "x", thread_ts=reply if wrong == "reply" else wrong)


async def test_metadata_of_replies_is_kept_and_found_only_where_asked_for(
    client: AsyncWebClient, team: Channel
) -> None:
    ts = await say(client, team, "Sync-up")
    mark = {"event_type": "post", "event_payload": {"key": "k1"}}
    reply = await say(client, team, "x", thread_ts=ts, metadata=mark)
    await client.chat_update(channel=team.id, ts=reply, text="y")
    asked = await client.conversations_replies(channel=team.id, ts=ts, include_all_metadata=True)
    assert [(one["text"], one.get("metadata")) for one in asked["messages"]] == [("Sync-up", None), ("y", mark)]
    unasked = await client.conversations_replies(channel=team.id, ts=ts)
    assert all("metadata" not in one for one in unasked["messages"])
    later = await client.conversations_replies(channel=team.id, ts=ts, oldest=reply, include_all_metadata=True)
    assert [one["text"] for one in later["messages"]] == ["Sync-up"], "the parent comes with every page"


async def test_buttons_and_shortcuts_work_on_replies(
    client: AsyncWebClient, workspace: Workspace, team: Channel, alice: Person
) -> None:
    ts = await say(client, team, "Sync-up")
    await say(client, team, "x", thread_ts=ts, blocks=[section("x"), actions(button("Resolved", "resolve"))])
    reply = alice.sees_thread("team", ts)[-1]
    clicked = alice.draft_click(reply, "Resolved")
    assert clicked is not None
    assert (clicked["container"]["thread_ts"], clicked["message"]["ts"]) == (ts, reply.ts)
    assert clicked["channel"] == {"id": team.id, "name": "team"}
    workspace.delivery.ack_seconds = 0.01
    for message in (reply, await alice.reply(team, ts, "this is slow"), workspace.thread(team, ts)[0]):
        await alice.message_shortcut("log_opportunity", message)
        payload = workspace.delivery.sent[-1][1]
        assert payload["channel"]["id"] == team.id
        assert (payload["message"]["ts"], payload["message_ts"]) == (message.ts, message.ts)
        assert payload["message"]["thread_ts"] == ts
