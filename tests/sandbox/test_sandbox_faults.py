"""Slack going wrong on request: lost answers, errors, limits, revoked tokens, repeated and lost envelopes."""

import asyncio
import gc

import pytest
from aiohttp import ClientConnectionError, ClientSession, WSMsgType, WSServerHandshakeError
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace


async def test_a_lost_answer_leaves_the_message_visible(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    workspace.faults.drop_answer("chat.postMessage")
    with pytest.raises(ClientConnectionError):
        await client.chat_postMessage(channel=alice.id, text="once")
    assert [one.text for one in alice.dm] == ["once"]
    assert [(one.method, one.status) for one in workspace.calls] == [("chat.postMessage", 0)]
    await client.chat_postMessage(channel=alice.id, text="twice")


async def test_the_default_client_posts_twice_when_an_answer_is_lost(
    server: SandboxServer, workspace: Workspace, alice: Person
) -> None:
    workspace.faults.drop_answer("chat.postMessage")
    await AsyncWebClient(workspace.bot_token, base_url=server.api_url).chat_postMessage(channel=alice.id, text="x")
    assert len(alice.dm) == 2


@pytest.mark.parametrize(("accepted", "visible"), [(True, 1), (False, 0)])
async def test_a_server_error_may_or_may_not_have_taken_effect(
    client: AsyncWebClient, workspace: Workspace, alice: Person, accepted: bool, visible: int
) -> None:
    workspace.faults.server_error("chat.postMessage", 503, accepted=accepted)
    with pytest.raises(SlackApiError) as failed:
        await client.chat_postMessage(channel=alice.id, text="x")
    assert failed.value.response.status_code == 503
    assert len(alice.dm) == visible


async def test_ordered_refusals_come_as_often_as_asked_and_are_not_the_bots_fault(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    workspace.faults.refuse("chat.postMessage", "internal_error", times=2)
    workspace.faults.rate_limit("chat.postMessage", retry_after=30)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="internal_error"):
            await client.chat_postMessage(channel=alice.id, text="x")
    with pytest.raises(SlackApiError) as limited:
        await client.chat_postMessage(channel=alice.id, text="x")
    assert limited.value.response.headers["Retry-After"] == "30"
    await client.chat_postMessage(channel=alice.id, text="x")
    assert (len(alice.dm), workspace.refused) == (1, [])


async def test_a_slow_answer_has_taken_effect_when_the_client_gives_up(
    server: SandboxServer, workspace: Workspace, alice: Person
) -> None:
    workspace.faults.delay(0.3, "chat.postMessage")
    client = AsyncWebClient(workspace.bot_token, base_url=server.api_url, timeout=0.05, retry_handlers=[])
    with pytest.raises(TimeoutError):
        await client.chat_postMessage(channel=alice.id, text="x")
    assert len(alice.dm) == 1
    workspace.faults.clear()
    await client.auth_test()


async def test_a_revoked_token_is_told_and_refused(client: AsyncWebClient, workspace: Workspace) -> None:
    workspace.faults.revoke_token()
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()
    await workspace.settled()
    assert workspace.delivery.sent[0][1]["event"]["type"] == "tokens_revoked"


async def test_events_wait_for_a_bot_that_is_away_and_come_again(app: AsyncApp, workspace: Workspace) -> None:
    heard = []

    @app.event("team_join")
    async def joined(event, request):
        heard.append((event["user"]["name"], request.headers.get("x-slack-retry-num")))

    async with SandboxServer(workspace) as server:
        app.client.base_url = server.api_url
        workspace.add_person("carol")
        await workspace.settled()
        assert await workspace.redeliver() == 0
        handler = AsyncSocketModeHandler(app, workspace.app_token)
        await handler.connect_async()
        await server.connected()
        assert await workspace.redeliver() == 1
        await handler.close_async()
    assert heard == [("carol", ["2"])]


@pytest.mark.usefixtures("connected")
async def test_a_repeated_envelope_reaches_the_bot_twice_with_one_event_id(
    app: AsyncApp, workspace: Workspace
) -> None:
    seen = []

    @app.event("team_join")
    async def joined(body):
        seen.append(body["event_id"])

    workspace.faults.repeat_next_envelope()
    workspace.add_person("carol")
    await workspace.settled()
    assert len(seen) == 2
    assert len(set(seen)) == 1


@pytest.mark.usefixtures("connected")
async def test_a_cut_socket_is_a_failed_dispatch_until_the_bot_is_back(
    workspace: Workspace, alice: Person
) -> None:
    workspace.faults.drop_socket()
    answer = await alice.command("/1on1")
    assert (answer.timed_out, answer.refused) == (True, "dispatch_failed")


@pytest.mark.usefixtures("connected")
async def test_a_bot_asked_to_reconnect_comes_back(app: AsyncApp, server: SandboxServer, alice: Person) -> None:
    @app.command("/1on1")
    async def one_on_one(ack):
        await ack("back")

    await server.workspace.delivery.sockets.ask_to_reconnect()
    await server.connected()
    assert (await alice.command("/1on1")).text == "back"


async def _socket_url(server: SandboxServer) -> str:
    client = AsyncWebClient(base_url=server.api_url)
    return str((await client.apps_connections_open(app_token=server.workspace.app_token))["url"])


async def test_a_ticket_opens_one_socket_only(server: SandboxServer) -> None:
    url = await _socket_url(server)
    async with ClientSession() as session:
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
        assert (hello["type"], hello["num_connections"]) == ("hello", 1)
        assert hello["connection_info"]["app_id"] == server.workspace.app_id
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(url)


async def test_stopping_closes_open_sockets_and_leaves_nothing_running(
    workspace: Workspace, alice: Person
) -> None:
    before = asyncio.all_tasks()
    async with ClientSession() as session:
        server = SandboxServer(workspace)
        await server.start()
        socket = await session.ws_connect(await _socket_url(server))
        await socket.receive_json()
        unanswered = asyncio.ensure_future(alice.command("/1on1"))
        assert (await socket.receive_json())["type"] == "slash_commands"
        closed = asyncio.ensure_future(socket.receive())
        await server.stop()
        assert (await closed).type is WSMsgType.CLOSE
        assert (await unanswered).timed_out
    gc.collect()
    assert asyncio.all_tasks() == before


async def test_an_eleventh_socket_is_sent_away(server: SandboxServer) -> None:
    async with ClientSession() as session:
        sockets = [await session.ws_connect(await _socket_url(server)) for _ in range(11)]
        said = [await socket.receive_json() for socket in sockets]
        assert [one["type"] for one in said] == ["hello"] * 10 + ["disconnect"]
        assert (await sockets[10].receive()).type is WSMsgType.CLOSE
        for socket in sockets:
            await socket.close()
