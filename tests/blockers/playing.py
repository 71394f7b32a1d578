"""A stage on which teams are formed, and buttons are pressed that nobody showed."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.people.models import Person
from bot.people.queries import person_by_slack_id
from bot.teams import forming
from bot.teams.models import RosterSource, Team
from tests.stage import Stage, open_stage
from tests.teams.conftest import BERLIN


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url) as stage:
        yield stage
        assert stage.workspace.refused == [], "the bot asked for something Slack refuses"


async def person(stage: Stage, handle: str) -> Person:
    async with stage.application.database.reading() as session:
        found = await person_by_slack_id(session, stage.workspace.team_id, stage.person(handle).id)
    assert found is not None
    return found


async def form(stage: Stage, name: str, *members: str, lead: str = "ana", observers: str = "") -> Team:
    """A team whose lead need not be among its members."""
    channel = stage.workspace.add_channel(name.lower())
    found = [await person(stage, handle) for handle in members]
    leading = await person(stage, lead)
    async with stage.application.database.transaction() as session:
        team = await forming.form_team(
            session,
            leading,
            name,
            channel.id,
            leading,
            RosterSource.HAND,
            BERLIN,
            stage.clock.now(),
            members=found,
        )
        for handle in observers.split():
            await forming.add_observer(session, team, await person(stage, handle), stage.clock.now())
    return team


async def press(stage: Stage, handle: str, action: str, value: str) -> str:
    """Press a button that nobody showed; what is said in private, if anything."""
    channel = stage.workspace.dm_with(stage.person(handle)).id
    pressed = {"action_id": action, "block_id": "b", "type": "button", "value": value, "action_ts": "1.1"}
    container = {"type": "message", "message_ts": "1.1", "channel_id": channel}
    return await forged(stage, handle, {"type": "block_actions", "container": container, "actions": [pressed]})


async def send(stage: Stage, handle: str, callback: str, metadata: str, values: dict[str, Any]) -> str:
    """Send a form that nobody opened, with these values; what is said, if anything."""
    view = {
        "id": stage.workspace.ids.make("V"),
        "hash": "1.x",
        "type": "modal",
        "callback_id": callback,
        "private_metadata": metadata,
        "blocks": [
            {"type": "input", "block_id": name, "label": {"type": "plain_text", "text": "x"}, "element": {}}
            for name in values
        ],
        "state": {"values": values},
    }
    return await forged(stage, handle, {"type": "view_submission", "view": view})


def rich(text: str) -> dict[str, Any]:
    """What stands in a box that takes formatting."""
    content = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    value = {"type": "rich_text", "elements": [content]}
    return {"input": {"type": "rich_text_input", "rich_text_value": value}}


def choice(value: str) -> dict[str, Any]:
    """What stands in a menu."""
    return {"input": {"type": "static_select", "selected_option": {"value": value}}}


async def forged(stage: Stage, handle: str, payload: dict[str, Any]) -> str:
    """Send what no Slack would, as this person; what is said in private or under a field, if anything."""
    workspace, sender = stage.workspace, stage.person(handle)
    channel = workspace.dm_with(sender).id
    before = len(sender.ephemerals)
    answer = await sender.deliver(
        {
            "team": {"id": workspace.team_id, "domain": workspace.domain},
            "user": {"id": sender.id, "team_id": workspace.team_id},
            "api_app_id": workspace.app_id,
            "trigger_id": workspace.keys.trigger(sender.id),
            "response_url": workspace.keys.response_url(sender.id, channel),
            **payload,
        }
    )
    await stage.settle()
    said = sender.ephemerals[before:]
    return said[-1].text if said else str(answer.body or "")
