"""Payloads that nobody's Slack would send: anybody's ids as value, metadata, choice, cursor and container."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from bot.slack.answers import Answer
from bot.slack.app import Reception
from bot.slack.desk import Desk
from bot.slack.naming import Channels
from bot.slack.requests import Request
from tests.stage import Stage

Json = dict[str, Any]


@dataclass
class Forger:
    """Somebody who sends what they like, under their own name; what comes of it is shown to `eyes`.

    Each way to send answers with all that the bot said and called because of it, as JSON.
    """

    stage: Stage
    team: str
    user: str
    eyes: str
    """The handle of whoever the trigger ids and response urls are for."""
    mine: tuple[int, ...] = (0,)
    """Ids of their own 1-on-1s."""
    own: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Ids of what is theirs of teams, by the names they have in `offers`."""
    by_socket: bool = False
    is_told_of: bool = True
    """Slack sends events about them, and all they say is true."""
    is_thorough: bool = False
    """They try every id wherever any is taken, not only where it fits."""

    async def press(self, action_id: str, value: str, place: str, metadata: str | None = None) -> str:
        """Press a button or choose in a menu that carries this value; its window carries it too, or `metadata`."""
        action: Json = {"action_id": action_id, "block_id": "b", "action_ts": "1.1"}
        if ":" in value:
            action |= {"type": "overflow", "selected_option": {"value": value}}
        else:
            action |= {"type": "button", "value": value}
        return await self._send(
            "interactive",
            self._common("block_actions") | self._place(place, value if metadata is None else metadata, action),
        )

    async def submit(self, callback: str, metadata: str, values: Json) -> str:
        """Send a form with this metadata and these values."""
        view = self._view(callback, metadata, "modal") | {"state": {"values": values}, "previous_view_id": "V0"}
        view["blocks"] = [
            {"type": "input", "block_id": name, "label": _plain("x"), "element": {}} for name in values
        ]
        return await self._send("interactive", self._common("view_submission") | {"view": view})

    async def command(self, name: str, text: str) -> str:
        workspace = self.stage.workspace
        person = self.stage.person(self.eyes)
        channel = workspace.dm_with(person).id
        return await self._send(
            "slash_commands",
            {
                "team_id": self.team,
                "user_id": self.user,
                "channel_id": channel,
                "command": name,
                "text": text,
                "trigger_id": workspace.keys.trigger(person.id),
                "response_url": workspace.keys.response_url(person.id, channel),
            },
        )

    async def shortcut(self, callback: str, on_message: bool, author: str, channel: str, text: str) -> str:
        payload = self._common("message_action" if on_message else "shortcut") | {"callback_id": callback}
        if on_message:
            message = {"type": "message", "text": text, "user": author, "ts": "1.1"}
            payload |= {"message": message, "channel": {"id": channel}, "message_ts": "1.1"} | self._answerable()
        return await self._send("interactive", payload)

    async def event(self, event: Json) -> str:
        number = self.stage.workspace.ids.make("Ev")
        payload = {"type": "event_callback", "team_id": self.team, "event_id": number, "event": event}
        return await self._send("events_api", payload)

    async def _send(self, kind: str, payload: Json) -> str:
        return await (self._over_the_socket if self.by_socket else self._at_the_door)(kind, payload)

    async def _over_the_socket(self, kind: str, payload: Json) -> str:
        workspace, application = self.stage.workspace, self.stage.application
        before = len(workspace.calls)
        reply = await workspace.delivery.send(kind, payload)
        assert reply.acknowledged, f"not acknowledged: {payload}"
        await asyncio.sleep(0)  # the task that answered ends after its ack has arrived
        await application.reception.finish()
        await application.talk.finish()
        answers = [[call.method, _without_keys(call.arguments)] for call in workspace.calls[before:]]
        return json.dumps([reply.body, answers], ensure_ascii=False)

    async def _at_the_door(self, kind: str, payload: Json) -> str:
        return json.dumps(await self._door.take(payload), ensure_ascii=False)

    @cached_property
    def _door(self) -> "Door":
        return Door(self.stage)

    def _common(self, kind: str) -> Json:
        return {
            "type": kind,
            "team": {"id": self.team},
            "user": {"id": self.user, "team_id": self.team},
            "api_app_id": self.stage.workspace.app_id,
            "trigger_id": self.stage.workspace.keys.trigger(self.stage.person(self.eyes).id),
        }

    def _place(self, place: str, metadata: str, action: Json) -> Json:
        if place == "message":
            bob = self.stage.workspace.dm_with(self.stage.person("bob")).id
            container = {"type": "message", "message_ts": "1.1", "channel_id": bob}
            return {"container": container, "actions": [action]} | self._answerable()
        view = self._view("" if place == "home" else place, metadata, "home" if place == "home" else "modal")
        return {"container": {"type": "view", "view_id": view["id"]}, "view": view, "actions": [action]}

    def _answerable(self) -> Json:
        person = self.stage.person(self.eyes)
        channel = self.stage.workspace.dm_with(person).id
        return {"response_url": self.stage.workspace.keys.response_url(person.id, channel)}

    def _view(self, callback: str, metadata: str, kind: str) -> Json:
        number = self.stage.workspace.ids.make("V")
        shown = {"id": number, "hash": "1.x", "type": kind, "callback_id": callback}
        return shown | {"private_metadata": metadata, "blocks": [], "state": {"values": {}}}


