"""What a beat costs: it may grow with what is due, never with what exists."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from benchmarks import databases
from benchmarks.databases import Fresh
from benchmarks.filling import NOW, TURNS, Crowd, fill, make_due
from benchmarks.rows import Effort, Row, Spread, at_most, milliseconds
from bot.application import Application
from bot.config import read_settings
from bot.sandbox.clock import MovableClock
from bot.storage.keyring import Keyring

TITLE = "a beat that finds 100 series due among 1,000,000, against 100 among 1,000"
BAR = 1.2
FEW = TURNS


@dataclass(frozen=True)
class Size:
    """How many series there are on the larger side, how many are due, and how often both sides are measured."""

    many: int
    due: int
    turns: int


SIZES = {
    Effort.FULL: Size(1_000_000, 100, 5),
    Effort.QUICK: Size(100_000, 100, 4),
    Effort.TINY: Size(2_000, 2, 1),
}


def measure(effort: Effort) -> Iterator[Row]:
    """A row for each database, with the median beat among many series and its ratio to one among few."""
    size = SIZES[effort]
    with databases.both() as kinds:
        for kind, fresh in kinds.items():
            many, few = _beats(fresh, size)
            figure = f"{milliseconds(median(many))}, against {milliseconds(median(few))}"
            yield at_most(f"{kind}, {size.many:,} series", figure, Spread.of_ratios(many, few), BAR)


def _beats(fresh: Fresh, size: Size) -> tuple[list[float], list[float]]:
    with ExitStack() as stack:
        filled = []
        key = Keyring.new_key()
        for count in (size.many, FEW):
            url = stack.enter_context(fresh())
            fill(url, Keyring([key]), Crowd(count, people=count // 5))
            filled.append((url, count))
        many, few = asyncio.run(_in_turns(filled, key, size))
    return many, few


async def _in_turns(filled: list[tuple[str, int]], key: str, size: Size) -> list[list[float]]:
    """Seconds of the beats of each side; the first of each, which opens connections, is not counted."""
    seconds: list[list[float]] = [[] for _ in filled]
    async with _bot(filled[0][0], key) as one, _bot(filled[1][0], key) as other:
        for turn in range(size.turns + 1):
            for bot, (url, count), taken in zip((one, other), filled, seconds, strict=True):
                await asyncio.to_thread(make_due, url, count, turn, size.due)
                taken.append(await _beat(bot))
    return [taken[1:] for taken in seconds]


async def _beat(bot: Application) -> float:
    """Seconds of one beat and of the look of the lanes after it; refuses one that has not done its work."""
    begun = time.perf_counter()
    await bot.beat()
    await bot.lanes.drive()
    taken = time.perf_counter() - begun
    if await bot.ticker.beat():
        raise RuntimeError("a beat has left something undone")
    return taken


def _bot(url: str, key: str) -> Application:
    # Its prompts are asked for at `NOW` plus a quarter of an hour, so no lane has anything to say, and nobody to.
    settings = read_settings({"DATABASE_URL": url, "ENCRYPTION_KEYS": key, "SLACK_API_URL": "http://127.0.0.1:9/"})
    return Application.build(settings, MovableClock(NOW))
