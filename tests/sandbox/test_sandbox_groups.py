"""User groups: what the bot hears of them, and what it is told when it asks."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.refusals import NotShown
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def events(workspace: Workspace) -> list[Json]:
    return [body["event"] for kind, body in workspace.delivery.sent if kind == "events_api"]


async def heard(workspace: Workspace, kind: str) -> Json:
    await workspace.settled()
    return [event for event in events(workspace) if event["type"] == kind][-1]


async def test_a_group_that_changes_is_told_whole_and_as_a_difference(
    server: SandboxServer, workspace: Workspace, alice: Person, bob: Person
) -> None:
    group = workspace.add_user_group("leads", [alice], "Team leads")
    created = (await heard(workspace, "subteam_created"))["subteam"]
    assert (created["id"], created["handle"], created["name"]) == (group, "leads", "Team leads")
    assert (created["users"], created["user_count"], created["date_delete"]) == ([alice.id], 1, 0)
    await workspace.change_user_group("@leads", [bob, bob])
    delta = await heard(workspace, "subteam_members_changed")
    assert (delta["subteam_id"], delta["added_users"], delta["removed_users"]) == (group, [bob.id], [alice.id])
    assert (delta["added_users_count"], delta["removed_users_count"]) == ("1", "1"), "Slack sends text"
    assert (await heard(workspace, "subteam_updated"))["subteam"]["users"] == [bob.id]


async def test_an_event_names_five_hundred_members_and_a_call_all_of_them(
    client: AsyncWebClient, server: SandboxServer, workspace: Workspace
) -> None:
    everyone = [workspace.add_person(f"p{n}") for n in range(620)]
    group = workspace.add_user_group("everybody", everyone)
    told = (await heard(workspace, "subteam_created"))["subteam"]
    assert (len(told["users"]), told["user_count"]) == (500, 620)
    assert len((await client.usergroups_users_list(usergroup=group))["users"]) == 620
    [listed] = (await client.usergroups_list(include_users=True, include_count=True))["usergroups"]
    assert (len(listed["users"]), listed["user_count"]) == (620, "620")


async def test_members_and_their_number_come_only_where_asked_for(
    client: AsyncWebClient, workspace: Workspace, alice: Person, bob: Person
) -> None:
    group = workspace.add_user_group("leads", [alice, bob])
    workspace.deactivate(bob)
    [bare] = (await client.usergroups_list())["usergroups"]
    assert {"users", "user_count"}.isdisjoint(bare)
    assert (await client.usergroups_users_list(usergroup=group))["users"] == [alice.id], "bob has left"


async def test_a_group_that_is_switched_off_shows_only_where_asked_for(
    client: AsyncWebClient, server: SandboxServer, workspace: Workspace, alice: Person
) -> None:
    group = workspace.add_user_group("leads", [alice])
    await workspace.disable_user_group(group)
    assert (await heard(workspace, "subteam_updated"))["subteam"]["date_delete"] > 0
    assert (await client.usergroups_list())["usergroups"] == []
    assert len((await client.usergroups_list(include_disabled=True))["usergroups"]) == 1
    with pytest.raises(SlackApiError, match="no_such_subteam"):
        await client.usergroups_users_list(usergroup=group)
    assert (await client.usergroups_users_list(usergroup=group, include_disabled=True))["users"] == [alice.id]
    await workspace.enable_user_group(group)
    assert len((await client.usergroups_list())["usergroups"]) == 1
    with pytest.raises(NotShown, match="no user group called @others"):
        workspace.change_user_group("@others", [])


@pytest.mark.parametrize(
    ("scopes", "subscribed", "told"),
    [
        (["usergroups:read"], ["subteam_created"], True),
        ([], ["subteam_created"], False),
        (["usergroups:read"], [], False),
    ],
)
async def test_a_bot_hears_of_groups_by_scope_and_subscription(
    clock: MovableClock, scopes: list[str], subscribed: list[str], told: bool
) -> None:
    manifest = {
        "oauth_config": {"scopes": {"bot": scopes}},
        "settings": {"event_subscriptions": {"bot_events": subscribed}},
    }
    workspace = Workspace(clock, manifest=manifest)
    async with SandboxServer(workspace) as server:
        workspace.add_user_group("leads", [])
        await workspace.settled()
        client = AsyncWebClient(workspace.bot_token, base_url=server.api_url, retry_handlers=[])
        assert bool(events(workspace)) is told
        if not scopes:
            with pytest.raises(SlackApiError, match="missing_scope"):
                await client.usergroups_list()
