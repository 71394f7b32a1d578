"""A lane: the way out to one workspace, as this process drives it."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack import calls, claims, client, delivery, queries
from bot.slack.calls import Claim
from bot.slack.ended import Ended, Means, write_all_down, write_down
from bot.slack.models import Post
from bot.slack.pacing import AT_ONCE, LanePace
from bot.slack.picking import Picked, conversation_of, pick
from bot.slack.queries import Besides
from bot.slack.verdicts import CALL_FAILURES, RATE_LIMITED, Meaning, Verdict, verdict
from bot.storage.database import DATABASE_FAILURES

log = structlog.get_logger()
T = TypeVar("T")
Given = TypeVar("Given")
HELD_UP = "held up"
# For each call that may be under way two more posts are in hand, so that none waits for the database.
IN_HAND = 3
# A post that somebody else is just changing is looked at again after so long.
LOCKED_SECONDS = 0.05
# It waits for another call, then is called itself: both are over long before the lease is.
WAITS_FOR_CALLS = 2


@dataclass(frozen=True)
class Since:
    """When the lease was surely ours, by the wall's clock and by one that nobody sets."""

    now: datetime
    seconds: float


class Lane:
    """Makes Slack show what the database says, in one workspace, while this process holds the lane.

    Each turn is one transaction: what has come back meanwhile is written down, and what the pace lets out soon is
    taken in hand. `token` is the workspace's; without one the lane rests.
    """

    def __init__(self, means: Means, workspace_id: int, pace: LanePace) -> None:
        self.token: str | None = None
        self._means = means
        self._workspace_id = workspace_id
        self._pace = pace
        self._driving = asyncio.Lock()
        self._news = asyncio.Event()
        self._under_way: dict[asyncio.Task[Ended], Claim] = {}
        self._ended: list[Ended] = []
        self._held_until: dict[str, datetime] = {}
        self._most = IN_HAND * AT_ONCE
        """Posts in hand; when taking them takes longer than they may wait, one, and one more with every call."""
        self._opens_in: float | None = None
        """Seconds until the pace lets out something that is due and had to wait; None when nothing had to."""

    def nudge(self) -> None:
        """There may be something to do."""
        self._news.set()

    async def run(self, beat_seconds: float) -> None:
        """Drive until cancelled; what cannot be done now is tried again at the next beat."""
        while True:
            self._news.clear()  # also while it rests, or it would never wait
            try:
                await self.drive()
            except Exception:
                log.exception("lane failed", owner=self._means.owner)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._news.wait(), min([beat_seconds, *self._until_ready()]))

    async def drive(self) -> None:
        """Do all that is due now, as fast as the pace lets it out; not what Slack has put off."""
        async with self._driving:
            try:
                while self.token and await self._turn_if_wanted():
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._news.wait(), self._opens_in)
            except Exception:
                while self._under_way:
                    await asyncio.wait(self._under_way)
                raise
            finally:
                await self._break_off()

    def _until_ready(self) -> list[float]:
        """Seconds until Slack lets us call again what it has put off."""
        now = self._means.clock.now()
        return [(until - now).total_seconds() for until in self._held_until.values() if until > now]

    async def _break_off(self) -> None:
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _turn_if_wanted(self) -> bool:
        """Whether there is more to come without anybody asking for more."""
        self._news.clear()
        self._opens_in = None
        if self._ended or await self._is_wanted():
            await self._turn()
        return bool(self._under_way) or bool(self._ended) or self._opens_in is not None or self._news.is_set()

    async def _is_wanted(self) -> bool:
        now, in_hand = self._means.clock.now(), self._in_hand()
        besides = Besides(in_hand, self._held(now))
        async with self._means.database.reading() as session:
            due = await queries.due_posts(session, self._workspace_id, now, 1, besides)
            return bool(due) or await queries.has_orphans(session, self._workspace_id, in_hand)

    async def _turn(self) -> None:
        ended = list(self._ended)
        try:
            async with self._means.database.work() as session:
                since = await self._take(session)
                written = await write_all_down(session, self._means, self._workspace_id, ended)
                claimed = await self._claim_what_is_due(session, written) if since else []
        except Exception as error:
            log.warning("batch failed", workspace=self._workspace_id, error=type(error).__name__)
            since, claimed = await self._one_by_one(ended)
            written = ended
        self._ended = [one for one in self._ended if not _among(one, written)]
        if len(written) < len(ended):
            self._soon()
        for claim in claimed:
            if since is not None:
                self._begin(claim, since)

    def _soon(self) -> None:
        self._opens_in = min(self._opens_in or LOCKED_SECONDS, LOCKED_SECONDS)

    async def _one_by_one(self, ended: Sequence[Ended]) -> tuple[Since | None, list[Claim]]:
        """Each in a transaction of its own, so that only what is wrong fails."""
        async with self._means.database.work() as session:  # when that fails too, it is not for one post
            since = await self._take(session)
            posts = await self._picked(session, self._in_hand()) if since else []
        for one in ended:
            await self._guarded(one.claim.post, self._write_down, one)
        claimed = [await self._guarded(post, self._claim, post.id) for post in posts]
        self.nudge()
        return since, [claim for claim in claimed if claim is not None]

    async def _guarded(
        self, post: Post, work: Callable[[AsyncSession, Given], Awaitable[T]], given: Given
    ) -> T | None:
        """One bad post must not silence the others."""
        try:
            async with self._means.database.work() as session:
                return await work(session, given)
        except Exception as error:
            log.exception("post failed", post=post.id)
            is_composed = isinstance(error, DATABASE_FAILURES)
        with suppress(*DATABASE_FAILURES):  # then it is simply due again
            async with self._means.database.work() as session:
                now = self._means.clock.now()
                await delivery.set_back(session, post.id, now, self._means.lost, is_composed=is_composed)
        return None

    async def _take(self, session: AsyncSession) -> Since | None:
        """From when on the lane is ours for the time of a lease; None while it is another's, or stopped."""
        since = Since(self._means.clock.now(), asyncio.get_running_loop().time())
        return since if await queries.take_lane(session, self._workspace_id, self._means.owner) else None

    async def _write_down(self, session: AsyncSession, ended: Ended) -> None:
        await write_down(session, self._means, self._workspace_id, ended)

    async def _claim_what_is_due(self, session: AsyncSession, written: Sequence[Ended]) -> list[Claim]:
        in_hand, means = self._in_hand(written), self._means
        await queries.doubt_orphans(session, self._workspace_id, means.clock.now(), in_hand)
        posts = await self._picked(session, in_hand)
        claimed = await claims.claim_all(session, posts, means.owner, means.clock.now(), means.composers)
        if any(conversation_of(post) is not None and post.next_try_at is not None for post in posts):
            self._soon()  # what is still wanted is just being changed
        elif len(claimed) < len(posts):
            self.nudge()  # some were settled without a call: look for the next
        return claimed

    async def _claim(self, session: AsyncSession, post_id: int) -> Claim | None:
        means = self._means
        return await claims.claim(session, post_id, means.owner, means.clock.now(), means.composers)

    async def _picked(self, session: AsyncSession, in_hand: Collection[int]) -> list[Post]:
        """What is due and may be taken in hand now; past what has to wait for the pace."""
        picked, now = Picked(), self._means.clock.now()
        room = min(IN_HAND * self._pace.at_once("chat.postMessage"), self._most) - len(self._under_way)
        waiting = -1
        while room > 0 and not picked.posts and picked.waiting > waiting:
            waiting = picked.waiting
            besides = Besides(in_hand, self._held(now) | picked.methods, picked.conversations)
            due = await queries.due_posts(session, self._workspace_id, now, room, besides)
            pick(due, self._pace, picked)
        self._opens_in = picked.opens_in
        return picked.posts

    def _in_hand(self, written: Sequence[Ended] = ()) -> set[int]:
        """Of which the call is under way, or has ended and is not `written` down."""
        ended = (one.claim for one in self._ended if not _among(one, written))
        return {held.post.id for claim in chain(self._under_way.values(), ended) for held in claim.held}

    def _held(self, now: datetime) -> set[str]:
        """Methods to which Slack said 429: nothing more of them before Slack is ready."""
        return {method for method, until in self._held_until.items() if until > now}

    def _begin(self, claim: Claim, since: Since) -> None:
        task = asyncio.create_task(self._called(claim, since))
        self._under_way[task] = claim
        task.add_done_callback(self._came_back)

    def _came_back(self, task: asyncio.Task[Ended]) -> None:
        self._under_way.pop(task)
        if not task.cancelled():
            self._ended.append(task.result())
            self.nudge()

    async def _called(self, claim: Claim, since: Since) -> Ended:
        try:
            return await self._call(claim, since)
        except Exception:
            log.exception("post failed", post=claim.post.id)
            return Ended(claim)

    async def _call(self, claim: Claim, since: Since) -> Ended:
        method = calls.method(claim.step, claim.post)
        token = self.token
        slack = self._means.clients.of(token)
        async with self._pace.turn(method, conversation_of(claim.post)) as start:
            if (why := self._not_now(method, since)) is not None:
                return Ended(claim, failure=why)
            try:
                answer = await calls.call(slack, claim)
            except CALL_FAILURES as error:
                return Ended(claim, failure=await self._failed(claim, method, start, error), token=token)
        self._pace.accepted(method, start)
        self._most = min(self._most + 1, IN_HAND * AT_ONCE)
        return Ended(claim, answer)

    def _not_now(self, method: str, since: Since) -> Verdict | None:
        """Why a call must not be made any more, though its post was taken in hand for it."""
        now, seconds = self._means.clock.now(), asyncio.get_running_loop().time() - since.seconds
        if max(seconds, (now - since.now).total_seconds()) > WAITS_FOR_CALLS * client.CALL_SECONDS:
            # This process was stopped meanwhile, or its machine slept: its successor may have called by now.
            self._most = 1  # or the database is so slow: then many at once would be too old again, for ever
            return Verdict(Meaning.LATER, HELD_UP, 0)
        if method in self._held(now):
            return Verdict(Meaning.LATER, "ratelimited", (self._held_until[method] - now).total_seconds())
        return None

    async def _failed(self, claim: Claim, method: str, start: float, error: BaseException) -> Verdict:
        found = await self._meant(error)
        log.warning("slack refused", post=claim.post.id, view=claim.post.view, method=method, error=found.code)
        if found.wait is not None:
            self._held_until[method] = self._means.clock.now() + timedelta(seconds=found.wait)
        if found.wait is not None and found.code in RATE_LIMITED:
            self._pace.refused(method, start, found.wait)
        elif found.meaning is not Meaning.LATER:
            self._pace.accepted(method, start)
        return found

    async def _meant(self, error: BaseException) -> Verdict:
        """What a failure means; `account_inactive` may be said of an ended token or of a recipient who left."""
        found = verdict(error)
        if found.code != "account_inactive":
            return found
        try:
            await self._means.clients.of(self.token).auth_test()
        except CALL_FAILURES:
            return found
        return replace(found, meaning=Meaning.REFUSED)


def _among(one: Ended, others: Sequence[Ended]) -> bool:
    return any(other is one for other in others)
