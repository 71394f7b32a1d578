"""The example that `demo` shows: “a sprint of two teams”, played up to a minute before Ana's first sync-up."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.application import Application
from bot.cli.scenario.cast import BEGINS, BERLIN, example_workspace
from bot.cli.scenario.player import Player
from bot.cli.scenario.script import SCRIPT
from bot.cli.travel import next_instant, travel
from bot.config import Settings, read_settings
from bot.operations.shutdown import stopping_on_signals
from bot.sandbox.clock import MovableClock
from bot.sandbox.page.routes import add_page
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack.pacing import Pace
from bot.storage.keyring import Keyring

BEAT_SECONDS = 1.0
YOU = "ana"
OPENS = datetime(2026, 3, 23, 9, 28, tzinfo=ZoneInfo(BERLIN))
"""Two minutes before Ana is asked; Tokyo and Kolkata have answered already."""
SEEN = frozenset({"message", "edit", "ephemeral"})
LINGER = timedelta(seconds=4)
"""What follows at once, such as the channel's message being brought up to date, is part of an event."""
FURTHEST = timedelta(days=31)

Say = Callable[[str], None]


class Example:
    """The workspace, the bot in it once it has come, and everybody who acts by the script."""

    application: Application
    player: Player

    def __init__(self) -> None:
        self.clock = MovableClock(BEGINS, running=True)
        self.workspace = example_workspace(self.clock)
        self._moving = asyncio.Lock()

    async def open(self, application: Application) -> None:
        """Play up to where a newcomer comes in; from then on Ana is theirs alone."""
        self.application = application
        self.player = Player(self.workspace, application.settle, SCRIPT)
        await self.move(OPENS)
        self.player.leave_out({YOU})

    def add_page(self, server: SandboxServer) -> None:
        """Let a browser act in the workspace and move its clock."""
        add_page(
            server,
            travel=self.move,
            next_event=self.next_event,
            acted=lambda handle: self.player.taken_over(handle),
        )

    async def move(self, to: datetime) -> None:
        """Move the clock; what is due on the way happens at its time, and so does what people do."""
        async with self._moving:
            await self._travel(to)

    async def next_event(self) -> datetime | None:
        """Go on to where somebody sees something new, and say when that is; None if nothing comes for a month."""
        async with self._moving:
            until = self.clock.now() + FURTHEST
            while (due := await next_instant(self.application, self.player)) is not None and due < until:
                with self.workspace.changes() as changes:
                    await self._travel(due)
                    kinds = {changes.queue.get_nowait().kind for _ in range(changes.queue.qsize())}
                if kinds & SEEN:
                    await self._travel(self.clock.now() + LINGER)
                    return self.clock.now()
            return None

    async def go_on(self) -> None:
        """What people do by now, as the clock runs."""
        due = self.player.next_instant()
        if due is not None and due <= self.clock.now():
            await self.move(self.clock.now())

    async def _travel(self, to: datetime) -> None:
        await travel(self.application, self.clock, max(to, self.clock.now()), self.player)


async def show(port: int, say: Say) -> None:
    """Serve the workspace until Ctrl-C; `say` is told where it is."""
    stop = asyncio.Event()
    async with example(port) as (running, server):
        say(f"\n  Drumbeat is in a local Slack workspace:  {server.url}\n")
        say("  Open it in a browser. Nothing leaves this computer; Ctrl-C ends it.\n")
        lanes = asyncio.create_task(running.application.lanes.run(BEAT_SECONDS))
        with stopping_on_signals(stop.set):
            while not stop.is_set():
                await running.application.beat()
                await running.go_on()
                await _either(stop, BEAT_SECONDS)
        lanes.cancel()
        await asyncio.wait([lanes])


@asynccontextmanager
async def example(port: int) -> AsyncIterator[tuple[Example, SandboxServer]]:
    """The workspace with its people, and the bot in it, with all that has happened by Monday, 09:28 in Berlin."""
    running = Example()
    server = SandboxServer(running.workspace, port=port, extensions=[running.add_page])
    with tempfile.TemporaryDirectory(prefix="drumbeat-") as folder:
        async with server:
            settings = _settings(running.workspace, server, Path(folder))
            async with Application.build(settings, running.clock, Pace(0.0)) as application:
                await _connect(application, server)
                await running.open(application)
                yield running, server


async def _connect(application: Application, server: SandboxServer) -> None:
    await application.install()
    await application.read_directories()
    await application.read_rosters()
    await application.connect()
    await server.connected()


def _settings(workspace: Workspace, server: SandboxServer, folder: Path) -> Settings:
    return read_settings(
        {
            "SLACK_BOT_TOKEN": workspace.bot_token,
            "SLACK_APP_TOKEN": workspace.app_token,
            "SLACK_API_URL": server.api_url,
            "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/demo.db",
            "ENCRYPTION_KEYS": Keyring.new_key(),
        }
    )


async def _either(stop: asyncio.Event, seconds: float) -> None:
    """Wait until told to stop, or for so many seconds."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
