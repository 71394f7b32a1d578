"""Reading what a view shows: its buttons, their ids and labels, and its words."""

from collections.abc import Iterator
from typing import Any

from bot.slack.content import Message
from tests.one_on_one.all_views import Shown


def elements(shown: Shown) -> list[dict[str, Any]]:
    """Every control of it."""
    return [one for one in _dicts(_blocks(shown)) if "action_id" in one]


def buttons(shown: Shown, every: bool = False) -> Any:
    """Its buttons: by action id, or every one of them as a list."""
    found = [one for one in elements(shown) if one["type"] == "button"]
    return found if every else {one["action_id"]: one for one in found}


def ids(shown: Shown) -> set[str]:
    """The action ids of its controls."""
    return {one["action_id"] for one in elements(shown)}


def labels(shown: Shown) -> set[str]:
    """What its buttons say."""
    return {one["text"]["text"] for one in buttons(shown, every=True)}


def choices(shown: Shown) -> list[str]:
    """The values of every menu and set of boxes."""
    return [option["value"] for one in elements(shown) for option in one.get("options", ())]


def words(shown: Shown) -> str:
    """Everything it says in its blocks."""
    return "\n".join(one["text"] for one in _dicts(_blocks(shown)) if isinstance(one.get("text"), str))


def _blocks(shown: Shown) -> Any:
    return list(shown.blocks) if isinstance(shown, Message) else shown["blocks"]


def _dicts(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for each in inner:
        yield from _dicts(each)
