"""A whole bot in a whole workspace: the real application, served by the sandbox, with the time held."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.application import Application
from bot.catalogue import SURFACE
from bot.cli.travel import travel
from bot.config import read_settings
from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.records import Answer, Message
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack.manifest import manifest
from bot.slack.pacing import Pace
from bot.storage.keyring import Keyring
from tests.inline_sqlite import inline

ACK_SECONDS = 30.0
"""Time is held: a busy machine may take longer than Slack would wait, and the story goes on all the same."""
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""Monday 2 March 2026, 09:00 in Berlin."""


@dataclass
class Stage:
    """The bot, the workspace it is in, and the clock both go by."""

    application: Application
    workspace: Workspace
    server: SandboxServer
    clock: MovableClock

    def person(self, handle: str) -> Person:
        return self.workspace.person(handle)

    async def settle(self) -> None:
        """Let everything happen that is due now."""
        await self.workspace.settled()
        await self.application.settle()
        await self.workspace.settled()

    async def travel(self, **how_far: float) -> None:
        """Move the clock on by this much, as `timedelta` takes it."""
        await self.travel_to(self.clock.now() + timedelta(**how_far))

    async def travel_to(self, instant: datetime) -> None:
        """Move the clock on to an instant; what is due on the way happens."""
        await travel(self.application, self.clock, instant)

    async def leap_to(self, instant: datetime) -> None:
        """Move the clock on at once: what fell due on the way comes late or not at all, as if the bot was down."""
        self.clock.set(instant)
        await self.settle()

    async def command(self, handle: str, name: str, text: str = "") -> Answer:
        """A person types a slash command, and all that follows from it happens."""
        answer = await self.person(handle).command(name, text)
        await self.settle()
        return answer

    async def click(self, handle: str, where: Any, label: str | None = None, **how: Any) -> Answer:
        """A person presses a button, and all that follows from it happens."""
        answer = await self.person(handle).click(where, label, **how)
        await self.settle()
        return answer

    async def submit(self, handle: str, values: dict[str, Any] | None = None) -> Answer:
        """A person sends the form in front of them, and all that follows from it happens."""
        answer = await self.person(handle).submit(values)
        await self.settle()
        return answer

    def last(self, handle: str, containing: str = "") -> Message:
        """The newest message of the bot to this person in which these words stand."""
        return [message for message in self.person(handle).dm if containing in everything_in(message)][-1]

    def count(self, handle: str, containing: str) -> int:
        """How many messages of the bot to this person have these words in them now."""
        return len([message for message in self.person(handle).dm if containing in everything_in(message)])

    async def set_up_one_on_one(
        self, report: str, manager: str, when: str = "Tue 10:00", values: dict[str, Any] | None = None
    ) -> None:
        """The report sets up a weekly 1-on-1 with their manager."""
        await self.command(report, "/1on1", f"with @{manager} weekly {when}")
        await self.submit(report, values)


def everything_in(shown: Message | Answer | dict[str, Any] | list[Any] | str | None) -> str:
    """All the words that a message, an answer or a view shows."""
    if isinstance(shown, Message | Answer):
        return f"{shown.text} {everything_in(list(shown.blocks or []))}"
    if isinstance(shown, dict):
        return " ".join(
            everything_in(value) for key, value in shown.items() if key not in ("block_id", "action_id")
        )
    if isinstance(shown, list | tuple):
        return " ".join(everything_in(value) for value in shown)
    return str(shown) if isinstance(shown, str) else ""


def nobody_else(workspace: Workspace) -> None:
    """Only the four whom every stage has."""


@asynccontextmanager
async def open_stage(
    database_url: str, start: datetime = MONDAY, joined_by: Callable[[Workspace], None] = nobody_else, **more: str
) -> AsyncIterator[Stage]:
    """Ana (Berlin) reports to Bob (Berlin); Carol works in San Francisco, Dan is an admin.

    `joined_by` adds who else is in the workspace before the bot comes; `more` are further settings, by the names
    of environment variables.
    """
    clock = MovableClock(start)
    workspace = Workspace(clock, manifest=manifest(SURFACE))
    workspace.delivery.ack_seconds = ACK_SECONDS
    workspace.add_person("ana", "Ana")
    workspace.add_person("bob", "Bob")
    workspace.add_person("carol", "Carol", zone="America/Los_Angeles")
    workspace.add_person("dan", "Dan", admin=True)
    joined_by(workspace)
    async with SandboxServer(workspace) as server:
        settings = read_settings(
            {
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_APP_TOKEN": workspace.app_token,
                "SLACK_API_URL": server.api_url,
                "DATABASE_URL": database_url,
                "ENCRYPTION_KEYS": Keyring.new_key(),
                **more,
            }
        )
        settings = settings.model_copy(update={"database_url": inline(settings.database_url)})
        application = Application.build(settings, clock, Pace(conversation_seconds=0))
        async with application:
            await application.install()
            await application.read_directories()
            await application.connect()
            await server.connected()
            yield Stage(application, workspace, server, clock)
