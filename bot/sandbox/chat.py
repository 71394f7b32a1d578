"""The Web API's chat.* and reactions.add: posting, editing and deleting messages by Slack's rules."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.arguments import Arguments
from bot.sandbox.blocks import with_identifiers
from bot.sandbox.limits import message_refusal
from bot.sandbox.records import Channel, Message
from bot.sandbox.refusals import SlackRefusal
from bot.sandbox.shapes import message_shape

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

LONGEST_TEXT = 40_000
CONTENT = {
    "blocks": "invalid_blocks_format",
    "attachments": "invalid_attachments",
    "metadata": "invalid_metadata_format",
}


def post_message(workspace: "Workspace", arguments: Arguments) -> Json:
    """chat.postMessage: into a channel the bot may write in, or a person's DM when given their user id."""
    channel = _destination(workspace, arguments.needed("channel"))
    content = checked_content(workspace, arguments.values)
    thread_ts = _thread(channel, arguments.text("thread_ts"))
    message = bot_message(workspace, channel, content)
    message.thread_ts = thread_ts
    workspace.post(channel, message)
    return {"channel": channel.id, "ts": message.ts, "message": message_shape(workspace, message)}


def post_ephemeral(workspace: "Workspace", arguments: Arguments) -> Json:
    """chat.postEphemeral: to an active person who is in the channel."""
    channel = _destination(workspace, arguments.needed("channel"))
    person = workspace.user(arguments.needed("user"))
    if person is None or person.deleted or person.id not in channel.members:
        raise SlackRefusal("user_not_in_channel")
    message = bot_message(workspace, channel, checked_content(workspace, arguments.values))
    message.ephemeral_for, message.metadata = person.id, None
    message.thread_ts = arguments.text("thread_ts") or None
    workspace.post(channel, message)
    return {"message_ts": message.ts}


def update(workspace: "Workspace", arguments: Arguments) -> Json:
    """chat.update: only the bot's own messages; text without blocks removes the blocks, `{}` clears metadata."""
    channel = known_channel(workspace, arguments.needed("channel"))
    message = _own_message(workspace, channel, arguments.needed("ts"), "cant_update_message")
    content = checked_content(workspace, arguments.values, updating=True)
    edit(workspace, channel, message, content)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": message_shape(workspace, message),
    }


