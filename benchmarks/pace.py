"""The pace under a limit that the bot is not told: how much of it is used, and how often it is refused."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks import aside, databases
from benchmarks.aside import Aside, Seen, Wanted
from benchmarks.fan_out import VIEW, a_bot, compose, want
from benchmarks.rows import Effort, Row
from bot.clock import SystemClock
from bot.slack.lanes import Lanes
from bot.slack.pacing import Pace

TITLE = "posts under a limit that the bot is not told, from the second minute on"
LEAST_USED, MOST_REFUSED = 0.95, 0.02
MINUTE, BEAT = 60, 5.0


@dataclass(frozen=True)
class Limit:
    """So many posts a minute, for so many minutes."""

    posts: int
    minutes: int

    @property
    def people(self) -> int:
        """So many that there is always somebody left: a bucket is full at first."""
        return int(self.posts * (self.minutes + 1) * 1.1)


LIMITS = {
    Effort.FULL: (Limit(300, 3), Limit(120, 4)),
    Effort.QUICK: (Limit(300, 2),),
    Effort.TINY: (Limit(6000, 0),),
}


def measure(effort: Effort) -> Iterator[Row]:
    """Two rows for each limit, in real time, on SQLite: which part of it is used, and how many are refused.

    The limits are tried side by side: of the time it takes, nearly all is waiting.
    """
    limits = LIMITS[effort]
    with ThreadPoolExecutor() as pool:
        for limit, seen in zip(limits, pool.map(_tried, limits), strict=True):
            yield from _rows(limit, seen)


def _tried(limit: Limit) -> Seen:
    with aside.slack(Wanted(limit.people, posts_a_minute=limit.posts)) as there, databases.sqlite() as url:
        return asyncio.run(_posted(there, url, limit.minutes * MINUTE + 1))


async def _posted(there: Aside, url: str, seconds: float) -> Seen:
    async with a_bot(there, url) as bot:
        await want(bot, there)
        there.seen()
        lanes = Lanes(bot.database, SystemClock(), bot.clients, {VIEW: compose}, Pace())
        running = asyncio.create_task(lanes.run(BEAT))
        await asyncio.sleep(seconds)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        return there.seen()


def _rows(limit: Limit, seen: Seen) -> Iterator[Row]:
    begun, calls = min(seen.accepted), len(seen.accepted) + len(seen.refused)
    refused, what = len(seen.refused) / calls, f"{limit.posts} a minute, {limit.minutes} minutes"
    doubled = seen.most_to_one > 1
    if limit.minutes > 1:
        end = begun + limit.minutes * MINUTE
        used = len([at for at in seen.accepted if begun + MINUTE <= at < end]) / (
            limit.posts * (limit.minutes - 1)
        )
        bar = f"at least {LEAST_USED:.0%}"
        yield Row(f"{what}: used", f"{used:.1%}", bar=bar, holds=used >= LEAST_USED and not doubled)
    figure = f"{len(seen.refused)} of {calls} calls ({refused:.1%})"
    yield Row(f"{what}: refused", figure, bar=f"at most {MOST_REFUSED:.0%}", holds=refused <= MOST_REFUSED)
