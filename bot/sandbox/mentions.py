"""What becomes of a line somebody types: entities, mentions, links."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
TOKENS = re.compile(r"(https?://[^\s<>]+)|(?<![\w@])@([\w.-]*\w)|(?<![\w#])#([\w-]+)|([&<>])")


def as_typed(workspace: "Workspace", text: str, *, mentions: bool, named: bool = False) -> str:
    """The text an app gets: `&<>` as entities and, with `mentions`, people, channels and links marked.

    `named` adds the name after the id (`<@U1|bob>`), as slash commands with `should_escape` do.
    """

    def replaced(match: re.Match[str]) -> str:
        link, handle, channel, sign = match.groups()
        if sign:
            return ENTITIES[sign]
        if not mentions:
            return _entities(match.group(0))
        if link:
            return f"<{_entities(link)}>"
        return _marked(workspace, handle, channel, named) or match.group(0)

    return TOKENS.sub(replaced, text)


def _entities(text: str) -> str:
    return "".join(ENTITIES.get(sign, sign) for sign in text)


def _marked(workspace: "Workspace", handle: str | None, channel: str | None, named: bool) -> str:
    if handle:
        found = next((one for one in workspace.users if one.handle == handle), None)
        return f"<@{found.id}{f'|{found.handle}' if named else ''}>" if found else _broadcast(handle)
    place = next((one for one in workspace.channels.values() if one.name == channel and one.kind != "im"), None)
    return f"<#{place.id}|{place.name}>" if place else ""


def _broadcast(handle: str) -> str:
    return f"<!{handle}>" if handle in ("here", "channel", "everyone") else ""
