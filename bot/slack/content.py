"""What Slack can show of ours, as values: a message, or a person's Home tab."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

HOME = "home"
"""The view of a post that is a person's Home tab; its subject is `home_subject`."""


def home_subject(person_id: int) -> str:
    """What a person's Home tab is about; whoever changes what it shows refreshes it by this name."""
    return f"person:{person_id}"


@dataclass(frozen=True)
class Message:
    """What a post shows: `text` must read well alone, since notifications and screen readers have only it."""

    text: str
    blocks: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class HomeView:
    """What a person's Home tab shows."""

    blocks: Sequence[dict[str, Any]]
