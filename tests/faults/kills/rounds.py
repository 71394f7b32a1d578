"""Rounds of a fan-out in which a process is killed at a random moment, until everything has been said."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from random import Random

from tests.faults.kills.bot import LEASE, SETTLE
from tests.faults.kills.stopping import POINTS, Order
from tests.faults.kills.town import POST, Late, Town, a_town
from tests.faults.processes import Running, a_bot, is_ready, works_every_day
from tests.faults.servers import OwnServer

SPREAD = (0.2, 2.5)
"""Seconds after a crowd is asked for within which the kill falls: about as long as it takes to ask them all."""
EARLY = (0.2, 1.0)
"""The same where a process is to come to a point of its work yet."""
START_SECONDS = ROUND_SECONDS = 120
STOP_SECONDS = 30
"""Three times what a bot takes at most, for a machine that others use too."""

LONGER_THAN_A_LEASE = 1.5 * LEASE.total_seconds()


@dataclass(frozen=True)
class Setting:
    """How the rounds are played."""

    rounds: int
    seed: int
    bots: int = 1
    quiet: float = 2 * SETTLE.total_seconds()
    """Seconds that are waited at the end for whatever may still come twice."""
    size: int = 40
    plant: str | None = None
    server: OwnServer | None = None
    """The PostgreSQL that is killed, instead of a bot."""
    order: Order | None = None
    """By which a bot is stopped for longer than its lease, instead of killed."""
    is_rolling: bool = False
    """Each bot is stopped as for a new version, and replaced, while somebody types."""
    points: tuple[str | None, ...] = (*POINTS, None)
    """At one of which, by chance, it is stopped; None is anywhere."""


@dataclass(frozen=True)
class Counted:
    """What the rounds that were played came to: messages asked for, in Slack in the end, lost and doubled."""

    rounds: int
    kills: int
    in_the_middle: int
    """Kills at which some, and not all, of a round's messages stood in Slack."""
    wanted: int
    said: int
    faults: int
    lost: int
    doubled: int
    unanswered: int
    """Commands that were typed and not acknowledged in three seconds."""
    seconds: float


