"""The example that `demo` shows: a team, their 1-on-1s, and a clock just before the first prep falls due."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.application import Application
from bot.catalogue import SURFACE
from bot.cli.travel import travel
from bot.clock import SystemClock
from bot.config import Settings, read_settings
from bot.operations.shutdown import stopping_on_signals
from bot.sandbox.clock import MovableClock
from bot.sandbox.page.routes import add_page
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack.manifest import manifest
from bot.slack.pacing import Pace
from bot.storage.keyring import Keyring

HOME = ZoneInfo("Europe/Berlin")
BEAT_SECONDS = 1.0
PEOPLE = (
    ("ana", "Ana Lima", "Europe/Berlin"),
    ("bob", "Bob Okafor", "Europe/Berlin"),
    ("carol", "Carol Chen", "America/Los_Angeles"),
    ("dev", "Dev Patel", "Asia/Kolkata"),
)
ADMIN = ("emi", "Emi Sato", "Asia/Tokyo")
SET_UP = (
    ("ana", "with @bob weekly Tue 10:00"),
    ("bob", "with @carol every 2 weeks Wed 17:00"),
    ("dev", "with @ana weekly Thu 09:30"),
)
SAID = (
    ("ana", "add @bob How do we split the on-call over the holidays?"),
    ("ana", "add @bob I would like to present at the next demo"),
    ("bob", "add @ana Budget for the conference in May"),
    ("ana", "action @bob Write down what we learnt from the outage by fri"),
    ("bob", "add @carol What did you make of the new deployment?"),
)

Say = Callable[[str], None]


async def show(port: int, say: Say) -> None:
    """Serve the workspace until Ctrl-C; `say` is told where it is."""
    stop = asyncio.Event()
    async with example(port) as (application, server):
        say(f"\n  Drumbeat is in a local Slack workspace:  {server.url}\n")
        say("  Open it in a browser. Nothing leaves this computer; Ctrl-C ends it.\n")
        lanes = asyncio.create_task(application.lanes.run(BEAT_SECONDS))
        with stopping_on_signals(stop.set):
            while not stop.is_set():
                await application.beat()
                await _either(stop, BEAT_SECONDS)
        lanes.cancel()
        await asyncio.wait([lanes])


@asynccontextmanager
async def example(port: int) -> AsyncIterator[tuple[Application, SandboxServer]]:
    """The workspace with its people, and the bot in it, with 1-on-1s set up as people would."""
    clock = MovableClock(monday_morning(SystemClock().now()), running=True)
    workspace = Workspace(clock, manifest=manifest(SURFACE), name="Example team")
    for handle, name, zone in PEOPLE:
        workspace.add_person(handle, name, zone=zone)
    workspace.add_person(ADMIN[0], ADMIN[1], zone=ADMIN[2], admin=True)
    workspace.add_channel("general", members=[workspace.person(handle) for handle, _, _ in PEOPLE])
    moving = asyncio.Lock()

    async def move(to: datetime) -> None:
        async with moving:
            await travel(application, clock, max(to, clock.now()))

    async def next_event() -> datetime | None:
        return await application.next_instant()

    server = SandboxServer(
        workspace, port=port, extensions=[lambda it: add_page(it, travel=move, next_event=next_event)]
    )
    with tempfile.TemporaryDirectory(prefix="drumbeat-") as folder:
        async with server:
            application = Application.build(_settings(workspace, server, Path(folder)), clock, Pace(0.0))
            async with application:
                await application.install()
                await application.read_directories()
                await application.connect()
                await server.connected()
                await _play(workspace, application)
                yield application, server


def monday_morning(now: datetime) -> datetime:
    """Two minutes before ten on the next Monday in Berlin: the first prep is about to fall due."""
    today = now.astimezone(HOME).date()
    monday = today + timedelta(days=(7 - today.weekday()) % 7)
    return datetime.combine(monday, time(9, 58), HOME)


async def _play(workspace: Workspace, application: Application) -> None:
    for handle, text in SET_UP:
        person = workspace.person(handle)
        await person.command("/1on1", text)
        await application.settle()
        await person.submit()
        await application.settle()
    for handle, text in SAID:
        await workspace.person(handle).command("/1on1", text)
        await application.settle()
    for person in (workspace.person(handle) for handle, _, _ in (*PEOPLE, ADMIN)):
        await person.open_home()
    await application.settle()


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
