"""The message of the 1-on-1 itself: the final agenda while it lasts, what is left when it ends."""

from bot.rituals.one_on_one.views.models import Meeting, Phase
from bot.rituals.one_on_one.views.parts import (
    discussed_button,
    drop_button,
    note_blocks,
    promise_blocks,
    settled_blocks,
    topic_blocks,
)
from bot.rituals.one_on_one.views.prep import add_topic_button, agenda_button, off, past, state_lines
from bot.rituals.one_on_one.views.words import (
    FACES,
    capital,
    counted,
    lasts,
    meeting_said,
    name,
    promises_said,
    titles,
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
    section,
)
from bot.slack.content import Message

CARRIES_OVER = "What you do not drop carries over to the next 1-on-1."


def start(meeting: Meeting) -> Message:
    """The final agenda, to tick off while talking; when time is up it becomes the wrap-up, in place."""
    if meeting.phase is Phase.WRAPPING_UP:
        return wrap_up(meeting)
    if meeting.phase is Phase.SKIPPED:
        return off(meeting)
    if meeting.phase is Phase.CLOSED:
        return past(meeting)
    said = f"{meeting_said(meeting)} starts. {topics_said(meeting.topics)}{promises_said(meeting.promises)}"
    return Message(said, [*_opening(meeting), *_to_discuss(meeting), *_made_here(meeting), *_controls(meeting)])


def wrap_up(meeting: Meeting) -> Message:
    """What is left to decide when the time is up: carried over unless dropped, and how it was."""
    if meeting.phase in (Phase.CLOSED, Phase.SKIPPED):
        return start(meeting)
    blocks = [
        header(f"Wrap up: 1-on-1 with {name(meeting.partner)}"),
        *_left(meeting),
        *_made_here(meeting),
        *worth_blocks(meeting),
        *feeling_blocks(meeting),
        *_closing(meeting),
    ]
    return Message(_wrap_up_said(meeting), blocks)


def _opening(meeting: Meeting) -> list[Block]:
    at = moment(meeting.starts_at, meeting.zone)
    return [
        header(f"Your 1-on-1 with {name(meeting.partner)}"),
        line(at, f" · {lasts(meeting)}. {whose(meeting)}"),
        *state_lines(meeting),
    ]


def _to_discuss(meeting: Meeting) -> list[Block]:
    if meeting.topics:
        return topic_blocks(meeting.topics, discussed_button)
    done = bool(meeting.discussed)
    return [line("Everything on the agenda is discussed." if done else "There is nothing on the agenda yet.")]


def _made_here(meeting: Meeting) -> list[Block]:
    return [
        *settled_blocks("Discussed", meeting.discussed, "✓", most=5),
        *settled_blocks("Dropped", meeting.dropped, "✗", most=2),
        *promise_blocks(meeting.promises, most=4),
        *note_blocks(meeting.notes, most=3),
    ]


def _controls(meeting: Meeting) -> list[Block]:
    return [divider(), actions(*_writing(meeting), agenda_button(meeting), _done(meeting))]


def _writing(meeting: Meeting) -> tuple[Element, ...]:
    return (
        button("Add note", "one_on_one.add_note", meeting.occurrence),
        button("Add action", "one_on_one.add_action", meeting.occurrence),
        add_topic_button(meeting),
    )


def _done(meeting: Meeting) -> Element:
    return button("Done", "one_on_one.done", meeting.occurrence, style="primary")


def _left(meeting: Meeting) -> list[Block]:
    if not meeting.topics:
        return [line("Nothing is left on the agenda. Press Done when you have finished.")]
    left = capital(counted(len(meeting.topics), "topic"))
    return [line(f"{left} left. {CARRIES_OVER}"), *topic_blocks(meeting.topics, drop_button, most=6)]


def worth_blocks(meeting: Meeting) -> list[Block]:
    """One tap on whether it was worth the time; the answer so far is said in words."""
    words = {None: "", True: " *Yes*, so far.", False: " *No*, so far."}[meeting.was_worth_it]
    buttons = [_worth(meeting, "Yes", True), _worth(meeting, "No", False)]
    return [section(f"Was it worth the time?{words}"), actions(*buttons)]


def _worth(meeting: Meeting, label: str, answer: bool) -> Element:
    spoken = f"{label}, it was {'' if answer else 'not '}worth the time"
    style = "primary" if meeting.was_worth_it is answer else None
    return button(label, f"one_on_one.worth:{label.lower()}", meeting.occurrence, style=style, spoken=spoken)


def feeling_blocks(meeting: Meeting) -> list[Block]:
    """Five faces for the owner to say how they feel; the other one reads what they said."""
    if not meeting.is_owner:
        return [] if meeting.feeling is None else [context(feeling_words(meeting))]
    so_far = "" if meeting.feeling is None else f" *{FACES[meeting.feeling][1]}*, so far."
    small = context(f"Both answers are optional, and {name(meeting.partner)} sees them too.")
    return [section(f"How do you feel?{so_far}"), actions(*(_face(meeting, number) for number in FACES)), small]


def _face(meeting: Meeting, number: int) -> Element:
    face, words = FACES[number]
    style = "primary" if meeting.feeling == number else None
    spoken = f"I feel: {words.lower()}, {number} of 5"
    value = meeting.occurrence
    return button(f"{face} {words}", f"one_on_one.feel:{number}", value, style=style, spoken=spoken)


def feeling_words(meeting: Meeting) -> str:
    """How the owner said they feel, as a sentence; empty when they did not say."""
    if meeting.feeling is None:
        return ""
    face, words = FACES[meeting.feeling]
    return f"{'You feel' if meeting.is_owner else f'{name(meeting.owner)} feels'}: {words.lower()} {face}"


def _closing(meeting: Meeting) -> list[Block]:
    not_held = button("We didn’t meet", "one_on_one.not_held", meeting.occurrence, asks=_sure(meeting))
    small = context("Without a word from you, it closes by itself after a day, and what is left carries over.")
    return [divider(), actions(*_writing(meeting), _done(meeting), not_held), small]


def _sure(meeting: Meeting) -> Element:
    text = f"{name(meeting.partner)} is told, and every open topic waits for the next one."
    return confirmation("You didn’t meet?", text, "We didn’t meet", "Go back")


def _wrap_up_said(meeting: Meeting) -> str:
    left = "Nothing is left on the agenda."
    if meeting.topics:
        texts = [topic.text for topic in meeting.topics]
        left = f"{capital(counted(len(texts), 'topic'))} left: {titles(texts)}. {CARRIES_OVER}"
    asks = "Was it worth the time? Press Done when you have finished."
    return f"{meeting_said(meeting)} is at its end. {left} {asks}"
