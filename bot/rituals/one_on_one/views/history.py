"""Past 1-on-1s of a pair, newest first, with only what the reader may see, paged and searchable by word."""

import json
from collections.abc import Sequence

from bot.rituals.one_on_one.views.models import History, PastMeeting, Topic
from bot.rituals.one_on_one.views.parts import note_menu, signature
from bot.rituals.one_on_one.views.words import FACES, capital, carried, day, due, name, reason
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
    words,
    words_in_full,
)
from bot.slack.inputs import field, text_input
from bot.slack.text import folded

MOST_BLOCKS = 92
MOST_BYTES = 200_000
MOST_NOTES = 20


def history(found: History) -> View:
    """A page of it; what does not fit the window comes first on the next. Metadata is the 1-on-1."""
    shown = _fitting(found.meetings)
    kept = len(shown) == len(found.meetings)
    older = found.older if kept else str(found.meetings[len(shown) - 1].occurrence)
    blocks = [
        header(f"1-on-1s with {name(found.partner)}"),
        _search(found),
        *(block for meeting in shown for block in meeting),
        *([] if shown else _nothing(found)),
        *_paging(found, older),
    ]
    number = found.one_on_one
    return modal("one_on_one.history", "History", blocks, submit="Search", metadata=number)


def _search(found: History) -> Block:
    box = text_input(found.search, most=200, placeholder="A word in a topic, note or action item")
    return field("search", "Search", box, optional=True)


def _nothing(found: History) -> list[Block]:
    if found.search:
        return [line("Nothing found with these words. Try fewer, or leave the box empty to see everything.")]
    return [line("There is no history yet: it begins with your first 1-on-1.")]


def _paging(found: History, older: str | None) -> list[Block]:
    back = None if older is None else _page("Older", "older", found, f"{found.path}.{older}".strip("."))
    on = None if found.newer is None else _page("Newer", "newer", found, found.newer)
    return [divider(), actions(back, on)] if back or on else []


def _page(label: str, way: str, found: History, cursor: str) -> Block:
    return button(label, f"one_on_one.page:{way}", f"{found.one_on_one}:{cursor}")


def _fitting(meetings: Sequence[PastMeeting]) -> list[list[Block]]:
    shown: list[list[Block]] = []
    blocks = size = 0
    for meeting in meetings:
        made = _meeting(meeting)
        made = made if _fits(len(made), _bytes(made)) else _shortened(made)
        blocks, size = blocks + len(made), size + _bytes(made)
        if shown and not _fits(blocks, size):
            break
        shown.append(made)
    return shown


def _fits(blocks: int, size: int) -> bool:
    return blocks <= MOST_BLOCKS and size <= MOST_BYTES


def _bytes(blocks: list[Block]) -> int:
    return len(json.dumps(blocks))


def _shortened(blocks: list[Block]) -> list[Block]:
    """One occurrence that alone is too much for a window: each paragraph's beginning, and that it goes on."""
    note = context("This one is too long to be shown whole here. Search for a word to find a part of it.")
    return [*blocks[:2], note, *(_short(block) for block in blocks[2 : MOST_BLOCKS - 1])]


def _short(block: Block) -> Block:
    if block["type"] != "section":
        return block
    return block | {"text": block["text"] | {"text": folded(block["text"]["text"], 150)}}


def _meeting(meeting: PastMeeting) -> list[Block]:
    title = [divider(), line(bold(day(meeting.on)), _was_held(meeting))]
    content = [
        *_bullets("Discussed", [_topic(topic) for topic in meeting.discussed]),
        *_notes(meeting),
        *_bullets("Action items", [f"{one.text} ({due(one)})" for one in meeting.promises]),
        *_bullets("Carried over", [_topic(topic) for topic in meeting.carried_over]),
        *_bullets("Dropped", [_topic(topic) for topic in meeting.dropped]),
        *_pulse(meeting),
    ]
    return title + (content or ([context("Nothing was written down.")] if meeting.was_held else []))


def _was_held(meeting: PastMeeting) -> str:
    if meeting.was_held:
        return ""
    why = reason(meeting.reason)
    return f" · not held{f': {why}' if why else ''}"


def _topic(topic: Topic) -> str:
    remark = carried(topic)
    return f"{topic.text} ({remark})" if remark else topic.text


def _bullets(heading: str, texts: Sequence[str]) -> list[Block]:
    return words_in_full("\n".join([heading, *(f"• {text}" for text in texts)])) if texts else []


def _notes(meeting: PastMeeting) -> list[Block]:
    own = [note for note in meeting.notes if note.is_own][:MOST_NOTES]
    others = [note for note in meeting.notes if note not in own]
    blocks = _bullets("Notes", [f"{note.text}\n   — {capital(signature(note))}" for note in others])
    if own and not others:
        blocks.append(words("Notes"))
    for note in own:
        blocks += words_in_full(f"{note.text}\n— {capital(signature(note))}", note_menu(note))
    return blocks


def _pulse(meeting: PastMeeting) -> list[Block]:
    worth = {None: "", True: "Worth the time: yes", False: "Worth the time: no"}[meeting.was_worth_it]
    feeling = "" if meeting.feeling is None else "Felt: {1} {0}".format(*FACES[meeting.feeling]).lower()
    said = [capital(words) for words in (worth, feeling) if words]
    return [context(*said)] if said else []
