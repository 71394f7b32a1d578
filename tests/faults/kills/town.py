"""A workspace with one crowd in it, which is asked again and again, and a Slack that goes wrong meanwhile."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from sqlalchemy import func, select

from bot.catalogue import SURFACE
from bot.clock import SystemClock
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup.setting_up import Rhythm, set_up
from bot.sandbox.records import Message
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack.manifest import manifest
from bot.slack.models import UNDER_WAY, Post
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.teams import forming
from bot.teams.models import RosterSource

POST = "chat.postMessage"
ACCEPTED_LATE = (0.5, 3.0)
"""Seconds: the bot has given up on some of these calls, and does not yet dare to make them again."""


@dataclass
class Town:
    """The workspace and its people, the bot's database seen from outside, and what was asked for so far."""

    workspace: Workspace
    server: SandboxServer
    database: Database
    handles: tuple[str, ...]
    key: str
    url: str
    zone: ZoneInfo
    """In which it is noon, so that no round runs into midnight."""
    asked: list[str] = field(default_factory=list)
    """The teams that were asked, by name: each once."""

    async def ask(self, soon: timedelta = timedelta(seconds=0.3)) -> None:
        """One more team of the whole crowd, all of whom are asked in a moment."""
        name, now = f"Crowd {len(self.asked):03}", SystemClock().now()
        channel = self.workspace.add_channel(name.lower().replace(" ", "-"), members=self.handles)
        await self.workspace.invite_bot(channel)
        async with self.database.transaction() as session:
            crowd = [await self._person(session, handle) for handle in self.handles]
            team = await forming.form_team(
                session, crowd[0], name, channel.id, crowd[0], RosterSource.HAND, self.zone, now, crowd
            )
            at = (now + soon).astimezone(self.zone).time()
            await set_up(session, team, Rhythm(frozenset(range(7)), at), now)
        self.asked.append(name)

    async def _person(self, session: Any, handle: str) -> Person:
        workspace, slack_id = self.workspace.team_id, self.workspace.person(handle).id
        found = await people.person_by_slack_id(session, workspace, slack_id)
        assert found is not None
        return found

    def said(self) -> int:
        """How many of the messages that were asked for stand in Slack, the same one as often as it does."""
        return sum(self._times().values())

    def wanted(self) -> int:
        """How many messages were asked for: one to each of the crowd a team, and one in its channel."""
        return len(self.asked) * (len(self.handles) + 1)

    def lost(self) -> list[tuple[str, str]]:
        """Who or which channel was not told of which team."""
        return [one for one, times in self._times().items() if times == 0]

    def doubled(self) -> list[tuple[str, str]]:
        """Who or which channel was told more than once of which team; and keys that several messages carry."""
        twice = [(key, "") for key, times in self._keys().items() if times > 1]
        return [one for one, times in self._times().items() if times > 1] + twice

    def faults(self) -> int:
        """How many calls that say something were not answered as they should have been."""
        return len([call for call in self.workspace.calls if call.method == POST and call.status != 200])

    def _times(self) -> dict[tuple[str, str], int]:
        found = Counter(
            (handle, _team(one)) for handle in self.handles for one in self.workspace.person(handle).dm
        )
        for name in self.asked:
            shown = self.workspace.posts_in(name.lower().replace(" ", "-"))
            found["channel", name] = len([one for one in shown if not one.is_reply])
        return {(where, name): found[where, name] for name in self.asked for where in (*self.handles, "channel")}

    def _keys(self) -> Counter[str]:
        shown = [one for channel in self.workspace.channels.values() for one in channel.messages if one.metadata]
        payloads = [(one.metadata or {})["event_payload"] for one in shown]
        return Counter(key for payload in payloads for key in {payload["key"], *payload["keys"].split()})

    async def waiting(self) -> int:
        """How many posts the bot still has something to do about."""
        under_way = select(func.count()).where(Post.state.in_(UNDER_WAY), Post.view.like("standup.%"))
        async with self.database.reading() as session:
            return await session.scalar(under_way) or 0


def _team(message: Message) -> str:
    """Of which team a prompt is."""
    return message.text.removeprefix("Sync-up of ").partition(" ·")[0]


class Late:
    """Slack takes some messages long after they were sent: `share` of them, by the seed."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self.share = 0.0
        self.taken = 0
        """How many so far."""

    def __call__(self, server: SandboxServer) -> None:
        server.app.middlewares.append(self._delayed)

    @property
    def _delayed(self) -> Any:
        @web.middleware
        async def delayed(request: web.Request, handler: Any) -> web.StreamResponse:
            if request.path.endswith(POST) and self._chance.random() < self.share:
                self.taken += 1
                await request.read()
                await asyncio.sleep(self._chance.uniform(*ACCEPTED_LATE))
            answer: web.StreamResponse = await handler(request)
            return answer

        return delayed


def _where_it_is_noon(now: datetime) -> ZoneInfo:
    return ZoneInfo(f"Etc/GMT{now.astimezone(UTC).hour - 12:+d}")


@asynccontextmanager
async def a_town(url: str, size: int, chance: Random) -> AsyncIterator[tuple[Town, Late]]:
    """So many people who work every day, on a database that is migrated and empty."""
    handles, key = tuple(f"p{number:02}" for number in range(size)), Keyring.new_key()
    workspace, late = Workspace(SystemClock(), manifest=manifest(SURFACE)), Late(chance)
    zone = _where_it_is_noon(SystemClock().now())
    for handle in handles:
        workspace.add_person(handle, handle.capitalize(), zone=zone.key)
    database = Database.open(url, Keyring([key]))
    async with SandboxServer(workspace, extensions=[late]) as server:
        try:
            yield Town(workspace, server, database, handles, key, url, zone), late
        finally:
            await database.close()
