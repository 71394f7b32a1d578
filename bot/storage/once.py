"""Writing a row at most once, decided by the database and not by a look before the write."""

from collections.abc import Collection, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.storage.base import Base


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert the row unless a unique constraint already holds one like it; says whether this call wrote it."""
    await session.flush()  # what the row refers to may not be written yet
    # Without the option psycopg reports -1 rows for every INSERT, and each one would seem new.
    result = await session.execute(
        _insert(_dialect(session), table, tuple(values)), values, execution_options={"preserve_rowcount": True}
    )
    return getattr(result, "rowcount", 0) == 1


async def insert_each_once(
    session: AsyncSession,
    table: type[Base],
    rows: Collection[Mapping[str, Any]],
    told: InstrumentedAttribute[Any],
) -> set[Any]:
    """Insert each of these rows as `insert_once` does, in one statement; answers `told` of those it wrote."""
    if not rows:
        return set()
    insert = _dialect(session).insert(table).on_conflict_do_nothing().returning(told)
    return set(await session.scalars(insert, [dict(row) for row in rows]))


@cache
def _insert(dialect: Any, table: type[Base], names: tuple[str, ...]) -> Any:
    """Built once for the columns that are given; values are bound to it."""
    given: dict[str, Any] = {name: bindparam(name) for name in names}
    return dialect.insert(table.__table__).values(**given).on_conflict_do_nothing()


def _dialect(session: AsyncSession) -> Any:
    return import_module(f"sqlalchemy.dialects.{session.get_bind().dialect.name}")
