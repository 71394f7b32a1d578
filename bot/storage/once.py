"""Writing a row at most once, decided by the database and not by a look before the write."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.base import Base


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert the row unless a unique constraint already holds one like it; says whether this call wrote it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    insert = dialect.insert(table).values(**values).on_conflict_do_nothing()
    # Without this psycopg reports -1 rows for every INSERT, and each one would seem new.
    result = await session.execute(insert, execution_options={"preserve_rowcount": True})
    return getattr(result, "rowcount", 0) == 1
