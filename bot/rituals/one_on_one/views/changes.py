"""Messages about one occurrence that changes: a wish to cancel it, its new time, that it is off, a proposal."""

from datetime import date, datetime

from bot.rituals.one_on_one.views.models import Cancel, Meeting, Phase
from bot.rituals.one_on_one.views.parts import meeting_line
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

NO_DAY = "There is no day before the next one on which you both work. Choose another time, or let it be skipped."


def cancel_asked(meeting: Meeting) -> Message:
    """Asks the other one to agree to a cancel; afterwards, what became of it."""
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    if meeting.phase is not Phase.AHEAD or meeting.cancel is not Cancel.ASKED_OF_ME:
        return _stays_on(meeting)
    who = safe_name(meeting.owner)
    text = f"{who} asks to cancel your 1-on-1 ({when(meeting.starts_at, meeting.zone)}). Do you agree?"
    stays = "It stays on until you agree. You can also move it."
    at = moment(meeting.starts_at, meeting.zone)
    asked = line(bold(name(meeting.owner)), " asks to cancel your 1-on-1 (", at, "). Do you agree?")
    row = actions(*answer_buttons(meeting), reschedule_button(meeting))
    return Message(f"{text} {stays}", [asked, context(stays), row])


def _stays_on(meeting: Meeting) -> Message:
    why = {Cancel.REFUSED: ", as you decided", Cancel.NOT_ASKED: ""}.get(meeting.cancel, ", since nobody agreed")
    if meeting.phase is not Phase.AHEAD:
        ending = f" was not cancelled{why}."
    else:
        ending = f" stays on{why}." if not meeting.was_moved else f" was moved to this time and stays on{why}."
    return Message(f"{meeting_said(meeting)}{ending}", [meeting_line(meeting, ending)])


def kept(meeting: Meeting) -> Message:
    """Tells the owner, who asked to cancel, that the other would rather keep it."""
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    if meeting.phase is not Phase.AHEAD:
        return past(meeting)
    who = safe_name(meeting.partner)
    text = f"{who} would rather keep your 1-on-1 ({when(meeting.starts_at, meeting.zone)}). It stays on."
    at = moment(meeting.starts_at, meeting.zone)
    piece = line(bold(name(meeting.partner)), " would rather keep your 1-on-1 (", at, "). It stays on.")
    return Message(text, [piece, actions(reschedule_button(meeting), agenda_button(meeting))])


def moved(meeting: Meeting) -> Message:
    """Tells the other one that this occurrence has another time."""
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    at = moment(meeting.starts_at, meeting.zone)
    new = when(meeting.starts_at, meeting.zone)
    text = f"Your 1-on-1 with {safe_name(meeting.partner)} was moved. New time: {new}."
    piece = line("Your 1-on-1 with ", bold(name(meeting.partner)), " was moved. New time: ", at, ".")
    ahead = meeting.phase is Phase.AHEAD
    row = actions(reschedule_button(meeting) if ahead else None, agenda_button(meeting))
    return Message(text, [piece, row])


def set_aside(meeting: Meeting) -> Message:
    """The line that is left of a message about an older time, once the occurrence has been moved."""
    at = moment(meeting.starts_at, meeting.zone)
    text = f"Your 1-on-1 with {safe_name(meeting.partner)} was moved to {when(meeting.starts_at, meeting.zone)}."
    piece = line("Your 1-on-1 with ", bold(name(meeting.partner)), " was moved to ", at, ".")
    return Message(text, [piece, actions(agenda_button(meeting))])


def skipped(meeting: Meeting) -> Message:
    """Tells both that this occurrence is off, why, what becomes of the topics, and when they meet next."""
    why = reason(meeting.reason)
    waiting = _waiting(meeting)
    said = f"{meeting_said(meeting)} is off{f': {escape(why)}' if why else ''}."
    text = f"{said} {waiting}{next_said(meeting.next_at, meeting)}"
    return Message(text, [off_line(meeting), context(waiting), *next_line(meeting), _agenda_row(meeting)])


def _waiting(meeting: Meeting) -> str:
    number = len(meeting.topics)
    if number == 0:
        return "There are no open topics."
    return f"{counted(number, 'open topic')} {'waits' if number == 1 else 'wait'} for the next one."


def proposal(meeting: Meeting, away: str | None, to: tuple[date, datetime] | None) -> Message:
    """One of the two is away: proposes the next time both work, as the series' date and the instant.

    `away` says who and why, such as “Ann is on holiday”; None when nobody is away any more, because it was
    moved or they are back. `to` is None when no such time is left: then it can be moved by hand, or skipped.
    """
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    if meeting.phase is not Phase.AHEAD:
        return past(meeting)
    if away is None:
        return _settled(meeting)
    blocks = [header(f"1-on-1 with {name(meeting.partner)}: another day?"), *_proposed(meeting, away, to)]
    return Message(_proposal_said(meeting, away, to), blocks)


def _settled(meeting: Meeting) -> Message:
    ending = " is settled: nothing more to decide."
    return Message(f"{meeting_said(meeting)}{ending}", [meeting_line(meeting, ending), _agenda_row(meeting)])


def _agenda_row(meeting: Meeting) -> Block:
    return actions(add_topic_button(meeting), agenda_button(meeting))


def _proposal_said(meeting: Meeting, away: str, to: tuple[date, datetime] | None) -> str:
    said = f"{meeting_said(meeting)} cannot be held as planned: {escape(reason(away))}."
    if to is None:
        return f"{said} {NO_DAY}"
    return f"{said} The next time you both work: {when(to[1], meeting.zone)}. Move it there?"


def _proposed(meeting: Meeting, away: str, to: tuple[date, datetime] | None) -> list[Block]:
    cannot = meeting_line(meeting, f" cannot be held as planned: {reason(away)}.")
    # A manager moves a 1-on-1 and never cancels it, and skipping it would be just that.
    skip = button("Skip this one", "one_on_one.skip", meeting.occurrence) if meeting.may_cancel else None
    if to is None:
        return [cannot, line(NO_DAY), actions(reschedule_button(meeting), skip)]
    day, instant = to
    move = button(
        "Move it there", "one_on_one.move_to", f"{meeting.occurrence}:{day.isoformat()}", style="primary"
    )
    new = line("The next time you both work: ", moment(instant, meeting.zone), ".")
    return [cannot, new, actions(move, reschedule_button(meeting), skip)]
