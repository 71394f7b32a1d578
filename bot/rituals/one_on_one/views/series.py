"""Messages about a 1-on-1 as a whole: begun, changed, paused, resumed, ended, not held."""

from bot.rituals.one_on_one.views.models import Summary
from bot.rituals.one_on_one.views.words import KINDS, day, name, safe_name
from bot.slack.blocks import Block, actions, bold, button, context, header, line, moment
from bot.slack.content import Message
from bot.slack.text import escape, one_line, when

COMES = (
    "Before each one, on a working day, both of you get the agenda and can add to it. At the start you get it "
    "again to tick off; afterwards a recap. What is said stays between you two. You can change when you meet "
    "under Settings."
)
OWNER_COMES = f"It is your meeting: you are asked first what to talk about. {COMES}"


def started_series(summary: Summary, set_up_by: str | None, owner: str) -> Message:
    """Welcomes one of the two: who set it up (None for the reader), when, whose meeting it is, what will come."""
    who = "You" if set_up_by is None else name(set_up_by)
    opening = f" set up a 1-on-1 with {'you' if set_up_by else name(summary.partner)}: {_rhythm(summary)}."
    comes = _comes(summary, owner)
    text = f"{escape(who + opening)}{_first_said(summary)} {escape(comes)}"
    pieces = [
        header(f"1-on-1 with {name(summary.partner)}"),
        line(bold(who), opening),
        *_first_line(summary),
        context(KINDS.get(summary.kind, summary.kind), comes),
        actions(_add_topic(summary, "primary"), _agenda(summary), _settings(summary)),
    ]
    return Message(text, pieces)


def _comes(summary: Summary, owner: str) -> str:
    if summary.kind == "peer":
        return COMES
    return OWNER_COMES if summary.is_owner else f"It is {name(owner)}’s meeting. {COMES}"


def changed_series(summary: Summary, changed_by: str) -> Message:
    """Tells the other one that the rhythm or the settings have changed."""
    opening = f" changed your 1-on-1: it is now {_rhythm(summary)}."
    text = f"{safe_name(changed_by)}{escape(opening)}{_first_said(summary)}"
    row = actions(_agenda(summary), _settings(summary))
    return Message(text, [line(bold(name(changed_by)), opening), *_first_line(summary), row])


def paused(summary: Summary, paused_by: str) -> Message:
    """Tells the other one that it is paused, and until when; once it has been resumed, that it goes on."""
    if not summary.is_paused:
        return resumed(summary, None)
    until = f"until {day(summary.paused_until)}" if summary.paused_until else "until one of you resumes it"
    opening = f" paused your 1-on-1 {until}."
    waits = "The agenda waits, and topics can still be added."
    row = actions(_resume(summary), _add_topic(summary))
    return Message(
        f"{safe_name(paused_by)}{opening} {waits}", [line(bold(name(paused_by)), opening), context(waits), row]
    )


def resumed(summary: Summary, resumed_by: str | None) -> Message:
    """Tells the other one that it goes on; None when that is all there is to say."""
    if resumed_by is None:
        pieces = line("Your 1-on-1 with ", bold(name(summary.partner)), " goes on.")
        text = f"Your 1-on-1 with {safe_name(summary.partner)} goes on."
    else:
        pieces = line(bold(name(resumed_by)), " resumed your 1-on-1.")
        text = f"{safe_name(resumed_by)} resumed your 1-on-1."
    row = actions(_add_topic(summary), _agenda(summary))
    return Message(f"{text}{_first_said(summary)}", [pieces, *_first_line(summary), row])


def ended(summary: Summary, ended_by: str | None, reason: str | None = None) -> Message:
    """Tells one of the two that it has ended, by whom, and that its history stays; None when nobody ended it."""
    why = f" {one_line(reason, 200)}" if reason else ""
    stays = "Its history stays, for the two of you only. Topics you brought can come over to another 1-on-1."
    if ended_by is None:
        text = f"Your 1-on-1 with {safe_name(summary.partner)} has ended.{escape(why)}"
        piece = line("Your 1-on-1 with ", bold(name(summary.partner)), f" has ended.{why}")
    else:
        text = f"{safe_name(ended_by)} ended your 1-on-1.{escape(why)}"
        piece = line(bold(name(ended_by)), f" ended your 1-on-1.{why}")
    handover = button("Bring topics over", "one_on_one.handover", summary.one_on_one) if summary.topics else None
    history = button("History", "one_on_one.history", summary.one_on_one)
    return Message(f"{text} {stays}", [piece, context(stays), actions(history, handover)])


def not_held_twice(summary: Summary) -> Message:
    """Points out to both, once and kindly, that two in a row were not held."""
    kind = "It happens. If the time no longer fits, change it in the settings; if you need a break, pause it."
    text = f"Your last two 1-on-1s with {safe_name(summary.partner)} were not held. {kind}{_first_said(summary)}"
    pieces = line("Your last two 1-on-1s with ", bold(name(summary.partner)), " were not held.")
    row = actions(_settings(summary), _pause(summary), _add_topic(summary))
    return Message(text, [pieces, context(kind), *_first_line(summary), row])


def ask_to_pause(summary: Summary, was_kept: bool = False) -> Message:
    """Asks once whether to pause after three in a row in which nobody did anything; then, what was decided."""
    partner = safe_name(summary.partner)
    if summary.is_ended or summary.is_paused or was_kept:
        what = "has ended" if summary.is_ended else "is paused" if summary.is_paused else "goes on as it is"
        piece = line("Your 1-on-1 with ", bold(name(summary.partner)), f" {what}.")
        return Message(f"Your 1-on-1 with {partner} {what}.", [piece])
    ignored = " went by without a word here, three times in a row. Shall I pause it?"
    quiet = "While it is paused you hear nothing about it. You can resume it at any time."
    piece = line("Your 1-on-1 with ", bold(name(summary.partner)), ignored)
    keep = button("Keep it as it is", "one_on_one.keep_going", summary.one_on_one)
    row = actions(_pause(summary), keep)
    return Message(f"Your 1-on-1 with {partner}{ignored} {quiet}", [piece, context(quiet), row])


def _rhythm(summary: Summary) -> str:
    return one_line(summary.recurrence, 100)


def _first_said(summary: Summary) -> str:
    return "" if summary.starts_at is None else f" The next one: {when(summary.starts_at, summary.zone)}."


def _first_line(summary: Summary) -> list[Block]:
    return [] if summary.starts_at is None else [line("Next: ", moment(summary.starts_at, summary.zone))]


def _add_topic(summary: Summary, style: str | None = None) -> Block:
    return button("Add topic", "one_on_one.add_topic", summary.one_on_one, style=style)


def _agenda(summary: Summary) -> Block:
    return button("Agenda", "one_on_one.agenda", summary.one_on_one)


def _settings(summary: Summary) -> Block:
    return button("Settings", "one_on_one.settings", summary.one_on_one)


def _pause(summary: Summary) -> Block:
    return button("Pause", "one_on_one.pause", summary.one_on_one)


def _resume(summary: Summary) -> Block:
    return button("Resume", "one_on_one.resume", summary.one_on_one)
