"""The bot as a process of its own, in a workspace that goes by the machine's clock."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from sqlalchemy import create_engine, text

from bot.catalogue import SURFACE
from bot.clock import SystemClock
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack.manifest import manifest

ROOT = Path(__file__).parents[2]


@dataclass
class Running:
    """A bot's process, the port it answers on, and all it has logged."""

    process: asyncio.subprocess.Process
    port: int
    lines: list[str] = field(default_factory=list)

    async def ask(self, path: str) -> tuple[int, str]:
        """What it answers to a GET."""
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.status, await answer.text()

    async def stopped(self, patience: float = 10) -> int:
        """Ask it to stop; its exit code, which must come within so many seconds."""
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(patience):
            return await self.process.wait()


async def _read(process: asyncio.subprocess.Process, running: Running, up: asyncio.Event) -> None:
    assert process.stderr
    while raw := await process.stderr.readline():
        running.lines.append(raw.decode())
        if '"running"' in running.lines[-1]:
            running.port = json.loads(running.lines[-1])["port"]
            up.set()
    up.set()


@asynccontextmanager
async def a_bot(
    workspace: Workspace,
    server: SandboxServer,
    url: str,
    key: str,
    program: Sequence[str] = ("bot", "run"),
    patience: float = 30,
    **more: str,
) -> AsyncIterator[Running]:
    """A process of the bot, up and running; killed at the end if it is still there.

    `program` is the module that is run, with its arguments, and comes up within `patience` seconds; `more` are
    settings, by default for Socket Mode.
    """
    mode = more or {"SLACK_APP_TOKEN": workspace.app_token}
    environment = (
        os.environ
        | mode
        | {
            "SLACK_API_URL": server.api_url,
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "ENCRYPTION_KEYS": key,
            "DATABASE_URL": url,
            "BEAT_SECONDS": "0.2",
            "HOST": "127.0.0.1",
            "PORT": "0",
            "LOG_FORMAT": "json",
        }
    )
    command = (sys.executable, "-m", *program)
    process = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    running, up = Running(process, 0), asyncio.Event()
    reading = asyncio.create_task(_read(process, running, up))
    try:
        async with asyncio.timeout(patience):
            await up.wait()
        assert running.port, "".join(running.lines)
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


@asynccontextmanager
async def a_workspace(*handles: str, zone: str = "Etc/UTC") -> AsyncIterator[tuple[Workspace, SandboxServer]]:
    """A workspace in which Ana, Bob, and these people are, all in one zone."""
    workspace = Workspace(SystemClock(), manifest=manifest(SURFACE))
    for handle in ("ana", "bob", *handles):
        workspace.add_person(handle, handle.capitalize(), zone=zone)
    async with SandboxServer(workspace) as server:
        yield workspace, server


async def is_ready(bot: Running, patience: float = 10) -> None:
    """Wait until the bot says that it is."""
    async with asyncio.timeout(patience):
        while (await bot.ask("/readyz"))[0] != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def works_every_day(url: str) -> None:
    """On whichever day the tests run, nobody is away; waits until the bot knows everybody."""
    engine = create_engine(url.replace("+aiosqlite", ""))
    while True:
        with engine.begin() as connection:
            if connection.scalar(text("SELECT directory_read_at FROM workspaces")) is not None:
                connection.execute(text("UPDATE persons SET working_week = 'mon,tue,wed,thu,fri,sat,sun'"))
                break
        time.sleep(0.02)
    engine.dispose()


async def until(holds: Callable[[], bool]) -> None:
    """Wait, for a quarter of a minute at most, until this holds."""
    async with asyncio.timeout(15):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.05)
