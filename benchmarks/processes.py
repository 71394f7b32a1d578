"""Processes to measure: the bot at work in a sandbox's workspace, and whatever else answers on a port."""

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from benchmarks.payloads import SECRET
from bot.sandbox.server import SandboxServer

ROOT = Path(__file__).parents[1]
PATIENCE_SECONDS = 60
LOOK_SECONDS = 0.005


@dataclass(frozen=True)
class Started:
    """A process of its own, and the port of this machine it answers on."""

    process: asyncio.subprocess.Process
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self, what: str = "VmRSS") -> int:
        """How many bytes of memory it has (`VmRSS`), or had at most (`VmHWM`)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith(f"{what}:"))
        return int(line.split()[1]) * 1024


@asynccontextmanager
async def the_bot(server: SandboxServer, url: str, key: str, **more: str) -> AsyncIterator[Started]:
    """The bot, started; Slack's requests come to it over HTTP unless `more` has a token for Socket Mode."""
    port = _free_port()
    settings = {
        "SLACK_API_URL": server.api_url,
        "SLACK_BOT_TOKEN": server.workspace.bot_token,
        "SLACK_SIGNING_SECRET": SECRET,
        "ENCRYPTION_KEYS": key,
        "DATABASE_URL": url,
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
        **more,
    }
    async with _running(("-m", "bot", "run"), port, settings) as started:
        yield started


@asynccontextmanager
async def on_a_port(module: str) -> AsyncIterator[Started]:
    """A module that is told a port to listen on."""
    port = _free_port()
    async with _running(("-m", module, str(port)), port, {}) as started:
        yield started


async def answers(started: Started, path: str, status: int = 200) -> None:
    """Wait until it answers this path like that; refuses a process that has ended."""
    async with asyncio.timeout(PATIENCE_SECONDS), aiohttp.ClientSession() as http:
        while await _status(http, started.address + path) != status:
            if started.process.returncode is not None:
                raise RuntimeError(f"it ended with {started.process.returncode}")
            await asyncio.sleep(LOOK_SECONDS)


async def _status(http: aiohttp.ClientSession, address: str) -> int:
    try:
        async with http.get(address) as answer:
            return answer.status
    except aiohttp.ClientConnectionError:
        return 0


@asynccontextmanager
async def _running(program: Sequence[str], port: int, settings: dict[str, str]) -> AsyncIterator[Started]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("SLACK_")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *program, cwd=ROOT, env=own | settings, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield Started(process, port)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port
