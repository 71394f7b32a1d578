"""One pass over one payload: where it is, what it has seen, and what Slack would object to."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

from bot.sandbox.limits.data import sentence

Spec = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """A spot in the payload: its JSON pointer, what it hangs from (`actions.elements`), and its block."""

    pointer: str
    parent: str = ""
    block: str = ""

    def into(self, key: object) -> "Place":
        return replace(self, pointer=f"{self.pointer}/{key}")


@dataclass
class Walk:
    """What is known so far about a payload meant for `surface`, by an app that holds `scopes`."""

    surface: str
    scopes: Collection[str] = ()
    problems: list[str] = field(default_factory=list)
    blocks: list[tuple[dict[str, Any], Place]] = field(default_factory=list)
    focused: int = 0
    response_urls: int = 0
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def object_to(self, what: str, at: Place) -> None:
        """Records one sentence of Slack's about one place."""
        self.problems.append(f"{what} [json-pointer:{at.pointer}]")

    def complain(self, when: str, at: Place, **values: object) -> None:
        """Records one of the sentences known from Slack itself."""
        self.object_to(sentence(when, **values), at)

    def require_unique(self, within: str, value: str, at: Place) -> None:
        """Objects to a second use of `value` in the same payload, block or list of series."""
        scope, name = _scope(within, at), at.pointer.rsplit("/", 1)[-1]
        if (scope, name, value) in self._seen:
            self.object_to(f"`{name}` must be unique: {value}", at)
        self._seen.add((scope, name, value))


def _scope(within: str, at: Place) -> str:
    if within == "block":
        return at.block
    return at.pointer.rsplit("/", 2)[0] if within == "series" else ""
