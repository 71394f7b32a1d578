"""A fan-out to a thousand people, against a bare loop over the same client with as many calls at once."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from statistics import median

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks import aside, databases
from benchmarks.aside import Aside, Wanted
from benchmarks.filling import NOW
from benchmarks.rows import Effort, Row, Spread, at_most, milliseconds
from bot.application import Application
from bot.config import read_settings
from bot.people.models import Person
from bot.sandbox.clock import MovableClock
from bot.slack import posts
from bot.slack.blocks import section
from bot.slack.client import Clients
from bot.slack.content import Message
from bot.slack.lanes import Lanes
from bot.slack.models import Post
from bot.slack.pacing import AT_ONCE, Pace
from bot.storage.keyring import Keyring

TITLE = "a fan-out to 1,000 people at 50 ms a call, against a bare asyncio loop over the same client"
BAR = 1.2
ANSWERS_IN = 0.05
VIEW, SUBJECT = "benchmark", "fan-out:1"
WORDS = "What will you do today, and is anything in your way?"
SIZES = {Effort.FULL: (1000, 3), Effort.QUICK: (400, 3), Effort.TINY: (20, 1)}


def measure(effort: Effort) -> Iterator[Row]:
    """Two rows for each database: against a bare loop, in turns with it, and against one call after another."""
    people, turns = SIZES[effort]
    with aside.slack(Wanted(people, ANSWERS_IN)) as there, databases.both() as kinds:
        for kind, fresh in kinds.items():
            ours, bare = [], []
            for _ in range(turns):
                with fresh() as url:
                    bare.append(asyncio.run(_bare(there, AT_ONCE)))
                    ours.append(asyncio.run(_ours(there, url)))
            figure = f"{milliseconds(median(ours))} for {people:,}, against {milliseconds(median(bare))}"
            yield at_most(f"{kind}, {AT_ONCE} calls at once", figure, Spread.of_ratios(ours, bare), BAR)
            one_by_one = people * ANSWERS_IN
            yield Row(
                f"{kind}, against one after another", milliseconds(one_by_one), f"{median(ours) / one_by_one:.2f}"
            )


async def _bare(there: Aside, at_once: int) -> float:
    async with Clients(there.api_url) as clients:
        client, remaining = clients.of(there.token), iter(there.people)

        async def work() -> None:
            for person in remaining:
                await client.chat_postMessage(
                    channel=person,
                    text=WORDS,
                    blocks=[section(WORDS)],
                    unfurl_links=False,
                    unfurl_media=False,
                    metadata={"event_type": "benchmark", "event_payload": {"key": "k" * 36, "keys": "k" * 36}},
                )

        return await _reaching_all(there, lambda: asyncio.gather(*(work() for _ in range(at_once))))


async def _ours(there: Aside, url: str) -> float:
    async with a_bot(there, url) as bot:
        lanes = Lanes(bot.database, bot.clock, bot.clients, {VIEW: compose}, Pace())
        await want(bot, there)
        return await _reaching_all(there, lanes.drive)


async def _reaching_all(there: Aside, fan_out: Callable[[], Awaitable[object]]) -> float:
    there.seen()
    begun = time.perf_counter()
    await fan_out()
    seconds = time.perf_counter() - begun
    seen = there.seen()
    if (seen.reached, seen.most_to_one) != (len(there.people), 1):
        raise RuntimeError(
            f"{seen.reached} of {len(there.people)} were reached, one of them {seen.most_to_one} times"
        )
    return seconds


def a_bot(there: Aside, url: str) -> Application:
    """A bot in that workspace, at an instant that stands still."""
    settings = read_settings(
        {
            "SLACK_BOT_TOKEN": there.token,
            "SLACK_APP_TOKEN": "xapp-benchmark",
            "SLACK_API_URL": there.api_url,
            "DATABASE_URL": url,
            "ENCRYPTION_KEYS": Keyring.new_key(),
        }
    )
    return Application.build(settings, MovableClock(NOW), Pace())


async def want(bot: Application, there: Aside) -> None:
    """Ask for one message to each of the people."""
    await bot.install()
    await bot.read_directories()
    async with bot.database.transaction() as session:
        found = await session.scalars(select(Person).where(Person.slack_id.in_(there.people)))
        await posts.want_all(session, VIEW, SUBJECT, found.all(), bot.clock.now())


async def compose(session: AsyncSession, post: Post, now: object) -> Message:
    """What each of them is told: the way out is measured, not what is on it."""
    return Message(WORDS, [section(WORDS)])
