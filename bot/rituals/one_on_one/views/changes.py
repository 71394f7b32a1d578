"""Messages about one occurrence that changes: a wish to cancel it, its new time, that it is off, a proposal."""

from datetime import datetime

from bot.rituals.one_on_one.views.models import Cancel, Meeting, Phase
from bot.rituals.one_on_one.views.prep import (
    add_topic_button,
    agenda_button,
    answer_buttons,
    next_line,
    off,
    off_line,
    past,
    reschedule_button,
)
from bot.rituals.one_on_one.views.words import counted, meeting_said, name, next_said, reason, safe_name
from bot.slack.blocks import Block, actions, bold, button, context, header, line, moment
from bot.slack.content import Message
from bot.slack.text import escape, when


def cancel_asked(meeting: Meeting) -> Message:
    """Asks the other one to agree to a cancel; afterwards, what became of it."""
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    if meeting.phase is not Phase.AHEAD or meeting.cancel is not Cancel.ASKED_OF_ME:
        return _stays_on(meeting)
    who = safe_name(meeting.owner)
    text = f"{who} asks to cancel your 1-on-1 on {when(meeting.starts_at, meeting.zone)}. Do you agree?"
    stays = "It stays on until you agree. You can also move it."
    at = moment(meeting.starts_at, meeting.zone)
    asked = line(bold(name(meeting.owner)), " asks to cancel your 1-on-1 on ", at, ". Do you agree?")
    row = actions(*answer_buttons(meeting), reschedule_button(meeting))
    return Message(f"{text} {stays}", [asked, context(stays), row])


def _stays_on(meeting: Meeting) -> Message:
    why = {Cancel.REFUSED: ", as you decided", Cancel.NOT_ASKED: ""}.get(meeting.cancel, ", since nobody agreed")
    if meeting.phase is not Phase.AHEAD:
        ending = f" was not cancelled{why}."
    else:
        ending = f" stays on{why}." if not meeting.was_moved else f" was moved to this time and stays on{why}."
    at = moment(meeting.starts_at, meeting.zone)
    piece = line("Your 1-on-1 with ", bold(name(meeting.partner)), " on ", at, ending)
    return Message(f"{meeting_said(meeting)}{ending}", [piece])


def moved(meeting: Meeting) -> Message:
    """Tells the other one that this occurrence has another time."""
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    at = moment(meeting.starts_at, meeting.zone)
    text = f"Your 1-on-1 with {safe_name(meeting.partner)} was moved: it is on {when(meeting.starts_at, meeting.zone)}."
    piece = line("Your 1-on-1 with ", bold(name(meeting.partner)), " was moved: it is on ", at, ".")
    ahead = meeting.phase is Phase.AHEAD
    row = actions(reschedule_button(meeting) if ahead else None, agenda_button(meeting))
    return Message(text, [piece, row])


def skipped(meeting: Meeting) -> Message:
    """Tells both that this occurrence is off, why, what becomes of the topics, and when they meet next."""
    why = reason(meeting.reason)
    waiting = _waiting(meeting)
    said = f"{meeting_said(meeting)} is off{f': {escape(why)}' if why else ''}."
    text = f"{said} {waiting}{next_said(meeting.next_at, meeting)}"
    row = actions(add_topic_button(meeting), agenda_button(meeting))
    return Message(text, [off_line(meeting), context(waiting), *next_line(meeting), row])


def _waiting(meeting: Meeting) -> str:
    number = len(meeting.topics)
    if number == 0:
        return "There are no open topics."
    return f"{counted(number, 'open topic')} {'waits' if number == 1 else 'wait'} for the next one."


def proposal(meeting: Meeting, away: str, starts_at: datetime | None) -> Message:
    """One of the two is away: proposes the next time both work; `away` names who, in words to be shown.

    With `starts_at` None there is no such time, and only skipping it is left. Once it has been moved or
    skipped, a line says so.
    """
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    if meeting.was_moved or meeting.phase is not Phase.AHEAD:
        return moved(meeting) if meeting.phase is Phase.AHEAD else past(meeting)
    found = starts_at is not None
    question = (
        "You could both meet on " if found else "There is no day before the next one on which you both work."
    )
    said = f"{escape(reason(away))}, so {meeting_said(meeting)[:1].lower()}{meeting_said(meeting)[1:]} cannot be held."
    until = f" {question}{when(starts_at, meeting.zone)}." if starts_at is not None else f" {question}"
    return Message(
        f"{said}{until} Move it there, or skip this one?", _proposed(meeting, away, starts_at, question)
    )


def _proposed(meeting: Meeting, away: str, starts_at: datetime | None, question: str) -> list[Block]:
    zone = meeting.zone
    new = ["" if starts_at is None else moment(starts_at, zone), "" if starts_at is None else "."]
    move = None
    if starts_at is not None:
        value = f"{meeting.occurrence}:{starts_at.astimezone(zone).date().isoformat()}"
        move = button("Move it there", "one_on_one.move_to", value, style="primary")
    return [
        header(f"1-on-1 with {name(meeting.partner)}: another day?"),
        line(f"{reason(away)}, so it cannot be held on ", moment(meeting.starts_at, zone), ". ", question, *new),
        actions(move, button("Skip this one", "one_on_one.skip", meeting.occurrence), reschedule_button(meeting)),
    ]
