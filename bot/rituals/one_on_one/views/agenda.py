"""The whole agenda as a window: every topic in full, and everything that can be done with it."""

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.rituals.one_on_one.views.models import Meeting, Phase, Summary, Topic
from bot.rituals.one_on_one.views.parts import (
    note_blocks,
    numbered,
    offer_blocks,
    promise_blocks,
    promise_menu,
    settled_blocks,
    topic_menu,
)
from bot.rituals.one_on_one.views.prep import add_topic_button, changing_row, next_line, off_line, state_lines
from bot.rituals.one_on_one.views.words import day, lasts, name, whose
from bot.slack.blocks import (
    Block,
    View,
    actions,
    bold,
    button,
    context,
    divider,
    header,
    line,
    modal,
    moment,
)

# A view may have 100 blocks and 250,000 bytes; this is what topics may take of them. Bytes are counted as
# escaped JSON, as they are sent.
MOST_TOPICS = 20
TOPIC_BLOCKS = 40
TOPIC_BYTES = 120_000
IN_FULL = 30_000


def agenda(meeting: Meeting, start: int = 0) -> View:
    """The agenda, from topic number `start` (0 is the first) as far as a window holds; metadata: occurrence."""
    shown = page(meeting.topics, start)
    blocks = [
        *_opening(meeting),
        *_topics(shown, start),
        *_paging(meeting.one_on_one, len(meeting.topics), start, len(shown)),
        *settled_blocks("Discussed", meeting.discussed, "✓", most=8),
        *settled_blocks("Dropped", meeting.dropped, "✗", most=4),
        *promise_blocks(meeting.promises, 10, IN_FULL, "“My action items” on the Home tab", promise_menu),
        *offer_blocks(meeting.offers),
        *note_blocks(meeting.notes, most=6, budget=18_000),
        divider(),
        *_controls(meeting),
    ]
    return modal("one_on_one.agenda", "Agenda", blocks, metadata=meeting.occurrence)


def waiting_agenda(summary: Summary, topics: Sequence[Topic], start: int = 0) -> View:
    """The topics of a 1-on-1 that is paused: they wait, and can be changed and added to; metadata: the 1-on-1."""
    until = f" until {day(summary.paused_until)}" if summary.paused_until else ""
    shown, number = page(topics, start), summary.one_on_one
    blocks = [
        header(f"1-on-1 with {name(summary.partner)}"),
        line(f"It is paused{until}. What is on the agenda waits."),
        *_topics(shown, start),
        *_paging(number, len(topics), start, len(shown)),
        divider(),
        actions(
            button("Add topic", "one_on_one.add_topic", number, style="primary"),
            button("Resume", "one_on_one.resume", number),
            button("History", "one_on_one.history", number),
        ),
    ]
    return modal("one_on_one.waiting_agenda", "Agenda", blocks, metadata=number)


def open_agenda(meeting: Meeting, start: int = 0) -> View:
    """The topics of an open 1-on-1, for a colleague: nothing else of it, and nothing of one that is not open."""
    if not meeting.is_open:
        return modal("one_on_one.open_agenda", "Agenda", [line("This agenda is not open to others.")])
    bare = [replace(topic, is_own=False, source=None) for topic in meeting.topics]
    shown = page(bare, start)
    between = (bold(name(meeting.owner)), " and ", bold(name(meeting.partner)))
    blocks = [
        line("1-on-1 of ", *between, " (", moment(meeting.starts_at, meeting.zone), ")"),
        *(numbered(shown, lambda topic: None, begin=start + 1) or [line("There is nothing on the agenda yet.")]),
        *_paging(meeting.one_on_one, len(meeting.topics), start, len(shown)),
        context("This agenda is open to the workspace. Notes and action items are not."),
    ]
    return modal("one_on_one.open_agenda", "Open agenda", blocks, metadata=meeting.one_on_one)


def page(topics: Sequence[Topic], start: int) -> Sequence[Topic]:
    """The topics from `start` on that a window can hold in full; at least one, if there is one."""
    size, blocks, end = 0, 0, start
    for topic in topics[start : start + MOST_TOPICS]:
        size += len(json.dumps(topic.text))
        blocks += len(numbered([topic], topic_menu))
        if end > start and (size > TOPIC_BYTES or blocks > TOPIC_BLOCKS):
            break
        end += 1
    return topics[start:end]


def _opening(meeting: Meeting) -> list[Block]:
    title = header(f"1-on-1 with {name(meeting.partner)}")
    if meeting.phase is Phase.SKIPPED:
        return [title, off_line(meeting), *next_line(meeting)]
    at = moment(meeting.starts_at, meeting.zone)
    seen = [context("Anyone in the workspace may read the topics of this 1-on-1.")] if meeting.is_open else []
    return [title, line(at, f" · {lasts(meeting)}. {whose(meeting)}"), *state_lines(meeting), *seen]


def _topics(shown: Sequence[Topic], start: int) -> list[Block]:
    if shown:
        return numbered(shown, topic_menu, begin=start + 1)
    return [line("There is nothing on the agenda yet. What would you like to talk about?")]


def _paging(one_on_one: int, total: int, start: int, shown: int) -> list[Block]:
    end = start + shown
    if shown == total:
        return []
    on = button("More topics", "one_on_one.agenda_page:more", f"{one_on_one}:{end}") if end < total else None
    back = button("First topics", "one_on_one.agenda_page:first", f"{one_on_one}:0") if start else None
    return [context(f"Topics {start + 1} to {end} of {total}"), actions(on, back)]


def _controls(meeting: Meeting) -> list[Block]:
    row = actions(
        add_topic_button(meeting, "primary"),
        button("Suggest a question", "one_on_one.suggest", meeting.occurrence),
        button("Add note", "one_on_one.add_note", meeting.occurrence),
        button("Add action", "one_on_one.add_action", meeting.occurrence),
        button("History", "one_on_one.history", meeting.one_on_one),
    )
    if meeting.phase is Phase.AHEAD:
        return [row, *changing_row(meeting)]
    if meeting.phase in (Phase.STARTED, Phase.WRAPPING_UP):
        return [row, actions(button("Done", "one_on_one.done", meeting.occurrence, style="primary"))]
    return [row]
