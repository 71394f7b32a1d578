"""Lanes: the way out to each workspace, driven by one process at a time, one post after the other."""

import asyncio
from uuid import uuid4

import structlog

from bot.clock import Clock
from bot.people import queries as people
from bot.slack import delivery, queries
from bot.slack.client import Clients
from bot.slack.delivery import Claim, Step
from bot.slack.pacing import Pace
from bot.slack.posts import Composers
from bot.slack.verdicts import CALL_FAILURES, Meaning, verdict
from bot.storage.database import Database

log = structlog.get_logger()
BATCH = 50


class Lanes:
    """Makes Slack show what the database says it should, for every workspace whose lane this process holds."""

    def __init__(
        self, database: Database, clock: Clock, clients: Clients, composers: Composers, pace: Pace
    ) -> None:
        self._database = database
        self._clock = clock
        self._clients = clients
        self._composers = composers
        self._pace = pace
        self.owner = str(uuid4())
        self._work = asyncio.Event()

    def nudge(self) -> None:
        """Something was committed that may have posts to show: look now, not at the next beat."""
        self._work.set()

    async def run(self, beat_seconds: float) -> None:
        """Drive until cancelled; what cannot be done now is tried again at the next beat."""
        while True:
            try:
                await self.drive()
            except Exception:
                log.exception("lane failed", owner=self.owner)
            try:
                await asyncio.wait_for(self._work.wait(), beat_seconds)
            except TimeoutError:
                continue
            finally:
                self._work.clear()

    async def drive(self) -> None:
        """Do all that is due now in every workspace."""
        async with self._database.reading() as session:
            ids = [(workspace.id, workspace.bot_token) for workspace in await people.workspaces(session)]
        await asyncio.gather(*(self._drive(workspace, token) for workspace, token in ids if token))

    async def release(self) -> None:
        """Let another process take over at once."""
        async with self._database.transaction() as session:
            await queries.release_lanes(session, self.owner)

    async def _drive(self, workspace_id: int, token: str) -> None:
        while batch := await self._batch(workspace_id):
            done = await asyncio.gather(*(self._guarded(workspace_id, token, post_id) for post_id in batch))
            if not any(done):
                return

    async def _batch(self, workspace_id: int) -> list[int]:
        """The next posts of a lane that is ours and open; nothing, and no write, when there is nothing to do."""
        now = self._clock.now()
        async with self._database.reading() as session:
            due = await queries.due_posts(session, workspace_id, now, 1)
            orphans = await queries.has_orphans(session, workspace_id, self.owner)
        if not due and not orphans:
            return []
        async with self._database.transaction() as session:
            if not await queries.take_lane(session, workspace_id, self.owner):
                return []
            if await queries.stopped_by(session, workspace_id):
                return []
            await queries.doubt_orphans(session, workspace_id, self.owner, now)
            return list(await queries.due_posts(session, workspace_id, now, BATCH))

    async def _guarded(self, workspace_id: int, token: str, post_id: int) -> bool:
        """One bad post must not silence the others."""
        try:
            return await self._deliver(workspace_id, token, post_id)
        except Exception:
            log.exception("post failed", post=post_id)
            return False

    async def _deliver(self, workspace_id: int, token: str, post_id: int) -> bool:
        async with self._database.transaction() as session:
            if not await queries.take_lane(session, workspace_id, self.owner):
                return False
            claimed = await delivery.claim(session, post_id, self.owner, self._clock.now(), self._composers)
        if claimed is None:
            return True
        return await self._call(workspace_id, token, claimed)

    async def _call(self, workspace_id: int, token: str, claimed: Claim) -> bool:
        method = delivery.METHODS[claimed.step]
        conversation = claimed.post.address if claimed.step is Step.POST else None
        try:
            async with self._pace.turn(method, conversation):
                answer = await delivery.call(self._clients.of(token), claimed)
        except CALL_FAILURES as error:
            await self._failed(workspace_id, claimed, error, method)
            return False
        async with self._database.transaction() as session:
            await delivery.record_success(session, claimed, answer, self.owner, self._clock.now())
        return True

    async def _failed(self, workspace_id: int, claimed: Claim, error: BaseException, method: str) -> None:
        found = verdict(error)
        if found.wait is not None:
            self._pace.hold(method, found.wait)
        log.warning("slack refused", post=claimed.post.id, view=claimed.post.view, method=method, error=found.code)
        async with self._database.transaction() as session:
            await delivery.record_failure(session, claimed, found, self.owner, self._clock.now())
            if found.meaning is Meaning.REVOKED:
                await queries.stop_lane(session, workspace_id, found.code)
