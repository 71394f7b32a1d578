"""What somebody said, in the thread of the day: in full, in as many replies as it takes."""

from collections.abc import Iterator, Sequence

from bot.rituals.standup.views.models import Reply, Report
from bot.rituals.standup.views.words import name, safe
from bot.slack.blocks import Block, bold, line
from bot.slack.content import Message
from bot.slack.cutting import pieces
from bot.slack.folding import characters
from bot.slack.text import folded, one_line

LONGEST_PIECE = 3000
MOST_CHARACTERS, MOST_BLOCKS = 9000, 40
LONGEST_QUESTION = 300
LONGEST_SAID = 200
Unit = list[Block]
"""Blocks that stay in one message."""


def replies(report: Report) -> list[Message]:
    """All that somebody said, one message at least; the questions in bold, nothing cut and nobody mentioned."""
    if not report.replies:
        return [_taken_back(report)]
    filled = _messages(list(_units(report)))
    count = len(filled)
    return [
        Message(_text(report, number, count), [_heading(report, number, count), *blocks])
        for number, blocks in enumerate(filled, 1)
    ]


def not_needed(report: Report) -> Message:
    """What is left of a reply when the answer was changed and is shorter now."""
    text = f"{name(report.name)} has changed their answer: it stands above, and this part is gone."
    return Message(safe(text), [line(text)])


def _taken_back(report: Report) -> Message:
    text = f"{name(report.name)} has taken their answer back."
    return Message(safe(text), [line(text)])


def _heading(report: Report, number: int, count: int) -> Block:
    marks = [word for word, holds in (("late", report.is_late), ("edited", report.is_edited)) if holds]
    if count > 1:
        marks.append(f"{number} of {count}")
    return line(bold(name(report.name)), f" · {' · '.join(marks)}" if marks else "")


def _text(report: Report, number: int, count: int) -> str:
    if number > 1:
        return safe(f"{name(report.name)} reported, part {number} of {count}")
    said = [
        f"{one_line(each.question, 60)} {one_line(each.text.plain(), LONGEST_SAID)}" for each in report.replies
    ]
    return safe(folded(f"{name(report.name)} reported: {' · '.join(said)}", 1500))


def _units(report: Report) -> Iterator[Unit]:
    for reply in report.replies:
        heading = line(bold(_question(reply)))
        shown = [piece.showing() for piece in pieces(reply.text, LONGEST_PIECE)]
        first, *others = shown or [[]]
        yield [heading, *first]
        yield from others


def _question(reply: Reply) -> str:
    question = one_line(reply.question, LONGEST_QUESTION)
    return f"{question} ({', '.join(reply.labels)})" if reply.labels else question


def _messages(units: Sequence[Unit]) -> list[list[Block]]:
    filled: list[list[Block]] = []
    for unit in units:
        if filled and _has_room(filled[-1], unit):
            filled[-1] += unit
        else:
            filled.append(list(unit))
    return filled


def _has_room(blocks: list[Block], unit: Unit) -> bool:
    together = [*blocks, *unit]
    return len(together) <= MOST_BLOCKS and characters(together) <= MOST_CHARACTERS
