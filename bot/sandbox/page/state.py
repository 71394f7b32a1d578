"""Everything one person can see in the workspace, as the JSON that the page draws."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.sandbox.forms import state_values
from bot.sandbox.people import Person
from bot.sandbox.pickers import pickable
from bot.sandbox.records import Channel, Json, Message, Refused, View
from bot.sandbox.rich_text import typed_text
from bot.sandbox.workspace import Workspace

SHOWN_MESSAGES = 300
SHOWN_NOTICES = 20
WORKING_MORNING = time(9)


def page_state(workspace: Workspace, viewer: Person, *, has_next_event: bool) -> Json:
    """What `viewer` sees now: of each conversation the latest 300 messages with all replies to them, of what was
    refused the latest 20.
    """
    channels = _channels(workspace, viewer)
    return {
        "as": viewer.handle,
        "viewer": _person(workspace, viewer),
        "bot": _user(workspace.bot_user),
        "people": [_person(workspace, person) for person in workspace.people],
        "users": {user.id: _user(user) for user in workspace.users},
        "channels": [_channel(workspace, channel, viewer) for channel in channels],
        "places": [_channel(workspace, channel, viewer) for channel in pickable(viewer)],
        "group_names": {group.id: group.handle for group in workspace.groups.all.values()},
        "channel_names": {one.id: one.name for one in workspace.channels.values() if _is_named_to(one, viewer)},
        "conversations": {channel.id: _messages(viewer, channel) for channel in channels},
        "home": _home(viewer),
        "home_enabled": workspace.permissions.home_enabled,
        "modals": [_view(viewer, view) for view in viewer.stack],
        "clock": _clock(workspace.clock.now(), viewer, has_next_event=has_next_event),
        **_declared(workspace),
        "notices": [_notice(one) for one in reversed(workspace.refused[-SHOWN_NOTICES:])],
    }


def next_working_morning(now: datetime, zone: str) -> datetime:
    """The next 09:00 in `zone` after `now` that is on a Monday to Friday, in UTC."""
    day = now.astimezone(ZoneInfo(zone)).date()
    while True:
        morning = datetime.combine(day, WORKING_MORNING, ZoneInfo(zone)).astimezone(UTC)
        if morning > now and day.weekday() < 5:
            return morning
        day += timedelta(days=1)


def _clock(now: datetime, viewer: Person, *, has_next_event: bool) -> Json:
    return {
        "now": now.isoformat(),
        "next_working_morning": next_working_morning(now, viewer.zone).isoformat(),
        "has_next_event": has_next_event,
    }


def _declared(workspace: Workspace) -> Json:
    """Commands and shortcuts, as the manifest has them."""
    shortcuts = workspace.permissions.shortcuts
    return {
        "commands": workspace.permissions.commands,
        "shortcuts": [one for one in shortcuts if one["type"] == "global"],
        "message_shortcuts": [one for one in shortcuts if one["type"] == "message"],
    }


def _user(user: Person) -> Json:
    return {"id": user.id, "handle": user.handle, "name": user.name, "bot": user.is_machine}


def _person(workspace: Workspace, person: Person) -> Json:
    dm = _dm(workspace, person)
    return _user(person) | {
        "zone": person.zone,
        "deleted": person.deleted,
        **_status(person),
        "dm_id": dm.id if dm else "",
        "latest": _latest(dm, workspace.bot_user) if dm else "",
    }


def _status(person: Person) -> Json:
    """Their status while it lasts; Slack takes it away when it has ended."""
    ended = 0 < person.status_expiration <= person.now().timestamp()
    if ended or not person.status_emoji:
        return {"status_emoji": "", "status_text": "", "status_until": None}
    until = datetime.fromtimestamp(person.status_expiration, UTC).isoformat() if person.status_expiration else None
    return {"status_emoji": person.status_emoji, "status_text": person.status_text, "status_until": until}


def _dm(workspace: Workspace, person: Person) -> Channel | None:
    """The person's DM with the bot if it was ever opened; looking at it from here must not open it."""
    of_two = {workspace.bot_user.id, person.id}
    dms = (one for one in workspace.channels.values() if one.kind == "im" and set(one.members) == of_two)
    return next(dms, None)


def _latest(dm: Channel, author: Person) -> str:
    """The ts of the newest message that `author` has there, "" for none."""
    return next((one.ts for one in reversed(dm.messages) if one.user == author.id and not one.deleted), "")


def _channels(workspace: Workspace, viewer: Person) -> list[Channel]:
    dm = workspace.dm_with(viewer)
    others = (one for one in workspace.channels.values() if one.kind != "im" and viewer.id in one.members)
    return [dm, *sorted(others, key=lambda one: one.name)]


def _is_named_to(channel: Channel, viewer: Person) -> bool:
    return channel.kind == "public" or (channel.kind == "private" and viewer.id in channel.members)


def _channel(workspace: Workspace, channel: Channel, viewer: Person) -> Json:
    name = workspace.bot_user.name if channel.kind == "im" else channel.name
    if channel.kind == "mpim":
        name = ", ".join(workspace.by_id(one).name for one in channel.members if one != viewer.id)
    shown = {"id": channel.id, "name": name, "kind": channel.kind, "archived": channel.archived}
    return shown | {"members": len(channel.members)}


def _messages(viewer: Person, channel: Channel) -> list[Json]:
    """The latest messages of a conversation, with all replies to them: a thread never loses its parent."""
    seen = viewer.sees(channel)
    parents = [message for message in seen if not message.is_reply][-SHOWN_MESSAGES:]
    shown = {message.ts for message in parents}
    return [_message(viewer, one) for one in seen if (one.thread_ts if one.is_reply else one.ts) in shown]


def _message(viewer: Person, message: Message) -> Json:
    typed = viewer.filled.get(message.ts, {})
    return {
        "ts": message.ts,
        "at": datetime.fromtimestamp(float(message.ts), UTC).isoformat(),
        "channel": message.channel,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "thread_ts": message.thread_ts,
        "reply": message.is_reply,
        "edited": message.edited is not None,
        "ephemeral": message.ephemeral_for is not None,
        "reactions": message.reactions,
        "values": state_values(message.blocks, typed),
    }


def _home(viewer: Person) -> Json | None:
    view = viewer.workspace.views.home(viewer)
    return _view(viewer, view) if view else None


def _view(viewer: Person, view: View) -> Json:
    values = state_values(view.blocks, view.typed)
    return {
        "id": view.id,
        "hash": view.hash,
        "title": view.title,
        "submit": view.source.get("submit"),
        "close": view.source.get("close"),
        "blocks": view.blocks,
        "values": values,
        "words": {block_id: _words(viewer, states) for block_id, states in values.items()},
        "errors": view.errors,
    }


def _words(viewer: Person, states: Json) -> Json:
    """What stands in the editors of a block, as it would be typed."""
    rich = {action_id: state.get("rich_text_value") for action_id, state in states.items()}
    return {action_id: typed_text(viewer.workspace, value) for action_id, value in rich.items() if value}


def _notice(refused: Refused) -> Json:
    return {"method": refused.method, "error": refused.error, "detail": list(refused.detail)}
