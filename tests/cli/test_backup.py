"""`backup` and `restored` as somebody at a terminal sees them."""

import asyncio
import shutil
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.people.models import Workspace
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from tests.cli.conftest import Run


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch, sqlite_url: str, key: str) -> Path:
    """The file of an embedded database with something in it that is encrypted."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("ENCRYPTION_KEYS", key)

    async def fill() -> None:
        database = Database.open(sqlite_url, Keyring([key]))
        async with database.transaction() as session:
            session.add(Workspace(slack_id="T1", bot_user="U1", bot_token="a secret"))  # noqa: S106 no real one
        await database.close()

    asyncio.run(fill())
    return Path(make_url(sqlite_url).database or "")


def test_a_backup_says_what_is_in_it_and_never_content(run: Run, embedded: Path, tmp_path: Path) -> None:
    done = run("backup", str(tmp_path / "copy.db"))
    assert done.exit_code == 0
    assert "checked. In it: 1 workspaces, 0 people" in done.output
    assert "secret" not in done.output
    again = run("backup", str(tmp_path / "copy.db"))
    assert (again.exit_code, again.output) == (
        1,
        f"{tmp_path / 'copy.db'} is there already; nothing was written.\n",
    )


def test_there_has_to_be_something_to_copy_and_somewhere_to_put_it(
    run: Run, embedded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nothing was written" in run("backup", str(tmp_path / "nowhere" / "copy.db")).output
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert run("backup", str(tmp_path / "copy.db")).output == f"There is no database at {tmp_path}/none.db.\n"


def test_on_postgresql_its_own_program_is_named_and_no_password(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://drumbeat:hunter2@db/drumbeat")
    done = run("backup", "copy.dump")
    assert done.exit_code == 1
    command = "pg_dump --format=custom --file=copy.dump --dbname='postgresql://drumbeat@db/drumbeat'"
    assert done.output.endswith(f"  {command}\n")


def test_a_backup_in_place_is_refused_until_restored_has_been_said(
    run: Run, embedded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, token in (("SLACK_BOT_TOKEN", "xoxb-1"), ("SLACK_APP_TOKEN", "xapp-1")):
        monkeypatch.setenv(name, token)
    run("backup", str(tmp_path / "copy.db"))
    shutil.copyfile(tmp_path / "copy.db", embedded)
    refused = run("run")
    assert refused.exit_code == 2
    assert refused.output.endswith("First run: python -m bot restored\n")
    monkeypatch.delenv("ENCRYPTION_KEYS")
    assert run("restored").output.startswith("ENCRYPTION_KEYS is not set")
    monkeypatch.setenv("ENCRYPTION_KEYS", Keyring.new_key())
    assert "No key in ENCRYPTION_KEYS opens 1 texts" in run("restored").output


def test_restored_says_what_comes_next(run: Run, embedded: Path, tmp_path: Path) -> None:
    run("backup", str(tmp_path / "copy.db"))
    shutil.copyfile(tmp_path / "copy.db", embedded)
    done = run("restored")
    assert (done.exit_code, done.output.partition(" posts")[0]) == (0, "0")
