"""The database's version: what it is, what the code needs, and the way from one to the other.

All of it is synchronous, as Alembic is: asynchronous code calls it through `asyncio.to_thread`. Alembic itself
takes longer to import than all else here, so a start that finds nothing to migrate does without it.
"""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine import Connection, Engine, make_url

from bot.errors import StaleSchema
from bot.storage.backup import is_copy, unmark

SCRIPTS = Path(__file__).parents[2] / "migrations"
SYNC_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
# Any number will do, as long as every process of this bot asks for the same one.
LOCK = 7_465_636_865
SECONDS_TO_WAIT = 60

# Alembic keeps what it is at in globals of its own: of this process one thread at a time may migrate.
ALEMBIC = threading.Lock()


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision, all in one transaction or not at all.

    Processes that try at once take turns, and the later ones find nothing left to do. Refuses with `StaleSchema`
    a database at a version this code does not know.
    """
    from bot.storage import revisions

    with _locked(url) as connection:
        revisions.upgrade(SCRIPTS, connection, revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back to a revision; with it goes what the later tables and columns held."""
    from bot.storage import revisions

    with _locked(url) as connection:
        revisions.downgrade(SCRIPTS, connection, revision)


def current(url: str) -> str | None:
    """The revision the database is at; None when it has never been migrated."""
    with _connected(url) as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return version


def newest() -> str | None:
    """The revision this code needs."""
    return max((_number(path) for path in _scripts()), default=None)


def is_current(url: str) -> bool:
    """Whether the database is at the very revision this code needs."""
    return current(url) == newest()


def make_ready(url: str, *, is_restoring: bool = False) -> None:
    """Make sure that the bot can run on this database.

    A backup that was put in place is refused with `StaleSchema` until somebody has said so: what was said since
    it was made would be said again.

    An embedded SQLite file is brought up to date. A PostgreSQL database may be shared with other processes, so
    a person decides when it changes: it is refused with `StaleSchema` unless it is up to date.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if not is_restoring and is_copy(Path(parsed.database or "")):
            raise StaleSchema("This database is a backup that was put in place. First run: python -m bot restored")
        if not is_current(url):
            upgrade(url)
    elif not is_current(url):
        raise StaleSchema(
            f"The database is at version {current(url) or 'none'}, and this code needs {newest()}."
            " Bring it up to date with: python -m bot migrate"
        )


def is_in_use(url: str) -> None:
    """A backup that was put in place is the database from now on; on PostgreSQL nothing tells the two apart."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        unmark(Path(parsed.database or ""))


def differences(url: str) -> list[Any]:
    """What Alembic would change to make the database look like the models; empty when they agree."""
    from bot.storage import revisions

    with _connected(url) as connection:
        return revisions.differences(connection)


def write_revision(message: str) -> None:
    """Write the next revision from what the models have and the newest revision has not; needs no database."""
    from bot.storage import revisions

    number = len(_scripts()) + 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/newest.sqlite"
        upgrade(url)
        with _locked(url) as connection:
            revisions.write(SCRIPTS, connection, message, f"{number:04}")


def _scripts() -> list[Path]:
    return list((SCRIPTS / "versions").glob("[0-9]*_*.py"))


def _number(script: Path) -> str:
    """Each script is called by the revision it leads to, and then by what it is about."""
    return script.name.partition("_")[0]


@contextmanager
def _connected(url: str, begin: str = "BEGIN") -> Iterator[Connection]:
    engine = _engine(url).execution_options(begin=begin)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _locked(url: str) -> Iterator[Connection]:
    with ALEMBIC, _connected(url, begin="BEGIN IMMEDIATE") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    parsed = parsed.set(drivername=SYNC_DRIVERS[backend])
    if backend == "postgresql":
        return create_engine(parsed, hide_parameters=True, connect_args={"connect_timeout": 10})
    if parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, hide_parameters=True, connect_args={"timeout": SECONDS_TO_WAIT})
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin)
    return engine


def _leave_transactions_to_us(connection: Any, _entry: object) -> None:
    # Python's own sqlite3 module would commit before every CREATE TABLE.
    connection.isolation_level = None
    connection.execute("PRAGMA secure_delete=ON")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options()["begin"])
