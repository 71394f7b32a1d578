"""A copy of an embedded database, whole and checked, taken while the bot goes on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

COUNTED = {
    "workspaces": "workspaces",
    "people": "persons",
    "teams": "teams",
    "series": "series",
    "occurrences": "occurrences",
    "posts": "posts",
}
# SQLite leaves this number to its users; Alembic keeps its own in a table.
IS_A_COPY = 1
WAIT_SECONDS = 60


@dataclass(frozen=True)
class Copied:
    """What a backup holds: its version, its size in bytes, and how many of what; never content."""

    version: str | None
    size: int
    counts: dict[str, int]


def back_up(database: Path, file: Path) -> Copied:
    """Copy a live SQLite database into a new file that only its owner may read.

    Everything that was committed before is in it, and of what is written meanwhile each transaction whole or not
    at all; what was erased is not. The file is there only when it is complete and was found sound, and marked as a
    copy. Refuses with `FileExistsError` to write over anything, with `sqlite3.Error` what cannot be copied.
    """
    if file.exists():
        raise FileExistsError(file)
    with _unfinished(file) as part:
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=rw", WAIT_SECONDS, uri=True)) as live:
            live.execute("VACUUM INTO ?", (str(part),))
        copied = _checked(part)
        os.link(part, file)  # unlike a rename, it refuses what is there by now
    return copied


def is_copy(database: Path) -> bool:
    """Whether this file is a backup that nothing was done about since it was made."""
    if not database.exists():
        return False
    with closing(sqlite3.connect(database)) as connection:
        return bool(connection.execute("PRAGMA user_version").fetchone()[0] == IS_A_COPY)


def unmark(database: Path) -> None:
    """From now on this is no copy but the database."""
    _mark(database, 0)


def _mark(database: Path, number: int) -> None:
    with closing(sqlite3.connect(database, WAIT_SECONDS, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {int(number)}")


@contextmanager
def _unfinished(file: Path) -> Iterator[Path]:
    part = file.with_name(f"{file.name}.part")
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield part
    finally:
        part.unlink()


def _checked(part: Path) -> Copied:
    _mark(part, IS_A_COPY)
    with closing(sqlite3.connect(part)) as copy:
        found = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if found != ["ok"] or copy.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.DatabaseError("the copy is not sound")
        versions = copy.execute("SELECT version_num FROM alembic_version").fetchone()
        counts = {name: _count(copy, table) for name, table in COUNTED.items()}
    _flush(part)
    return Copied(versions[0] if versions else None, part.stat().st_size, counts)


def _count(copy: sqlite3.Connection, table: str) -> int:
    counted: int = copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 names of ours
    return counted


def _flush(part: Path) -> None:
    with part.open("rb") as written:
        os.fsync(written.fileno())
