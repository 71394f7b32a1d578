"""SQLite's connections, each in a thread of its own, where a statement goes and comes back from once.

SQLAlchemy's adapter sends one there four times by aiosqlite: to make a cursor, to execute, to fetch its rows and
to close. On a busy loop each of these waits for its turn, and together they took longer than SQLite did.
"""

import sqlite3
from collections.abc import Sequence
from functools import partial
from typing import Any, Self

import aiosqlite
from sqlalchemy import Dialect, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import await_only

# Of rows that somebody reads one by one, which nobody does: `Cursor` has them all.
ROWS_AT_ONCE = 64
BEGIN_TO_WRITE = "BEGIN IMMEDIATE"


def attach(engine: AsyncEngine) -> None:
    """Let this engine connect so, if aiosqlite is its driver; any other is left as it is."""
    if engine.dialect.driver == "aiosqlite":
        event.listen(engine.sync_engine, "do_connect", _connect)


class Connection(aiosqlite.Connection):
    """A connection that goes to its thread once a statement, and not at all to take back what is not there."""

    is_clean = False
    """Nothing was asked of it since it last committed or took back: there is no transaction."""
    may_write = False
    """It has the one place of a writer, so nothing it executes has to wait for anybody."""

    def cursor(self) -> Any:
        return Cursor(self)

    async def run(self, how: str, *what: Any) -> tuple[Sequence[Any], sqlite3.Cursor]:
        """Execute, fetch all rows and close, by `execute` or `executemany` of a cursor.

        What begins, commits or takes back may wait for a lock or for the disk, and is done in the thread. What a
        writer does in between waits for neither, and the loop does it itself.
        """
        self.is_clean = False
        if self.may_write:
            return _whole(self._conn, how, what)
        told = self._execute(_whole, self._conn, how, what)  # type: ignore[no-untyped-call]
        found: tuple[Sequence[Any], sqlite3.Cursor] = await told
        self.may_write = what[0] == BEGIN_TO_WRITE
        return found

    async def commit(self) -> None:
        """In the thread, for it waits for the disk."""
        await super().commit()
        self.is_clean, self.may_write = True, False

    async def rollback(self) -> None:
        """Also after a statement that nobody waited for to its end: the thread comes to this one after it."""
        if not self.is_clean:
            await super().rollback()
            self.is_clean, self.may_write = True, False


class Cursor:
    """What SQLAlchemy's adapter asks of a cursor; what it is told was fetched before."""

    arraysize = 1
    description: Any = None
    rowcount = -1
    lastrowid: int | None = None

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Any = ()) -> None:
        self._told(*await self._connection.run("execute", statement, parameters))

    async def executemany(self, statement: str, parameters: Any) -> None:
        self._told(*await self._connection.run("executemany", statement, parameters))

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()

    def _told(self, rows: Sequence[Any], cursor: sqlite3.Cursor) -> None:
        self._rows, self.description = rows, cursor.description
        self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid


def _whole(connection: sqlite3.Connection, how: str, what: Sequence[Any]) -> tuple[Sequence[Any], sqlite3.Cursor]:
    cursor = connection.cursor()
    try:
        getattr(cursor, how)(*what)
        return (cursor.fetchall() if cursor.description else ()), cursor
    finally:
        cursor.close()


def _connect(dialect: Dialect, _record: object, arguments: Sequence[Any], options: dict[str, Any]) -> Any:
    connection: Any = Connection(partial(sqlite3.connect, *arguments, **options), ROWS_AT_ONCE)
    connection._thread.daemon = True  # as SQLAlchemy has it: a connection left open keeps no process alive
    return AsyncAdapt_aiosqlite_connection(dialect.dbapi, await_only(connection))
