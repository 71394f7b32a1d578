"""The Web API's conversations.*: opening DMs, reading history and members, listing and joining channels."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.chat import known_channel
from bot.sandbox.paging import page
from bot.sandbox.records import Channel, Message
from bot.sandbox.refusals import SlackRefusal
from bot.sandbox.shapes import channel_shape, message_shape

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

MOST_IN_A_GROUP = 8


def open_conversation(workspace: "Workspace", arguments: Arguments) -> Json:
    """conversations.open: the same people always get the same conversation."""
    if "channel" in arguments:
        channel = known_channel(workspace, arguments.needed("channel"))
    else:
        channel = workspace.dm_with(*_invited(workspace, arguments))
    workspace.permissions.require_for("write", channel.kind)
    shape = channel_shape(workspace, channel) if arguments.flag("return_im") else {"id": channel.id}
    return {"channel": shape}


def _invited(workspace: "Workspace", arguments: Arguments) -> "list[Person]":
    given = arguments.values.get("users") or []
    ids = given if isinstance(given, list) else [one.strip() for one in str(given).split(",")]
    if not ids:
        raise SlackRefusal("users_list_not_supplied")
    if len(ids) > MOST_IN_A_GROUP:
        raise SlackRefusal("too_many_users")
    workspace.permissions.require_for("write", "im" if len(ids) == 1 else "mpim")
    return [_reachable(workspace, user) for user in dict.fromkeys(ids)]


def _reachable(workspace: "Workspace", user: str) -> "Person":
    person = workspace.user(user)
    if person is None:
        raise SlackRefusal("user_not_found")
    if person.deleted:
        raise SlackRefusal("user_disabled")
    if person.is_machine:
        raise SlackRefusal("cannot_dm_bot")
    return person


def info(workspace: "Workspace", arguments: Arguments) -> Json:
    """conversations.info; how many members there are only with `include_num_members`."""
    channel = _readable(workspace, arguments, "read")
    counted = _counted(channel) if arguments.flag("include_num_members") else {}
    return {"channel": channel_shape(workspace, channel) | counted}


def _counted(channel: Channel) -> Json:
    return {} if channel.kind == "im" else {"num_members": len(channel.members)}


def members(workspace: "Workspace", arguments: Arguments) -> Json:
    """conversations.members, by cursor."""
    channel = _readable(workspace, arguments, "read")
    shown, rest = page(channel.members, arguments, default=100)
    return {"members": shown} | rest


def list_channels(workspace: "Workspace", arguments: Arguments) -> Json:
    """conversations.list, by cursor: public channels, and the private ones and DMs the bot is in."""
    wanted = [_kind(one) for one in arguments.text("types", "public_channel").split(",")]
    for kind in wanted:
        workspace.permissions.require_for("read", kind)
    found = [one for one in workspace.channels.values() if one.kind in wanted and _visible(workspace, one)]
    if arguments.flag("exclude_archived"):
        found = [one for one in found if not one.archived]
    shown, rest = page(found, arguments, default=100)
    return {"channels": [channel_shape(workspace, one) | _counted(one) for one in shown]} | rest


def _kind(wanted: str) -> str:
    kind = wanted.strip().removesuffix("_channel")
    if kind not in ("public", "private", "im", "mpim"):
        raise SlackRefusal("invalid_types")
    return kind


def _visible(workspace: "Workspace", channel: Channel) -> bool:
    return channel.kind == "public" or workspace.bot_user.id in channel.members


def join(workspace: "Workspace", arguments: Arguments) -> Json:
    """conversations.join: public channels only."""
    channel = known_channel(workspace, arguments.needed("channel"))
    if channel.kind != "public":
        raise SlackRefusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackRefusal("is_archived")
    if workspace.bot_user.id in channel.members:
        return {"channel": channel_shape(workspace, channel), "warning": "already_in_channel"}
    workspace.invite_bot(channel)
    return {"channel": channel_shape(workspace, channel)}


def history(workspace: "Workspace", arguments: Arguments) -> Json:
    """conversations.history: newest first, replies left out; metadata only with include_all_metadata."""
    channel = _readable(workspace, arguments, "history")
    _require_membership(workspace, channel)
    found = [one for one in workspace.posts_in(channel) if not one.is_reply and _between(one, arguments)]
    shown, rest = page(found[::-1], arguments, default=100, most=999)
    return {
        "messages": _shapes(workspace, shown, arguments),
        "has_more": bool(_cursor(rest)),
        "pin_count": 0,
    } | rest


def replies(workspace: "Workspace", arguments: Arguments) -> Json:
    """conversations.replies: the parent, then its replies, oldest first."""
    channel = _readable(workspace, arguments, "history")
    _require_membership(workspace, channel)
    ts = arguments.needed("ts")
    thread = [one for one in workspace.posts_in(channel) if ts in (one.ts, one.thread_ts)]
    if not thread:
        raise SlackRefusal("thread_not_found")
    found = [one for one in thread if one.ts == ts or _between(one, arguments)]
    shown, rest = page(found, arguments, default=1000)
    return {"messages": _shapes(workspace, shown, arguments), "has_more": bool(_cursor(rest))} | rest


def _readable(workspace: "Workspace", arguments: Arguments, use: str) -> Channel:
    channel = known_channel(workspace, arguments.needed("channel"))
    workspace.permissions.require_for(use, channel.kind)
    return channel


def _require_membership(workspace: "Workspace", channel: Channel) -> None:
    if workspace.bot_user.id not in channel.members:
        raise SlackRefusal("not_in_channel")


def _between(message: Message, arguments: Arguments) -> bool:
    """Within oldest and latest, both left out unless `inclusive`."""
    ts = _instant(message.ts)
    oldest, latest = _instant(arguments.text("oldest", "0")), _instant(arguments.text("latest") or "9999999999")
    if arguments.flag("inclusive"):
        return oldest <= ts <= latest
    return oldest < ts < latest


def _instant(ts: str) -> int:
    seconds, _, micros = ts.partition(".")
    try:
        return int(seconds) * 1_000_000 + int(micros[:6].ljust(6, "0"))
    except ValueError:
        raise SlackRefusal("invalid_ts_oldest") from None


def _shapes(workspace: "Workspace", shown: list[Message], arguments: Arguments) -> list[Json]:
    wanted = arguments.flag("include_all_metadata")
    return [message_shape(workspace, one, with_metadata=wanted) for one in shown]


def _cursor(rest: Json) -> str:
    return str(rest["response_metadata"]["next_cursor"])
