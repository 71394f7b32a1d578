"""Whom a message rings: the people of a DM, and elsewhere those it calls, in its text or in its blocks."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bot.sandbox.records import Channel, Message

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

MARKED = re.compile(r"<([@!][A-Za-z0-9^]+)(?:\|[^>]*)?>")
EVERYONE = frozenset({"!channel", "!everyone", "!here"})
PARSED = frozenset({"mrkdwn", "markdown"})
AS_WRITTEN = frozenset({"plain_text", "text"})


def rung(workspace: "Workspace", channel: Channel, message: Message) -> list[str]:
    """The members other than its author whom a new message rings; nobody who is deactivated."""
    others = [one for one in channel.members if one != message.user and not workspace.by_id(one).deleted]
    if channel.kind in ("im", "mpim"):
        return others
    called = set(_called(message))
    if called & EVERYONE:
        return others
    groups = [group for group in workspace.groups.all.values() if f"!subteam^{group.id}" in called]
    in_groups = {member for group in groups if not group.disabled for member in group.members}
    return [one for one in others if f"@{one}" in called or one in in_groups]


def _called(message: Message) -> Iterator[str]:
    yield from MARKED.findall(message.text)
    yield from _in_blocks(message.blocks)
    for attachment in message.attachments:
        yield from MARKED.findall(str(attachment.get("text", "")))
        yield from _in_blocks(attachment.get("blocks", []))


def _in_blocks(part: Any) -> Iterator[str]:
    """`@U…`, `!channel` or `!subteam^S…` for each mention; a mention in plain text is only text."""
    if isinstance(part, list):
        for one in part:
            yield from _in_blocks(one)
    elif isinstance(part, dict):
        yield from _in_object(part)


def _in_object(part: dict[str, Any]) -> Iterator[str]:
    kind = part.get("type")
    if kind == "user" and "user_id" in part:
        yield f"@{part['user_id']}"
    elif kind == "broadcast":
        yield f"!{part['range']}"
    elif kind == "usergroup":
        yield f"!subteam^{part['usergroup_id']}"
    elif kind in PARSED:
        yield from MARKED.findall(part["text"])
    elif kind not in AS_WRITTEN:
        yield from _in_blocks(list(part.values()))
