"""The message of a day in the team's channel: who has reported, who is missing or away, and what blocks."""

from collections.abc import Iterator

from bot.blockers.views import blocker_line, list_button
from bot.rituals.standup.views.models import Board, Reported, Skipped
from bot.rituals.standup.views.words import absent, counted, name, names, safe, title
from bot.slack.blocks import Block, Element, actions, bold, button, context, header, line
from bot.slack.content import Message
from bot.slack.folding import MESSAGE, Part, fitted
from bot.slack.text import one_line

MOST_LINES = 10
"""Of skips with a reason, and of blockers."""
LONGEST_REASON = 120
FIRST_NAMES = 5
Row = tuple[str, str]


def parent(board: Board) -> Message:
    """The day at a glance; it names people without mentioning them, and folds what is too much for a message."""
    parts = [
        Part("people", [header(title(board.team, board.day)), *_people(board)]),
        Part("skips", _skips(board)),
        Part("blockers", _blockers(board)),
    ]
    return Message(_said(board), fitted(parts, [_controls(board)], MESSAGE))


def _said(board: Board) -> str:
    opening = f"{title(board.team, board.day)}: {_count(board)}."
    rows = [f"{label}: {shown}." for label, shown in _rows(board, FIRST_NAMES) if label != "Reported"]
    blockers = [f"{counted(len(board.blockers), 'open blocker')}."] if board.blockers else []
    return safe(" ".join([opening, *rows, *blockers]))


def _count(board: Board) -> str:
    if not board.expected:
        return "nobody is expected to report"
    done = len(board.reported)
    if done == board.expected and not board.skipped:
        return f"all {done} have reported" if done > 1 else "1 of 1 has reported"
    return f"{done} of {board.expected} {'has' if done == 1 else 'have'} reported"


def _people(board: Board) -> list[Block]:
    found = [line(bold(f"{label}: "), shown) for label, shown in _rows(board)]
    small = [_count(board).capitalize() + "."]
    if board.mood is not None:
        small.append(f"Mood {board.mood.average:g} of 5, from {counted(board.mood.count, 'answer')}")
    return [context(*small), *found]


def _rows(board: Board, most: int = 15) -> Iterator[Row]:
    rows: tuple[tuple[str, list[str]], ...] = (
        ("Reported", [_reported(who) for who in board.reported]),
        ("No answer" if board.is_over else "No answer yet", [name(who) for who in board.missing]),
        ("Later today", [name(who) for who in board.later]),
        ("Away", [absent(who, board.day) for who in board.away]),
        ("Skipped", [name(who.name) for who in board.skipped if not who.reason]),
        ("Not asked, since their time had passed", [name(who) for who in board.not_asked]),
    )
    return ((label, names(people, most)) for label, people in rows if people)


def _reported(who: Reported) -> str:
    return f"{name(who.name)} (late)" if who.is_late else name(who.name)


def _skips(board: Board) -> list[Block]:
    told = [who for who in board.skipped if who.reason]
    lines = [_skip(who) for who in told[:MOST_LINES]]
    return [*lines, *_more(len(told) - MOST_LINES, "skipped")]


def _skip(who: Skipped) -> Block:
    return line(bold(name(who.name)), f" skips: {one_line(who.reason or '', LONGEST_REASON)}")


def _blockers(board: Board) -> list[Block]:
    if not board.blockers:
        return []
    shown = [blocker_line(blocker) for blocker in board.blockers[:MOST_LINES]]
    return [line(bold("Open blockers")), *shown, *_more(len(board.blockers) - MOST_LINES, "are open")]


def _more(number: int, what: str) -> list[Block]:
    return [context(f"…and {number} more {what}.")] if number > 0 else []


def _controls(board: Board) -> Block:
    answer: Element = button(
        "Answer", "standup.answer", board.occurrence, spoken=f"Answer the {title(board.team, board.day)}"
    )
    everything = button("See all", "standup.see_all", board.occurrence)
    return actions(answer, everything, list_button(board.team_id, len(board.blockers)))
