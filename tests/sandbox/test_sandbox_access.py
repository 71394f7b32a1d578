"""Tokens, scopes, the directory, and what an unknown call meets."""

from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.refusals import NotShown
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
MANIFEST = {
    "features": {
        "bot_user": {"display_name": "Drumbeat"},
        "slash_commands": [{"command": "/1on1", "description": "x"}],
        "shortcuts": [{"name": "x", "type": "global", "callback_id": "new", "description": "x"}],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
    "settings": {"event_subscriptions": {"bot_events": ["team_join", "app_home_opened"]}},
}


def client_of(server: SandboxServer, token: str) -> AsyncWebClient:
    return AsyncWebClient(token, base_url=server.api_url, retry_handlers=[])


@pytest.mark.parametrize(
    ("given", "error"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("app", "not_allowed_token_type")],
)
async def test_a_wrong_token_is_refused_by_name(server: SandboxServer, given: str, error: str) -> None:
    token = server.workspace.app_token if given == "app" else given
    async with (
        ClientSession() as session,
        session.post(f"{server.api_url}auth.test", data={"token": token}) as answer,
    ):
        assert (await answer.json())["error"] == error


async def test_a_token_is_taken_from_the_form_too(server: SandboxServer) -> None:
    form = {"token": server.workspace.bot_token}
    async with ClientSession() as session, session.post(f"{server.api_url}auth.test", data=form) as answer:
        assert (await answer.json())["user_id"] == server.workspace.bot_user.id


async def test_the_bots_token_opens_no_socket(server: SandboxServer, client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await client.apps_connections_open(app_token=server.workspace.bot_token)


async def test_an_unknown_method_is_refused_and_remembered(client: AsyncWebClient, workspace: Workspace) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client.api_call("chat.shout")
    assert [(one.method, one.error) for one in workspace.refused] == [("chat.shout", "unknown_method")]


async def test_a_manifest_limits_what_the_bot_may_do() -> None:
    workspace = Workspace(MovableClock(NOON), manifest=MANIFEST)
    alice = workspace.add_person("alice")
    async with SandboxServer(workspace) as server:
        client = client_of(server, workspace.bot_token)
        with pytest.raises(SlackApiError) as refused:
            await client.users_list()
        assert refused.value.response["needed"] == "users:read"
        assert refused.value.response["provided"] == "chat:write,commands"
        with pytest.raises(SlackApiError, match="not_enabled"):
            await client.views_publish(user_id=alice.id, view={"type": "home", "blocks": []})
        answer = await client.auth_test()
        assert answer.headers["x-oauth-scopes"] == "chat:write,commands"
        await alice.command("/1on1", "@alice")
        await alice.shortcut("new")
        workspace.add_person("bob")  # subscribed to, but without its scope
        workspace.faults.revoke_token()  # needs no scope, but is not subscribed to
        await workspace.settled()
    assert [kind for kind, _ in workspace.delivery.sent] == ["slash_commands", "interactive"]
    assert workspace.delivery.sent[0][1]["text"] == "@alice"


async def test_what_the_manifest_lacks_is_not_on_a_persons_screen() -> None:
    workspace = Workspace(MovableClock(NOON), manifest=MANIFEST)
    alice = workspace.add_person("alice")
    assert (await alice.command("/retro")).refused == "invalid_command"
    with pytest.raises(NotShown):
        await alice.shortcut("other")
    with pytest.raises(NotShown):
        await alice.open_home()
    with pytest.raises(NotShown):
        await alice.click("home", "Add topic")


async def test_the_directory_is_paged_and_leaves_nobody_out(
    client: AsyncWebClient, workspace: Workspace, bob: Person
) -> None:
    workspace.deactivate(bob)
    names, cursor = [], ""
    while True:
        page = await client.users_list(limit=2, cursor=cursor)
        names += [(one["name"], one["deleted"], "tz" in one) for one in page["members"]]
        cursor = page["response_metadata"]["next_cursor"]
        if not cursor:
            break
    assert names == [
        ("slackbot", False, True),
        ("drumbeat", False, True),
        ("alice", False, True),
        ("bob", True, False),
    ]
    with pytest.raises(SlackApiError, match="invalid_cursor"):
        await client.users_list(cursor="nonsense")


async def test_one_persons_zone_and_offset(client: AsyncWebClient, bob: Person) -> None:
    user = (await client.users_info(user=bob.id))["user"]
    assert (user["tz"], user["tz_offset"], user["is_bot"]) == ("America/New_York", -5 * 3600, False)
    with pytest.raises(SlackApiError, match="user_not_found"):
        await client.users_info(user="U404")


async def test_channels_are_listed_joined_and_read(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    general = workspace.add_channel("general", members=[alice])
    secret = workspace.add_channel("secret", private=True, members=[alice])
    listed = await client.conversations_list(types="public_channel,private_channel")
    assert [one["name"] for one in listed["channels"]] == ["general"]
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await client.conversations_history(channel=general.id)
    await client.conversations_join(channel=general.id)
    assert (await client.conversations_members(channel=general.id))["members"] == general.members
    assert (await client.conversations_info(channel=general.id))["channel"]["is_member"]
    with pytest.raises(SlackApiError, match="channel_not_found"):
        await client.conversations_info(channel=secret.id)
    group = workspace.add_user_group("leads", [alice])
    assert (await client.usergroups_users_list(usergroup=group))["users"] == [alice.id]
    assert (await client.team_info())["team"]["name"] == "Acme"


async def test_too_many_calls_are_told_when_to_come_back(clock: MovableClock) -> None:
    workspace = Workspace(clock, enforce_rate_limits=True)
    alice = workspace.add_person("alice")
    async with SandboxServer(workspace) as server:
        client = client_of(server, workspace.bot_token)
        for _ in range(3):
            await client.chat_postMessage(channel=alice.id, text="x")
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=alice.id, text="x")
        assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
        clock.advance(timedelta(seconds=int(refused.value.response.headers["Retry-After"])))
        await client.chat_postMessage(channel=alice.id, text="x")
        for _ in range(20):
            await client.users_list()
        with pytest.raises(SlackApiError, match="ratelimited"):
            await client.users_list()
