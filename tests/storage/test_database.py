"""A transaction is all or nothing, reading writes nothing, and nobody waits for a turn without end."""

import asyncio
import sqlite3
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.people.models import Absence, Person, Standing, Workspace
from bot.slack.models import Draft, Received
from bot.storage import database as module
from bot.storage.database import Database, database_now, is_reachable
from bot.storage.keyring import Keyring
from bot.storage.once import insert_once

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def _keys(database: Database) -> list[str]:
    async with database.reading() as session:
        return list(await session.scalars(select(Received.key).order_by(Received.key)))


async def _write_and_fail(database: Database) -> None:
    async with database.transaction() as session:
        assert await insert_once(session, Received, key="a", at=NOW)
        raise ZeroDivisionError


async def test_a_block_that_ends_well_is_kept(database: Database) -> None:
    async with database.transaction() as session:
        session.add_all([Received(key="a", at=NOW), Received(key="b", at=NOW)])
    assert await _keys(database) == ["a", "b"]


async def test_a_block_that_fails_leaves_nothing_and_gives_the_turn_back(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_and_fail(database)
    async with database.transaction() as session:
        session.add(Received(key="b", at=NOW))
    assert await _keys(database) == ["b"]


async def test_a_block_that_is_cancelled_leaves_nothing_and_gives_the_turn_back(database: Database) -> None:
    inside = asyncio.Event()

    async def work() -> None:
        async with database.transaction() as session:
            session.add(Received(key="a", at=NOW))
            await session.flush()
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with database.transaction() as session:
        session.add(Received(key="b", at=NOW))
    assert await _keys(database) == ["b"]


async def test_reading_keeps_nothing_that_was_written_in_it(database: Database) -> None:
    async with database.reading() as session:
        session.add(Received(key="a", at=NOW))
        await session.flush()
    assert await _keys(database) == []


async def test_rows_that_were_read_stay_readable_afterwards(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Received(key="a", at=NOW))
    async with database.reading() as session:
        row = (await session.scalars(select(Received))).one()
    assert row.key == "a"


async def test_reading_sees_one_state_while_others_write(sqlite_url: str) -> None:
    database = Database.open(sqlite_url, Keyring([Keyring.new_key()]))
    async with database.reading() as before:
        assert await before.scalar(select(func.count()).select_from(Received)) == 0
        async with database.transaction() as session:
            session.add(Received(key="a", at=NOW))
        assert await before.scalar(select(func.count()).select_from(Received)) == 0
    assert await _keys(database) == ["a"]
    await database.close()


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as session:
            session.add(Received(key=f"{number:02}", at=NOW))

    await asyncio.gather(*(write(number) for number in range(40)))
    assert len(await _keys(database)) == 40


async def test_a_writer_whose_turn_does_not_come_gives_up(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TURN_SECONDS", 0.05)
    database = Database.open(sqlite_url, Keyring([Keyring.new_key()]))
    async with database.transaction():
        with pytest.raises(TimeoutError):
            async with database.transaction():
                raise AssertionError("two writers at once")
    async with database.transaction() as session:
        session.add(Received(key="a", at=NOW))
    assert await _keys(database) == ["a"]
    await database.close()


async def test_a_form_waits_for_one_piece_of_work_at_most_and_no_work_gives_up_for_being_one_of_many(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TURN_SECONDS", 0.3)
    database = Database.open(sqlite_url, Keyring([Keyring.new_key()]))
    came: list[str] = []

    async def work(number: int) -> None:
        async with database.work() as session:
            session.add(Received(key=f"work {number}", at=NOW))
            await session.flush()
            await asyncio.sleep(0.1)  # a slow disk
        came.append("work")

    async def form() -> None:
        async with database.transaction() as session:
            session.add(Received(key="form", at=NOW))
        came.append("form")

    working = [asyncio.create_task(work(number)) for number in range(8)]
    await asyncio.sleep(0.05)
    await asyncio.gather(form(), *working)
    assert came.index("form") <= 2
    assert len(await _keys(database)) == 9
    await database.close()


async def test_a_file_that_another_process_holds_is_given_up_in_time(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TURN_SECONDS", 0.05)
    mine, theirs = (Database.open(sqlite_url, Keyring([Keyring.new_key()])) for _ in range(2))
    async with theirs.transaction() as session:
        session.add(Received(key="a", at=NOW))
        await session.flush()
        with pytest.raises(DBAPIError, match="locked"):
            await _write_and_fail(mine)
    await mine.close()
    await theirs.close()


def test_each_connection_is_set_up_whatever_it_was_built_with(tmp_path: Path) -> None:
    careless = {"secure_delete": 0, "journal_mode": "delete", "synchronous": 0, "foreign_keys": 0}
    connection = sqlite3.connect(tmp_path / "plain.sqlite")
    for name, value in careless.items():
        connection.execute(f"PRAGMA {name}={value}")
    module._tune_sqlite(connection, None)
    found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in careless}
    connection.close()
    assert found == {"secure_delete": 1, "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


async def test_a_row_about_nobody_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        async with database.transaction() as session:
            session.add(Absence(person_id=4711, first=NOW.date(), last=NOW.date()))


async def test_an_error_of_the_database_repeats_nothing_that_was_written(database: Database) -> None:
    with pytest.raises(IntegrityError) as refused:
        async with database.transaction() as session:
            session.add(Draft(person_id=4711, form="canary", created_at=NOW))
    assert "canary" not in str(refused.value)


async def test_the_database_s_clock_is_aware_and_goes_on(database: Database) -> None:
    async with database.reading() as session:
        first = await database_now(session)
        second = await database_now(session)
    assert first.tzinfo is UTC
    assert timedelta(0) <= second - first < timedelta(seconds=5)


async def test_a_database_that_answers_is_reachable(database: Database) -> None:
    assert await is_reachable(database)


async def test_the_same_row_is_written_once_and_says_which_call_did_it(database: Database) -> None:
    async with database.transaction() as session:
        assert await insert_once(session, Received, key="a", at=NOW)
        assert not await insert_once(session, Received, key="a", at=NOW + timedelta(days=1))
    async with database.transaction() as session:
        assert not await insert_once(session, Received, key="a", at=NOW)
    async with database.reading() as session:
        assert (await session.scalars(select(Received.at))).one() == NOW


async def test_of_ten_who_write_the_same_row_at_once_one_did_it(database: Database) -> None:
    async def write() -> bool:
        async with database.transaction() as session:
            return await insert_once(session, Received, key="a", at=NOW)

    assert sorted(await asyncio.gather(*(write() for _ in range(10)))) == [False] * 9 + [True]


async def test_a_row_that_was_rolled_back_can_be_written_again(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        await _write_and_fail(database)
    async with database.transaction() as session:
        assert await insert_once(session, Received, key="a", at=NOW)


async def test_what_is_not_said_gets_its_default(database: Database) -> None:
    async with database.transaction() as session:
        workspace = Workspace(slack_id="T1", bot_user="U0")
        session.add(workspace)
        await session.flush()
        named = {"slack_id": "U1", "name": "Ana", "zone": ZoneInfo("UTC"), "standing": Standing.MEMBER}
        assert await insert_once(session, Person, workspace_id=workspace.id, **named)
        assert (await session.scalars(select(Person.working_week))).one() == "mon,tue,wed,thu,fri"


async def _change(database: Database, days: int, meanwhile: Awaitable[None] | None = None) -> None:
    async with database.transaction() as session:
        await session.execute(update(Received).values(at=NOW + timedelta(days=days)))
        if meanwhile is not None:
            await meanwhile


async def test_one_that_hangs_in_the_middle_keeps_nothing_locked_on_a_server(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.1)
    hanging, other = (Database.open(postgres_url, Keyring([Keyring.new_key()])) for _ in range(2))
    async with other.transaction() as session:
        assert await insert_once(session, Received, key="a", at=NOW)
    with pytest.raises(DBAPIError):
        await _change(hanging, 1, meanwhile=_change(other, 2))
    async with other.reading() as session:
        assert await session.scalar(select(Received.at)) == NOW + timedelta(days=2)
    await hanging.close()
    await other.close()
