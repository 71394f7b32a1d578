"""Rich text that people write: read, kept, and shown again so that it pings nobody and hides nothing."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from bot.errors import Refusal
from bot.slack.addresses import honest_label
from bot.slack.rich_pieces import (
    BULLET,
    CODE,
    LINK,
    LIST,
    ORDERED,
    QUOTE,
    RANGES,
    SECTION,
    TEXT,
    Element,
    Names,
    Paragraph,
    Piece,
    nobody,
    piece_of,
)
from bot.slack.text import TOKEN, is_blank, plain, storable, unescaped

VERSION = 1
LONGEST, MOST_PIECES = 20_000, 2_000
DEEPEST, MOST_INDENT, LAST_NUMBER = 8, 8, 100_000
PINGS = frozenset({"user", "usergroup", "broadcast"})
FENCED = re.compile(r"\n?```\n?(.+?)\n?```\n?", re.DOTALL)


@dataclass(frozen=True)
class RichText:
    """What a person wrote, with its styles, lists, code, links and mentions; nothing else can be in it."""

    paragraphs: tuple[Paragraph, ...]

    @staticmethod
    def of(text: str) -> "RichText":
        """Plain text as it stands: nothing in it formats, links or mentions."""
        return _rich([Paragraph(SECTION, ()).holding([Piece(TEXT, storable(text))])])

    @staticmethod
    def of_mrkdwn(text: str) -> "RichText":
        """What was typed in a command or a message, from the form Slack sends it in.

        Mentions, links and fenced code are what they were; other formatting stays as it was typed.
        """
        parts = enumerate(FENCED.split(storable(text)))
        return _rich(Paragraph(CODE if place % 2 else SECTION, ()).holding(_typed(part)) for place, part in parts)

    @staticmethod
    def from_json(kept: str) -> "RichText":
        """What `to_json` kept; of a version this code does not know, `ValueError`."""
        found = json.loads(kept)
        if found["v"] != VERSION:
            raise ValueError(f"rich text of version {found['v']}")
        return _rich(_paragraphs(found["e"]))

    def to_json(self) -> str:
        """For an encrypted column."""
        kept = {"v": VERSION, "e": self._elements()}
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @property
    def is_blank(self) -> bool:
        return all(piece.kind == TEXT and is_blank(piece.text) for piece in self._pieces())

    @property
    def people(self) -> list[str]:
        """The Slack ids of the people mentioned, in order, each once: those whose names `shown` asks for."""
        return list(dict.fromkeys(piece.target for piece in self._pieces() if piece.kind == "user"))

    def plain(self, name_of: Names = nobody) -> str:
        """The words alone, a line for each paragraph: for fallbacks (escaped), for searching and for counting."""
        *before, last = [paragraph.plain(name_of) for paragraph in self.paragraphs] or [""]
        return "".join(words if words.endswith("\n") else f"{words}\n" for words in before) + last

    def shown(self, name_of: Names = nobody) -> "RichText":
        """As others see it: mentions are names in bold that ping nobody, and links say where they lead.

        Whoever cuts a text cuts this one, since a name may be longer than the mention it stands for.
        """
        return _rich(each.holding(_harmless(piece, name_of) for piece in each.pieces) for each in self.paragraphs)

    def showing(self, name_of: Names = nobody) -> list[Element]:
        """The blocks that show it, safe in any message: one, or none if there is nothing in it."""
        safe = self.shown(name_of)
        return [safe.for_editing()] if safe.paragraphs else []

    def for_editing(self) -> Element:
        """The block as an initial value for whoever wrote it, mentions included; in a message it would ping."""
        return {"type": "rich_text", "elements": self._elements()}

    def _pieces(self) -> Iterator[Piece]:
        return (piece for paragraph in self.paragraphs for piece in paragraph.pieces)

    def _elements(self) -> list[Element]:
        # An ordered list goes on as long as its numbers do: number less position stays the same.
        runs = groupby(enumerate(self.paragraphs), key=lambda placed: _run(*placed))
        return [_element([paragraph for _, paragraph in run]) for _, run in runs]


def read(value: Mapping[str, Any] | None) -> RichText | None:
    """What stands in a `rich_text_input`; None if nothing does. Known elements survive, of others their text.

    Refused, in a sentence, above 20,000 characters, and with more changes of format than a form could show again.
    """
    text = _rich(_paragraphs(value.get("elements"))) if isinstance(value, Mapping) else _rich(())
    if (length := len(text.plain())) > LONGEST:
        raise Refusal(f"That is {length:,} characters; please keep it under {LONGEST:,}.")
    if sum(1 for _ in text._pieces()) > MOST_PIECES:
        raise Refusal("That changes its format too often to be kept; please use fewer styles, links or mentions.")
    return text if text.paragraphs else None


def _rich(paragraphs: Iterable[Paragraph]) -> RichText:
    return RichText(tuple(paragraph for paragraph in paragraphs if paragraph.pieces))


def _harmless(piece: Piece, name_of: Names) -> Piece:
    if piece.kind in PINGS:
        return piece.as_text(name_of, "bold")
    return replace(piece, text=honest_label(piece.text, piece.target)) if piece.kind == LINK else piece


def _run(place: int, paragraph: Paragraph) -> tuple[object, ...]:
    if paragraph.kind not in (BULLET, ORDERED):
        return (place,)
    start = place - paragraph.number if paragraph.kind == ORDERED else None
    return (paragraph.kind, paragraph.indent, paragraph.has_border, start)


def _element(run: list[Paragraph]) -> Element:
    first, border = run[0], {"border": 1} if run[0].has_border else {}
    if first.kind not in (BULLET, ORDERED):
        return {"type": first.kind, "elements": _content(first)} | border
    items = [{"type": SECTION, "elements": _content(paragraph)} for paragraph in run]
    place = {"indent": first.indent, "offset": first.number}
    named = {name: number for name, number in place.items() if number}
    return {"type": LIST, "style": first.kind, "elements": items} | named | border


def _content(paragraph: Paragraph) -> list[Element]:
    return [piece.element() for piece in paragraph.pieces]


def _paragraphs(elements: object) -> Iterator[Paragraph]:
    for element in _mappings(elements):
        kind = element.get("type")
        if kind == LIST:
            yield from _items(element)
        elif kind in (QUOTE, CODE):
            yield Paragraph(kind, (), has_border=_has_border(element)).holding(_read(element.get("elements")))
        else:
            yield Paragraph(SECTION, ()).holding(_read([element]))


def _items(element: Mapping[str, Any]) -> Iterator[Paragraph]:
    style = ORDERED if element.get("style") == ORDERED else BULLET
    indent, start = _whole(element, "indent", MOST_INDENT), _whole(element, "offset", LAST_NUMBER)
    for number, item in enumerate(_mappings(element.get("elements")), start):
        place = min(number, LAST_NUMBER) if style == ORDERED else 0
        yield Paragraph(style, (), indent, place, _has_border(element)).holding(_read([item]))


def _read(elements: object, depth: int = 0) -> Iterator[Piece]:
    for element in _mappings(elements):
        if (piece := piece_of(element)) is not None:
            yield piece
        elif depth < DEEPEST:
            yield from _read(element.get("elements"), depth + 1)


def _mappings(elements: object) -> list[Mapping[str, Any]]:
    return [each for each in elements if isinstance(each, Mapping)] if isinstance(elements, list) else []


def _whole(element: Mapping[str, Any], field: str, most: int) -> int:
    value = element.get(field)
    return min(max(value, 0), most) if isinstance(value, int) else 0


def _has_border(element: Mapping[str, Any]) -> bool:
    return _whole(element, "border", 1) == 1


def _typed(text: str) -> Iterator[Piece]:
    for place, part in enumerate(TOKEN.split(text)):
        element = _token(part) if place % 2 else {"type": TEXT, "text": unescaped(part)}
        if (piece := piece_of(element)) is not None:
            yield piece


def _token(token: str) -> Element:
    target, _, label = token.partition("|")
    words = plain(f"<{token}>")
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:], "text": words}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:], "text": words}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^"), "text": words}
    if target.startswith("!"):
        return {"type": "broadcast" if target[1:] in RANGES else TEXT, "range": target[1:], "text": words}
    return {"type": LINK, "url": unescaped(target), "text": unescaped(label)}
