"""What an answer raises, item by item, and which of it was raised before the answer was changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.errors import FieldRefusal
from bot.slack.rich_pieces import BULLET, ORDERED, SECTION, Paragraph
from bot.slack.rich_text import RichText

ITEMS = (BULLET, ORDERED)
NOTHING = frozenset(
    {
        *("", "no", "none", "nope", "nothing", "nil", "n/a", "na", "no blockers", "no blocker", "not blocked"),
        *("no opportunities", "none today", "nothing today", "nothing new", "all good"),
        *("nein", "keine", "keiner", "nichts"),
    }
)
"""What people write when there is nothing to write; none of it is raised."""


@dataclass(frozen=True)
class Before:
    """Something the same answer raised earlier, in the words it had there; settled is what is over."""

    id: int
    words: RichText
    is_settled: bool = False


@dataclass(frozen=True)
class Match:
    """Which item of the answer is which of those before (None: a new one), and which of these it says no more."""

    found: tuple[int | None, ...]
    gone: tuple[int, ...]


def items(text: RichText) -> list[RichText]:
    """What is raised by a text: each outermost item of its lists; without a list, the text as a whole.

    What is nested in an item or follows it, up to the next, belongs to it. What stands before the first is one of
    its own, unless it ends with a colon and so only introduces the list. What says that there is nothing, such as
    “none”, is left out.
    """
    listed = [paragraph for paragraph in text.paragraphs if paragraph.kind in ITEMS]
    if not listed:
        return _worth_raising([text])
    outermost = min(paragraph.indent for paragraph in listed)
    groups: list[list[Paragraph]] = [[]]
    for paragraph in text.paragraphs:
        if paragraph.kind in ITEMS and paragraph.indent == outermost:
            groups.append([replace(paragraph, kind=SECTION, indent=0, number=0, has_border=False)])
        else:
            groups[-1].append(_moved_out(paragraph, outermost + 1))
    before, *rest = [RichText(tuple(group)) for group in groups]
    return _worth_raising(rest if before.plain().rstrip().endswith(":") else [before, *rest])


def checked(text: RichText, sentence: str) -> RichText:
    """The text, if it raises anything; refuses, under `text` and with this sentence, what says nothing."""
    if not items(text):
        raise FieldRefusal("text", sentence)
    return text


def match(before: Sequence[Before], said: Sequence[RichText]) -> Match:
    """Find what the changed answer says among what it raised before, given in the order it was raised.

    Equal words are the same one, wherever they stand now. Of the others, what is not settled keeps its order: the
    first becomes the first new item, reworded, and so on; items left over are new, and those left over are gone.
    What is settled is found by equal words alone, so that no new problem takes the place of one that is over.
    """
    left = list(before)
    found: list[int | None] = []
    for words in said:
        same = next((one for one in left if one.words == words), None)
        found.append(None if same is None else same.id)
        left = [one for one in left if one is not same]
    reworded = iter([one.id for one in left if not one.is_settled])
    found = [next(reworded, None) if number is None else number for number in found]
    return Match(tuple(found), tuple(one.id for one in left if one.id not in found))


def _moved_out(paragraph: Paragraph, by: int) -> Paragraph:
    if paragraph.kind not in ITEMS:
        return paragraph
    return replace(paragraph, indent=max(paragraph.indent - by, 0))


def _worth_raising(texts: Sequence[RichText]) -> list[RichText]:
    return [text for text in texts if not text.is_blank and _bare(text) not in NOTHING]


def _bare(text: RichText) -> str:
    return " ".join(text.plain().casefold().split()).strip(" .!-–—")