class Play:
    """The bots of a town, and the rounds in which they are killed."""

    def __init__(self, setting: Setting, town: Town, late: Late, chance: Random, stack: AsyncExitStack) -> None:
        self._setting, self._town, self._late = setting, town, late
        self._chance, self._stack = chance, stack
        self._bots: list[Running] = []
        self.rounds = self.kills = self.in_the_middle = self.unanswered = 0
        self.where = "anywhere"
        """At which point of its work the last one was stopped."""

    async def begin(self) -> None:
        """All bots are up, and know everybody."""
        for _ in range(self._setting.bots):
            await self._start()
        await asyncio.to_thread(works_every_day, self._town.url)
        await is_ready(self._bots[0], START_SECONDS)

    async def round(self) -> None:
        """The crowd is asked, something is killed meanwhile and comes back, and in the end all is said."""
        before = self._town.said()
        self._plan_faults()
        await self._town.ask()
        await asyncio.sleep(self._chance.uniform(*(SPREAD if self._setting.order is None else EARLY)))
        if self._setting.order is not None:
            await self._stop_one(self._setting.order)
        self.in_the_middle += before < self._town.said() < self._town.wanted()
        self.kills += 1
        await self._kill_something()
        await self.until_all_is_said()
        self.rounds += 1

    def _plan_faults(self) -> None:
        faults, chance = self._town.workspace.faults, self._chance
        faults.clear()
        faults.delay(chance.choice((0.0, 0.05, 0.2)), POST)
        self._late.share = chance.choice((0.0, 0.02, 0.1))
        faults.drop_answer(POST, times=chance.randint(1, 3))
        faults.server_error(POST, accepted=True, times=chance.randint(1, 3))
        faults.server_error(POST, status=503, times=chance.randint(1, 3))
        faults.rate_limit(POST, retry_after=1, times=chance.randint(1, 2))

    async def _kill_something(self) -> None:
        if self._setting.order is not None:
            await self._wake_after_a_lease()
            return
        if self._setting.is_rolling:
            await self._replace_each()
            return
        if self._setting.server is not None:
            await asyncio.to_thread(self._setting.server.kill)
            await asyncio.sleep(self._chance.uniform(0.0, 0.5))
            await asyncio.to_thread(self._setting.server.start)
            return
        bot = self._bots.pop(self._chance.randrange(len(self._bots)))
        bot.process.kill()
        await bot.process.wait()
        await self._start()

    async def _stop_one(self, order: Order) -> None:
        """At one of the worst points; if nobody comes to it any more, or by chance, at any other."""
        point = self._chance.choice(self._setting.points)
        if point is not None:
            order.give(point)
            await self._wait(1.5, order.is_taken)
        if point is None or order.withdraw():
            point = None
            self._chance.choice(self._bots).process.send_signal(signal.SIGSTOP)
        self.where = point or "anywhere"

    async def _wake_after_a_lease(self) -> None:
        await asyncio.sleep(LONGER_THAN_A_LEASE)
        for bot in self._bots:
            bot.process.send_signal(signal.SIGCONT)

    async def _replace_each(self) -> None:
        typing = asyncio.create_task(self._type())
        for bot in list(self._bots):
            assert await bot.stopped(STOP_SECONDS) == 0
            self._bots.remove(bot)
            await self._start()
        typing.cancel()
        await asyncio.wait([typing])

    async def _type(self) -> None:
        somebody = self._town.workspace.person(self._town.handles[0])
        while True:
            self.unanswered += (await somebody.command("/1on1", "help")).timed_out
            await asyncio.sleep(0.2)

    async def _wait(self, seconds: float, holds: Callable[[], bool]) -> None:
        end = time.monotonic() + seconds
        while not holds() and time.monotonic() < end:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0.02)

    async def _start(self) -> None:
        town, wrong = self._town, self._setting.plant
        ahead = self._chance.uniform(-0.5, 0.5) if self._setting.bots > 1 else 0.0
        program = ["tests.faults.kills.bot", "--ahead", f"{ahead:.2f}", *(["--plant", wrong] if wrong else [])]
        if self._setting.order is not None:
            program += ["--order", str(self._setting.order.file)]
        bot = a_bot(town.workspace, town.server, town.url, town.key, program, START_SECONDS)
        self._bots.append(await self._stack.enter_async_context(bot))

    async def until_all_is_said(self) -> None:
        """Wait for that, but not for ever: what is not said by then is lost."""
        end = time.monotonic() + ROUND_SECONDS
        while time.monotonic() < end:
            if self._town.said() >= self._town.wanted() and not await self._town.waiting():
                return
            if self._setting.plant and not await self._town.waiting():
                return
            await asyncio.sleep(0.1)


async def play(setting: Setting, url: str, tell: Callable[[str], None] = lambda line: None) -> Counted:
    """Play the rounds on this database, which is migrated and empty, and count what Slack was made to show.

    Cancelled, it counts what it came to so far.
    """
    began = time.monotonic()
    async with _a_play(setting, url) as (play, town, late):
        try:
            await _rounds(play, town, setting, tell)
        except asyncio.CancelledError:
            tell("ended early: what is still to be said counts as lost")
        lost, doubled = town.lost(), town.doubled()
        for what in (*lost, *doubled):
            tell(f"lost or doubled: {what}")
        return Counted(
            play.rounds,
            play.kills,
            play.in_the_middle,
            town.wanted(),
            town.said(),
            town.faults() + late.taken,
            len(lost),
            len(doubled),
            play.unanswered,
            time.monotonic() - began,
        )


async def _rounds(play: Play, town: Town, setting: Setting, tell: Callable[[str], None]) -> None:
    for number in range(setting.rounds):
        await play.round()
        count = f"{town.said()} of {town.wanted()} said, {len(town.doubled())} doubled"
        tell(f"round {number + 1}: {count} ({play.where})")
    await play.until_all_is_said()  # on a busy machine something may be late
    await asyncio.sleep(setting.quiet)


@asynccontextmanager
async def _a_play(setting: Setting, url: str) -> AsyncIterator[tuple[Play, Town, Late]]:
    chance = Random(setting.seed)  # noqa: S311 - it is to be the same again
    async with a_town(url, setting.size, chance) as (town, late), AsyncExitStack() as stack:
        play = Play(setting, town, late, chance, stack)
        await play.begin()
        yield play, town, late
