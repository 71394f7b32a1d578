"""The composition root: everything is built once, opened and closed in order."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

import structlog
from slack_bolt.app.async_app import AsyncApp

from bot.catalogue import LOST_IN_CHANNEL, POSTS, REACTIONS, ROSTER_REACTIONS, SOURCES, SURFACE
from bot.clock import Clock, SystemClock
from bot.config import Settings
from bot.operations.health import Health
from bot.operations.metrics import Metrics
from bot.operations.timing import timed
from bot.people import queries as people
from bot.people.directory import Directory
from bot.schedule import queries as schedule
from bot.schedule.ticker import Ticker
from bot.slack import queries
from bot.slack.app import Reception
from bot.slack.client import Clients
from bot.slack.desk import Desk
from bot.slack.installation import install
from bot.slack.lanes import Lanes
from bot.slack.naming import Channels
from bot.slack.pacing import Pace
from bot.slack.socket import Socket
from bot.slack.talk import Talk
from bot.storage import migration
from bot.storage.database import DATABASE_FAILURES, Database
from bot.storage.keyring import Keyring
from bot.teams import queries as teams
from bot.teams.reading import Rosters

log = structlog.get_logger()
INBOX_KEPT = timedelta(days=7)
DRAFTS_KEPT = timedelta(days=30)
# With what `bot.running` takes before, less than ten seconds in all, whatever hangs.
SOCKET_SECONDS = 3.5
FINISH_SECONDS = 2.0
REPLANNED_AHEAD = timedelta(days=2)


class Application:
    """A bot, built from settings. `async with` opens and closes it; `bot.running` makes it run."""

    def __init__(self, settings: Settings, clock: Clock, pace: Pace, clients: Clients | None = None) -> None:
        self.settings = settings
        self.clock = clock
        self.database = Database.open(settings.database_url, Keyring(settings.keys))
        self.metrics = Metrics()
        self.health = Health(
            started_at=clock.now(),
            beat_seconds=settings.beat_seconds,
            uses_socket=settings.slack_app_token is not None,
        )
        self.surface = timed(SURFACE, self.metrics)
        self.clients = clients or Clients(settings.slack_api_url, self.metrics.tracing(settings.slack_api_url))
        self.directory = Directory(self.database, clock, REACTIONS)
        self.rosters = Rosters(self.database, clock, self.directory, ROSTER_REACTIONS)
        self.lanes = Lanes(self.database, clock, self.clients, POSTS, pace, LOST_IN_CHANNEL)
        self.talk = Talk(self.database, clock, self.clients, self.lanes.nudge)
        self.ticker = Ticker(self.database, clock, SOURCES)
        lets_in = Channels(self.database, self.clients).lets_in
        desk = Desk(self.database, clock, self._meet, settings.reachable_at, lets_in)
        self.reception = Reception(self.surface, desk, self.talk, self.lanes.nudge)
        self.socket: Socket | None = None

    @classmethod
    def build(
        cls,
        settings: Settings,
        clock: Clock | None = None,
        pace: Pace | None = None,
        clients: Clients | None = None,
    ) -> Self:
        """A bot for these settings; nothing is opened, called or started yet."""
        return cls(settings, clock or SystemClock(), pace or Pace(), clients)

    async def __aenter__(self) -> Self:
        """Bring an embedded database up to date, and open the way out.

        Refuses with `StaleSchema` a PostgreSQL database that is not at the version this code needs.
        """
        await asyncio.to_thread(migration.make_ready, self.settings.database_url)
        await self.clients.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Finish what was accepted, let go of the lanes, and close; in less than ten seconds, whatever hangs."""
        if self.socket is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.socket.close(), SOCKET_SECONDS)
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.talk.finish(), FINISH_SECONDS)
            with suppress(*DATABASE_FAILURES):  # a lease that is not given back runs out
                await asyncio.wait_for(self.lanes.release(), FINISH_SECONDS)
        finally:
            await self.clients.__aexit__(kind, error, trace)
            await self.database.close()

    async def install(self) -> None:
        """Learn from Slack who the token of the settings is, and keep it; raises what the call raises."""
        if self.settings.slack_bot_token is None:
            return
        token = self.settings.slack_bot_token.get_secret_value()
        answer = await self.clients.of(token).auth_test()
        async with self.database.transaction() as session:
            workspace = await install(session, answer, token)
        self.talk.tokens[workspace.slack_id] = token

    async def connect(self) -> None:
        """Open the socket over which Slack delivers; waits until Slack lets us."""
        if self.settings.slack_app_token is None:
            return
        is_local = self.settings.slack_api_url.startswith("http://")
        self.socket = Socket(self.bolt(), self.settings.slack_app_token.get_secret_value(), is_local)
        await self.socket.connect()
        self.health.connected(self.clock.now())

    def bolt(self) -> AsyncApp:
        """The Bolt app that requests come in by, over the socket or over HTTP."""
        secret = self.settings.slack_signing_secret
        over_http = self.settings.slack_app_token is None and secret is not None
        return self.reception.build(
            self.database, self.clients.of(None), secret.get_secret_value() if over_http and secret else None
        )

    async def beat(self) -> None:
        """One beat: what is due is done, and the lanes are told that there may be posts."""
        await self.ticker.guarded_beat()
        with suppress(*DATABASE_FAILURES):  # then they are simply due again at the next beat
            if await self._rosters_are_due():
                self.talk.spawn(self._read_due_rosters())
        self.health.beat_at = self.ticker.beat_at
        self.metrics.beat(self.lanes.learned())
        self.lanes.nudge()

    async def read_directories(self) -> None:
        """Bring every workspace's people up to date from `users.list`."""
        for workspace_id, token in await self._workspaces():
            await self.directory.read(self.clients.of(token), workspace_id)

    async def read_rosters(self) -> None:
        """Bring every workspace's user groups, and the rosters that follow Slack, up to date."""
        for workspace_id, token in await self._workspaces():
            await self.rosters.read_all(self.clients.of(token), workspace_id)

    async def read_due_rosters(self) -> int:
        """Read the rosters that an event or a form has made due; says how many."""
        read = 0
        for workspace_id, token in await self._workspaces():
            read += await self.rosters.read_due(self.clients.of(token), workspace_id)
        return read

    async def directories_are_read(self) -> bool:
        """Whether the people of every workspace have been read to the end of the list at least once."""
        async with self.database.reading() as session:
            return all(workspace.directory_read_at for workspace in await people.workspaces(session))

    async def replan_soon(self) -> None:
        """Look anew at what is due in the next two days: its instants follow a change of tzdata or holidays."""
        now = self.clock.now()
        async with self.database.transaction() as session:
            await schedule.touch_due_by(session, now + REPLANNED_AHEAD, now)

    async def forget(self) -> None:
        """Delete what has done its service: old inbox keys and drafts."""
        now = self.clock.now()
        async with self.database.transaction() as session:
            await queries.forget_before(session, now - INBOX_KEPT, now - DRAFTS_KEPT)

    async def settle(self) -> None:
        """Do everything that is due at the present instant, until nothing more is (tests and the demo)."""
        while True:
            await self.reception.finish()
            await self.talk.finish()
            done = await self.ticker.beat()
            if await self._rosters_are_due():
                done += await self.read_due_rosters()
            self.health.beat_at = self.ticker.beat_at
            await self.lanes.drive()
            if not done and not self.talk.is_busy:
                return

    async def next_instant(self) -> datetime | None:
        """The earliest instant at which anything is due: a moment, a reminder, or another try of a post."""
        async with self.database.reading() as session:
            found = [await queries.next_try(session), await teams.next_roster(session)]
        found.append(await self.ticker.next_instant())
        return min((instant for instant in found if instant is not None), default=None)

    async def _workspaces(self) -> list[tuple[int, str]]:
        """The workspaces that let us in, with their tokens."""
        async with self.database.reading() as session:
            found = await people.workspaces(session)
        return [(workspace.id, workspace.bot_token) for workspace in found if workspace.bot_token is not None]

    async def _read_due_rosters(self) -> None:
        await self.read_due_rosters()

    async def _rosters_are_due(self) -> bool:
        async with self.database.reading() as session:
            due_at = await teams.next_roster(session)
        return due_at is not None and due_at <= self.clock.now()

    def _meet(self, workspace: str, user: str) -> None:
        self.talk.spawn(self._learn(workspace, user))

    async def _learn(self, workspace: str, user: str) -> None:
        async with self.database.reading() as session:
            found = await people.workspace_by_slack_id(session, workspace)
        if found is not None and found.bot_token is not None:
            await self.directory.one_person(self.clients.of(found.bot_token), found.id, user)
