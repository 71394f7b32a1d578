"""Finding things in blocks: what a person can read there, and what they can press."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.sandbox.forms import elements, options
from bot.sandbox.ids import Ids
from bot.sandbox.refusals import NotShown

Json = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """An element a person can use, the block it is in, and the option they meant, if it has options."""

    block: Json
    element: Json
    option: Json | None = None


def with_identifiers(blocks: list[Json], ids: Ids) -> list[Json]:
    """A copy with the block_ids and action_ids that Slack adds where an app left them out."""
    shown = copy.deepcopy(blocks)
    for block in shown:
        if not block.get("block_id"):
            block["block_id"] = f"b{ids.number('block'):04d}"
        for element in elements(block):
            if not element.get("action_id"):
                element["action_id"] = f"a{ids.number('action'):04d}"
    return shown


def find(blocks: list[Json], label: str | None, action_id: str | None, row: str | None) -> Found:
    """The first element with that label or action_id; `row` is text in its block, or in the block before it.

    A label is what people read on it, or what a screen reader says instead.
    """
    candidates = [one for one in _candidates(blocks) if _matches(one[1], label, action_id)]
    if row is not None:
        same = [one for one in candidates if row in visible_text(one[1].block)]
        candidates = same or [one for one in candidates if one[0] and row in visible_text(one[0])]
    if not candidates:
        raise NotShown(_nothing_called(blocks, label or action_id or "", row))
    return candidates[0][1]


def _candidates(blocks: list[Json]) -> Iterator[tuple[Json | None, Found]]:
    before: Json | None = None
    for block in blocks:
        for element in elements(block):
            yield before, Found(block, element)
            for option in options(element):
                yield before, Found(block, element, option)
        before = block


def _matches(found: Found, label: str | None, action_id: str | None) -> bool:
    if action_id is not None and found.element.get("action_id") != action_id:
        return False
    if label is None:
        return found.option is None
    if found.option:
        return bool(label == found.option["text"]["text"])
    return label in (name_of(found.element), found.element.get("accessibility_label"))


def name_of(element: Json) -> str:
    """What a person reads on an element: a button's text, a menu's placeholder."""
    shown = element.get("text") or element.get("placeholder") or {}
    return str(shown.get("text", ""))


def labels(blocks: list[Json]) -> list[str]:
    """Every label a person could press, in order."""
    return [name_of(one.element) for _, one in _candidates(blocks) if not one.option and name_of(one.element)]


def visible_text(block: Json) -> str:
    """All text in a block, one line a piece."""
    return "\n".join(_texts(block))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, list):
        for one in part:
            yield from _texts(one)
    elif isinstance(part, dict):
        for name, one in part.items():
            if name == "text" and isinstance(one, str):
                yield one
            else:
                yield from _texts(one)


def _nothing_called(blocks: list[Json], name: str, row: str | None) -> str:
    where = f" beside “{row}”" if row else ""
    return f"There is no “{name}”{where} here; there are: {json.dumps(labels(blocks), ensure_ascii=False)}"
