"""Everything that is encrypted, whichever table it is in: proved to open, or moved to another key."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table, Text, literal, select, tuple_, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import ContentUnreadable
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.storage.schema import complete_metadata
from bot.storage.types import Secret

# Small enough that a transaction of it keeps nobody waiting who is typing.
BATCH = 200


@dataclass(frozen=True)
class Reencrypted:
    """How many texts are under the first key now, and how many no key opens."""

    changed: int
    unreadable: int


@dataclass(frozen=True)
class _Row:
    key: tuple[Any, ...]
    token: str


def secret_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Every encrypted column there is."""
    for table in complete_metadata().sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Secret):
                yield table, column


async def unreadable(database: Database) -> int:
    """How many texts in the database no key opens; everything is tried."""
    keyring = Keyring.of(database.engine.dialect)
    lost = 0
    for table, column in secret_columns():
        async for batch in _batches(database, table, column):
            lost += sum(_opened(keyring, row) is None for row in batch)
    return lost


async def reencrypt(database: Database) -> Reencrypted:
    """Put every text under the first key, a batch a transaction; what nobody can open is left as it is.

    The bot may run meanwhile, with the same keys: a text that somebody changes is theirs, and already under the
    first key.
    """
    keyring = Keyring.of(database.engine.dialect)
    changed = lost = 0
    for table, column in secret_columns():
        async for batch in _batches(database, table, column):
            async with database.transaction() as session:
                for row in batch:
                    text = _opened(keyring, row)
                    if text is None:
                        lost += 1
                    else:
                        await _replace(session, table, column, row, keyring.encrypt(text))
                        changed += 1
    return Reencrypted(changed, lost)


async def _batches(database: Database, table: Table, column: Column[Any]) -> AsyncIterator[list[_Row]]:
    key = tuple(table.primary_key.columns)
    wanted = select(type_coerce(column, Text), *key).where(column.is_not(None)).order_by(*key).limit(BATCH)
    following = wanted
    while True:
        async with database.reading() as session:
            rows = [_Row(tuple(row[1:]), row[0]) for row in await session.execute(following)]
        if not rows:
            return
        yield rows
        following = wanted.where(tuple_(*key) > tuple_(*(literal(part) for part in rows[-1].key)))


async def _replace(session: AsyncSession, table: Table, column: Column[Any], row: _Row, token: str) -> None:
    change = update(table).values({column.name: type_coerce(literal(token), Text)})
    for part, value in zip(table.primary_key.columns, row.key, strict=True):
        change = change.where(part == value)
    await session.execute(change.where(type_coerce(column, Text) == row.token))


def _opened(keyring: Keyring, row: _Row) -> str | None:
    try:
        return keyring.decrypt(row.token)
    except ContentUnreadable:
        return None
