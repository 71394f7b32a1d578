"""A process is killed while it asks many, and while it shows their answers: nothing is lost or comes twice."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update

from bot.clock import SystemClock
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import answering, asked, days
from bot.rituals.standup.models import SyncUp
from bot.rituals.standup.setting_up import Rhythm, set_up
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack import queries
from bot.slack.models import UNDER_WAY, Lane, Post, PostState
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.teams import forming
from bot.teams.models import RosterSource
from tests.faults.bots import LONG_AGO
from tests.faults.processes import Running, a_bot, a_workspace, is_ready, until, works_every_day
from tests.standup.falcon import given_by

CROWD = tuple(f"p{number:02}" for number in range(30))
REPLYING = CROWD[:4]
"""A channel takes a message a second, so these are few."""
POST = "chat.postMessage"
SOON = timedelta(seconds=2)
SLOW = 0.3
"""Seconds until Slack's answer comes: whoever is killed meanwhile does not know what Slack has taken."""


@dataclass
class Scene:
    """A workspace with a crowd in one team, the bot's database, and the database seen from outside."""

    workspace: Workspace
    server: SandboxServer
    url: str
    key: str
    database: Database

    def bot(self) -> "asynccontextmanager[Running]":
        return a_bot(self.workspace, self.server, self.url, self.key)

    async def begin(self) -> SyncUp:
        """All of the crowd are asked in a moment; nobody is away."""
        await asyncio.to_thread(works_every_day, self.url)
        now, noon = SystemClock().now(), ZoneInfo(self.workspace.person("ana").zone)
        channel = self.workspace.add_channel("crowd", members=CROWD)
        await self.workspace.invite_bot(channel)
        async with self.database.transaction() as session:
            crowd = [await self.person(session, handle) for handle in CROWD]
            team = await forming.form_team(
                session, crowd[0], "Crowd", channel.id, crowd[0], RosterSource.HAND, noon, now, crowd
            )
            at = (now + SOON).astimezone(noon).time()
            return await set_up(session, team, Rhythm(frozenset(range(7)), at), now)

    async def person(self, session, handle: str) -> Person:
        found = await people.person_by_slack_id(session, self.workspace.team_id, self.workspace.person(handle).id)
        assert found is not None
        return found

    async def answers(self, sync_up: SyncUp) -> None:
        """Four of them answer at once."""
        now = SystemClock().now()
        async with self.database.transaction() as session:
            for handle in REPLYING:
                me = await self.person(session, handle)
                occurrence = await days.day_for(session, sync_up, me, now)
                part = await days.my_part(session, sync_up, occurrence, me, now)
                questions = await asked.questions_on(session, sync_up.id, occurrence.local_date)
                said = given_by(list(questions), {"today": _plan(handle)})
                await answering.answer(session, sync_up, part, said, None, now)

    async def a_minute_passes(self) -> None:
        """For whoever waits for a lease to run out, or for Slack to have settled."""
        async with self.database.transaction() as session:
            await session.execute(update(Lane).values(lease_until=LONG_AGO))
            unsettled = update(Post).where(Post.state.in_((PostState.SENDING, PostState.IN_DOUBT)))
            await session.execute(unsettled.values(tried_at=LONG_AGO))

    async def is_done(self) -> bool:
        """Nothing is to be said any more."""
        async with self.database.reading() as session:
            waiting = select(func.count()).where(Post.state.in_(UNDER_WAY), Post.view.like("standup.%"))
            return not await session.scalar(waiting) and not await queries.has_orphans(session, 1)

    def posted(self) -> int:
        """How many messages Slack has taken."""
        return len(self._taken())

    def doubled(self) -> dict[tuple[str, str], int]:
        """Each message that Slack has taken more than once, by where it went and what it says."""
        return {what: times for what, times in Counter(self._taken()).items() if times > 1}

    def _taken(self) -> list[tuple[str, str]]:
        calls = [call for call in self.workspace.calls if call.method == POST and call.response["ok"]]
        return [(call.arguments["channel"], call.arguments["text"]) for call in calls]


def _plan(handle: str) -> str:
    return f"The plan of {handle}."


def _where_it_is_noon(now: datetime) -> ZoneInfo:
    """So that no test runs into midnight."""
    hours = 12 - now.astimezone(UTC).hour
    return ZoneInfo(f"Etc/GMT{-hours:+d}")


@asynccontextmanager
async def a_scene(url: str) -> AsyncIterator[Scene]:
    key = Keyring.new_key()
    async with a_workspace(*CROWD, zone=_where_it_is_noon(SystemClock().now()).key) as (workspace, server):
        database = Database.open(url, Keyring([key]))
        try:
            yield Scene(workspace, server, url, key, database)
        finally:
            await database.close()


async def _kill(bot: Running) -> None:
    bot.process.kill()
    await bot.process.wait()


async def _finished(scene: Scene) -> None:
    async with asyncio.timeout(20):
        while not await scene.is_done():  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def _each_has_theirs_once(scene: Scene) -> None:
    assert scene.doubled() == {}
    assert [len(scene.workspace.person(handle).dm) for handle in CROWD] == [1] * len(CROWD)
    shown = scene.workspace.posts_in("crowd")
    [parent] = [one for one in shown if not one.is_reply]
    replies = [one.text for one in shown if one.thread_ts == parent.ts and one is not parent]
    assert sorted(handle for handle in CROWD for text in replies if _plan(handle) in text) == sorted(REPLYING)
    assert len(shown) == 1 + len(REPLYING)


async def test_killed_while_it_asks_many_and_while_it_shows_their_answers_nothing_is_lost_or_doubled(
    sqlite_url: str,
) -> None:
    async with a_scene(sqlite_url) as scene:
        async with scene.bot() as bot:
            await is_ready(bot)
            sync_up = await scene.begin()
            scene.workspace.faults.delay(SLOW, POST)
            await until(lambda: scene.posted() >= 8)
            await _kill(bot)
        assert scene.posted() < len(CROWD), "it was killed in the middle"
        await scene.a_minute_passes()
        async with scene.bot() as bot:
            await until(lambda: scene.posted() >= len(CROWD) + 1)
            await _finished(scene)
            before = scene.posted()
            await scene.answers(sync_up)
            await until(lambda: scene.posted() > before)
            await _kill(bot)
        assert scene.posted() < before + len(REPLYING)
        await scene.a_minute_passes()
        async with scene.bot() as bot:
            await until(lambda: scene.posted() >= before + len(REPLYING))
            await _finished(scene)
            assert await bot.stopped() == 0
        _each_has_theirs_once(scene)


async def test_of_two_processes_the_one_that_speaks_is_killed_and_the_other_says_the_rest_once(
    postgres_url: str,
) -> None:
    async with a_scene(postgres_url) as scene, scene.bot() as one:
        await is_ready(one)
        await asyncio.to_thread(works_every_day, scene.url)  # it knows everybody by then
        ana = scene.workspace.person("ana")
        await ana.open_home()
        await until(lambda: ana.home is not None)  # so it is this one that holds the lane
        async with scene.bot() as other:
            sync_up = await scene.begin()
            scene.workspace.faults.delay(SLOW, POST)
            await until(lambda: scene.posted() >= 8)
            await _kill(one)
            assert scene.posted() < len(CROWD), "it was killed in the middle"
            await scene.a_minute_passes()
            await until(lambda: scene.posted() >= len(CROWD) + 1)
            await _finished(scene)
            await scene.answers(sync_up)
            await until(lambda: scene.posted() >= len(CROWD) + 1 + len(REPLYING))
            await _finished(scene)
            assert await other.stopped() == 0
        _each_has_theirs_once(scene)
