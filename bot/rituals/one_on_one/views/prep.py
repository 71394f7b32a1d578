"""The message before a 1-on-1: what is on the agenda, and what else to bring."""

from bot.rituals.one_on_one.views.models import Cancel, Meeting, Phase
from bot.rituals.one_on_one.views.parts import meeting_line, offer_blocks, promise_blocks, topic_blocks, topic_menu
from bot.rituals.one_on_one.views.words import (
    lasts,
    meeting_said,
    name,
    next_said,
    promises_said,
    reason,
    safe_name,
    topics_said,
    whose,
)
from bot.slack.blocks import (
    Block,
    Element,
    actions,
    button,
    confirmation,
    context,
    divider,
    header,
    line,
    moment,
)
from bot.slack.content import Message
from bot.slack.text import escape


def prep(meeting: Meeting) -> Message:
    """What a person is asked before a 1-on-1; once it is about to begin, or is off, a line that says so."""
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    if meeting.phase is not Phase.AHEAD:
        return past(meeting)
    return Message(_said(meeting), [*_opening(meeting), *_agenda(meeting), *_ending(meeting)])


def past(meeting: Meeting) -> Message:
    """The line that is left of a message whose time has passed."""
    over = meeting.phase is Phase.CLOSED
    words = " is over." if over else ": the agenda is in a newer message."
    return Message(
        f"{meeting_said(meeting)}{words}", [meeting_line(meeting, words), actions(agenda_button(meeting))]
    )


def off(meeting: Meeting) -> Message:
    """The line that is left of a message about a 1-on-1 that is off."""
    why = reason(meeting.reason)
    text = (
        f"{meeting_said(meeting)} is off{f': {escape(why)}' if why else ''}.{next_said(meeting.next_at, meeting)}"
    )
    return Message(text, [off_line(meeting), *next_line(meeting)])


def off_line(meeting: Meeting) -> Block:
    """That it is off, and why."""
    why = reason(meeting.reason)
    return meeting_line(meeting, f" is off: {why}." if why else " is off.")


def next_line(meeting: Meeting) -> list[Block]:
    """When the next one is, if that is known."""
    return [] if meeting.next_at is None else [line("Next: ", moment(meeting.next_at, meeting.zone))]


def state_lines(meeting: Meeting) -> list[Block]:
    """What both should know about this occurrence: it was moved, may be cancelled, or has nothing to discuss."""
    lines = [_cancel_words(meeting)] if meeting.cancel is not Cancel.NOT_ASKED else []
    if meeting.was_moved:
        lines.append("It was moved to this time.")
    if meeting.nothing_to_discuss:
        who = "You have" if meeting.is_owner else f"{name(meeting.owner)} has"
        lines.append(f"{who} nothing to discuss this time. It stays on; topics can still be added.")
    return [context(*lines)] if lines else []


def _cancel_words(meeting: Meeting) -> str:
    return {
        Cancel.ASKED_BY_ME: f"You asked to cancel it. It stays on until {name(meeting.partner)} agrees.",
        Cancel.ASKED_OF_ME: f"{name(meeting.partner)} asks to cancel it. It stays on until you agree.",
        Cancel.REFUSED: "It was asked to be cancelled, and was kept.",
    }[meeting.cancel]


def agenda_button(meeting: Meeting) -> Element:
    """Opens the whole agenda."""
    return button("Agenda", "one_on_one.agenda", meeting.one_on_one)


def add_topic_button(meeting: Meeting, style: str | None = None) -> Element:
    """Brings a topic."""
    return button("Add topic", "one_on_one.add_topic", meeting.one_on_one, style=style)


def _said(meeting: Meeting) -> str:
    opening = f"{'Prepare' if meeting.is_owner else 'Coming up:'} {meeting_said(meeting, 'your')}"
    owner = "It is your meeting." if meeting.is_owner else f"It is {safe_name(meeting.owner)}’s meeting."
    owner = "" if meeting.kind == "peer" else f" {owner}"
    states = "".join(f" {escape(one['text'])}" for block in state_lines(meeting) for one in block["elements"])
    return f"{opening}.{owner} {topics_said(meeting.topics)}{promises_said(meeting.promises)}{states}"


def _opening(meeting: Meeting) -> list[Block]:
    verb = "Prepare your" if meeting.is_owner else "Coming up:"
    return [
        header(f"{verb} 1-on-1 with {name(meeting.partner)}"),
        line(moment(meeting.starts_at, meeting.zone), f" · {lasts(meeting)}. {whose(meeting)}"),
        *state_lines(meeting),
    ]


def _agenda(meeting: Meeting) -> list[Block]:
    if not meeting.topics:
        question = (
            "What would you like to talk about?" if meeting.is_owner else "Add what you would like to raise."
        )
        return [line(f"There is nothing on the agenda yet. {question}")]
    return topic_blocks(meeting.topics, topic_menu)


def _ending(meeting: Meeting) -> list[Block]:
    questions = offer_blocks(meeting.offers) if meeting.is_owner or meeting.kind == "peer" else []
    return [*promise_blocks(meeting.promises), *questions, divider(), *_controls(meeting)]


def _controls(meeting: Meeting) -> list[Block]:
    suggest = button("Suggest a question", "one_on_one.suggest", meeting.occurrence)
    label = "I have something after all" if meeting.nothing_to_discuss else "Nothing to discuss"
    nothing = button(label, "one_on_one.nothing", meeting.occurrence)
    row = actions(
        add_topic_button(meeting, "primary"),
        suggest if meeting.is_owner or meeting.kind == "peer" else None,
        nothing if meeting.is_owner else None,
        agenda_button(meeting),
    )
    return [row, *changing_row(meeting)]


def changing_row(meeting: Meeting) -> list[Block]:
    """Holding it at another time or not at all: a manager may move it, never cancel it."""
    if meeting.cancel is Cancel.ASKED_OF_ME:
        return [actions(*answer_buttons(meeting), reschedule_button(meeting))]
    asked = meeting.cancel is not Cancel.NOT_ASKED
    return [actions(reschedule_button(meeting), None if asked else cancel_button(meeting))]


def reschedule_button(meeting: Meeting) -> Element:
    """Moves this occurrence."""
    return button("Reschedule", "one_on_one.reschedule", meeting.occurrence)


def cancel_button(meeting: Meeting) -> Element | None:
    """Cancels this occurrence, or asks to; None for whoever may not."""
    if not meeting.may_cancel:
        return None
    needs = meeting.cancel_needs
    asks = (
        f"{name(needs)} is asked to agree. It stays on until they do."
        if needs
        else f"{name(meeting.partner)} is told. Open topics wait for the next one."
    )
    question = confirmation("Cancel this 1-on-1?", asks, "Ask to cancel" if needs else "Cancel it", "Keep it")
    return button("Cancel this one", "one_on_one.cancel", meeting.occurrence, asks=question)


def answer_buttons(meeting: Meeting) -> tuple[Element, Element]:
    """The two answers to a report's wish to cancel."""
    return (
        button("Agree", "one_on_one.agree_cancel", meeting.occurrence),
        button("Keep it", "one_on_one.keep", meeting.occurrence),
    )
