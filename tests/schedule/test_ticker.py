"""What a beat costs, and what is left in the logs when a turn fails."""

import io
import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from bot.operations.logs import configure_logs
from bot.sandbox.clock import MovableClock
from bot.schedule.moments import MomentKind, Ritual, Turn
from bot.schedule.ticker import Ticker, series_source
from bot.storage.database import Database
from tests.schedule.toy import (
    AFTER,
    BEFORE,
    MONDAY,
    START,
    TUESDAY,
    Toy,
    about,
    add_series,
    add_workspace,
    due_times,
    series_of,
)

HOUR = timedelta(hours=1)
NEXT_WEEK = TUESDAY + timedelta(weeks=1)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Every statement that the database is sent within the block."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def test_what_is_not_due_costs_a_beat_nothing(database: Database) -> None:
    workspace_id = await add_workspace(database)
    toy, clock = Toy(), MovableClock(MONDAY + HOUR)
    ticker = Ticker(database, clock, [series_source({"toy": toy.ritual})])
    await add_series(database, workspace_id)
    with counted(database) as alone:
        assert await ticker.beat() == 1
    with counted(database) as idle:
        assert await ticker.beat() == 0
    for _ in range(30):
        await add_series(database, workspace_id, now=clock.now(), zone="America/Los_Angeles", first=NEXT_WEEK)
    with counted(database) as crowded:
        assert await ticker.beat() == 0
    assert len(crowded) == len(idle) == 1
    clock.set(clock.now() + timedelta(hours=24))
    with counted(database) as due:
        assert await ticker.beat() == 1
    assert len(due) < 2 * len(alone)


@pytest.fixture
async def logged() -> AsyncIterator[io.StringIO]:
    stream, root = io.StringIO(), logging.getLogger()
    before = list(root.handlers), root.level
    configure_logs("INFO", "json", stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    logging.getLogger("bot").setLevel(logging.NOTSET)


async def test_a_failing_turn_is_logged_without_what_people_wrote(database: Database, logged: io.StringIO) -> None:
    async def fail(turn: Turn) -> None:
        topic = "Ana wants to leave"
        raise ValueError(f"cannot show {topic}")

    kinds = tuple(MomentKind(name, None, fail) for name in (BEFORE, START, AFTER))
    series_id = await add_series(database, await add_workspace(database))
    source = series_source({"toy": Ritual("toy", kinds, due_times, about, series_of)})
    ticker = Ticker(database, MovableClock(MONDAY + HOUR), [source])
    assert await ticker.guarded_beat() == 0
    text = logged.getvalue()
    assert "turn failed" in text
    assert f'"row": {series_id}' in text
    assert "ValueError" in text
    assert "leave" not in text


async def test_a_database_that_is_busy_for_a_moment_makes_nobodys_moment_minutes_late(database: Database) -> None:
    busy = True

    async def begin(turn: Turn) -> None:
        if busy:
            raise OperationalError("UPDATE", None, Exception("database is locked"))

    kinds = tuple(MomentKind(name, None, begin) for name in (BEFORE, START, AFTER))
    await add_series(database, await add_workspace(database))
    clock = MovableClock(MONDAY + HOUR)
    ticker = Ticker(database, clock, [series_source({"toy": Ritual("toy", kinds, due_times, about, series_of)})])
    assert await ticker.beat() == 0
    busy = False
    clock.advance(timedelta(seconds=11))
    assert await ticker.beat() == 1
