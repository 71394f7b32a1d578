"""The way from an empty database to the newest one and back, on SQLite and on PostgreSQL."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import OperationalError

from bot.errors import StaleSchema
from bot.storage import migration
from bot.storage.schema import complete_metadata
from tests.postgres import Server

ROOT = Path(__file__).parents[2]
UPGRADE = "import sys; from bot.storage.migration import upgrade; upgrade(sys.argv[1])"


@pytest.fixture
def empty_postgres(postgres_server: Server) -> Iterator[str]:
    """A PostgreSQL database that nobody has migrated."""
    postgres_server.run("CREATE DATABASE empty")
    yield postgres_server.url("empty")
    postgres_server.run("DROP DATABASE empty WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that nobody has migrated, on each kind."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/not yet/there/drumbeat.db"
    url: str = request.getfixturevalue("empty_postgres")
    return url


def _tables(url: str) -> set[str]:
    engine = create_engine(url.replace("+aiosqlite", ""))
    with engine.connect() as connection:
        found = set(inspect(connection).get_table_names())
    engine.dispose()
    return found - {"alembic_version"}


def _change(url: str, statement: str) -> None:
    engine = create_engine(url.replace("+aiosqlite", ""))
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_an_empty_database_gets_every_table_and_is_current(empty_url: str) -> None:
    assert not migration.is_current(empty_url)
    migration.upgrade(empty_url)
    assert migration.current(empty_url) == migration.newest()
    assert _tables(empty_url) == set(complete_metadata().tables)


def test_the_way_back_leaves_no_table(database_url: str) -> None:
    migration.downgrade(database_url)
    assert _tables(database_url) == set()
    assert migration.current(database_url) is None


def test_what_went_back_can_come_again(database_url: str) -> None:
    migration.downgrade(database_url)
    migration.upgrade(database_url)
    assert migration.is_current(database_url)


def test_a_migrated_database_looks_exactly_like_the_models(database_url: str) -> None:
    assert migration.differences(database_url) == []


def test_a_column_that_the_models_do_not_know_is_a_difference(database_url: str) -> None:
    _change(database_url, "ALTER TABLE lanes ADD COLUMN surprise INTEGER")
    [difference] = migration.differences(database_url)
    assert difference[0] == "remove_column"


def test_migrating_twice_does_nothing_the_second_time(empty_url: str) -> None:
    migration.upgrade(empty_url)
    migration.upgrade(empty_url)
    assert migration.is_current(empty_url)


def test_four_processes_that_migrate_at_once_all_succeed(empty_url: str) -> None:
    commands = [[sys.executable, "-c", UPGRADE, empty_url]] * 4
    running = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for command in commands]
    errors = [process.communicate()[1].decode() for process in running]
    assert [process.returncode for process in running] == [0, 0, 0, 0], errors
    assert migration.is_current(empty_url)


def test_a_file_is_locked_before_its_version_is_looked_at(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migration, "SECONDS_TO_WAIT", 0)
    engine = create_engine(sqlite_url.replace("+aiosqlite", ""))
    with engine.connect() as other_process:
        other_process.exec_driver_sql("BEGIN IMMEDIATE")
        with pytest.raises(OperationalError, match="locked"):
            migration.upgrade(sqlite_url)
    engine.dispose()


def test_an_embedded_file_is_brought_up_to_date_by_itself(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/drumbeat.db"
    migration.make_ready(url)
    assert migration.is_current(url)


def test_a_stale_postgresql_is_refused_with_the_command_to_run(empty_postgres: str) -> None:
    with pytest.raises(StaleSchema, match="python -m bot migrate"):
        migration.make_ready(empty_postgres)
    assert _tables(empty_postgres) == set()


def test_a_current_postgresql_is_ready(postgres_url: str) -> None:
    migration.make_ready(postgres_url)


def test_a_database_from_a_newer_version_is_left_alone(database_url: str) -> None:
    _change(database_url, "UPDATE alembic_version SET version_num = 'from the future'")
    with pytest.raises(StaleSchema, match="another version of Drumbeat"):
        migration.upgrade(database_url)
    assert not migration.is_current(database_url)


def test_asking_for_the_version_does_not_wait_for_a_writer(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url.replace("+aiosqlite", ""))
    with engine.connect() as writer:
        writer.exec_driver_sql("BEGIN IMMEDIATE")
        assert migration.is_current(sqlite_url)
    engine.dispose()
