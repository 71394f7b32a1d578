"""How much memory the bot takes: idle, with a million series, and while it tells a thousand people something."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import literal, select, update

from benchmarks import databases
from benchmarks.filling import Crowd, fill
from benchmarks.processes import Started, answers, the_bot
from benchmarks.rows import Effort, Row
from bot.clock import SystemClock
from bot.people.models import Person
from bot.sandbox.workspace import Workspace
from bot.slack.models import Post, PostState
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from tests.faults.processes import a_workspace

TITLE = "resident memory, idle, with 1,000,000 series, and in a fan-out to 1,000 people"
MEBIBYTE = 1024**2
PATIENCE_SECONDS = 120
Memory = tuple[int, int]
"""Bytes a process has, and had at most."""


@dataclass(frozen=True)
class Size:
    """How many series and people there are, and for how many seconds the bot is left alone before a look."""

    series: int
    people: int
    idle: float


SIZES = {Effort.FULL: Size(1_000_000, 1_000, 12), Effort.QUICK: Size(100_000, 200, 6), Effort.TINY: Size(50, 3, 0)}
FEW = 10


def measure(effort: Effort) -> Iterator[Row]:
    """Rows with what a process has, and had at most; ratios are to one that has next to nothing to do."""
    size = SIZES[effort]
    few, many = (asyncio.run(_idle(count, size.idle)) for count in (FEW, size.series))
    yield Row(f"idle, {FEW} series", _figure(few))
    yield Row(f"idle, {size.series:,} series", _figure(many), f"{many[0] / few[0]:.2f}")
    spoken = asyncio.run(_fan_out(size.people))
    yield Row(f"fan-out to {size.people:,}", _figure(spoken), f"{spoken[1] / few[1]:.2f} (of the most)")


def _figure(memory: Memory) -> str:
    return f"{memory[0] / MEBIBYTE:.0f} MiB, at most {memory[1] / MEBIBYTE:.0f} MiB"


async def _idle(series: int, seconds: float) -> Memory:
    async with _bot_with(series, people=max(series // 5, 2)) as (bot, _):
        await asyncio.sleep(seconds)
        return _memory(bot)


async def _fan_out(people: int) -> Memory:
    """Each of so many people is told that a 1-on-1 was set up, in one go."""
    async with _bot_with(people, people, is_told=True) as (bot, workspace):
        async with asyncio.timeout(PATIENCE_SECONDS):
            while workspace.counted("chat.postMessage") < people:  # noqa: ASYNC110 - the sandbox tells nobody
                await asyncio.sleep(0.1)
        return _memory(bot)


def _memory(bot: Started) -> Memory:
    return bot.memory(), bot.memory("VmHWM")


@asynccontextmanager
async def _bot_with(
    series: int, people: int, *, is_told: bool = False
) -> AsyncIterator[tuple[Started, Workspace]]:
    key, handles = Keyring.new_key(), [f"p{number}" for number in range(people)] if is_told else []
    with databases.sqlite() as url:
        async with a_workspace(*handles) as (workspace, server):
            now = SystemClock().now()
            crowd = Crowd(series, people, now, workspace.team_id, workspace.bot_token)
            await asyncio.to_thread(fill, url, Keyring([key]), crowd)
            if is_told:
                await _tell_all(url, key, crowd, [workspace.person(handle).id for handle in handles])
            async with the_bot(server, url, key, SLACK_APP_TOKEN=workspace.app_token) as bot:
                await answers(bot, "/readyz")
                yield bot, workspace


async def _tell_all(url: str, key: str, crowd: Crowd, users: list[str]) -> None:
    """The people are those of the sandbox; what each was told is wanted anew, as being told of a new 1-on-1."""
    database = Database.open(url, Keyring([key]))
    async with database.transaction() as session:
        for number, user in enumerate(users, start=1):
            await session.execute(update(Person).where(Person.id == number).values(slack_id=user))
        theirs = select(Person.slack_id).where(Person.id == Post.recipient_id).scalar_subquery()
        told = {"view": "one_on_one.begun", "subject": literal("one_on_one:").concat(Post.id), "address": theirs}
        wanted = {"state": PostState.WANTED, "shown_version": 0, "ts": None, "next_try_at": crowd.now}
        await session.execute(
            update(Post).values(**told, **wanted), execution_options={"synchronize_session": False}
        )
    await database.close()
