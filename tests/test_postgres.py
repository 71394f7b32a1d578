"""The tests' own databases: real, empty, separate, and gone afterwards."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.conftest import LeavesThisMachine
from tests.postgres import NoPostgres, Server, _from_wheel, binaries, running

ROOT = Path(__file__).parents[1]
UNTIL_KILLED = """
from tests.postgres import binaries, running
with running(binaries()) as server:
    print(server.folder, flush=True)
    input()
"""


async def _scalar(url: str, statement: str) -> object:
    engine = create_async_engine(url)
    try:
        async with engine.begin() as connection:
            return (await connection.execute(text(statement))).scalar()
    finally:
        await engine.dispose()


async def test_every_test_gets_a_migrated_database_with_no_people(database_url: str) -> None:
    assert await _scalar(database_url, "SELECT count(*) FROM alembic_version") == 1


@pytest.mark.parametrize("turn", [1, 2])
async def test_what_one_test_writes_no_other_test_sees(postgres_url: str, turn: int) -> None:
    engine = create_async_engine(postgres_url)
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE mark (turn integer)"))
    await engine.dispose()


def test_the_wheel_brings_a_postgresql_where_the_machine_has_none() -> None:
    with running(_from_wheel()[0]) as server, server.connection() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_folder_without_postgresql_is_a_failure_with_a_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(NoPostgres, match="has no initdb and postgres"):
        binaries()


def test_no_server_and_no_folder_outlive_a_killed_test_run() -> None:
    run = subprocess.Popen(
        [sys.executable, "-c", UNTIL_KILLED], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert run.stdout
    assert run.stdin
    folder = Path(run.stdout.readline().decode().strip())
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    run.send_signal(signal.SIGKILL)
    run.wait()
    run.stdin.close()
    run.stdout.close()
    assert _soon(lambda: not folder.exists())
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_the_server_is_one_real_postgresql(postgres_server: Server) -> None:
    with postgres_server.connection() as connection:
        row = connection.execute("SHOW server_version_num").fetchone()
    assert row
    assert int(row[0]) >= 130000


def test_a_test_that_reaches_for_another_machine_is_stopped() -> None:
    with pytest.raises(LeavesThisMachine, match=r"slack\.com"):
        socket.getaddrinfo("slack.com", 443)
    with socket.socket() as way_out, pytest.raises(LeavesThisMachine):
        way_out.connect(("192.0.2.1", 443))


async def test_a_test_may_talk_to_itself_over_loopback() -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    async with server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.close()
        await writer.wait_closed()


def _soon(claim: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if claim():
            return True
        time.sleep(0.05)
    return False
