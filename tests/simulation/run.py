"""Runs a seed from beginning to end, and says what it broke."""

import asyncio
import hashlib
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import structlog

from bot.storage import migration
from bot.storage.database import DATABASE_FAILURES, Database
from bot.storage.keyring import Keyring
from tests.simulation.loop import Stuck, VirtualLoop
from tests.simulation.promises import broken
from tests.simulation.world import World

FAST = Path("/dev/shm")  # noqa: S108 memory, where there is one
EXPECTED = (*DATABASE_FAILURES, asyncio.CancelledError)


@dataclass(frozen=True)
class Outcome:
    """What came of a seed: what it broke, how much happened, and a digest of all that happened in order."""

    seed: int
    broken: tuple[str, ...]
    days: float
    messages: int
    crashes: int
    digest: str
    told: tuple[str, ...]


def run(seed: int) -> Outcome:
    """Play a seed; the same one always plays alike."""
    with tempfile.TemporaryDirectory(dir=FAST if FAST.is_dir() else None) as folder:
        file = Path(folder) / "simulation.sqlite"
        shutil.copyfile(_template(), file)
        loop = VirtualLoop()
        asyncio.set_event_loop(loop)
        try:
            return loop.run_until_complete(_run(World(seed, file, loop)))
        finally:
            asyncio.set_event_loop(None)
            loop.close()


async def _run(world: World) -> Outcome:
    with _logs_of(world):
        try:
            await world.run()
            found = await _judged(world)
        except Stuck as error:
            found = [str(error)]
        for process in world.alive:
            process.kill()
        await asyncio.sleep(1)
    told = tuple(world.told)
    return Outcome(
        seed=world.seed,
        broken=tuple(dict.fromkeys(found)),
        days=world.loop.time() / 86400,
        messages=sum(len(channel.messages) for channel in world.workspace.channels.values()),
        crashes=sum("killed" in line for line in told),
        digest=hashlib.sha256("\n".join(told).encode()).hexdigest()[:16],
        told=told,
    )


async def _judged(world: World) -> list[str]:
    """By one who has had no part in it."""
    database = Database.open(world.settings.database_url, Keyring(world.settings.keys))
    async with database.reading() as session:
        found = await broken(world, session)
    await database.close()
    return found


@contextmanager
def _logs_of(world: World) -> Iterator[None]:
    """Nothing is written; an exception that no fault explains is kept as a broken promise."""

    def keep(logger: Any, name: str, event: MutableMapping[str, Any]) -> Any:
        if event.get("exc_info"):
            error = event["exc_info"] if isinstance(event["exc_info"], BaseException) else sys.exc_info()[1]
            if error is not None and not isinstance(error, EXPECTED):
                world.surprises.append(f"{event['event']}: {type(error).__name__} {_where(error)}")
        raise structlog.DropEvent

    before = structlog.get_config()
    logging.disable()
    structlog.configure(processors=[keep], cache_logger_on_first_use=False)
    try:
        yield
    finally:
        structlog.configure(**before)
        logging.disable(logging.NOTSET)


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace else ""


@cache
def _template() -> Path:
    file = Path(tempfile.mkdtemp(dir=FAST if FAST.is_dir() else None)) / "template.sqlite"
    migration.upgrade(f"sqlite+aiosqlite:///{file}")
    return file
