"""Rich text cut to what Slack takes: in pieces that are all shown, or to a beginning that says it is one."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate, pairwise

from bot.slack.rich_pieces import BULLET, ORDERED, SECTION, TEXT, Paragraph, Piece
from bot.slack.rich_text import RichText

HELD = "\uffff"
"""Stands, in the measure of a paragraph, for what cannot be cut: a link, an emoji, a mention."""
ELLIPSIS = Piece(TEXT, "…")
# What belongs to the sign before it: joiners and what follows them, variants, skin tones.
CLINGING = re.compile("[\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff]")


def pieces(text: RichText, most: int) -> list[RichText]:
    """The text in pieces of at most `most` characters each, counted as `plain` counts; none of a blank text.

    Cut between paragraphs where that is possible, else between lines, else between words, else anywhere but inside
    a link, an emoji or a mention (unless one alone is longer than `most`: then it is said in words). A cut takes
    the place of one line break; pieces that show nothing are left out. Code stays code and a quote a quote; a list
    item goes on as a paragraph. Cut what `shown` returns, since names are longer than mentions.
    """
    found, rest = [], _cuttable(text, most)
    while rest.paragraphs:
        beginning, rest = _cut(rest, most, fills=False)
        found += [] if beginning.is_blank else [beginning]
    return found


def folded(text: RichText, most: int) -> tuple[RichText, int]:
    """The text, or its beginning with an ellipsis if it is longer than `most` (2 or more) characters.

    With it comes how many characters were left out: whoever shows the beginning says where the rest is.
    """
    if len(text.plain()) <= most:
        return text, 0
    beginning, rest = _cut(_cuttable(text, most - 1), most - 1, fills=True)
    if rest.is_blank:
        return beginning, 0
    return _with_ellipsis(beginning), len(text.plain()) - len(beginning.plain())


def _with_ellipsis(text: RichText) -> RichText:
    *before, last = text.paragraphs or (Paragraph(SECTION, ()),)
    return RichText((*before, last.holding([*last.pieces, ELLIPSIS])))


def _cuttable(text: RichText, most: int) -> RichText:
    return RichText(
        tuple(
            each.holding(piece if len(piece.words()) <= most else piece.as_text() for piece in each.pieces)
            for each in text.paragraphs
        )
    )


def _cut(text: RichText, most: int, *, fills: bool) -> tuple[RichText, RichText]:
    """What comes first and what is left; a paragraph is cut if it must be, or if the first part is to fill."""
    room = most
    for place, paragraph in enumerate(text.paragraphs):
        words = paragraph.plain()
        if len(words) > room:
            may_cut = fills or room == most or (len(words) > most and room >= most // 2)
            return _cut_in(text, place, room if may_cut else 0)
        room -= len(words) + (not words.endswith("\n"))
    return text, RichText(())


def _cut_in(text: RichText, place: int, room: int) -> tuple[RichText, RichText]:
    paragraph = text.paragraphs[place]
    end, start = _best_cut(paragraph, room) if room > 0 else (0, 0)
    halves = paragraph.holding(_between(paragraph, 0, end)), _going_on(paragraph, start)
    first, then = [tuple(half for half in (each,) if half.pieces) for each in halves]
    return RichText(text.paragraphs[:place] + first), RichText(then + text.paragraphs[place + 1 :])


def _going_on(paragraph: Paragraph, start: int) -> Paragraph:
    is_item = paragraph.kind in (BULLET, ORDERED) and start > 0
    rest = Paragraph(SECTION, ()) if is_item else paragraph
    return rest.holding(_between(paragraph, start, len(paragraph.plain())))


def _best_cut(paragraph: Paragraph, room: int) -> tuple[int, int]:
    """Where the first half ends and the second begins; the first half is not made shorter than half the room."""
    flat = "".join(each.text if each.kind == TEXT else HELD * len(each.words()) for each in paragraph.pieces)
    edges = [0, *accumulate(len(each.words()) for each in paragraph.pieces)]
    if (line := flat.rfind("\n", room // 2, room + 1)) >= 0:
        return line, line + 1
    word = flat.rfind(" ", room // 2, room) + 1
    edge = max(each for each in edges if each <= room)
    cut = word or (edge if edge >= max(room // 2, 1) else _anywhere(paragraph, flat, edges, room))
    return cut, cut


def _anywhere(paragraph: Paragraph, flat: str, edges: list[int], room: int) -> int:
    for piece, (start, end) in zip(paragraph.pieces, pairwise(edges), strict=True):
        if start < room < end and piece.kind != TEXT:
            return start
    cut = room
    while cut > room // 2 and _clings(flat, cut):
        cut -= 1
    return cut if cut > room // 2 else room


def _clings(flat: str, cut: int) -> bool:
    return bool(CLINGING.match(flat[cut]) or unicodedata.combining(flat[cut]) or flat[cut - 1] == "\u200d")


def _between(paragraph: Paragraph, start: int, end: int) -> Iterator[Piece]:
    place = 0
    for piece in paragraph.pieces:
        length = len(piece.words())
        first, last = max(start - place, 0), min(end - place, length)
        if first < last:
            yield piece if (first, last) == (0, length) else replace(piece, text=piece.text[first:last])
        place += length
