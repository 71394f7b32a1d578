"""Fields that several forms of a 1-on-1 share: which 1-on-1, and words that may be too long for one box."""

from collections.abc import Sequence

from bot.rituals.one_on_one.views.models import Choice
from bot.slack.blocks import OPTIONS, SECTION, Block, Element, context, option
from bot.slack.inputs import field, select, text_input
from bot.slack.text import is_blank

# A message can hold 40,000 characters, and one made into a topic is carried into the form in full.
MOST_RESTS = 13
REST_BLOCKS = ("rest", *(f"rest{number}" for number in range(2, MOST_RESTS + 1)))
"""The blocks of what did not fit, in order; a form has as many of them as it needs."""


def options(choices: Sequence[Choice]) -> list[Element]:
    """Choices as options of a menu."""
    return [option(choice.label, choice.value) for choice in choices]


def which_one_on_one(choices: Sequence[Choice], chosen: str | None) -> list[Block]:
    """Which 1-on-1 it is for: the block `one_on_one`; nothing when there is nothing to choose."""
    if not choices:
        return []
    first = sorted(choices, key=lambda choice: choice.value != chosen)[:OPTIONS]
    offered = [choice for choice in choices if choice in first]
    return [field("one_on_one", "1-on-1 with", select(options(offered), chosen, "Choose a person"))]


def long_text(block_id: str, label: str, text: str, *, most: int = SECTION, focus: bool = False) -> list[Block]:
    """A box for words, and further boxes for what does not fit in it, each of which is sent as well.

    Nothing is cut off: the first is `block_id`, the others are `REST_BLOCKS`.
    """
    pieces = split(text, most)
    boxes = [_box(block_id, label, pieces[0], most, focus)]
    if len(pieces) == 1:
        return boxes
    note = f"This has {len(text):,} characters; one can hold {most:,}. Please shorten it, or keep it in parts."
    rests = [
        _box(rest, "What did not fit", piece, most, False) | {"optional": True}
        for rest, piece in zip(REST_BLOCKS, pieces[1:], strict=False)
    ]
    return [context(note), *boxes, *rests]


def _box(block_id: str, label: str, text: str, most: int, focus: bool) -> Block:
    return field(block_id, label, text_input(text, most=most, multiline=True, focus=focus))


def split(text: str, most: int = SECTION) -> list[str]:
    """The text in pieces of at most `most` characters, broken at white space where there is some."""
    pieces = []
    while len(text) > most:
        end = text.rfind(" ", most // 2, most + 1)
        end = most if end == -1 else end
        pieces.append(text[:end])
        text = text[end:]
    pieces.append(text)
    return [piece for piece in pieces if not is_blank(piece)] or [""]
