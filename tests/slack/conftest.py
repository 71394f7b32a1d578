"""A database with a workspace and two members in it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.people.models import Person, Standing, Workspace
from bot.storage.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def workspace(database: Database) -> Workspace:
    async with database.transaction() as session:
        row = Workspace(slack_id="T1", name="Acme", bot_user="U0")
        session.add(row)
    return row


@pytest.fixture
async def ana(database: Database, workspace: Workspace) -> Person:
    return await _member(database, workspace, "U1", "Ana")


@pytest.fixture
async def bob(database: Database, workspace: Workspace) -> Person:
    return await _member(database, workspace, "U2", "Bob")


async def _member(database: Database, workspace: Workspace, slack_id: str, name: str) -> Person:
    async with database.transaction() as session:
        person = Person(
            workspace_id=workspace.id,
            slack_id=slack_id,
            name=name,
            zone=ZoneInfo("Europe/Berlin"),
            standing=Standing.MEMBER,
        )
        session.add(person)
    return person