def delete(workspace: "Workspace", arguments: Arguments) -> Json:
    """chat.delete: only the bot's own messages."""
    channel = known_channel(workspace, arguments.needed("channel"))
    message = _own_message(workspace, channel, arguments.needed("ts"), "cant_delete_message")
    remove(workspace, channel, message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(workspace: "Workspace", arguments: Arguments) -> Json:
    """chat.getPermalink."""
    channel = known_channel(workspace, arguments.needed("channel"))
    message = channel.message(arguments.needed("message_ts"))
    if message is None:
        raise SlackRefusal("message_not_found")
    path = f"https://{workspace.domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.is_reply else ""
    return {"channel": channel.id, "permalink": path + thread}


def add_reaction(workspace: "Workspace", arguments: Arguments) -> Json:
    """reactions.add: the same one twice is `already_reacted`."""
    channel = known_channel(workspace, arguments.needed("channel"))
    message = channel.message(arguments.needed("timestamp"))
    if message is None:
        raise SlackRefusal("message_not_found")
    users = message.reactions.setdefault(arguments.needed("name").strip(":"), [])
    if workspace.bot_user.id in users:
        raise SlackRefusal("already_reacted")
    users.append(workspace.bot_user.id)
    workspace.stream.tell("edit", message.ts)
    return {}


def known_channel(workspace: "Workspace", channel_id: str) -> Channel:
    """A conversation the bot can see, by id; private ones it is not in do not exist for it."""
    channel = workspace.channels.get(channel_id)
    if channel is None or (channel.is_private and workspace.bot_user.id not in channel.members):
        raise SlackRefusal("channel_not_found")
    return channel


def _destination(workspace: "Workspace", channel_id: str) -> Channel:
    channel = _dm(workspace, channel_id) if channel_id[0] in "UW" else known_channel(workspace, channel_id)
    if channel.archived:
        raise SlackRefusal("is_archived")
    if channel.kind == "im":
        _check_reachable(workspace, channel)
    elif workspace.bot_user.id not in channel.members and not workspace.permissions.has("chat:write.public"):
        raise SlackRefusal("not_in_channel")
    return channel


def _dm(workspace: "Workspace", user: str) -> Channel:
    person = workspace.user(user)
    if person is None or person.deleted:
        raise SlackRefusal("channel_not_found")
    if person.is_machine:
        raise SlackRefusal("cannot_dm_bot")
    return workspace.dm_with(person)


def _check_reachable(workspace: "Workspace", channel: Channel) -> None:
    if not workspace.permissions.messages_enabled:
        raise SlackRefusal("messages_tab_disabled")
    if any(workspace.by_id(member).deleted for member in channel.members):
        raise SlackRefusal("channel_not_found")


def _thread(channel: Channel, thread_ts: str) -> str | None:
    """The thread a message ends up in: none, without a word, if its parent was deleted and had no replies."""
    if not thread_ts:
        return None
    parent = next((one for one in channel.messages if one.ts == thread_ts and not one.ephemeral_for), None)
    if parent is None:
        raise SlackRefusal("thread_not_found")
    if parent.is_reply:
        raise SlackRefusal("cannot_reply_to_message")
    if parent.deleted and not _has_replies(channel, parent):
        return None
    parent.thread_ts = parent.ts
    return parent.ts


def _has_replies(channel: Channel, parent: Message) -> bool:
    return any(one.is_reply and one.thread_ts == parent.ts and not one.deleted for one in channel.messages)


def _own_message(workspace: "Workspace", channel: Channel, ts: str, error: str) -> Message:
    message = channel.message(ts)
    if message is None:
        raise SlackRefusal("message_not_found")
    if message.bot_id != workspace.bot_id:
        raise SlackRefusal(error)
    return message


def checked_content(workspace: "Workspace", values: Json, *, updating: bool = False) -> Json:
    """The arguments with their structures read, or Slack's refusal of what is in them."""
    arguments = Arguments(values)
    content = dict(arguments.values)
    for name, error in CONTENT.items():
        if name in arguments:
            content[name] = arguments.structure(name, error)
    refused = message_refusal(content, updating=updating, scopes=workspace.permissions.scopes)
    if refused is not None:
        raise _told(refused.error, refused.problems)
    return content


def _told(error: str, problems: list[str]) -> SlackRefusal:
    refusal = SlackRefusal.with_messages(error, problems) if problems else SlackRefusal(error)
    if error in ("invalid_blocks", "invalid_attachments"):
        refusal.extra["errors"] = problems
    return refusal


def bot_message(workspace: "Workspace", channel: Channel, content: Json) -> Message:
    """A new message of the bot, not shown yet; text beyond 40,000 characters is cut off."""
    return Message(
        ts=workspace.next_ts(),
        channel=channel.id,
        user=workspace.bot_user.id,
        text=_text(content)[:LONGEST_TEXT],
        blocks=with_identifiers(content.get("blocks") or [], workspace.ids),
        metadata=content.get("metadata") or None,
        bot_id=workspace.bot_id,
        attachments=content.get("attachments") or [],
    )


def _text(content: Json) -> str:
    return str(content.get("text") or content.get("markdown_text") or "")


def edit(workspace: "Workspace", channel: Channel, message: Message, content: Json) -> None:
    """Change a message in place, as chat.update and a response_url do."""
    before = message_shape(workspace, message)
    if _text(content):
        message.text = _text(content)[:LONGEST_TEXT]
    if "blocks" in content or _text(content):
        message.blocks = with_identifiers(content.get("blocks") or [], workspace.ids)
    if "attachments" in content:
        message.attachments = content["attachments"] or []
    if content.get("metadata") is not None and not message.ephemeral_for:
        message.metadata = content["metadata"] or None
    message.edited = workspace.next_ts()
    workspace.stream.tell("edit", message.ts, message.ephemeral_for)
    if not message.ephemeral_for:
        workspace.events.edited(channel, message, "message_changed", before)


def remove(workspace: "Workspace", channel: Channel, message: Message) -> None:
    """Take a message away for everyone who saw it."""
    before = message_shape(workspace, message)
    message.deleted = True
    workspace.stream.tell("edit", message.ts, message.ephemeral_for)
    if not message.ephemeral_for:
        workspace.events.edited(channel, message, "message_deleted", before)
