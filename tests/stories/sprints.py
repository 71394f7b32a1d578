"""A stage with teams that run sprints, and reading what `/sprint` shows them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.people import queries as people
from bot.rituals.standup import setting_up as sync_ups
from bot.teams import queries as teams
from tests.stage import MONDAY, Stage, open_stage

BERLIN = ZoneInfo("Europe/Berlin")

FALCON = {
    "name": "Falcon",
    "channel": "#falcon",
    "lead": "bob",
    "members": ["ana", "bob", "carol"],
    "demo_channel": "#demo-day",
}
OTTER = {"name": "Otter", "channel": "#otter", "lead": "dan", "members": ["carol", "dan"]}


@asynccontextmanager
async def open_sprints(database_url: str, start: datetime = MONDAY, **more: str) -> AsyncIterator[Stage]:
    """Bob leads Falcon, with Ana and Carol; its first sprint is from 2 to 13 March 2026."""
    async with open_stage(database_url, start, **more) as stage:
        for name in ("falcon", "otter", "demo-day"):
            stage.workspace.add_channel(name, members=["ana", "bob", "carol", "dan"])
            stage.workspace.invite_bot(name)
        await stage.settle()
        await set_up(stage, "bob", FALCON)
        yield stage
        assert stage.workspace.refused == [], "the bot asked for something Slack refuses"


async def set_up(stage: Stage, by: str, values: dict[str, Any]) -> None:
    """Somebody sets a team up."""
    await stage.command(by, "/sprint", "setup")
    assert (await stage.submit(by, values)).errors == {}


async def without_sync_ups(stage: Stage) -> None:
    """No team has a sync-up any more: where meetings are the story, days of prompts would be most of the play."""
    async with stage.application.database.transaction() as session:
        for workspace in await people.workspaces(session):
            for team in await teams.live_teams(session, workspace.id):
                await sync_ups.end(session, team, stage.clock.now())
    await stage.settle()


async def sprint(stage: Stage, handle: str, text: str = "") -> str:
    """What `/sprint` with these words shows somebody, in a window or as an answer."""
    answer = await stage.command(handle, "/sprint", text)
    return f"{answer.text}\n{read(answer.blocks)}" if answer.text else seen(stage, handle)


def seen(stage: Stage, handle: str) -> str:
    """What the window in front of somebody shows."""
    modal = stage.person(handle).modal
    return read(modal.blocks) if modal else ""


def read(node: Any) -> str:
    """The words of blocks as they are read: pieces of a line together, each block on a line of its own."""
    if isinstance(node, list):
        return "\n".join(filter(None, map(read, node)))
    if not isinstance(node, dict):
        return ""
    if node.get("type") == "rich_text_section":
        return "".join(one.get("text", one.get("fallback", "")) for one in node["elements"])
    own = node["text"] if isinstance(node.get("text"), str) else ""
    return "\n".join(filter(None, [own, *(read(value) for value in node.values())]))


def in_channel(stage: Stage, channel: str, about: str) -> list[str]:
    """What stands in a channel now about something, oldest first."""
    found = [read(list(message.blocks)) for message in stage.person("ana").sees(channel)]
    return [text for text in found if about in text]


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """An instant of 2026 by the clocks in Berlin."""
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)
