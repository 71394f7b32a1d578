"""The one place that opens a database, begins a transaction and commits it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Result, event, func, literal_column, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.storage import sqlite
from bot.storage.keyring import Keyring

# A listener has three seconds in all: past this the person is told, and keeps what they typed.
PATIENCE_SECONDS = 2
# On SQLite a writer waits for its turn in this process, then for the file: together no longer than that.
TURN_SECONDS = PATIENCE_SECONDS / 2
# What nobody waits for may take longer than that, on a slow disk with many messages on their way.
WORK_SECONDS = 15.0
# A process that hangs, or a machine that lost its power, keeps no row of a server locked for longer than this.
IDLE_SECONDS = 30.0
# A server that went away without a word is noticed in half a minute, not in TCP's two hours.
KEPT_ALIVE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 4,
    "tcp_user_timeout": 30_000,
}

DATABASE_FAILURES = (SQLAlchemyError, OSError, TimeoutError)
"""Everything a database that is lost, busy or slow is known to raise."""


class Database:
    """An open database. `transaction()` commits, `reading()` cannot write; nothing else touches either."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        self._writers = async_sessionmaker(
            engine.execution_options(begin="BEGIN IMMEDIATE"), expire_on_commit=False
        )
        self._readers = async_sessionmaker(engine.execution_options(begin="BEGIN"), expire_on_commit=False)
        self._turn = asyncio.Lock()
        self._work = asyncio.Lock()

    @classmethod
    def open(cls, url: str, keyring: Keyring) -> Self:
        """An engine for the URL (SQLite or PostgreSQL); nothing is connected until it is first used."""
        engine = create_async_engine(url, **_engine_options(url))
        keyring.attach(engine)
        if engine.dialect.name == "sqlite":
            sqlite.attach(engine)
            event.listen(engine.sync_engine, "connect", _tune_sqlite)
            event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return cls(engine)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session whose work is all committed at the end of the block, or none of it.

        SQLite takes one writer at a time; writers of this process queue here instead of polling its lock,
        and give up with `TimeoutError` when the turn does not come within `TURN_SECONDS`.
        """
        async with self._in_line(self._turn, TURN_SECONDS), self._writers.begin() as session:
            yield session

    @asynccontextmanager
    async def work(self) -> AsyncIterator[AsyncSession]:
        """A transaction of the bot's own, for which no person waits; on SQLite one at a time queues for its turn.

        So who has sent a form waits for one of them at most, however many messages are on their way, and none of
        these gives up because it is one of many: only after `WORK_SECONDS`, with `TimeoutError`.
        """
        async with (
            self._in_line(self._work, WORK_SECONDS),
            self._in_line(self._turn, WORK_SECONDS),
            self._writers.begin() as session,
        ):
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees one consistent state and whose changes, if any, are thrown away.

        Rows that were read in it stay readable after it.
        """
        async with self._readers() as session:
            try:
                yield session
            finally:
                session.expunge_all()
                await session.rollback()

    async def close(self) -> None:
        await self.engine.dispose()

    @asynccontextmanager
    async def _in_line(self, line: asyncio.Lock, seconds: float) -> AsyncIterator[None]:
        if not self.is_sqlite:
            yield
            return
        await asyncio.wait_for(line.acquire(), seconds)
        try:
            yield
        finally:
            line.release()


async def database_now(session: AsyncSession) -> datetime:
    """The database's own clock, aware UTC: leases are measured by it, since processes' clocks differ."""
    if session.get_bind().dialect.name == "sqlite":
        stamp = await session.scalar(select(func.strftime("%Y-%m-%d %H:%M:%f", "now")))
        return datetime.fromisoformat(str(stamp)).replace(tzinfo=UTC)
    now: Any = await session.scalar(select(literal_column("clock_timestamp()")))
    instant: datetime = now
    return instant.astimezone(UTC)


async def is_reachable(database: Database) -> bool:
    """Whether the database answers a trivial question; raises what the driver raises when it does not."""
    async with database.reading() as session:
        return bool(await session.scalar(text("SELECT 1")))


def rows(result: Result[Any]) -> int:
    """How many rows a statement changed."""
    return int(getattr(result, "rowcount", 0))


def _engine_options(url: str) -> dict[str, Any]:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        return {"hide_parameters": True, "connect_args": {"timeout": TURN_SECONDS}}
    idle = int(IDLE_SECONDS * 1000)
    options = f"-c lock_timeout={PATIENCE_SECONDS}s -c idle_in_transaction_session_timeout={idle} -c timezone=UTC"
    return {
        "hide_parameters": True,
        "pool_pre_ping": True,
        "pool_timeout": PATIENCE_SECONDS,
        "connect_args": {"connect_timeout": PATIENCE_SECONDS, "options": options, **KEPT_ALIVE},
    }


def _tune_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "secure_delete=ON",
        "foreign_keys=ON",
        f"busy_timeout={int(TURN_SECONDS * 1000)}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
