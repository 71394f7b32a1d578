"""A database with one workspace in it, that workspace as the sandbox has it, and its client."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.people.models import Person, Standing, Workspace
from bot.people.profiles import profile_of
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace as SandboxWorkspace
from bot.slack.client import Clients
from bot.slack.desk import Desk
from bot.storage.database import Database
from tests.people.users import slack_user

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW)


@pytest.fixture
def slack(clock: MovableClock) -> SandboxWorkspace:
    return SandboxWorkspace(clock)


@pytest.fixture
async def client(slack: SandboxWorkspace) -> AsyncIterator[AsyncWebClient]:
    async with SandboxServer(slack) as server, Clients(server.api_url) as clients:
        yield clients.of(slack.bot_token)


@pytest.fixture
async def workspace(database: Database, slack: SandboxWorkspace) -> Workspace:
    async with database.transaction() as session:
        row = Workspace(slack_id=slack.team_id, name="Acme", bot_user=slack.bot_user.id, bot_token=slack.bot_token)
        session.add(row)
    return row


@pytest.fixture
def desk(database: Database, clock: MovableClock) -> Desk:
    return Desk(database, clock)


@pytest.fixture
def add_person(database: Database, workspace: Workspace) -> Callable[..., Awaitable[Person]]:
    """Makes a member in Berlin, with columns changed as wanted."""

    async def add(slack_id: str = "U1", **columns: object) -> Person:
        profile = profile_of(slack_user(slack_id))
        values = {"name": profile.name, "zone": profile.zone, "standing": Standing.MEMBER}
        async with database.transaction() as session:
            person = Person(workspace_id=workspace.id, slack_id=slack_id, **(values | columns))
            session.add(person)
        return person

    return add
