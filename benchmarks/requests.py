"""How long people wait for an answer, against an app that only acknowledges."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from statistics import median

import aiohttp

from benchmarks import databases
from benchmarks.databases import Fresh
from benchmarks.filling import Crowd, fill
from benchmarks.load import Latencies, at_a_rate
from benchmarks.payloads import Request, command, submission
from benchmarks.processes import Started, answers, on_a_port, the_bot
from benchmarks.rows import Effort, Row, Spread, at_most, milliseconds
from bot.clock import SystemClock
from bot.storage.keyring import Keyring
from tests.faults.processes import a_workspace

TITLE = "`/1on1 add` and a form that is sent, 50 a second, against a Bolt listener that only acknowledges"
BAR = 3.0
PAIRS = 200
RATE = 50
ONLY_ACKS = "only acknowledged"


@dataclass(frozen=True)
class Size:
    """How long one kind of request is sent before the next, and how often each comes."""

    seconds: float
    blocks: int


SIZES = {Effort.FULL: Size(5, 3), Effort.QUICK: Size(3, 2), Effort.TINY: Size(0.2, 1)}
Kind = Callable[[int], Request]
Measured = dict[str, list[Latencies]]


def measure(effort: Effort) -> Iterator[Row]:
    """For each database and kind of request the middle wait and the longest but for one in a hundred."""
    with databases.both() as kinds:
        for kind, fresh in kinds.items():
            measured = asyncio.run(_on(fresh, SIZES[effort]))
            bare = measured.pop(ONLY_ACKS)
            for name, ours in measured.items():
                yield from _rows(f"{kind}, {name}", ours, bare, has_bar=kind == "SQLite")


def _rows(what: str, ours: list[Latencies], bare: list[Latencies], *, has_bar: bool) -> Iterator[Row]:
    failed = sum(block.failed for block in ours)
    if failed:
        yield Row(f"{what}, failed", f"{failed} of {sum(len(block.seconds) for block in ours)}", holds=False)
    for percent in (50, 99):
        one, other = ([block.at(percent) for block in blocks] for blocks in (ours, bare))
        figure = f"{milliseconds(median(one))}, against {milliseconds(median(other))}"
        ratio = Spread.of_ratios(one, other)
        if has_bar and percent == 50:
            yield at_most(f"{what}, p50", figure, ratio, BAR)
        else:
            yield Row(f"{what}, p{percent}", figure, str(ratio))


async def _on(fresh: Fresh, size: Size) -> Measured:
    key = Keyring.new_key()
    with fresh() as url:
        async with a_workspace() as (workspace, server):
            now = SystemClock().now()
            crowd = Crowd(PAIRS, 2 * PAIRS, now, workspace.team_id, workspace.bot_token)
            await asyncio.to_thread(fill, url, Keyring([key]), crowd)
            async with the_bot(server, url, key) as bot, on_a_port("benchmarks.only_acks") as bare:
                await answers(bot, "/readyz")
                await answers(bare, "/", status=404)
                return await _in_turns(bot, bare, workspace.team_id, size)


async def _in_turns(bot: Started, bare: Started, team: str, size: Size) -> Measured:
    """A block of each kind of request after the other, again and again; the first of each is not counted."""
    numbers = count(1)
    kinds: dict[str, tuple[Started, Kind]] = {
        ONLY_ACKS: (bare, partial(_command, team)),
        "`/1on1 add`": (bot, partial(_command, team)),
        "form sent": (bot, partial(_submission, team)),
    }
    measured: Measured = {name: [] for name in kinds}
    async with aiohttp.ClientSession() as http:
        for _ in range(size.blocks + 1):
            for name, (asked, kind) in kinds.items():
                requests = [partial(kind, next(numbers)) for _ in range(int(size.seconds * RATE))]
                address = f"{asked.address}/slack/events"
                measured[name].append(await at_a_rate(http, address, requests, RATE))
    return {name: blocks[1:] for name, blocks in measured.items()}


def _command(team: str, number: int) -> Request:
    return command(team, f"U{number % (2 * PAIRS) + 1}", number)


def _submission(team: str, number: int) -> Request:
    one_on_one = number % PAIRS + 1
    return submission(team, f"U{one_on_one % (2 * PAIRS) + 1}", one_on_one, number)
