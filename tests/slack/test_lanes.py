"""Each workspace goes its own way, what is wrong with one post fails alone, and a turn costs one transaction."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import event, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock, SystemClock
from bot.people.models import Workspace
from bot.slack import claims, content, delivery, queries
from bot.slack.lanes import Lanes
from bot.slack.models import Post, PostState
from bot.slack.pacing import Pace
from bot.storage.database import Database

MANY = 40


class TwoSlacks:
    """A workspace that answers at once, and one that does not before it is let go; by their tokens."""

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {"quick": [], "slow": []}
        self.let_go = asyncio.Event()

    def of(self, token: str) -> Any:
        return Slack(self, token)


class Slack:
    """One workspace, as a client of slack_sdk shows it."""

    def __init__(self, slacks: TwoSlacks, token: str) -> None:
        self._slacks, self._token = slacks, token

    async def chat_postMessage(self, **how: Any) -> dict[str, Any]:  # noqa: N802 as slack_sdk calls it
        if self._token == "slow":  # noqa: S105
            await self._slacks.let_go.wait()
        self._slacks.said[self._token].append(how["channel"])
        return {"channel": "D1", "ts": "1.0"}


async def _compose(session: AsyncSession, post: Post, now: object) -> content.Message:
    if post.subject == "wrong":
        raise RuntimeError("a mistake")
    return content.Message(post.subject, [])


async def _wanted(database: Database, count: int, *subjects: str) -> None:
    """So many messages for each of two workspaces, and these besides for the first."""
    now = SystemClock().now() - timedelta(seconds=5)
    async with database.transaction() as session:
        for number, token in enumerate(("quick", "slow"), start=1):
            session.add(Workspace(id=number, slack_id=f"T{number}", name=token, bot_user="U0", bot_token=token))
            await session.flush()
            named = [*(f"note:{place}" for place in range(count)), *(subjects if number == 1 else ())]
            common = {"workspace_id": number, "view": "toy", "created_at": now, "next_try_at": now}
            rows = [
                common | {"subject": name, "address": f"U{place}", "key": f"{number}:{place}"}
                for place, name in enumerate(named)
            ]
            if rows:
                await session.execute(insert(Post), rows)


def _lanes(database: Database, slacks: Any, clock: Clock | None = None, compose: Any = _compose) -> Lanes:
    return Lanes(database, clock or SystemClock(), slacks, {"toy": compose}, Pace(0))


@asynccontextmanager
async def _running(lanes: Lanes) -> AsyncIterator[None]:
    running = asyncio.create_task(lanes.run(beat_seconds=60))
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _until(holds: Any) -> None:
    async with asyncio.timeout(10):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


async def test_a_workspace_that_does_not_answer_delays_no_other_and_no_news_of_one(database: Database) -> None:
    slacks = TwoSlacks()
    await _wanted(database, 3)
    lanes = _lanes(database, slacks)
    async with _running(lanes):
        await _until(lambda: len(slacks.said["quick"]) == 3)
        async with database.transaction() as session:
            again = {"workspace_id": 1, "view": "toy", "subject": "news", "address": "U9", "key": "news"}
            now = SystemClock().now()
            await session.execute(insert(Post).values(**again, created_at=now, next_try_at=now))
        lanes.nudge()
        await _until(lambda: "U9" in slacks.said["quick"])
        assert slacks.said["slow"] == []
        slacks.let_go.set()
        await _until(lambda: len(slacks.said["slow"]) == 3)


async def test_one_post_that_we_fail_at_is_set_back_and_all_others_go_out(database: Database) -> None:
    slacks = TwoSlacks()
    slacks.let_go.set()
    await _wanted(database, MANY, "wrong")
    await _lanes(database, slacks).drive()
    assert sorted(slacks.said["quick"]) == sorted(f"U{number}" for number in range(MANY))
    assert len(slacks.said["slow"]) == MANY
    async with database.reading() as session:
        left = (await session.scalars(select(Post).where(Post.state != PostState.SHOWN))).all()
    assert [(post.subject, post.state, post.error) for post in left] == [
        ("wrong", PostState.WANTED, "a mistake of mine")
    ]


async def test_a_fan_out_takes_far_fewer_transactions_than_it_has_messages(database: Database) -> None:
    slacks, commits = TwoSlacks(), []
    slacks.let_go.set()
    await _wanted(database, MANY)
    event.listen(database.engine.sync_engine, "commit", commits.append)
    await _lanes(database, slacks).drive()
    assert len(slacks.said["quick"]) == len(set(slacks.said["quick"])) == MANY
    assert len(commits) <= MANY / 2, "of both workspaces together"


class Sleeper(SystemClock):
    """A clock that leaps once, as that of a machine which has slept."""

    slept = timedelta(0)

    def now(self) -> Any:
        return super().now() + self.slept


async def test_what_was_taken_in_hand_before_the_machine_slept_is_not_called_for(database: Database) -> None:
    slacks, clock = TwoSlacks(), Sleeper()
    await _wanted(database, 0, "note")
    event.listen(database.engine.sync_engine, "commit", lambda _: setattr(clock, "slept", timedelta(minutes=2)))
    await _lanes(database, slacks, clock).drive()
    async with database.reading() as session:
        held_up = (await session.scalars(select(Post))).one()
    assert slacks.said["quick"] == []
    assert (held_up.state, held_up.error, held_up.attempts) == (PostState.WANTED, "held up", 0)


async def test_what_takes_too_long_to_take_in_hand_together_is_said_in_smaller_parts(database: Database) -> None:
    slacks, clock = TwoSlacks(), Sleeper()

    async def slowly(session: AsyncSession, post: Post, now: object) -> content.Message:
        clock.slept += timedelta(seconds=1.5)
        return await _compose(session, post, now)

    await _wanted(database, 0, *(f"note {number}" for number in range(MANY)))
    lanes = _lanes(database, slacks, clock, slowly)
    for _ in range(10):
        await lanes.drive()
        clock.slept += timedelta(seconds=2)
    assert len(slacks.said["quick"]) == len(set(slacks.said["quick"])) == MANY


async def test_one_that_lost_its_lane_writes_nothing_over_what_its_successor_sends(
    database: Database,
) -> None:
    await _wanted(database, 0, "note")
    now = SystemClock().now()
    async with database.transaction() as session:
        due = await queries.due_posts(session, 1, now, 1)
        [claimed] = await claims.claim_all(session, due, "gone", now, {"toy": _compose})
        await queries.change_post(session, claimed.post.id, PostState.SENDING, sender="its successor")
    async with database.transaction() as session:
        await delivery.record_messages(session, [(claimed, {"channel": "D1", "ts": "1.0"})], "gone", now)
        post = await queries.post(session, claimed.post.id)
        assert (post.state, post.sender, post.ts) == (PostState.SENDING, "its successor", None)
        await delivery.record_messages(session, [(claimed, {"channel": "D1", "ts": "1.0"})], "its successor", now)
        post = await queries.post(session, claimed.post.id)
        assert (post.state, post.sender, post.ts, post.next_try_at) == (PostState.SHOWN, None, "1.0", None)
