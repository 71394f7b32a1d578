"""What the project needs is declared, used, and locked with hashes."""

import re
import sys
import tomllib

import pytest

from tests.architecture.source import ROOT, modules

LOCKS = ("requirements.lock", "requirements-dev.lock")
IMPORTED_AS = {"python-dateutil": "dateutil"}
NEEDED_AT_RUN_TIME = {
    "aiosqlite": "SQLAlchemy's driver for SQLite",
    "greenlet": "SQLAlchemy's asyncio extension runs on it",
    "psycopg": "SQLAlchemy's driver for PostgreSQL",
    "python-dotenv": "pydantic-settings reads .env with it",
    "tzdata": "zoneinfo's data where the machine has none",
}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement)[0].lower()


def _imported_name(requirement: str) -> str:
    name = _name(requirement)
    return IMPORTED_AS.get(name, name.replace("-", "_"))


DECLARED = PROJECT["dependencies"]
IMPORTED = {name.partition(".")[0] for module in modules("bot", "migrations") for name in module.imported}


def unlocked(text: str) -> list[str]:
    """The requirements of a lock file without an exact version and a hash, and every address in it."""
    entries = [entry.replace("\\\n", " ") for entry in re.split(r"\n(?! )", text.strip())]
    return [entry for entry in entries if not _is_locked(entry)]


def _is_locked(entry: str) -> bool:
    return bool(re.match(r"[\w.\-]+==[\w.+]+ ", entry)) and "--hash=sha256:" in entry and ":/" not in entry


def locked_names(text: str) -> set[str]:
    """The packages a lock file pins."""
    return {_name(line) for line in text.splitlines() if "==" in line}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_a_version_and_hashes_and_no_address(lock: str) -> None:
    assert not unlocked((ROOT / lock).read_text())


@pytest.mark.parametrize(
    "planted",
    ["aiohttp>=3 \\\n    --hash=sha256:00\n", "aiohttp==3.1\n", "--extra-index-url file:///wheels\n"],
)
def test_an_unlocked_line_is_reported(planted: str) -> None:
    assert unlocked("good==1.0 \\\n    --hash=sha256:00\n" + planted) != []


def test_both_lock_files_hold_what_is_declared() -> None:
    for_running, for_developers = (locked_names((ROOT / lock).read_text()) for lock in LOCKS)
    declared = {_name(requirement) for requirement in DECLARED}
    developed_with = {_name(requirement) for requirement in PROJECT["optional-dependencies"]["dev"]}
    assert declared <= for_running
    assert for_running | developed_with <= for_developers


def test_every_dependency_is_imported_or_needed_at_run_time_for_a_reason_given_here() -> None:
    idle = {_name(requirement) for requirement in DECLARED if _imported_name(requirement) not in IMPORTED}
    assert idle - NEEDED_AT_RUN_TIME.keys() == set()
    assert NEEDED_AT_RUN_TIME.keys() <= {_name(requirement) for requirement in DECLARED}


def test_every_package_the_bot_imports_is_declared() -> None:
    declared = {_imported_name(requirement) for requirement in DECLARED}
    assert {"bot", "migrations"} | declared | sys.stdlib_module_names >= IMPORTED
