"""The commands as somebody at a terminal sees them: what they print, and the code they end with."""

import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.storage import migration
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_help_names_every_command(run: Run) -> None:
    printed = run("--help").output
    assert all(name in printed for name in ("run", "migrate", "manifest", "doctor", "upcoming", "keygen"))


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, bot.cli.program; print(sorted({'sqlalchemy', 'slack_bolt', 'aiohttp'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_run_names_every_mistake_at_once_and_ends_with_two(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEAT_SECONDS", "soon")
    done = run("run")
    assert done.exit_code == 2
    names = ("BEAT_SECONDS", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "ENCRYPTION_KEYS")
    assert all(name in done.output for name in names)


def test_keygen_prints_a_key_that_works(run: Run) -> None:
    Fernet(run("keygen").output.strip())


@pytest.mark.usefixtures("environment")
def test_migrate_says_where_the_database_came_from_and_went(run: Run, database_url: str) -> None:
    migration.downgrade(database_url)
    assert run("migrate", "--check").exit_code == 1
    assert f"went from None to {migration.newest()}" in run("migrate").output
    assert run("migrate", "--check").exit_code == 0
    assert f"is at {migration.newest()}" in run("migrate").output


def test_migrate_says_in_a_sentence_that_the_database_does_not_answer(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    done = run("migrate")
    assert (done.exit_code, done.output) == (
        1,
        "The database in DATABASE_URL does not answer. Is the address right, and is it running?\n",
    )


def test_manifest_check_ends_with_one_and_a_sentence_when_out_of_step(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "docs").mkdir()
    monkeypatch.setattr("bot.cli.manifest.ROOT", tmp_path)
    stale = run("manifest", "--check")
    assert stale.exit_code == 1
    assert stale.output.startswith("Out of step with the code: manifest.json and docs/commands.md.")
    assert run("manifest").output == "Wrote manifest.json and docs/commands.md.\n"
    assert run("manifest", "--check").exit_code == 0


def test_the_committed_manifest_and_commands_are_in_step_with_the_code(run: Run) -> None:
    assert run("manifest", "--check").output == "manifest.json and docs/commands.md are in step.\n"
