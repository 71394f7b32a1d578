"""chat.* by Slack's rules, through the official client."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import actions, button, section


async def refusal_of(call: Any) -> dict[str, Any]:
    """The body of the refusal a call meets."""
    with pytest.raises(SlackApiError) as refused:
        await call
    body: dict[str, Any] = refused.value.response.data
    return body


async def test_a_post_to_a_person_opens_their_dm(client: AsyncWebClient, alice: Person) -> None:
    posted = await client.chat_postMessage(channel=alice.id, text="Good morning")
    assert posted["channel"].startswith("D")
    again = await client.conversations_open(users=alice.id)
    assert again["channel"]["id"] == posted["channel"]
    assert [one.text for one in alice.dm] == ["Good morning"]
    assert alice.notifications == [(posted["ts"], "Good morning")]


async def test_every_ts_is_larger_than_the_one_before(client: AsyncWebClient, alice: Person) -> None:
    stamps = [(await client.chat_postMessage(channel=alice.id, text="x"))["ts"] for _ in range(3)]
    assert stamps == sorted(set(stamps))


async def test_unreachable_people_are_refused_by_name(
    client: AsyncWebClient, alice: Person, bob: Person, workspace: Workspace
) -> None:
    robot = workspace.add_person("robot", bot=True)
    opened = await client.conversations_open(users=bob.id)
    workspace.deactivate(bob)
    for channel, error in [
        (bob.id, "channel_not_found"),
        (opened["channel"]["id"], "channel_not_found"),
        ("U404", "channel_not_found"),
        (robot.id, "cannot_dm_bot"),
        ("USLACKBOT", "cannot_dm_bot"),
        ("C404", "channel_not_found"),
    ]:
        assert (await refusal_of(client.chat_postMessage(channel=channel, text="x")))["error"] == error
    assert (await refusal_of(client.conversations_open(users=bob.id)))["error"] == "user_disabled"
    assert len(workspace.refused) == 7


async def test_channels_refuse_a_bot_that_is_not_there(
    client: AsyncWebClient, alice: Person, workspace: Workspace
) -> None:
    workspace.permissions = type(workspace.permissions)({"oauth_config": {"scopes": {"bot": ["chat:write"]}}})
    public = workspace.add_channel("general", members=[alice])
    private = workspace.add_channel("secret", private=True, members=[alice])
    assert (await refusal_of(client.chat_postMessage(channel=public.id, text="x")))["error"] == "not_in_channel"
    assert (await refusal_of(client.chat_postMessage(channel=private.id, text="x")))[
        "error"
    ] == "channel_not_found"
    workspace.invite_bot(public)
    await client.chat_postMessage(channel=public.id, text="x")
    workspace.archive(public)
    assert (await refusal_of(client.chat_postMessage(channel=public.id, text="x")))["error"] == "is_archived"


async def test_blocks_beyond_slacks_limits_are_refused_in_slacks_words(
    client: AsyncWebClient, alice: Person
) -> None:
    blocks = [section("x"), actions(*(button("x", f"a{n}") for n in range(26)))]
    body = await refusal_of(client.chat_postMessage(channel=alice.id, text="x", blocks=blocks))
    problem = "no more than 25 items allowed [json-pointer:/blocks/1/elements]"
    assert body["error"] == "invalid_blocks"
    assert body["errors"] == [problem]
    assert body["response_metadata"]["messages"] == [f"[ERROR] {problem}"]


async def test_a_post_needs_something_to_show(client: AsyncWebClient, alice: Person) -> None:
    assert (await refusal_of(client.api_call("chat.postMessage", json={"channel": alice.id})))[
        "error"
    ] == "no_text"


async def test_an_edit_follows_slacks_rules(client: AsyncWebClient, alice: Person, workspace: Workspace) -> None:
    metadata = {"event_type": "post", "event_payload": {"key": "k1"}}
    posted = await client.chat_postMessage(channel=alice.id, text="x", blocks=[section("x")], metadata=metadata)
    channel, ts = posted["channel"], posted["ts"]
    [message] = alice.dm

    too_long = client.chat_update(channel=channel, ts=ts, text="x" * 4001)
    assert (await refusal_of(too_long))["error"] == "msg_too_long"
    await client.chat_update(channel=channel, ts=ts, text="y")
    assert (message.text, message.blocks, message.metadata) == ("y", [], metadata)
    await client.chat_update(channel=channel, ts=ts, text="y", metadata={})
    assert message.metadata is None
    assert (await refusal_of(client.chat_update(channel=alice.id, ts=ts, text="y")))[
        "error"
    ] == "channel_not_found"
    assert (await refusal_of(client.chat_update(channel=channel, ts="1.2", text="y")))[
        "error"
    ] == "message_not_found"
    said = await alice.say("bot", "mine")
    others = client.chat_update(channel=channel, ts=said.ts, text="y")
    assert (await refusal_of(others))["error"] == "cant_update_message"
    assert len(alice.notifications) == 1


async def test_history_shows_metadata_only_when_asked(client: AsyncWebClient, alice: Person) -> None:
    metadata = {"event_type": "post", "event_payload": {"key": "k1"}}
    posted = await client.chat_postMessage(channel=alice.id, text="x", metadata=metadata)
    plain = await client.conversations_history(channel=posted["channel"])
    full = await client.conversations_history(channel=posted["channel"], include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_history_is_newest_first_paged_and_bounded(
    client: AsyncWebClient, alice: Person, clock: MovableClock
) -> None:
    stamps = []
    for text in "abc":
        posted = await client.chat_postMessage(channel=alice.id, text=text)
        stamps.append(posted["ts"])
        clock.advance(timedelta(minutes=1))
    await client.chat_postMessage(channel=alice.id, text="reply", thread_ts=stamps[0])
    first = await client.conversations_history(channel=posted["channel"], limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=posted["channel"], limit=2, cursor=cursor)
    assert [one["text"] for one in first["messages"] + second["messages"]] == ["c", "b", "a"]
    since = await client.conversations_history(channel=posted["channel"], oldest=stamps[1])
    assert [one["text"] for one in since["messages"]] == ["c"]
    since = await client.conversations_history(channel=posted["channel"], oldest=stamps[1], inclusive=True)
    assert [one["text"] for one in since["messages"]] == ["c", "b"]
    thread = await client.conversations_replies(channel=posted["channel"], ts=stamps[0])
    assert [one["text"] for one in thread["messages"]] == ["a", "reply"]


async def test_an_ephemeral_is_seen_by_one_person_in_the_channel(
    client: AsyncWebClient, alice: Person, bob: Person, workspace: Workspace
) -> None:
    channel = workspace.add_channel("general", members=[alice])
    workspace.invite_bot(channel)
    await client.chat_postEphemeral(channel=channel.id, user=alice.id, text="psst")
    assert [one.text for one in alice.ephemerals] == ["psst"]
    assert workspace.posts_in(channel) == []
    body = await refusal_of(client.chat_postEphemeral(channel=channel.id, user=bob.id, text="psst"))
    assert body["error"] == "user_not_in_channel"


async def test_deleting_permalinks_and_reactions(
    client: AsyncWebClient, alice: Person, workspace: Workspace
) -> None:
    posted = await client.chat_postMessage(channel=alice.id, text="x")
    place = {"channel": posted["channel"]}
    link = await client.chat_getPermalink(message_ts=posted["ts"], **place)
    assert link["permalink"].endswith(f"/archives/{posted['channel']}/p{posted['ts'].replace('.', '')}")
    await client.reactions_add(timestamp=posted["ts"], name="eyes", **place)
    again = client.reactions_add(timestamp=posted["ts"], name="eyes", **place)
    assert (await refusal_of(again))["error"] == "already_reacted"
    await client.chat_delete(ts=posted["ts"], **place)
    assert workspace.posts_in(alice) == []
    assert (await refusal_of(client.chat_delete(ts=posted["ts"], **place)))["error"] == "message_not_found"
