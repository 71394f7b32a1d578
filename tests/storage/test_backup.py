"""A backup holds every write that was acknowledged before it, though others go on writing while it is taken."""

import asyncio
import os
import sqlite3
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.people.models import Workspace
from bot.storage import backup
from bot.storage.backup import back_up, is_copy, unmark
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.storage.migration import newest
from bot.storage.reencryption import unreadable
from tests.postgres import Server, binaries

WRITERS, BEFORE, AFTER = 4, 15, 10
Copy = Callable[[str, Path], str]


def copied_file(url: str, folder: Path) -> str:
    back_up(Path(make_url(url).database or ""), folder / "copy.db")
    return f"sqlite+aiosqlite:///{folder / 'copy.db'}"


@pytest.fixture
def copied(database_url: str, request: pytest.FixtureRequest) -> Copy:
    """Takes a backup of the database and puts it in place of another, as docs/operations.md says."""
    if make_url(database_url).get_backend_name() == "sqlite":
        return copied_file
    server: Server = request.getfixturevalue("postgres_server")

    def dumped(url: str, folder: Path) -> str:
        server.run("CREATE DATABASE put_back")
        request.addfinalizer(lambda: server.run("DROP DATABASE put_back WITH (FORCE)"))
        where = [f"--host={server.folder}", "--username=drumbeat"]
        database, file = make_url(url).database, str(folder / "copy.dump")
        programs = binaries()
        run = [programs / "pg_dump", *where, "--format=custom", f"--file={file}", f"--dbname={database}"]
        subprocess.run(run, check=True)
        run = [programs / "pg_restore", *where, "--exit-on-error", "--dbname=put_back", file]
        subprocess.run(run, check=True)
        return server.url("put_back")

    return dumped


async def write(database: Database, writer: int, acknowledged: set[str], some: asyncio.Event) -> None:
    """One workspace after the other, each with a token that is kept encrypted."""
    for number in range(BEFORE + AFTER):
        name = f"T{writer}-{number}"
        async with database.transaction() as session:
            session.add(Workspace(slack_id=name, bot_user="U", bot_token=f"token of {name}"))
        acknowledged.add(name)
        if number == BEFORE:
            some.set()


async def test_what_was_acknowledged_before_it_is_in_it_and_can_be_read(
    database_url: str, copied: Copy, tmp_path: Path
) -> None:
    keys = Keyring([Keyring.new_key()])
    database, acknowledged, some = Database.open(database_url, keys), set[str](), asyncio.Event()
    writers = [asyncio.create_task(write(database, one, acknowledged, some)) for one in range(WRITERS)]
    await some.wait()
    before = set(acknowledged)
    url = await asyncio.to_thread(copied, database_url, tmp_path)
    await asyncio.gather(*writers)
    await database.close()
    restored = Database.open(url, keys)
    async with restored.reading() as session:
        found = dict((await session.execute(select(Workspace.slack_id, Workspace.bot_token))).all())
    assert before - found.keys() == set()
    assert {name: token for name, token in found.items() if token != f"token of {name}"} == {}
    assert await unreadable(restored) == 0
    await restored.close()
    others = Database.open(url, Keyring([Fernet.generate_key().decode()]))
    assert await unreadable(others) == len(found), "which `doctor` tells"
    await others.close()


def test_it_is_whole_counted_marked_and_only_its_owners_to_read(sqlite_url: str, tmp_path: Path) -> None:
    live, file = Path(make_url(sqlite_url).database or ""), tmp_path / "copy.db"
    made = back_up(live, file)
    assert (made.version, made.size, made.counts["people"]) == (newest(), file.stat().st_size, 0)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert (is_copy(file), is_copy(live)) == (True, False)
    unmark(file)
    assert not is_copy(file)
    assert sorted(os.listdir(tmp_path)) == ["copy.db", live.name]


def test_nothing_is_written_over_and_nothing_half_made_is_left(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, file = Path(make_url(sqlite_url).database or ""), tmp_path / "copy.db"
    file.write_text("somebody's")
    with pytest.raises(FileExistsError):
        back_up(live, file)
    assert file.read_text() == "somebody's"
    monkeypatch.setitem(backup.COUNTED, "none", "no_such_table")
    with pytest.raises(sqlite3.Error):
        back_up(live, tmp_path / "other.db")
    with pytest.raises(sqlite3.Error):
        back_up(tmp_path / "nowhere.db", tmp_path / "third.db")
    assert sorted(os.listdir(tmp_path)) == ["copy.db", live.name]
