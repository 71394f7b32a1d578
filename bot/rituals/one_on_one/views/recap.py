"""The message after a 1-on-1: what was discussed, noted and promised, and what comes up again.

A note appears here only if the view model holds it, and the model never holds another person's private note.
"""

from bot.rituals.one_on_one.views.meeting_now import feeling_words
from bot.rituals.one_on_one.views.models import Meeting, Phase
from bot.rituals.one_on_one.views.parts import listed, note_blocks, promise_blocks
from bot.rituals.one_on_one.views.prep import add_topic_button, agenda_button, next_line, off
from bot.rituals.one_on_one.views.words import (
    capital,
    counted,
    lasts,
    meeting_said,
    name,
    next_said,
    promises_said,
    titles,
)
from bot.slack.blocks import Block, actions, button, context, divider, header, line, moment
from bot.slack.content import Message
from bot.slack.text import escape


def recap(meeting: Meeting) -> Message:
    """What one of the two keeps of it: shared things, their own private notes, and when they meet again."""
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    return Message(_said(meeting), [*_opening(meeting), *_content(meeting), *_ending(meeting)])


def _opening(meeting: Meeting) -> list[Block]:
    return [
        header(f"Recap: 1-on-1 with {name(meeting.partner)}"),
        line("You met: ", moment(meeting.starts_at, meeting.zone), f" · {lasts(meeting)}"),
    ]


def _content(meeting: Meeting) -> list[Block]:
    made = [promise for promise in meeting.promises if promise.is_new]
    content = [
        *listed("Discussed", [topic.text for topic in meeting.discussed]),
        *note_blocks(meeting.notes, most=8),
        *promise_blocks(made, most=8, where="/1on1 history"),
        *listed("Carried over", [topic.text for topic in meeting.carried_over]),
        *listed("Dropped", [topic.text for topic in meeting.dropped], most=5),
    ]
    return content or [line("Nothing was written down this time.")]


def _ending(meeting: Meeting) -> list[Block]:
    pulse = _pulse(meeting)
    buttons = [
        agenda_button(meeting),
        button("History", "one_on_one.history", meeting.one_on_one),
        button("Add note", "one_on_one.add_note", meeting.occurrence),
        add_topic_button(meeting),
    ]
    return [*([context(*pulse)] if pulse else []), *next_line(meeting), divider(), actions(*buttons)]


def _pulse(meeting: Meeting) -> list[str]:
    worth = {None: "", True: "Worth the time: yes", False: "Worth the time: no"}[meeting.was_worth_it]
    return [words for words in (worth, feeling_words(meeting)) if words]


def _said(meeting: Meeting) -> str:
    made = [promise for promise in meeting.promises if promise.is_new]
    said = [
        _listed_said(len(meeting.discussed), "topic discussed", [topic.text for topic in meeting.discussed]),
        _noted(len(meeting.notes)),
        promises_said(made, "new action item").strip(),
        _listed_said(len(meeting.carried_over), "topic carried over", [one.text for one in meeting.carried_over]),
        escape("".join(f"{words}. " for words in _pulse(meeting)).strip()),
    ]
    content = " ".join(one for one in said if one) or "Nothing was written down this time."
    return f"Recap of {meeting_said(meeting, 'your')}. {content}{next_said(meeting.next_at, meeting)}"


def _noted(number: int) -> str:
    return f"{capital(counted(number, 'note'))}." if number else ""


def _listed_said(number: int, what: str, texts: list[str]) -> str:
    noun, _, became = what.partition(" ")
    return f"{capital(counted(number, noun))} {became}: {titles(texts)}." if number else ""
