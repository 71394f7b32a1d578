"""Lanes: the way out to each workspace, driven by one process at a time."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from bot.clock import Clock
from bot.people import queries as people
from bot.slack import calls, claims, delivery, queries
from bot.slack.calls import Claim, Step
from bot.slack.client import Clients
from bot.slack.delivery import Lost, nobody_is_told
from bot.slack.models import Post, PostState
from bot.slack.pacing import Pace
from bot.slack.posts import Composers
from bot.slack.verdicts import CALL_FAILURES, Meaning, Verdict, verdict
from bot.storage.database import DATABASE_FAILURES, Database

log = structlog.get_logger()
BATCH = 50


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
        self._database = database
        self._clock = clock
        self._clients = clients
        self._composers = composers
        self._pace = pace
        self._lost = lost
        self.owner = str(uuid4())
        self._work = asyncio.Event()
        self._one_drive = asyncio.Lock()
        self._held_until: dict[tuple[int, str], datetime] = {}

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
        """Do all that is due now in every workspace; a failure of one is raised when all have come to an end."""
        async with self._one_drive:
            async with self._database.reading() as session:
                ids = [(workspace.id, workspace.bot_token) for workspace in await people.workspaces(session)]
            driven = (self._drive(workspace, token) for workspace, token in ids if token)
            ended = await asyncio.gather(*driven, return_exceptions=True)
        for failure in ended:
            if isinstance(failure, BaseException):
                raise failure

    async def release(self) -> None:
        """Let another process take over at once."""
        async with self._database.work() as session:
            await queries.release_lanes(session, self.owner)

    async def _drive(self, workspace_id: int, token: str) -> None:
        while batch := await self._batch(workspace_id):
            done = await asyncio.gather(*(self._guarded(workspace_id, token, post) for post in batch))
            if not any(done):
                return

    async def _batch(self, workspace_id: int) -> list[Post]:
        """The next posts of a lane that is ours and open; nothing, and no write, when there is nothing to do."""
        now = self._clock.now()
        async with self._database.reading() as session:
            due = await queries.due_posts(session, workspace_id, now, 1)
            orphans = await queries.has_orphans(session, workspace_id)
        if not due and not orphans:
            return []
        async with self._database.work() as session:
            if not await queries.take_lane(session, workspace_id, self.owner):
                return []
            await queries.doubt_orphans(session, workspace_id, now)
            return _one_for_all(await queries.due_posts(session, workspace_id, now, BATCH))

    async def _guarded(self, workspace_id: int, token: str, post: Post) -> bool:
        """One bad post must not silence the others."""
        try:
            return await self._deliver(workspace_id, token, post)
        except Exception as error:
            log.exception("post failed", post=post.id)
            is_composed = isinstance(error, DATABASE_FAILURES)
        with suppress(*DATABASE_FAILURES):  # then it is simply due again
            async with self._database.work() as session:
                now = self._clock.now()
                await delivery.set_back(session, post.id, now, self._lost, is_composed=is_composed)
        return False

    async def _deliver(self, workspace_id: int, token: str, post: Post) -> bool:
        step = calls.next_step(post)
        if await self._is_held(workspace_id, post, calls.method(step, post)):
            return False
        # It waits before it is claimed: a claim that waits could outlive the lease.
        async with self._pace.turn(post.address if step is Step.POST else None):
            async with self._database.work() as session:
                if not await queries.take_lane(session, workspace_id, self.owner):
                    return False
                claimed = await claims.claim(session, post.id, self.owner, self._clock.now(), self._composers)
            return claimed is None or await self._call(workspace_id, token, claimed)

    async def _call(self, workspace_id: int, token: str, claimed: Claim) -> bool:
        try:
            answer = await calls.call(self._clients.of(token), claimed)
        except CALL_FAILURES as error:
            await self._failed(workspace_id, claimed, await self._meant(token, error))
            return True
        async with self._database.work() as session:
            await delivery.record_success(session, claimed, answer, self.owner, self._clock.now(), self._lost)
        return True

    async def _meant(self, token: str, error: BaseException) -> Verdict:
        """What a failure means; `account_inactive` may be said of an ended token or of a recipient who left."""
        found = verdict(error)
        if found.code != "account_inactive":
            return found
        try:
            await self._clients.of(token).auth_test()
        except CALL_FAILURES:
            return found
        return replace(found, meaning=Meaning.REFUSED)

    async def _failed(self, workspace_id: int, claimed: Claim, found: Verdict) -> None:
        method, now = calls.method(claimed.step, claimed.post), self._clock.now()
        if found.wait is not None:
            self._held_until[workspace_id, method] = now + timedelta(seconds=found.wait)
        log.warning("slack refused", post=claimed.post.id, view=claimed.post.view, method=method, error=found.code)
        async with self._database.work() as session:
            await delivery.record_failure(session, claimed, found, self.owner, now, self._lost)
            if found.meaning is Meaning.REVOKED:
                await queries.stop_lane(session, workspace_id, found.code)

    async def _is_held(self, workspace_id: int, post: Post, method: str) -> bool:
        """Slack said 429 to this method in this workspace: nothing more of it before Slack is ready."""
        until = self._held_until.get((workspace_id, method))
        if until is None or until <= self._clock.now():
            return False
        async with self._database.work() as session:
            await queries.put_off(session, post.id, until)
        return True


def _one_for_all(due: Sequence[Post]) -> list[Post]:
    """Of what a person is to be told in one message only the first: the rest goes out with it, or after it."""
    first: dict[int | None, int] = {}
    for post in due:
        if _may_gather(post):
            first.setdefault(post.recipient_id, post.id)
    return [post for post in due if not _may_gather(post) or first[post.recipient_id] == post.id]


def _may_gather(post: Post) -> bool:
    return post.gathers and post.state is PostState.WANTED
