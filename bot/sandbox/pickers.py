"""Whom and what the pickers of people and conversations offer to someone."""

from typing import TYPE_CHECKING, Any

from bot.sandbox.records import Channel
from bot.sandbox.refusals import NotShown

if TYPE_CHECKING:
    from bot.sandbox.people import Person
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

CONVERSATIONS = ("conversations_select", "channels_select", "multi_conversations_select", "multi_channels_select")


def person_picked(workspace: "Workspace", who: "str | Person") -> str:
    """The id of someone told by handle, id or the name they show; `NotShown` for others.

    The deactivated are taken too: an account may be closed while a form is open.
    """
    named = (one for one in workspace.users if who == one.name and not one.deleted)
    return (next(named, None) or workspace.person(who)).id


def conversation_picked(viewer: "Person", element: Json, where: "str | Channel | Person") -> str:
    """The id of a conversation that this picker offers to `viewer`; `NotShown` for others."""
    channel = viewer.workspace.conversation(where)
    if channel not in offered(viewer, element):
        raise NotShown(f"This picker does not offer {channel.name} to {viewer.handle}.")
    return channel.id


def offered(viewer: "Person", element: Json) -> list[Channel]:
    """The conversations in a picker: public channels, and the private ones, group DMs and DMs one is in."""
    return [one for one in pickable(viewer) if _passes(one, element)]


def pickable(viewer: "Person") -> list[Channel]:
    """Every conversation that any picker may offer to someone; none that is archived."""
    everything = viewer.workspace.channels.values()
    return [one for one in everything if not one.archived and (one.kind == "public" or viewer.id in one.members)]


def _passes(channel: Channel, element: Json) -> bool:
    if element["type"].endswith("channels_select"):
        return channel.kind == "public"
    wanted = element.get("filter", {})
    if wanted.get("exclude_bot_users") and channel.kind == "im":
        return False
    return channel.kind in wanted.get("include", [channel.kind])


def current_conversation(viewer: "Person", element: Json, where: str | None) -> Json | None:
    """What a picker that begins with the conversation one came from holds; None where it begins otherwise."""
    if element["type"] not in CONVERSATIONS or not element.get("default_to_current_conversation"):
        return None
    if where is None or where not in [one.id for one in offered(viewer, element)]:
        return None
    if element["type"].startswith("multi_"):
        return {"type": element["type"], "selected_conversations": [where]}
    return {"type": element["type"], "selected_conversation": where}