class Door:
    """Where Bolt would bring it; what is answered is written down and not said, in a fraction of the time."""

    def __init__(self, stage: Stage) -> None:
        application = stage.application
        lets_in = Channels(application.database, application.clients).lets_in
        desk = Desk(application.database, stage.clock, lambda *_: None, application.settings.reachable_at, lets_in)
        self._reception = Reception(application.surface, desk, self, lambda: None)
        self._answers: list[Answer] = []

    async def take(self, payload: Json) -> list[Any]:
        """The acknowledgement, and all that would be said after it."""
        said: Json = {}
        self._answers.clear()

        async def ack(**answer: Any) -> None:
            said.update(answer)

        doors = {
            "block_actions": self._reception.on_action,
            "view_submission": self._reception.on_submission,
            "event_callback": self._reception.on_event,
            "slash": self._reception.on_command,
        }
        await doors.get(payload.get("type", "slash"), self._reception.on_shortcut)(ack, payload)
        found = [{name: value for name, value in vars(answer).items() if value} for answer in self._answers]
        return [said, [answer for answer in found if answer]]

    def begin(self, answer: Answer, request: Request) -> None:
        """Called where an answer would be carried out."""
        self._answers.append(answer)


def _without_keys(arguments: Json) -> Json:
    return {name: value for name, value in arguments.items() if name not in ("trigger_id", "view_id")}


def _plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def text(value: str) -> Json:
    return {"input": {"type": "plain_text_input", "value": value}}


def choice(value: str) -> Json:
    return {"input": {"type": "static_select", "selected_option": {"value": value}}}


def choices(values: list[str]) -> Json:
    return {"input": {"type": "checkboxes", "selected_options": [{"value": value} for value in values]}}


def user(value: str) -> Json:
    return {"input": {"type": "users_select", "selected_user": value}}


def users(values: list[str]) -> Json:
    return {"input": {"type": "multi_users_select", "selected_users": values}}


def channel(value: str) -> Json:
    return {"input": {"type": "conversations_select", "selected_conversation": value}}


def rich(*elements: Json) -> Json:
    """What stands in a box that takes formatting."""
    value = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}
    return {"input": {"type": "rich_text_input", "rich_text_value": value}}


def written(value: str) -> Json:
    return rich({"type": "text", "text": value})


def day(value: str) -> Json:
    return {"input": {"type": "datepicker", "selected_date": value}}


def at(value: str) -> Json:
    return {"input": {"type": "timepicker", "selected_time": value}}
