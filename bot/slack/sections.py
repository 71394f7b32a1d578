"""One message out of what several posts show: a section each, with a thin rule between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.blocks import divider
from bot.slack.calls import Held
from bot.slack.content import Message
from bot.slack.folding import MESSAGE, Part, fitted

# chat.update refuses a longer text: docs.slack.dev/reference/methods/chat.update
MOST_TEXT = 4000
BETWEEN = " · "
CUT = "this part"


@dataclass(frozen=True)
class Section:
    """A post in hand and what it shows."""

    held: Held
    message: Message


def fit(sections: Sequence[Section]) -> bool:
    """Whether one message has room for all of these as they are."""
    text = BETWEEN.join(section.message.text for section in sections)
    return MESSAGE.holds(_parts(sections)) and len(text) <= MOST_TEXT


def one_message(sections: Sequence[Section]) -> Message:
    """The sections in their order, those of one view together; where they do not fit, the longest are cut.

    The first block of each carries its post's key. One alone is shown as it is.
    """
    if len(sections) == 1:
        [only] = sections
        return Message(only.message.text, _keyed(only))
    ordered = _by_view(sections)
    return Message(_text([section.message.text for section in ordered]), fitted(_parts(ordered), [], MESSAGE))


def _by_view(sections: Sequence[Section]) -> list[Section]:
    """Whoever answers the sync-ups of two teams finds one right after the other."""
    views = list(dict.fromkeys(section.held.post.view for section in sections))
    return sorted(sections, key=lambda section: views.index(section.held.post.view))


def _parts(sections: Sequence[Section]) -> list[Part]:
    blocks = [_keyed(section) for section in sections]
    return [Part(CUT, [divider(), *own] if place else own) for place, own in enumerate(blocks)]


def _keyed(section: Section) -> list[dict[str, Any]]:
    blocks = [dict(block) for block in section.message.blocks]
    if blocks:
        blocks[0]["block_id"] = section.held.post.key
    return blocks


def _text(texts: Sequence[str]) -> str:
    """As many of the texts as there is room for: one is never cut, since that could break what is in it."""
    joined = texts[0]
    for text in texts[1:]:
        if len(joined) + len(BETWEEN) + len(text) <= MOST_TEXT:
            joined += BETWEEN + text
    return joined
