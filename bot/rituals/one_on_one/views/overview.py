"""A person's 1-on-1s at a glance, as the window of `/1on1` and as a section of their Home tab."""

from collections.abc import Sequence

from bot.rituals.one_on_one.views.models import Promise, Summary
from bot.rituals.one_on_one.views.parts import promise_blocks, said_count
from bot.rituals.one_on_one.views.words import KINDS, capital, day, name
from bot.slack.blocks import (
    Block,
    Element,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    line,
    modal,
    option,
    overflow,
    section,
)
from bot.slack.text import one_line, when

IN_WINDOW = 22
AT_HOME = 8
ACTIONS_AT_HOME = 12


def overview(summaries: Sequence[Summary], is_admin: bool) -> View:
    """What `/1on1` opens: each 1-on-1 with what can be done; to begin with, what one is and how to set it up."""
    blocks = [*_list(summaries, IN_WINDOW), divider(), _ending(is_admin)]
    return modal("one_on_one.overview", "1-on-1s", blocks)


def home_blocks(summaries: Sequence[Summary], promises: Sequence[Promise], is_admin: bool) -> list[Block]:
    """The 1-on-1s of the Home tab: the next ones, and “My action items”."""
    mine = promise_blocks(promises, most=ACTIONS_AT_HOME, budget=6000, where="/1on1 agenda")[1:]
    return [
        header("1-on-1s"),
        *_list(summaries, AT_HOME),
        _ending(is_admin),
        header("My action items"),
        *(mine or [line("Nothing open. What you promise in a 1-on-1 appears here until it is done.")]),
    ]


def _list(summaries: Sequence[Summary], most: int) -> list[Block]:
    if not summaries:
        return [
            line(
                "You have no 1-on-1s yet. A 1-on-1 is a regular talk of two: the report sets the agenda, and I "
                "remind you both, keep the topics, and carry over what is left."
            ),
            context("Set one up here, or type: /1on1 with @name weekly Tue 10:00"),
        ]
    blocks = [block for summary in summaries[:most] for block in _summary(summary)]
    rest = len(summaries) - most
    return blocks + ([context(f"…and {rest} more: type /1on1 agenda @name.")] if rest > 0 else [])


def _ending(is_admin: bool) -> Block:
    bank = button("Question bank", "questions.page:open", "0") if is_admin else None
    covered = button("Who has had none lately?", "one_on_one.coverage") if is_admin else None
    return actions(button("New 1-on-1", "one_on_one.new"), bank, covered)


def _summary(summary: Summary) -> list[Block]:
    whose = "" if summary.kind == "peer" else " · yours" if summary.is_owner else " · theirs"
    kind = KINDS.get(summary.kind, one_line(summary.kind, 40))
    often = capital(one_line(summary.recurrence, 100))
    small = context(f"{often} · {said_count(summary.topics, summary.actions)}")
    title = line(bold(name(summary.partner)), f" · {kind}{whose}")
    return [title, section(_when(summary), _more(summary)), small, actions(*_row(summary))]


def _when(summary: Summary) -> str:
    if summary.is_ended:
        return "*Ended.* Its history stays."
    if summary.is_paused:
        return f"*Paused* until {day(summary.paused_until)}" if summary.paused_until else "*Paused*"
    if summary.starts_at is None:
        return "No date yet"
    return f"*Next:* {when(summary.starts_at, summary.zone)}"


def _row(summary: Summary) -> list[Element]:
    number = summary.one_on_one
    history = button("History", "one_on_one.history", number)
    if summary.is_ended:
        over = button("Bring topics over", "one_on_one.handover", number)
        return [history, over] if summary.topics else [history]
    row = [button("Agenda", "one_on_one.agenda", number), button("Add topic", "one_on_one.add_topic", number)]
    if summary.is_paused:
        return [*row, button("Resume", "one_on_one.resume", number)]
    move = summary.occurrence is not None
    return [*row, button("Reschedule", "one_on_one.reschedule", summary.occurrence or 0)] if move else row


def _more(summary: Summary) -> Element | None:
    """What is left after the buttons beside it: a manager moves an occurrence, and is not offered to cancel it."""
    if summary.is_ended:
        return None
    number = summary.one_on_one
    cancel = summary.may_cancel and summary.occurrence is not None and not summary.is_paused
    options = [
        option("History", f"history:{number}"),
        option("Settings", f"settings:{number}"),
        *([option("Cancel this one", f"skip:{number}")] if cancel else []),
        *([] if summary.is_paused else [option("Pause", f"pause:{number}")]),
        option("End", f"end:{number}"),
    ]
    return overflow("one_on_one.more", options)
