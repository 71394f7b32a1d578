"""No statement of a beat reads a table from its beginning to its end, whatever is in it."""

import re
import sqlite3
from contextlib import closing
from typing import Any

from sqlalchemy import event

from benchmarks.filling import NOW, TURNS, Crowd, fill, make_due
from bot.application import Application
from bot.config import read_settings
from bot.sandbox.clock import MovableClock
from bot.storage.keyring import Keyring

READS_ALL_OF_IT = frozenset({"workspaces", "teams", "lanes", "question_changes"})
"""Few rows for each workspace, however many series there are."""
WHOLE = re.compile(r"SCAN ((?!CONSTANT)\w+)(?! USING)|SEARCH (\w+) USING .*\(workspace_id=\?\)$")
OF_FEW = "ix_posts_sending"


async def test_every_statement_of_a_beat_is_answered_by_an_index(sqlite_url: str) -> None:
    key, ran = Keyring.new_key(), dict[str, Any]()
    fill(sqlite_url, Keyring([key]), Crowd(TURNS, people=TURNS // 5))
    make_due(sqlite_url, TURNS, 0, 1)
    settings = read_settings({"DATABASE_URL": sqlite_url, "ENCRYPTION_KEYS": key})
    async with Application.build(settings, MovableClock(NOW)) as bot:

        def run(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
            ran[statement] = parameters

        event.listen(bot.database.engine.sync_engine, "before_cursor_execute", run)
        await bot.beat()
        await bot.lanes.drive()
    with closing(sqlite3.connect(sqlite_url.partition("///")[2])) as connection:
        scanned = {statement: _scanned(connection, statement, given) for statement, given in ran.items()}
    assert len(ran) > 15
    assert {statement: found for statement, found in scanned.items() if found - READS_ALL_OF_IT} == {}


def _scanned(connection: sqlite3.Connection, statement: str, parameters: Any) -> set[str]:
    """The tables that a statement goes through whole, or over all that a workspace has in it."""
    if statement.startswith("BEGIN"):
        return set()
    steps = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    return {found[1] or found[2] for step in steps if (found := WHOLE.match(step)) and OF_FEW not in step}
