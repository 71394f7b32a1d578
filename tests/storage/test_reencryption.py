"""Everything encrypted is found by its type, proved to open, and moved to the first key."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select, text

from bot.people.models import Workspace
from bot.storage import reencryption
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.storage.reencryption import Reencrypted, reencrypt, secret_columns, unreadable

OLD, NEW = Keyring.new_key(), Keyring.new_key()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database whose five workspaces were kept under the old key, opened with both."""
    before = Database.open(database_url, Keyring([OLD]))
    async with before.transaction() as session:
        session.add_all(Workspace(slack_id=f"T{n}", bot_user="U", bot_token=f"xoxb-{n}") for n in range(5))
        session.add(Workspace(slack_id="T9", bot_user="U"))
    await before.close()
    opened = Database.open(database_url, Keyring([NEW, OLD]))
    yield opened
    await opened.close()


async def _tokens(url: str, *keys: str) -> list[str | None]:
    opened = Database.open(url, Keyring(keys))
    try:
        async with opened.reading() as session:
            return list(await session.scalars(select(Workspace.bot_token).order_by(Workspace.id)))
    finally:
        await opened.close()


def test_what_people_write_and_tokens_are_found_by_their_type() -> None:
    found = {f"{table.name}.{column.name}" for table, column in secret_columns()}
    assert {"workspaces.bot_token", "notes.text", "action_items.text", "drafts.form"} <= found


async def test_everything_is_moved_to_the_first_key_in_batches(
    database: Database, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reencryption, "BATCH", 2)
    assert await reencrypt(database) == Reencrypted(changed=5, unreadable=0)
    assert await _tokens(database_url, NEW) == [*(f"xoxb-{n}" for n in range(5)), None]


async def test_what_no_key_opens_is_counted_and_left_as_it_is(database: Database, database_url: str) -> None:
    lost = Keyring([Keyring.new_key()]).encrypt("xoxb-lost")
    async with database.transaction() as session:
        await session.execute(text("UPDATE workspaces SET bot_token = :t WHERE slack_id = 'T0'"), {"t": lost})
    assert await unreadable(database) == 1
    assert await reencrypt(database) == Reencrypted(changed=4, unreadable=1)
    async with database.reading() as session:
        kept = await session.scalar(text("SELECT bot_token FROM workspaces WHERE slack_id = 'T0'"))
    assert kept == lost


async def test_with_every_key_nothing_is_unreadable(database: Database) -> None:
    assert await unreadable(database) == 0
