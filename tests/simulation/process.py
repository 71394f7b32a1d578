"""A process of the bot in the simulation: the real application, which can be killed or frozen anywhere."""

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.util import await_only

from bot.application import Application
from bot.slack.pacing import Pace
from bot.slack.verdicts import CALL_FAILURES
from bot.storage.database import DATABASE_FAILURES
from tests.simulation.loop import WORKING, VirtualClock
from tests.simulation.wire import Link, Wire, WiredClients

if TYPE_CHECKING:
    from tests.simulation.world import World

BEAT_SECONDS = 10.0
HELPLESS_SECONDS = 30.0
LONGEST_SLEEP = 3600.0
RETRY_SECONDS = 60.0
IDLE_SECONDS = 30.0
"""How long the database lets a frozen process keep a transaction open."""


class Gone(asyncio.CancelledError):
    """The process is no more: nothing it does has an effect."""


class Process:
    """Runs as `bot.running` does, by virtual time. Every statement and every call is a step, where it may end."""

    def __init__(self, world: "World", ahead: float) -> None:
        self.world = world
        self.tasks: dict[asyncio.Task[Any], None] = {}
        self.is_alive = True
        self.is_up = False
        self.frozen_until = 0.0
        self._planned: list[tuple[int, Callable[[], None]]] = []
        self._steps = 0
        self._in_hand: list[Callable[[], None]] = []
        self._has_taken = False
        self._link: Link | None = None
        self._open: list[Any] = []
        clock = VirtualClock(world.loop, world.start, ahead)
        self.application = Application.build(world.settings, clock, Pace(), WiredClients(Wire(self)))
        self._watch(self.application.database.engine.sync_engine)

    def begin(self) -> None:
        self.spawn(self._live())

    def spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run something in this process: it ends with it."""
        token = WORKING.set(self)
        try:
            self.world.loop.create_task(work)
        finally:
            WORKING.reset(token)

    # How it ends

    def plan(self, steps: int, what: Callable[[], None]) -> None:
        """Something happens to it so many steps from now."""
        self._planned = sorted([*self._planned, (self._steps + steps, what)], key=lambda planned: planned[0])

    def plan_in_hand(self, what: Callable[[], None]) -> None:
        """Something happens to it when it has next taken posts in hand, before it calls anybody for them."""
        self._in_hand.append(what)

    def kill(self) -> None:
        """As `kill -9` does: from here on nothing it does has an effect, what it had open is rolled back."""
        self.is_alive = False
        self._let_go()
        for raw in self._open:
            raw.close()
        for task in list(self.tasks):
            task.cancel()

    async def stop(self) -> None:
        """As SIGTERM does: in order, within ten seconds."""
        self._let_go()
        for task in list(self.tasks):
            task.cancel()
        self.spawn(self._close())
        await asyncio.sleep(10)
        self.kill()

    def freeze(self, seconds: float) -> None:
        """As SIGSTOP does; the database rolls back what it holds open for too long."""
        self.frozen_until = self.world.loop.time() + seconds
        if seconds > IDLE_SECONDS:
            self.world.loop.call_later(IDLE_SECONDS, self._lose_transactions)

    def _lose_transactions(self) -> None:
        for raw in self._open:
            with suppress(sqlite3.Error):
                if self.is_alive and raw.in_transaction:
                    raw.rollback()
                    raw.is_lost = True

    def _let_go(self) -> None:
        sockets = self.world.workspace.delivery.sockets
        if self._link is not None and self._link in sockets.open:
            sockets.open.remove(self._link)  # type: ignore[arg-type]
            self._link.lost()
        self._link = None

    # What it does

    async def _live(self) -> None:
        application = self.application
        await self._until_it_works(application.install)
        self.spawn(application.lanes.run(LONGEST_SLEEP))  # every beat nudges it
        self.spawn(self._beat())
        self.spawn(self._until_it_works(application.read_directories))
        self._link = Link(self, application.bolt())
        self.world.workspace.delivery.sockets.open.append(self._link)  # type: ignore[arg-type]
        self.is_up = True
        self.world.note()

    async def _beat(self) -> None:
        """Beats at which nothing is due are left out, and most of those at which nothing can be done about it.

        They do nothing, and there are thousands of them a day.
        """
        before = None
        while True:
            due = await self._until_something_is_due()
            await self.application.beat()
            await asyncio.sleep(BEAT_SECONDS if due != before else HELPLESS_SECONDS)
            before = due

    async def _until_something_is_due(self) -> datetime | None:
        with suppress(*DATABASE_FAILURES):
            while True:
                self.world.changed.clear()
                due = await self.application.next_instant()
                ahead = LONGEST_SLEEP if due is None else (due - self.application.clock.now()).total_seconds()
                if ahead <= 0:
                    return due
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.world.changed.wait(), min(ahead, LONGEST_SLEEP))
        return None

    async def _until_it_works(self, work: Any) -> None:
        while True:
            try:
                return await work()
            except (*CALL_FAILURES, SQLAlchemyError):
                await asyncio.sleep(RETRY_SECONDS)

    async def _close(self) -> None:
        with suppress(*DATABASE_FAILURES):
            await self.application.__aexit__(None, None, None)

    # Where it may end

    async def step(self) -> None:
        """A point at which the process may be found killed, frozen, or at its last."""
        self._steps += 1
        while self.is_alive and self._planned and self._planned[0][0] <= self._steps:
            self._planned.pop(0)[1]()
        if not self.is_alive:
            raise Gone
        while (ahead := self.frozen_until - self.world.loop.time()) > 0:
            await asyncio.sleep(ahead)
            if not self.is_alive:
                raise Gone

    def _watch(self, engine: Any) -> None:
        event.listen(engine, "connect", self._connected)
        event.listen(engine, "before_cursor_execute", self._before_statement)
        event.listen(engine, "commit", self._before_commit)

    def _connected(self, raw: Any, _entry: Any) -> None:
        raw.create_function("strftime", 2, lambda form, _now: _stamp(self.world.clock.now()))
        raw.is_lost = False
        self._open.append(raw)

    def _before_statement(
        self, connection: Connection, cursor: Any, statement: str, given: Any, context: Any, many: bool
    ) -> None:
        await_only(self.step())
        self._has_taken |= statement.startswith("UPDATE posts") and "attempts" in statement
        weather, now = self.world.weather, self.world.loop.time()
        if weather.happens(weather.slow_statements, now):
            await_only(asyncio.sleep(weather.dice.uniform(0.01, 3)))
        self._refuse_if_lost(connection)

    def _before_commit(self, connection: Connection) -> None:
        """It may end just before, and just after: committed, and nobody there to know."""
        await_only(self.step())
        self._refuse_if_lost(connection)
        raw: Any = connection.connection.dbapi_connection
        weather, now = self.world.weather, self.world.loop.time()
        is_unsure = weather.happens(weather.unsure_commits, now)
        if not is_unsure or weather.dice.random() < 0.5:
            raw.commit()
        while self._has_taken and self._in_hand:
            self._in_hand.pop()()
        self._has_taken = False
        await_only(self.step())
        if is_unsure:
            raise OperationalError("COMMIT", None, sqlite3.OperationalError("the connection is gone"))

    def _refuse_if_lost(self, connection: Connection) -> None:
        raw: Any = connection.connection.dbapi_connection
        if raw.is_lost or self.world.weather.database_is_down(self.world.loop.time()):
            raw.is_lost = False
            raw.rollback()
            raise OperationalError("the database", None, sqlite3.OperationalError("the server is gone"))


def _stamp(now: datetime) -> str:
    return f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond // 1000:03}"
