"""Signed requests to a request URL, to an unmodified slack_bolt app behind its own aiohttp server."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import modal, text_input

SECRET = "shared by both"  # noqa: S105 a made-up one


@pytest.fixture
async def http_app(client: AsyncWebClient) -> AsyncIterator[tuple[AsyncApp, str]]:
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=True)
    runner = web.AppRunner(app.web_app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield app, f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    await runner.cleanup()


async def test_commands_forms_and_events_arrive_signed(
    http_app: tuple[AsyncApp, str], server: SandboxServer, workspace: Workspace, alice: Person
) -> None:
    app, url = http_app
    heard = []

    @app.command("/1on1")
    async def one_on_one(ack, command, client, body):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(text_input("topic", "Topic")))
        await ack(f"heard {command['text']}")

    @app.view("form")
    async def form(ack):
        await ack(response_action="errors", errors={"topic": "No."})

    @app.event("team_join")
    async def joined(event):
        heard.append(event["user"]["name"])

    server.deliver_to(url, SECRET)
    assert (await alice.command("/1on1", "& more")).text == "heard &amp; more"
    assert (await alice.submit({"topic": "x"})).errors == {"topic": "No."}
    workspace.add_person("carol")
    await workspace.settled()
    assert heard == ["carol"]


async def test_a_wrong_secret_is_not_acknowledged(
    http_app: tuple[AsyncApp, str], server: SandboxServer, workspace: Workspace, alice: Person
) -> None:
    server.deliver_to(http_app[1], "another")
    assert (await alice.command("/1on1")).timed_out
    workspace.add_person("carol")
    await workspace.settled()
    assert [one.reason for one in workspace.delivery.undelivered] == ["http_error"]


async def test_a_request_url_nobody_listens_on_is_a_failed_dispatch(server: SandboxServer, alice: Person) -> None:
    server.deliver_to("http://127.0.0.1:9/slack/events", SECRET)
    assert (await alice.command("/1on1")).refused == "dispatch_failed"


async def test_an_extension_adds_its_own_routes(workspace: Workspace, alice: Person) -> None:
    async def page(request: web.Request) -> web.Response:
        return web.Response(text="hello")

    def add_routes(server: SandboxServer) -> None:
        server.app.router.add_get("/", page)

    async with (
        SandboxServer(workspace, extensions=[add_routes]) as server,
        ClientSession() as session,
        session.get(server.url) as answer,
    ):
        assert await answer.text() == "hello"
