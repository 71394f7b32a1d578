"""What becomes of a line somebody types: entities, mentions, links."""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
TOKENS = re.compile(r"(https?://[^\s<>]+)|(?<![\w@])@([\w.-]*\w)|(?<![\w#])#([\w-]+)|([&<>])")
BROADCASTS = frozenset({"here", "channel", "everyone"})


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


def meant(workspace: "Workspace", *, handle: str = "", channel: str = "") -> dict[str, Any] | None:
    """What a handle or a channel's name stands for, as an element of rich text; None for nobody and nothing."""
    if channel:
        places = (one for one in workspace.channels.values() if one.name == channel and one.kind != "im")
        place = next(places, None)
        return {"type": "channel", "channel_id": place.id} if place else None
    if handle in BROADCASTS:
        return {"type": "broadcast", "range": handle}
    person = next((one for one in workspace.users if one.handle == handle), None)
    if person is not None:
        return {"type": "user", "user_id": person.id}
    group = workspace.groups.called(handle)
    return {"type": "usergroup", "usergroup_id": group.id} if group else None


def _entities(text: str) -> str:
    return "".join(ENTITIES.get(sign, sign) for sign in text)


def _marked(workspace: "Workspace", handle: str | None, channel: str | None, named: bool) -> str:
    target = meant(workspace, handle=handle or "", channel=channel or "")
    if target is None:
        return ""
    if target["type"] == "channel":
        return f"<#{target['channel_id']}|{channel}>"
    if target["type"] == "broadcast":
        return f"<!{handle}>"
    if target["type"] == "usergroup":
        return f"<!subteam^{target['usergroup_id']}{f'|@{handle}' if named else ''}>"
    return f"<@{target['user_id']}{f'|{handle}' if named else ''}>"
