"""One run from one seed: a workspace, processes of the bot on one database, people who act, and faults."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from bot.catalogue import SURFACE
from bot.config import Settings, read_settings
from bot.sandbox.faults import Fault
from bot.sandbox.web_api import Told, WebApi
from bot.sandbox.workspace import Workspace
from bot.slack.manifest import manifest
from bot.storage.keyring import Keyring
from tests.inline_sqlite import DRIVER
from tests.simulation import people
from tests.simulation.loop import VirtualClock, VirtualLoop
from tests.simulation.process import Process
from tests.simulation.weather import BEGINS_AT, Spell, Weather

HOURS = 3600.0
# Saturdays before the clocks change: in Berlin and in Los Angeles, in Cairo, and one on which nothing changes.
STARTS = (
    datetime(2026, 3, 28, 6, tzinfo=UTC),
    datetime(2026, 10, 24, 6, tzinfo=UTC),
    datetime(2026, 3, 7, 6, tzinfo=UTC),
    datetime(2026, 10, 31, 6, tzinfo=UTC),
    datetime(2026, 4, 23, 6, tzinfo=UTC),
    datetime(2026, 6, 12, 6, tzinfo=UTC),
)
CALM_SECONDS = 2 * HOURS + 700
"""How long nothing goes wrong at the end, at which nothing falls due: all that is worth saying is said by then."""
PEOPLE = {
    "ana": "Europe/Berlin",
    "bob": "Europe/Berlin",
    "carol": "America/Los_Angeles",
    "dan": "Africa/Cairo",
    "eve": "Asia/Kolkata",
}


@dataclass
class World:
    """Everything of one run, and what it left behind to be judged."""

    seed: int
    file: Path
    loop: VirtualLoop
    dice: Random = field(init=False)
    typed: list[people.Typed] = field(default_factory=list)
    processes: list[Process] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """What happened, a line each: the same seed tells the same."""
    _idle: list[Spell] = field(default_factory=list)
    _idle_since: float | None = None
    busy: list[float] = field(default_factory=list)
    """Seconds of the run at which much is to be done."""
    surprises: list[str] = field(default_factory=list)
    """Failures that nobody planned."""
    gone: set[str] = field(default_factory=set)
    """Handles of those whose account was closed, or who moved to another zone."""

    changed: asyncio.Event = field(default_factory=asyncio.Event)
    """Something came in, so something may be due."""

    def __post_init__(self) -> None:
        self.dice = Random(f"world {self.seed}")  # noqa: S311
        self.start = self.dice.choice(STARTS)
        self.seconds = self.dice.choice((9, 9, 14, 26)) * HOURS
        self.weather = Weather(self.seed, self.seconds)
        self.clock = VirtualClock(self.loop, self.start)
        self.workspace = Workspace(self.clock, manifest=manifest(SURFACE))
        for handle, zone in PEOPLE.items():
            self.workspace.add_person(handle, zone=zone, admin=handle == "dan")
        self.workspace.add_channel("falcon", members=list(PEOPLE))
        self.workspace.invite_bot("falcon")
        self.workspace.delivery.live = True
        self.workspace.delivery.take_repeat = self._repeats
        self._api = WebApi(self.workspace, str)
        self.settings = self._settings()

    def _settings(self) -> Settings:
        settings = read_settings(
            {
                "SLACK_BOT_TOKEN": self.workspace.bot_token,
                "SLACK_APP_TOKEN": self.workspace.app_token,
                "ENCRYPTION_KEYS": Keyring.new_key(),
            }
        )
        return settings.model_copy(update={"database_url": f"{DRIVER}:///{self.file}"})

    def _repeats(self) -> bool:
        return self.weather.happens(self.weather.repeats, self.loop.time())

    def answer(self, method: str, token: str, given: dict[str, Any], fault: Fault | None) -> Told:
        """Slack takes a call."""
        if method == "response_url":
            return Told(200, {}, {"ok": True})
        told = self._api.call(method, token, given, fault)
        self.tell(f"{method} {told.status} {told.body.get('error', '')}")
        return told

    def tell(self, what: str) -> None:
        self.told.append(f"{self.loop.time():.3f} {what}")

    @property
    def alive(self) -> list[Process]:
        return [process for process in self.processes if process.is_alive]

    # The run

    async def run(self) -> None:
        """From the first set-up to two calm hours after the last fault."""
        first = self.begin_process()
        await asyncio.sleep(61)
        await people.set_up(self, first)
        for _ in range(self.dice.choice((0, 0, 1, 2))):
            self.begin_process()
        happening = [self._fault_by_fault(), self._redeliver(), people.act(self)]
        tasks = [self.loop.create_task(work) for work in happening]
        await asyncio.sleep(self.seconds - self.loop.time())
        await self._heal()
        await asyncio.sleep(CALM_SECONDS)
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task

    def begin_process(self) -> Process:
        process = Process(self, self.weather.dice.uniform(-self.weather.skew, self.weather.skew))
        self.processes.append(process)
        self.tell("a process begins")
        process.begin()
        return process

    def crashed(self, process: Process) -> None:
        """It dies here and now; another takes its place a while later."""
        self.tell("a process is killed")
        process.kill()
        self.note()
        self.loop.create_task(self._replace())

    def frozen(self, process: Process, seconds: float) -> None:
        """It stops here and now, in the middle of whatever it is at, and goes on later."""
        self.tell("a process is frozen")
        process.freeze(seconds)
        self.note()
        self.loop.call_later(seconds + 0.001, self.note)

    async def _replace(self) -> None:
        await asyncio.sleep(self.weather.dice.uniform(1, 120))
        self.begin_process()

    async def _heal(self) -> None:
        """Everything works again; who was locked out is let in, as whoever keeps the bot running would do it."""
        was_revoked = self.workspace.faults.revoked
        self.workspace.faults.revoked = False
        if was_revoked:
            for process in self.alive:
                process.kill()
        self.note()
        if not self.alive:
            self.begin_process()
        self.tell("all is well")

    # What goes wrong

    async def _fault_by_fault(self) -> None:
        dice = self.weather.dice
        faults = [*[self._crash] * self.weather.crashes, *[self._freeze] * self.weather.pauses]
        faults += [
            fault for fault in (self._restart, self._revoke, self._leave, self._move) if dice.random() < 0.15
        ]
        planned = sorted((self._some_time(), number) for number in range(len(faults)))
        for at, number in planned:
            await asyncio.sleep(max(at - self.loop.time(), 0))
            if self.weather.is_rough(self.loop.time()):
                await faults[number]()

    def _some_time(self) -> float:
        """Any time at all, or, more often, within seconds of one at which much is to be done."""
        dice = self.weather.dice
        if dice.random() < 0.3 or not self.busy:
            return dice.uniform(BEGINS_AT, self.seconds)
        return max(dice.choice(self.busy) + dice.uniform(-5, 20), BEGINS_AT)

    async def _crash(self) -> None:
        if self.alive:
            process = self.weather.dice.choice(self.alive)
            process.plan(self._some_steps(), lambda: self.crashed(process))

    async def _freeze(self) -> None:
        if self.alive:
            process, seconds = (
                self.weather.dice.choice(self.alive),
                self.weather.dice.choice((3, 45, 100, 300, 300)),
            )
            steps = self._some_steps()
            if steps % 2:
                process.plan(steps, lambda: self.frozen(process, seconds))
            else:
                process.plan_in_hand(lambda: self.frozen(process, seconds))

    def _some_steps(self) -> int:
        return self.weather.dice.randint(1, 150)

    async def _restart(self) -> None:
        if self.alive:
            self.tell("a process is stopped")
            await self.weather.dice.choice(self.alive).stop()
            self.note()
            self.begin_process()

    async def _revoke(self) -> None:
        self.tell("the token is revoked")
        self.workspace.faults.revoke_token()
        self.note()

    async def _leave(self) -> None:
        self.gone.add("dan")
        self.tell("dan leaves")
        self.workspace.deactivate("dan")

    async def _move(self) -> None:
        self.gone.add("eve")
        self.tell("eve moves")
        self.workspace.change_zone("eve", self.weather.dice.choice(("Pacific/Auckland", "America/New_York")))

    async def _redeliver(self) -> None:
        """Slack delivers an event that nobody acknowledged again, a minute later."""
        while True:
            await asyncio.sleep(60)
            if self.workspace.delivery.undelivered:
                await self.workspace.redeliver()

    def note(self) -> None:
        """Keep on record from when to when nobody could have done anything, whatever was due."""
        now = self.loop.time()
        at_work = [process for process in self.alive if process.is_up and process.frozen_until <= now]
        is_idle = not at_work or self.workspace.faults.revoked
        if is_idle and self._idle_since is None:
            self._idle_since = now
        elif not is_idle and self._idle_since is not None:
            self._idle.append(Spell(self._idle_since, now))
            self._idle_since = None

    @property
    def disturbed(self) -> list[Spell]:
        """The spells in which no process could do its work, in the order in which they began."""
        spells = [*self._idle, *self.weather.slack_down, *self.weather.database_down]
        return sorted(spells, key=lambda spell: spell.begins)

    def seconds_of(self, instant: datetime) -> float:
        """An instant as a second of the run."""
        return (instant - self.start) / timedelta(seconds=1)
