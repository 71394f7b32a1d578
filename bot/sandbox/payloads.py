"""The interaction payloads, field by field as Slack sends them."""

from typing import TYPE_CHECKING

from bot.sandbox.blocks import Found
from bot.sandbox.forms import STATE
from bot.sandbox.records import Channel, Json, Message, View
from bot.sandbox.shapes import message_shape, view_shape

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

TOKEN = "sandbox"  # noqa: S105 the deprecated verification token, which nothing checks


def _common(workspace: "Workspace", person: "Person", kind: str) -> Json:
    return {
        "type": kind,
        "token": TOKEN,
        "team": {"id": workspace.team_id, "domain": workspace.domain},
        "user": {
            "id": person.id,
            "username": person.handle,
            "name": person.handle,
            "team_id": workspace.team_id,
        },
        "api_app_id": workspace.app_id,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def command(workspace: "Workspace", person: "Person", name: str, text: str, channel: Channel) -> Json:
    """A slash command's form; all values are text."""
    return {
        "token": TOKEN,
        "team_id": workspace.team_id,
        "team_domain": workspace.domain,
        "channel_id": channel.id,
        "channel_name": _channel_name(channel),
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": workspace.keys.response_url(person.id, channel.id),
        "trigger_id": workspace.keys.trigger(person.id, channel=channel.id),
    }


def _channel_name(channel: Channel) -> str:
    return "privategroup" if channel.kind == "private" else channel.name


def global_shortcut(workspace: "Workspace", person: "Person", callback_id: str) -> Json:
    """shortcut, from the search bar or the composer."""
    return _common(workspace, person, "shortcut") | {
        "callback_id": callback_id,
        "trigger_id": workspace.keys.trigger(person.id),
        "action_ts": workspace.next_ts(),
    }


def message_shortcut(workspace: "Workspace", person: "Person", callback_id: str, message: Message) -> Json:
    """message_action, with the message it was used on."""
    channel = workspace.channels[message.channel]
    return _common(workspace, person, "message_action") | {
        "callback_id": callback_id,
        "trigger_id": workspace.keys.trigger(person.id, channel=channel.id),
        "response_url": workspace.keys.response_url(person.id, channel.id),
        "action_ts": workspace.next_ts(),
        "message_ts": message.ts,
        "message": message_shape(workspace, message, with_metadata=False),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
    }


def action_in_message(
    workspace: "Workspace", person: "Person", message: Message, action: Json, state: Json
) -> Json:
    """block_actions on a message; an ephemeral one is not itself in the payload."""
    channel = workspace.channels[message.channel]
    ephemeral = message.ephemeral_for is not None
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _common(workspace, person, "block_actions") | {
        "container": container,
        "trigger_id": workspace.keys.trigger(person.id, channel=channel.id),
        "channel": {"id": channel.id, "name": _channel_name(channel)},
        "state": {"values": state},
        "response_url": workspace.keys.response_url(person.id, channel.id, message),
        "actions": [action],
    }
    return payload if ephemeral else payload | {"message": message_shape(workspace, message)}


def action_in_view(workspace: "Workspace", person: "Person", view: View, action: Json) -> Json:
    """block_actions in a modal or on the Home tab."""
    shape = view_shape(workspace, view)
    return _common(workspace, person, "block_actions") | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.keys.trigger(person.id, view.id if view.kind == "modal" else None),
        "view": shape,
        "state": shape["state"],
        "actions": [action],
    }


def submission(workspace: "Workspace", person: "Person", view: View) -> Json:
    """view_submission, with everything typed."""
    return _common(workspace, person, "view_submission") | {
        "trigger_id": workspace.keys.trigger(person.id, view.id),
        "view": view_shape(workspace, view),
        "response_urls": [],
    }


def closing(workspace: "Workspace", person: "Person", view: View, *, cleared: bool) -> Json:
    """view_closed, without what was typed."""
    shape = view_shape(workspace, view) | {"state": {"values": {}}}
    return _common(workspace, person, "view_closed") | {"view": shape, "is_cleared": cleared}


def action(workspace: "Workspace", found: Found, state: Json | None) -> Json:
    """One entry of `actions`: what was used, and what it now holds."""
    element = found.element
    kept = ("type", "action_id", "text", "value", "style", "placeholder")
    entry = {name: element[name] for name in kept if name in element}
    entry |= {"block_id": found.block["block_id"], "action_ts": workspace.next_ts()}
    if element["type"] == "overflow":
        return entry | {"selected_option": found.option}
    if state is not None:
        field, initial = STATE[element["type"]]
        entry |= {field: state[field]} if field in state else {}
        entry |= {initial: element[initial]} if initial in element else {}
    return entry
