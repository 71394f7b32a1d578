"""Databases to measure on: a SQLite file, and a real PostgreSQL that writes to the disk what it commits."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from itertools import count
from pathlib import Path

from bot.storage.migration import upgrade
from tests.postgres import Server, binaries, running

Fresh = Callable[[], AbstractContextManager[str]]
"""Opens one more migrated database with no rows, for as long as the block lasts, and answers its address."""

_numbers = count(1)


@contextmanager
def both() -> Iterator[dict[str, Fresh]]:
    """Each kind of database by its name."""
    with running(binaries(), durable=True) as server:
        server.run("CREATE DATABASE template")
        upgrade(server.url("template"))
        yield {"SQLite": sqlite, "PostgreSQL": lambda: _postgresql(server)}


@contextmanager
def sqlite() -> Iterator[str]:
    """One more migrated SQLite file, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-benchmark-") as folder:
        file = Path(folder) / "drumbeat.db"
        file.write_bytes(_migrated())
        yield f"sqlite+aiosqlite:///{file}"


@cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.db"
        upgrade(f"sqlite+aiosqlite:///{file}")
        return file.read_bytes()


@contextmanager
def _postgresql(server: Server) -> Iterator[str]:
    name = f"benchmark_{next(_numbers)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE template")
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")
