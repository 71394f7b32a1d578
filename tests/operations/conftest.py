"""An open database with one workspace, for what operators are told."""

from collections.abc import AsyncIterator

import pytest

from bot.people.models import Workspace
from bot.storage.database import Database
from bot.storage.keyring import Keyring

ISSUED = "xoxb-1"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated database, open, with the workspace T1."""
    opened = Database.open(database_url, Keyring([Keyring.new_key()]))
    try:
        async with opened.transaction() as session:
            session.add(Workspace(id=1, slack_id="T1", bot_user="U1", bot_token=ISSUED))
        yield opened
    finally:
        await opened.close()
