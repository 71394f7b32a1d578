"""Databases to measure on: a SQLite file, and a real PostgreSQL that writes to the disk what it commits."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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
        yield {"SQLite": sqlite, "PostgreSQL": lambda: _postgresql(server)}


@contextmanager
def sqlite() -> Iterator[str]:
    """One more migrated SQLite file, for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="drumbeat-benchmark-") as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'drumbeat.db'}"
        upgrade(url)
        yield url


@contextmanager
def _postgresql(server: Server) -> Iterator[str]:
    name = f"benchmark_{next(_numbers)}"
    server.run(f"CREATE DATABASE {name}")
    upgrade(server.url(name))
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")
