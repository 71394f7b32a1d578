"""Channels: who is in them, what the bot hears of them, and what it may know."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
ALL_EVENTS = [
    f"{kind}_{what}" for kind in ("channel", "group") for what in ("archive", "left", "rename", "unarchive")
] + ["member_joined_channel", "member_left_channel"]


def scoped(clock: MovableClock, *scopes: str) -> Workspace:
    manifest = {
        "oauth_config": {"scopes": {"bot": list(scopes)}},
        "settings": {"event_subscriptions": {"bot_events": ALL_EVENTS}},
    }
    workspace = Workspace(clock, manifest=manifest)
    workspace.add_person("alice")
    workspace.add_person("bob")
    return workspace


async def heard(workspace: Workspace) -> list[Json]:
    await workspace.settled()
    sent, workspace.delivery.sent = workspace.delivery.sent, []
    return [body["event"] for kind, body in sent if kind == "events_api"]


async def test_a_bot_hears_who_comes_and_goes_once_it_is_a_member(
    server: SandboxServer, workspace: Workspace, alice: Person, bob: Person
) -> None:
    team = workspace.add_channel("team", members=[alice])
    await workspace.join(team, bob)
    assert await heard(workspace) == [], "it is not a member yet"
    await workspace.invite_bot(team, alice)
    await workspace.leave(team, bob)
    joined, left = await heard(workspace)
    assert (joined["type"], joined["user"], joined["inviter"]) == (
        "member_joined_channel",
        workspace.bot_user.id,
        alice.id,
    )
    assert (left["type"], left["user"], left["channel"]) == ("member_left_channel", bob.id, team.id)


async def test_of_its_own_removal_a_bot_hears_only_that_the_channel_was_left(
    server: SandboxServer, workspace: Workspace, alice: Person
) -> None:
    for name, private, kind in (("team", False, "channel_left"), ("secret", True, "group_left")):
        place = workspace.add_channel(name, private=private, members=[alice])
        await workspace.invite_bot(place)
        await heard(workspace)
        await workspace.leave(place, workspace.bot_user)
        [event] = await heard(workspace)
        assert (event["type"], event["channel"], event["actor_id"]) == (kind, place.id, alice.id)


async def test_a_channel_that_is_renamed_archived_and_opened_again_is_told(
    client: AsyncWebClient, server: SandboxServer, workspace: Workspace, alice: Person
) -> None:
    team = workspace.add_channel("team", members=[alice])
    await workspace.rename_channel(team, "#crew")
    await workspace.archive(team)
    renamed, archived = await heard(workspace)
    assert (renamed["type"], renamed["channel"]["id"], renamed["channel"]["name"]) == (
        "channel_rename",
        team.id,
        "crew",
    )
    assert (archived["type"], archived["channel"], archived["user"]) == ("channel_archive", team.id, alice.id)
    assert (await client.conversations_info(channel=team.id))["channel"]["is_archived"]
    await workspace.unarchive(team)
    assert not (await client.conversations_info(channel=team.id))["channel"]["is_archived"]


async def test_private_channels_are_told_only_to_a_member_that_may_read_groups(clock: MovableClock) -> None:
    workspace = scoped(clock, "channels:read")
    async with SandboxServer(workspace) as server:
        client = AsyncWebClient(workspace.bot_token, base_url=server.api_url, retry_handlers=[])
        secret = workspace.add_channel("secret", private=True, members=["alice"])
        await workspace.archive(secret)
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client.conversations_info(channel=secret.id)
        await workspace.invite_bot(secret)
        await workspace.join(secret, "bob")
        assert await heard(workspace) == []
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.conversations_members(channel=secret.id)
    allowed = scoped(clock, "groups:read")
    async with SandboxServer(allowed) as server:
        client = AsyncWebClient(allowed.bot_token, base_url=server.api_url, retry_handlers=[])
        secret = allowed.add_channel("secret", private=True, members=["alice"])
        await allowed.invite_bot(secret)
        assert [event["type"] for event in await heard(allowed)] == ["member_joined_channel"]
        shown = (await client.conversations_info(channel=secret.id))["channel"]
        assert (shown["name"], shown["is_private"], shown["is_member"]) == ("secret", True, True)


async def test_members_are_read_page_by_page(client: AsyncWebClient, workspace: Workspace) -> None:
    people = [workspace.add_person(f"p{n}") for n in range(450)]
    team = workspace.add_channel("team", members=[*people, people[0]])
    read: list[str] = []
    sizes = []
    cursor = ""
    while cursor or not read:
        page = await client.conversations_members(channel=team.id, limit=200, cursor=cursor)
        read += page["members"]
        sizes.append(len(page["members"]))
        cursor = page["response_metadata"]["next_cursor"]
    assert (sizes, read) == ([200, 200, 50], [one.id for one in people])
    assert len((await client.conversations_members(channel=team.id))["members"]) == 100, "Slack's default"
    assert len((await client.conversations_members(channel=team.id, limit=1000))["members"]) == 450
    with pytest.raises(SlackApiError, match="invalid_limit"):
        await client.conversations_members(channel=team.id, limit=1001)


async def test_how_many_there_are_is_told_only_where_asked_for(
    client: AsyncWebClient, workspace: Workspace, alice: Person, bob: Person
) -> None:
    team = workspace.add_channel("team", members=[alice, bob])
    assert "num_members" not in (await client.conversations_info(channel=team.id))["channel"]
    counted = await client.conversations_info(channel=team.id, include_num_members=True)
    assert counted["channel"]["num_members"] == 2
    [listed] = (await client.conversations_list())["channels"]
    assert listed["num_members"] == 2
