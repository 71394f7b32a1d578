"""A workspace with two people, served on loopback, and the two official ways to talk to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MONDAY)


@pytest.fixture
def workspace(clock: MovableClock) -> Workspace:
    workspace = Workspace(clock)
    workspace.add_person("alice", "Alice")
    workspace.add_person("bob", "Bob", zone="America/New_York")
    return workspace


@pytest.fixture
def alice(workspace: Workspace) -> Person:
    return workspace.person("alice")


@pytest.fixture
def bob(workspace: Workspace) -> Person:
    return workspace.person("bob")


@pytest.fixture
async def server(workspace: Workspace) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(workspace) as server:
        yield server


@pytest.fixture
def client(server: SandboxServer, workspace: Workspace) -> AsyncWebClient:
    return AsyncWebClient(workspace.bot_token, base_url=server.api_url, retry_handlers=[])


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, process_before_response=True)


@pytest.fixture
async def connected(
    app: AsyncApp, server: SandboxServer, workspace: Workspace
) -> AsyncIterator[AsyncSocketModeHandler]:
    handler = AsyncSocketModeHandler(app, workspace.app_token)
    await handler.connect_async()
    await server.connected()
    yield handler
    await handler.close_async()
