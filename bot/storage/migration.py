"""The database's version: what it is, what the code needs, and the way from one to the other.

All of it is synchronous, as Alembic is: asynchronous code calls it through `asyncio.to_thread`.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine, make_url

from bot.errors import StaleSchema
from bot.storage.backup import is_copy, unmark
from bot.storage.schema import complete_metadata

SCRIPTS = Path(__file__).parents[2] / "migrations"
SYNC_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}
# Any number will do, as long as every process of this bot asks for the same one.
LOCK = 7_465_636_865
SECONDS_TO_WAIT = 60


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database up to a revision, all in one transaction or not at all.

    Processes that try at once take turns, and the later ones find nothing left to do. Refuses with `StaleSchema`
    a database at a version this code does not know.
    """
    with _locked(url) as connection, _refusing_the_unknown():
        command.upgrade(_config(connection), revision)


def downgrade(url: str, revision: str = "base") -> None:
    """Take the database back to a revision; with it goes what the later tables and columns held."""
    with _locked(url) as connection, _refusing_the_unknown():
        command.downgrade(_config(connection), revision)


def current(url: str) -> str | None:
    """The revision the database is at; None when it has never been migrated."""
    with _connected(url) as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """The revision this code needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


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
    with _connected(url) as connection:
        options = {"compare_type": True, "render_as_batch": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), complete_metadata()))


def write_revision(message: str) -> None:
    """Write the next revision from what the models have and the newest revision has not; needs no database."""
    number = len(list(ScriptDirectory.from_config(_config()).walk_revisions())) + 1
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/newest.sqlite"
        upgrade(url)
        with _locked(url) as connection:
            command.revision(_config(connection), message, autogenerate=True, rev_id=f"{number:04}")


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


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
    with _connected(url, begin="BEGIN IMMEDIATE") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


@contextmanager
def _refusing_the_unknown() -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        raise StaleSchema(
            f"{error}. The database was made by another version of Drumbeat: run that one, or a newer one."
        ) from error


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
