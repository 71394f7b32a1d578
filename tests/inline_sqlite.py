"""SQLite in the thread of the event loop: the same statements and locks, without a hop to another thread and back.

aiosqlite gives every connection a thread, and a statement goes there and back four times: that is right for a bot
whose loop must never wait for a disk, and it was more than a third of what the stories cost. What is committed
is not pushed to the disk either: a test's data need not outlive the machine's power. Bots that are processes of
their own, and the tests of storage, use aiosqlite as it is at work.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from types import ModuleType
from typing import Any

from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util import await_only

DRIVER = "sqlite+inline"
RETRY_SECONDS = 0.005
PATIENCE = "PRAGMA busy_timeout="
OUTLIVES_THE_POWER = "PRAGMA synchronous=FULL"


def inline(url: str) -> str:
    """The same database by this driver; what is not SQLite stays as it is."""
    return url.replace("sqlite+aiosqlite", DRIVER)


class InlineCursor(sqlite3.Cursor):
    """Lets others run before each statement, and waits for a lock as a coroutine does: the loop goes on."""

    def execute(self, statement: str, parameters: Any = ()) -> "InlineCursor":
        connection: Any = self.connection
        if statement.startswith(PATIENCE):
            connection.patience = int(statement.removeprefix(PATIENCE)) / 1000
            return self
        if statement == OUTLIVES_THE_POWER:
            statement = "PRAGMA synchronous=OFF"
        return self._patiently(super().execute, statement, parameters)

    def executemany(self, statement: str, parameters: Any) -> "InlineCursor":
        return self._patiently(super().executemany, statement, parameters)

    async def _async_soft_close(self) -> None:
        """SQLAlchemy's asyncio extension asks this of a cursor that was not read to its end."""

    def _patiently(self, run: Callable[..., Any], statement: str, parameters: Any) -> "InlineCursor":
        connection: Any = self.connection
        loop = asyncio.get_running_loop()
        await_only(asyncio.sleep(0))
        until = loop.time() + connection.patience
        while True:
            try:
                run(statement, parameters)
                return self
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or loop.time() >= until:
                    raise
            await_only(asyncio.sleep(RETRY_SECONDS))


class InlineConnection(sqlite3.Connection):
    """A connection whose cursors are of that kind; `patience` is how many seconds they wait for a lock."""

    patience = 0.0

    def cursor(self, factory: Any = InlineCursor) -> Any:
        return super().cursor(factory)


class InlineDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's own SQLite, told that it may be used by the asyncio extension."""

    driver = "inline"
    is_async = True
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> ModuleType:
        return sqlite3

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def create_connect_args(self, url: URL) -> Any:
        arguments, options = super().create_connect_args(url)
        return arguments, options | {"factory": InlineConnection, "check_same_thread": True}

    def connect(self, *arguments: Any, **options: Any) -> Any:
        return super().connect(*arguments, **options | {"timeout": 0})

    def get_driver_connection(self, connection: Any) -> Any:
        return connection


registry.register("sqlite.inline", __name__, InlineDialect.__name__)
