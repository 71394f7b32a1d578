"""Cursor paging as Slack does it: an opaque cursor, empty on the last page."""

import base64
from collections.abc import Sequence
from typing import Any, TypeVar

from bot.sandbox.arguments import Arguments
from bot.sandbox.refusals import SlackRefusal

Item = TypeVar("Item")


def page(
    items: Sequence[Item],
    arguments: Arguments,
    *,
    default: int,
    most: int = 1000,
) -> tuple[list[Item], dict[str, Any]]:
    """One page, and how the answer says to get the next; refuses unknown cursors and limits out of range."""
    limit = arguments.number("limit", default)
    if not 1 <= limit <= most:
        raise SlackRefusal("invalid_limit")
    start = _start(arguments.text("cursor"))
    end = start + limit
    following = base64.b64encode(f"next:{end}".encode()).decode() if end < len(items) else ""
    return list(items[start:end]), {"response_metadata": {"next_cursor": following}}


def _start(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        name, _, start = base64.b64decode(cursor, validate=True).decode().partition(":")
        if name == "next":
            return int(start)
    except ValueError:
        pass  # told below, as any other cursor we never gave
    raise SlackRefusal("invalid_cursor")
