"""Plays “a sprint of two teams” to its end, and reads from the workspace what everybody got, where and when."""

import re
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.application import Application
from bot.cli.scenario.cast import BEGINS, ENDS, example_workspace
from bot.cli.scenario.player import Player
from bot.cli.scenario.script import SCRIPT
from bot.cli.scenario.steps import Step
from bot.cli.travel import travel
from bot.config import read_settings
from bot.sandbox.clock import MovableClock
from bot.sandbox.records import Message
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack.pacing import Pace
from bot.storage.keyring import Keyring
from tests.inline_sqlite import inline
from tests.stage import ACK_SECONDS, everything_in

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, WEEK = date(2026, 3, 23), timedelta(days=7)
WINDOWS = (("bob", "/sprint", "opportunities"), ("finn", "/sprint", "opportunities"), ("carol", "/sprint", ""))
"""What is looked at when all is over."""

KINDS = (
    (r"Reminder: Sync-up of (\w+) · ", "reminded of {}"),
    (r"(?<!Reminder: )Sync-up of (\w+) · [\w ]+: What is new", "asked by {}"),
    (r"Prepare your 1-on-1 with (\w+)", "prep with {}"),
    (r"Coming up: your 1-on-1 with (\w+)", "prep with {}"),
    (r"Your 1-on-1 with (\w+) [^()]*\([^()]*\([^()]*\)[^()]*\) starts", "start with {}"),
    (r"Recap of your 1-on-1 with (\w+)", "recap with {}"),
    (r"You set up a 1-on-1 with (\w+)", "begun with {}"),
    (r"(\w+) \w+ set up a 1-on-1 with you", "begun with {}"),
    (r"You have set up (\w+)\.", "set up {}"),
    (r"(B\d+) in \w+ has been open for two working days", "blocker {}"),
    (r"((?:Team|Joint) retro|Planning)[^()]*\([^()]*\([^()]*\)[^()]*\): \d of \d people are away", "thin {}"),
    (r"(Due) ", "{}"),
)


@dataclass
class Record:
    """What is left of the two weeks: the workspace, and the text of the windows opened at the end."""

    workspace: Workspace
    windows: dict[str, str]

    def rows(self) -> Iterator[str]:
        """Each message that rang at somebody: who, when by their own clock, and what its sections are."""
        for person in self.workspace.people:
            for ts, text in person.notifications:
                at = local(ts, ZoneInfo(person.zone))
                yield f"{person.handle} {at}: {', '.join(sorted(kinds(text)))}"

    def a_week(self, who: str) -> list[int]:
        """How many messages rang at somebody in each of the two weeks, by their own calendar."""
        person = self.workspace.person(who)
        days = [datetime.fromtimestamp(float(ts), ZoneInfo(person.zone)).date() for ts, _ in person.notifications]
        return [sum(first <= day < first + WEEK for day in days) for first in (MONDAY, MONDAY + WEEK)]

    def headlines(self, channel: str) -> list[str]:
        """The messages of a channel that are in no thread: when they came, in Berlin, and how they begin now."""
        shown = [one for one in self.workspace.posts_in(channel) if not one.is_reply]
        return [f"{local(one.ts, BERLIN)} {headline(one)}" for one in shown]

    def parents(self, channel: str) -> dict[str, Message]:
        """The message of each day's sync-up by its date, such as “Mon 23 March”; two of a date fail."""
        found = [one for one in self.workspace.posts_in(channel) if one.text.startswith("Sync-up of")]
        by_day = {one.text.partition(" · ")[2].partition(":")[0]: one for one in found}
        assert len(by_day) == len(found), f"two messages of one day in #{channel}"
        return by_day

    def replies(self, channel: str, parent: Message) -> list[Message]:
        """What stands in the thread of a message."""
        return [one for one in self.workspace.thread(channel, parent) if one is not parent]


@asynccontextmanager
async def scene(database_url: str) -> AsyncIterator[tuple[Application, MovableClock, Workspace]]:
    """The bot in the workspace of the cast, on the Friday before, when nobody has done anything."""
    clock = MovableClock(BEGINS)
    workspace = example_workspace(clock)
    workspace.delivery.ack_seconds = ACK_SECONDS
    async with SandboxServer(workspace) as server:
        settings = read_settings(
            {
                "SLACK_BOT_TOKEN": workspace.bot_token,
                "SLACK_APP_TOKEN": workspace.app_token,
                "SLACK_API_URL": server.api_url,
                "DATABASE_URL": database_url,
                "ENCRYPTION_KEYS": Keyring.new_key(),
            }
        )
        settings = settings.model_copy(update={"database_url": inline(settings.database_url)})
        async with Application.build(settings, clock, Pace(conversation_seconds=0)) as application:
            await application.install()
            await application.read_directories()
            await application.read_rosters()
            await application.connect()
            await server.connected()
            yield application, clock, workspace


async def played(database_url: str, script: Sequence[Step] = SCRIPT, until: datetime = ENDS) -> Record:
    """The record of all that happens when the script is played, every step of it."""
    async with scene(database_url) as (application, clock, workspace):

        async def settle() -> None:
            await workspace.settled()
            await application.settle()
            await workspace.settled()

        await travel(application, clock, until, Player(workspace, settle, script))
        windows = {}
        for who, command, text in WINDOWS:
            await workspace.person(who).command(command, text)
            await settle()
            modal = workspace.person(who).modal
            windows[f"{who} {command} {text}".strip()] = everything_in(modal.blocks if modal else None)
    return Record(workspace, windows)


def local(ts: str, zone: ZoneInfo) -> str:
    """Such as “Mon 23 09:30”."""
    return f"{datetime.fromtimestamp(float(ts), zone):%a %-d %H:%M}"


def kinds(text: str) -> list[str]:
    """What the sections of a message are, by its words; the words themselves where they are not known."""
    found = [name.format(match) for words, name in KINDS for match in re.findall(words, text)]
    return found or [text]


def headline(message: Message) -> str:
    """What a channel's message is about: its text up to the first verb, sign or link."""
    return re.split(r": | is | was | begins |\. ", message.text)[0]


def lines(message: Message) -> list[str]:
    """The text of each block, in order, as a person reads it; buttons left out."""
    return [words(block) for block in message.blocks if block["type"] not in ("actions", "divider")]


def words(part: Any) -> str:
    """The text in a block or an element, with links and emoji in their own words."""
    if isinstance(part, list):
        return "".join(map(words, part))
    if not isinstance(part, dict):
        return ""
    if part.get("type") == "rich_text_list":
        return "\n".join(map(words, part["elements"]))
    if part.get("type") == "rich_text":
        return "\n".join(map(words, part["elements"]))
    if part.get("type") == "emoji":
        return f":{part['name']}:"
    own = part.get("text") or part.get("url") or ""
    return (own if isinstance(own, str) else words(own)) + words(part.get("elements"))
