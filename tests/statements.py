"""What a database is asked within a block, for tests that hold how much that may be."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from bot.storage.database import Database


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement that the database is sent meanwhile, in order; on SQLite with its `BEGIN`."""
    sent: list[str] = []

    def note(connection: object, cursor: object, statement: str, *more: object) -> None:
        sent.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
