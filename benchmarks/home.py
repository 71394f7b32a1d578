"""What a full Home tab costs, against an empty one: as many statements, and time for what is on it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median

from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks import databases
from benchmarks.databases import Fresh
from benchmarks.rows import Effort, Row, Spread, milliseconds
from bot.catalogue import POSTS
from bot.slack.content import HOME, HomeView, home_subject
from bot.slack.models import Post
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from tests.one_on_one.years import NOW, write
from tests.statements import statements

TITLE = "the Home tab with 50 1-on-1s and five years of history, against an empty one"


@dataclass(frozen=True)
class Size:
    """How much lies behind the fuller tab, and how often both are composed."""

    pairs: int
    weeks: int
    turns: int


SIZES = {Effort.FULL: Size(50, 260, 40), Effort.QUICK: Size(50, 52, 10), Effort.TINY: Size(2, 2, 1)}
EMPTY = Size(0, 0, 0)


@dataclass(frozen=True)
class Cost:
    """Of composing a tab once: seconds, statements, and blocks on it."""

    seconds: float
    statements: int
    blocks: int


def measure(effort: Effort) -> Iterator[Row]:
    """For each database the time, and the statements, of which there may be no more."""
    size = SIZES[effort]
    with databases.both() as kinds:
        for kind, fresh in kinds.items():
            full, empty = _costs(fresh, size)
            yield from _rows(f"{kind}, {size.pairs} 1-on-1s, {size.weeks} weeks", full, empty)


def _rows(what: str, full: list[Cost], empty: list[Cost]) -> Iterator[Row]:
    seconds = [[cost.seconds for cost in costs] for costs in (full, empty)]
    figure = " against ".join(
        f"{milliseconds(median(taken))} for {costs[0].blocks} blocks"
        for taken, costs in zip(seconds, (full, empty), strict=True)
    )
    yield Row(f"{what}: time", figure, str(Spread.of_ratios(*seconds)))
    more, fewer = full[0].statements, empty[0].statements
    yield Row(f"{what}: statements", f"{more} against {fewer}", f"{more / fewer:.2f}")


def _costs(fresh: Fresh, size: Size) -> tuple[list[Cost], list[Cost]]:
    with ExitStack() as stack:
        filled = [(stack.enter_context(fresh()), much) for much in (size, EMPTY)]
        full, empty = asyncio.run(_in_turns(filled, size.turns))
    return full, empty


async def _in_turns(filled: list[tuple[str, Size]], turns: int) -> list[list[Cost]]:
    """The first of each opens connections and compiles statements, and is not counted."""
    opened = [await _written(url, size) for url, size in filled]
    costs: list[list[Cost]] = [[] for _ in opened]
    for _ in range(turns + 1):
        for database, found in zip(opened, costs, strict=True):
            found.append(await _composed(database))
    for database in opened:
        await database.close()
    return [found[1:] for found in costs]


async def _written(url: str, size: Size) -> Database:
    database = Database.open(url, Keyring([Keyring.new_key()]))
    async with database.transaction() as session:
        await write(session, size.pairs, size.weeks)
    return database


async def _composed(database: Database) -> Cost:
    with statements(database) as sent:
        begun = time.perf_counter()
        async with database.reading() as session:
            shown = await _home(session)
        taken = time.perf_counter() - begun
    return Cost(taken, len(sent), len(shown.blocks))


async def _home(session: AsyncSession) -> HomeView:
    post = Post(view=HOME, subject=home_subject(1), address="U1", recipient_id=1, workspace_id=1, created_at=NOW)
    shown = await POSTS[HOME](session, post, NOW)
    if not isinstance(shown, HomeView):
        raise RuntimeError("the tab was not composed")
    return shown
