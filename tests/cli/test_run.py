"""`run`, as a process of its own: it comes up, says how it is, stops when asked to, and refuses what it must."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.storage import migration
from bot.storage.keyring import Keyring

ROOT = Path(__file__).parents[2]
TICK_SECONDS = 0.05


async def _started(workspace: Workspace, api_url: str, database_url: str) -> asyncio.subprocess.Process:
    environment = {
        **os.environ,
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "ENCRYPTION_KEYS": Keyring.new_key(),
        "DATABASE_URL": database_url,
        "PORT": "0",
        "LOG_FORMAT": "json",
    }
    command = (sys.executable, "-m", "bot", "run")
    return await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )


async def _line(process: asyncio.subprocess.Process, event: str) -> dict[str, Any]:
    """The first log line that tells of the event."""
    assert process.stderr
    while raw := await process.stderr.readline():
        line: dict[str, Any] = json.loads(raw)
        if line["event"] == event:
            return line
    raise AssertionError(f"It ended without saying “{event}”.")


async def _within(seconds: float, ended: asyncio.Future[Any]) -> None:
    """Wait no longer than that, by a clock that goes slow with the machine: a busy one has the bot stop later."""
    for _ in range(int(seconds / TICK_SECONDS)):
        await asyncio.sleep(TICK_SECONDS)
        if ended.done():
            return
    raise AssertionError(f"It has not come to its end in {seconds} seconds.")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_makes_its_database_comes_up_and_stops_within_ten_seconds(
    tmp_path: Path, number: signal.Signals
) -> None:
    url = f"sqlite:///{tmp_path}/new/drumbeat.db"
    async with asyncio.timeout(180), SandboxServer(workspace := Workspace(SystemClock())) as server:
        process = await _started(workspace, server.api_url, url)
        assert (await _line(process, "running"))["socket"] is True
        process.send_signal(number)
        ended = asyncio.gather(process.stderr.read(), process.wait())  # type: ignore[union-attr]
        await _within(10, ended)
        rest, _ = await ended
    assert process.returncode == 0, rest.decode()
    assert migration.is_current(url)


async def test_a_stale_postgresql_is_refused_with_the_command_to_run(postgres_url: str) -> None:
    await asyncio.to_thread(migration.downgrade, postgres_url)
    async with asyncio.timeout(60), SandboxServer(workspace := Workspace(SystemClock())) as server:
        process = await _started(workspace, server.api_url, postgres_url)
        _, told = await process.communicate()
    assert process.returncode == 2
    assert "python -m bot migrate" in told.decode().splitlines()[-1]
