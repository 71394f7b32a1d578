"""How long it takes from the command to a bot that is ready, against importing what it stands on."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks import databases
from benchmarks.processes import ROOT, answers, the_bot
from benchmarks.rows import Effort, Row, Spread, milliseconds
from bot.sandbox.server import SandboxServer
from bot.storage.keyring import Keyring
from tests.faults.processes import a_workspace

TITLE = "from `python -m bot run` to `/readyz`, against importing slack_bolt, sqlalchemy and aiohttp"
TURNS = {Effort.FULL: 7, Effort.QUICK: 3, Effort.TINY: 1}
IMPORTS = "import slack_bolt, sqlalchemy, aiohttp"
BARE = "imports alone"
FRESH = "a SQLite file that is not there yet"

Start = Callable[[], Awaitable[float]]


def measure(effort: Effort) -> Iterator[Row]:
    """A row for each kind of start."""
    with databases.both() as kinds, ExitStack() as stack:
        urls = {f"an empty {kind} database": stack.enter_context(fresh()) for kind, fresh in kinds.items()}
        seconds = asyncio.run(_in_turns(urls, TURNS[effort]))
    bare = seconds.pop(BARE)
    for name, taken in seconds.items():
        figure = f"{milliseconds(median(taken))}, against {milliseconds(median(bare))}"
        yield Row(name, figure, str(Spread.of_ratios(taken, bare)))


async def _in_turns(urls: dict[str, str], turns: int) -> dict[str, list[float]]:
    """One of each kind after the other, again and again; the first of each warms the disk, and is not counted."""
    async with a_workspace() as (_, server):
        key = Keyring.new_key()
        starts: dict[str, Start] = {BARE: _bare, FRESH: partial(_not_there, server)}
        for name, url in urls.items():
            starts[name] = partial(_until_ready, server, url, key)
        seconds: dict[str, list[float]] = {name: [] for name in starts}
        for _ in range(turns + 1):
            for name, start in starts.items():
                seconds[name].append(await start())
    return {name: taken[1:] for name, taken in seconds.items()}


async def _bare() -> float:
    begun = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", IMPORTS, cwd=ROOT)
    await process.wait()
    return time.perf_counter() - begun


async def _not_there(server: SandboxServer) -> float:
    with _no_file() as url:
        return await _until_ready(server, url, Keyring.new_key())


async def _until_ready(server: SandboxServer, url: str, key: str) -> float:
    begun = time.perf_counter()
    async with the_bot(server, url, key, SLACK_APP_TOKEN=server.workspace.app_token) as bot:
        await answers(bot, "/readyz")
        return time.perf_counter() - begun


@contextmanager
def _no_file() -> Iterator[str]:
    with TemporaryDirectory(prefix="drumbeat-benchmark-") as folder:
        yield f"sqlite+aiosqlite:///{Path(folder) / 'drumbeat.db'}"
