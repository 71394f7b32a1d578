"""What a listener answers: values that the way in turns into an acknowledgement and, after it, calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Block = dict[str, Any]
View = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """At most one thing to say in private and at most one thing to do with a view; empty closes a form."""

    text: str | None = None
    blocks: Sequence[Block] = ()
    replaces: bool = False
    """The private answer takes the place of the private message that was pressed in."""
    opens: View | None = None
    pushes: View | None = None
    redraws: View | None = None
    beneath: View | None = None
    """What the view under the form that was sent shows from now on."""
    errors: Mapping[str, str] = field(default_factory=dict)
    clears: bool = False
    """Every open form is closed, not only the one that was sent."""


def nothing() -> Answer:
    """Nothing to say: what changed shows by itself."""
    return Answer()


def said(text: str, blocks: Sequence[Block] = (), *, replaces: bool = False) -> Answer:
    """A private answer that only the person who asked can see; `text` is mrkdwn and must be escaped."""
    return Answer(text=text, blocks=blocks, replaces=replaces)


def opened(view: View) -> Answer:
    """A form, or pushed over the form that was pressed in."""
    return Answer(opens=view)


def redrawn(view: View) -> Answer:
    """The form that was pressed in or sent, changed in place."""
    return Answer(redraws=view)


def closed(beneath: View | None = None) -> Answer:
    """The form closes; the view under it, if there is one, is brought up to date."""
    return Answer(beneath=beneath)


def wrong(errors: Mapping[str, str]) -> Answer:
    """Errors under the fields (by block id) of a form that stays open with all that was typed."""
    return Answer(errors=errors)


def cleared() -> Answer:
    """Close every form of this person."""
    return Answer(clears=True)
