"""A connection to SQLite goes to its thread once a statement, and leaves nothing locked whoever gives up."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from threading import get_ident

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.keyring import Keyring

BEGIN = "BEGIN IMMEDIATE"


@pytest.fixture
async def opened(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database.open(sqlite_url, Keyring([Keyring.new_key()]))
    yield database
    await database.close()


@pytest.fixture
def other_process(sqlite_url: str) -> Iterator[sqlite3.Connection]:
    file = sqlite_url.partition("///")[2]
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0, check_same_thread=False)) as connection:
        yield connection


async def test_who_gives_up_while_waiting_for_the_lock_leaves_nothing_locked(
    opened: Database, other_process: sqlite3.Connection
) -> None:
    async def write() -> None:
        async with opened.transaction() as session:
            await session.execute(text("SELECT 1"))

    await write()
    other_process.execute(BEGIN)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(write(), 0.02)
    other_process.execute("ROLLBACK")
    await write()
    other_process.execute(BEGIN)


async def test_who_gives_up_in_the_middle_of_a_transaction_leaves_nothing_locked(
    opened: Database, other_process: sqlite3.Connection
) -> None:
    async def write_for_ever() -> None:
        async with opened.transaction() as session:
            await session.execute(text("INSERT INTO inbox (key, at) VALUES ('a', '2026-03-02')"))
            await asyncio.Event().wait()

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(write_for_ever(), 0.05)
    assert other_process.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
    other_process.execute(BEGIN)


async def test_a_writer_waits_in_another_thread_and_does_its_work_in_the_loops_own(opened: Database) -> None:
    threads: list[int] = []
    async with opened.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        assert driver is not None
        await driver.create_function("thread", 0, get_ident)
        for begin in ("BEGIN", BEGIN):
            await driver.run("execute", begin)
            rows, _ = await driver.run("execute", "SELECT thread()")
            threads.append(rows[0][0])
            await driver.rollback()
    assert threads[0] != get_ident()
    assert threads[1] == get_ident()


async def test_what_was_committed_is_not_taken_back_when_the_connection_is_given_back(opened: Database) -> None:
    async with opened.transaction() as session:
        await session.execute(text("INSERT INTO inbox (key, at) VALUES ('a', '2026-03-02')"))
    async with opened.reading() as session:
        assert await session.scalar(text("SELECT count(*) FROM inbox")) == 1
