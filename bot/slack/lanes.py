"""Lanes: the ways out to all workspaces, each driven by one process at a time and delayed by no other."""

import asyncio
from contextlib import suppress
from uuid import uuid4

import structlog

from bot.clock import Clock
from bot.people import queries as people
from bot.slack import queries
from bot.slack.client import Clients
from bot.slack.delivery import Lost, nobody_is_told
from bot.slack.ended import Means
from bot.slack.lane import Lane
from bot.slack.pacing import Pace
from bot.slack.posts import Composers
from bot.storage.database import DATABASE_FAILURES, Database

log = structlog.get_logger()


class Lanes:
    """Makes Slack show what the database says it should, for every workspace whose lane this process holds."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        clients: Clients,
        composers: Composers,
        pace: Pace,
        lost: Lost = nobody_is_told,
    ) -> None:
        self.owner = str(uuid4())
        self._database = database
        self._means = Means(database, clock, clients, composers, lost, self.owner)
        self._pace = pace
        self._work = asyncio.Event()
        self._lanes: dict[int, Lane] = {}

    def nudge(self) -> None:
        """Something was committed that may have posts to show: look now, not at the next beat."""
        self._work.set()
        for lane in self._lanes.values():
            lane.nudge()

    async def run(self, beat_seconds: float) -> None:
        """Drive each lane by itself until cancelled; what cannot be done now is tried again at the next beat."""
        running: dict[int, asyncio.Task[None]] = {}
        try:
            while True:
                self._work.clear()
                await self._look_round()
                for workspace_id in self._lanes.keys() - running.keys():
                    running[workspace_id] = asyncio.create_task(self._lanes[workspace_id].run(beat_seconds))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._work.wait(), beat_seconds)
        finally:
            for task in running.values():
                task.cancel()
            await asyncio.gather(*running.values(), return_exceptions=True)

    async def drive(self) -> None:
        """Do all that is due now in every workspace; a failure of one is raised when all have come to an end."""
        await self._read()
        ended = await asyncio.gather(*(lane.drive() for lane in self._lanes.values()), return_exceptions=True)
        for failure in ended:
            if isinstance(failure, BaseException):
                raise failure

    def learned(self) -> dict[int, float]:
        """Messages a second that a workspace lets through, by its number; of those whose limit has been met."""
        return self._pace.learned()

    async def release(self) -> None:
        """Let another process take over at once."""
        async with self._database.work() as session:
            await queries.release_lanes(session, self.owner)

    async def _look_round(self) -> None:
        try:
            await self._read()
        except DATABASE_FAILURES as error:
            log.warning("lanes not read", error=type(error).__name__)

    async def _read(self) -> None:
        """Which workspaces there are, and by which token each lets us in at present."""
        async with self._database.reading() as session:
            found = {workspace.id: workspace.bot_token for workspace in await people.workspaces(session)}
        for workspace_id in found.keys() - self._lanes.keys():
            self._lanes[workspace_id] = Lane(self._means, workspace_id, self._pace.of(workspace_id))
        for workspace_id, lane in self._lanes.items():
            lane.token = found.get(workspace_id)
