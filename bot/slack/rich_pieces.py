"""What rich text is made of: paragraphs and their pieces, each read from what Slack sends and trusting nothing."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from bot.slack.addresses import linkable
from bot.slack.text import link_words, storable

Element = dict[str, Any]
Names = Callable[[str], str | None]
"""What a person is called, by Slack id; None if nobody knows."""

TEXT, LINK = "text", "link"
SECTION, QUOTE, CODE = "rich_text_section", "rich_text_quote", "rich_text_preformatted"
LIST = "rich_text_list"
BULLET, ORDERED = "bullet", "ordered"
STYLES = ("bold", "italic", "strike", "code", "underline")
RANGES = ("here", "channel", "everyone")
MENTIONS = {
    "user": ("user_id", re.compile(r"[UW][A-Z0-9]{1,20}")),
    "usergroup": ("usergroup_id", re.compile(r"S[A-Z0-9]{1,20}")),
    "channel": ("channel_id", re.compile(r"[CG][A-Z0-9]{1,20}")),
}
EMOJI = re.compile(r"[^\s:<>]{1,100}(?:::skin-tone-[2-6])?")
CODE_POINTS = re.compile(r"[0-9a-f]{2,6}(?:-[0-9a-f]{2,6}){0,15}")
LAST_SECOND = 4_102_444_800  # the year 2100


def nobody(user: str) -> None:
    """Knows nobody's name."""


@dataclass(frozen=True)
class Piece:
    """A stretch of one kind: text, a link, an emoji, or a mention of a person, a group, a channel or everybody.

    `text` is what is read: the words, a link's label, an emoji's code points. `target` is what is meant: an
    address, a name, an id. Neither is in its `repr`, which may end up in a log.
    """

    kind: str
    text: str = field(default="", repr=False)
    target: str = field(default="", repr=False)
    style: frozenset[str] = frozenset()

    def words(self, name_of: Names = nobody) -> str:
        """What it says, as text alone."""
        if self.kind == TEXT:
            return self.text
        if self.kind == LINK:
            return link_words(self.text, self.target)
        if self.kind == "user":
            return "@" + (name_of(self.target) or "someone")
        return {"emoji": f":{self.target}:", "usergroup": "@group", "channel": f"#{self.target}"}.get(
            self.kind, f"@{self.target}"
        )

    def as_text(self, name_of: Names = nobody, *styles: str) -> "Piece":
        """The same, said in words."""
        return Piece(TEXT, self.words(name_of), style=self.style.union(styles))

    def element(self) -> Element:
        """As Slack has it."""
        styled: Element = {"style": dict.fromkeys(sorted(self.style), True)} if self.style else {}
        return {"type": self.kind} | self._content() | styled

    def _content(self) -> Element:
        if self.kind == TEXT:
            return {"text": self.text}
        if self.kind == LINK:
            return {"url": self.target} | ({"text": self.text} if self.text else {})
        if self.kind == "emoji":
            return {"name": self.target} | ({"unicode": self.text} if self.text else {})
        return {MENTIONS[self.kind][0] if self.kind in MENTIONS else "range": self.target}


@dataclass(frozen=True)
class Paragraph:
    """What stands by itself: a section, a quote, a block of code, or one item of a list."""

    kind: str
    pieces: tuple[Piece, ...]
    indent: int = 0
    number: int = 0
    """Which item of an ordered list it is, from 0."""
    has_border: bool = False

    def plain(self, name_of: Names = nobody) -> str:
        return "".join(piece.words(name_of) for piece in self.pieces)

    def holding(self, pieces: Iterable[Piece]) -> "Paragraph":
        """The same kind of paragraph with these pieces; texts alike are joined, and code holds text and links."""
        fitting = (piece if self._takes(piece) else piece.as_text() for piece in pieces)
        return replace(self, pieces=tuple(_joined(fitting)))

    def _takes(self, piece: Piece) -> bool:
        return self.kind != CODE or piece.kind in (TEXT, LINK)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for (is_text, style), alike in groupby(pieces, key=lambda piece: (piece.kind == TEXT, piece.style)):
        if is_text:
            text = "".join(piece.text for piece in alike)
            yield from [Piece(TEXT, text, style=style)] if text else ()
        else:
            yield from alike


def piece_of(element: Mapping[str, Any]) -> Piece | None:
    """The piece that Slack's element is; what is unknown or makes no sense is its text, or None without any."""
    kind = element.get("type")
    if not isinstance(kind, str):
        return _text(element)
    if kind in MENTIONS:
        return _mention(kind, element)
    return READERS.get(kind, _text)(element)


def _text(element: Mapping[str, Any]) -> Piece | None:
    return _said(_string(element, "text"), element)


def _said(text: str, element: Mapping[str, Any]) -> Piece | None:
    return Piece(TEXT, text, style=_styles(element)) if text else None


def _link(element: Mapping[str, Any]) -> Piece | None:
    label, url = _string(element, "text"), _string(element, "url")
    if (address := linkable(url)) is None:
        return _said(link_words(label, url) if url else label, element)
    return Piece(LINK, "" if label == url else label, address, _styles(element))


def _mention(kind: str, element: Mapping[str, Any]) -> Piece | None:
    name, pattern = MENTIONS[kind]
    target = _string(element, name)
    return Piece(kind, "", target, _styles(element)) if pattern.fullmatch(target) else _text(element)


def _broadcast(element: Mapping[str, Any]) -> Piece | None:
    range_ = _string(element, "range")
    return Piece("broadcast", "", range_, _styles(element)) if range_ in RANGES else _text(element)


def _emoji(element: Mapping[str, Any]) -> Piece | None:
    name, points = _string(element, "name"), _string(element, "unicode")
    if not EMOJI.fullmatch(name):
        return _text(element)
    return Piece("emoji", points if CODE_POINTS.fullmatch(points) else "", name, _styles(element))


def _color(element: Mapping[str, Any]) -> Piece | None:
    return _said(_string(element, "value"), element)


def _date(element: Mapping[str, Any]) -> Piece | None:
    fallback, seconds = _string(element, "fallback"), element.get("timestamp")
    if not fallback and isinstance(seconds, int) and 0 <= seconds <= LAST_SECOND:
        fallback = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
    return _said(fallback, element)


READERS: dict[str, Callable[[Mapping[str, Any]], Piece | None]] = {
    LINK: _link,
    "broadcast": _broadcast,
    "emoji": _emoji,
    "color": _color,
    "date": _date,
}


def _string(element: Mapping[str, Any], name: str) -> str:
    value = element.get(name)
    return storable(value) if isinstance(value, str) else ""


def _styles(element: Mapping[str, Any]) -> frozenset[str]:
    style = element.get("style")
    return (
        frozenset(each for each in STYLES if style.get(each) is True)
        if isinstance(style, Mapping)
        else frozenset()
    )
