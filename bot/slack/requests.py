"""What Slack sends, read once at the border into typed values; nothing in them is trusted for access."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.slack.text import storable
from bot.slack.values import Values

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """Who asks, from which workspace, and the key under which the same delivery comes again."""

    workspace: str
    user: str
    key: str
    trigger: str | None = None
    response_url: str | None = None
    domain: str = ""
    """The workspace's name in addresses, such as `acme` in acme.slack.com."""


@dataclass(frozen=True)
class CommandRequest(Request):
    """A slash command; `text` is as Slack sent it, with mentions as tokens and entities."""

    command: str = ""
    text: str = ""


@dataclass(frozen=True)
class MessageSource:
    """The message a shortcut was used on."""

    text: str
    channel: str
    ts: str
    author: str | None

    @property
    def place(self) -> str:
        """Where it stands, as a form carries it: `channel:ts`, ids and no content."""
        return f"{self.channel}:{self.ts}"


@dataclass(frozen=True)
class ShortcutRequest(Request):
    """A shortcut; `message` is None for a global one."""

    callback: str = ""
    message: MessageSource | None = None


@dataclass(frozen=True)
class ViewSource:
    """A modal or the Home tab that something was pressed in or sent from."""

    id: str
    hash: str
    callback: str
    metadata: str
    kind: str
    beneath: str | None = None
    """The view under it in the stack, if there is one."""
    is_third: bool = False
    """Nothing can be put on top of it: Slack stacks three."""
    over: "Beneath | None" = None
    """What it was opened from, as the view itself remembers it."""


@dataclass(frozen=True)
class Beneath:
    """What the view under another one is, so that it can be drawn anew."""

    callback: str
    metadata: str


@dataclass(frozen=True)
class ActionRequest(Request):
    """A press of a button or a choice in a menu; `argument` is what follows `:` in the action id."""

    action: str = ""
    argument: str = ""
    value: str = ""
    view: ViewSource | None = None
    values: Values = field(default_factory=Values)
    channel: str | None = None
    message_ts: str | None = None

    def number(self) -> int:
        """The id the control carries; a value that is not a number reads as 0, which no row has."""
        return number(self.value)


@dataclass(frozen=True)
class SubmissionRequest(Request):
    """A form sent; `metadata` is what the form carried, which is ids only and never trusted."""

    view: ViewSource = field(default_factory=lambda: ViewSource("", "", "", "", "modal"))
    values: Values = field(default_factory=Values)

    def number(self) -> int:
        return number(self.view.metadata)


@dataclass(frozen=True)
class EventRequest(Request):
    """An event of the Events API."""

    event: Payload = field(default_factory=dict)


def number(text: str) -> int:
    """A row's id out of text that anybody could have written; anything but a small whole number reads as 0."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def stamped(view: dict[str, Any], over: Beneath | None) -> dict[str, Any]:
    """The view, remembering in its metadata, after its own, what it was opened from."""
    if over is None:
        return view
    own = str(view.get("private_metadata", ""))
    return view | {"private_metadata": "\n".join((own, over.callback, over.metadata))}


def command_request(body: Payload) -> CommandRequest:
    """A slash command, its text without white space around it."""
    return CommandRequest(
        workspace=str(body.get("team_id", "")),
        user=str(body.get("user_id", "")),
        key=f"trigger:{body.get('trigger_id', '')}",
        trigger=body.get("trigger_id"),
        response_url=body.get("response_url"),
        domain=str(body.get("team_domain") or ""),
        command=str(body.get("command", "")),
        text=storable(str(body.get("text") or "")).strip(),
    )


def shortcut_request(body: Payload) -> ShortcutRequest:
    """A shortcut; used on a message if the payload carries one."""
    message = body.get("message")
    return ShortcutRequest(
        **_who(body),
        response_url=body.get("response_url"),
        callback=str(body.get("callback_id", "")),
        message=None if message is None else _message_source(message, body),
    )


def action_request(body: Payload) -> ActionRequest:
    """The first action of a payload: Slack sends one at a time."""
    pressed = body["actions"][0]
    action, _, argument = str(pressed.get("action_id", "")).partition(":")
    container = body.get("container") or {}
    view = body.get("view")
    return ActionRequest(
        **_who(body),
        response_url=body.get("response_url"),
        action=action,
        argument=argument,
        value=_pressed_value(pressed),
        view=None if view is None else _view_source(view),
        values=Values((view or {}).get("state", {}).get("values") or {}),
        channel=container.get("channel_id"),
        message_ts=container.get("message_ts"),
    )


def submission_request(body: Payload) -> SubmissionRequest:
    """A form sent; its key is the view and the hash it had, so that a second delivery is known."""
    view = body["view"]
    who = _who(body)
    who["key"] = f"view:{view.get('id')}:{view.get('hash')}"
    return SubmissionRequest(
        **who, view=_view_source(view), values=Values(view.get("state", {}).get("values") or {})
    )


def event_request(body: Payload) -> EventRequest:
    """An event; its user is the one it is about, whichever shape Slack gives it."""
    event = body.get("event") or {}
    user = event.get("user")
    return EventRequest(
        workspace=str(body.get("team_id", "")),
        user=str(user.get("id", "") if isinstance(user, Mapping) else user or ""),
        key=f"event:{body.get('event_id', '')}",
        event=event,
    )


def _who(body: Payload) -> dict[str, Any]:
    team = body.get("team") or {}
    user = body.get("user") or {}
    return {
        "workspace": str(team.get("id") or user.get("team_id") or ""),
        "user": str(user.get("id", "")),
        "key": f"trigger:{body.get('trigger_id', '')}",
        "trigger": body.get("trigger_id"),
        "domain": str(team.get("domain") or ""),
    }


def _view_source(view: Payload) -> ViewSource:
    metadata, *over = str(view.get("private_metadata") or "").split("\n")
    below = view.get("previous_view_id")
    return ViewSource(
        id=str(view.get("id", "")),
        hash=str(view.get("hash", "")),
        callback=str(view.get("callback_id", "")),
        metadata=metadata,
        kind=str(view.get("type", "modal")),
        beneath=below,
        is_third=below is not None and below != view.get("root_view_id"),
        over=Beneath(*over) if len(over) == 2 else None,
    )


def _message_source(message: Payload, body: Payload) -> MessageSource:
    return MessageSource(
        text=storable(str(message.get("text") or "")),
        channel=str((body.get("channel") or {}).get("id", "")),
        ts=str(message.get("ts", "")),
        author=message.get("user"),
    )


def _pressed_value(pressed: Payload) -> str:
    option = pressed.get("selected_option")
    if option is not None:
        return str(option.get("value", ""))
    for name in ("value", "selected_user", "selected_date", "selected_time"):
        if pressed.get(name) is not None:
            return str(pressed[name])
    return ""
