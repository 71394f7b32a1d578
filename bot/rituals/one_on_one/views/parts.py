"""Parts that several views of a 1-on-1 share: topics, promises, notes and questions as blocks."""

from collections.abc import Callable, Sequence

from bot.rituals.one_on_one.views.models import Meeting, Offer, Promise, Topic, WrittenNote
from bot.rituals.one_on_one.views.words import capital, carried, counted, cut, due, name
from bot.slack.blocks import (
    SECTION,
    Block,
    Element,
    bold,
    button,
    context,
    line,
    link,
    moment,
    option,
    overflow,
    words,
    words_in_full,
)

# A message whose blocks hold more than about 13,000 characters may be refused as a whole, so each part of one
# has its share, and says where the rest can be read.
TOPICS_SHARE, LIST_SHARE, OTHER_SHARE = 5000, 1500, 1000
AGENDA, HISTORY = "the agenda", "the history"

Accessory = Callable[[Topic], Element | None]
PromiseAccessory = Callable[[Promise], Element | None]


def meeting_line(meeting: Meeting, ending: str) -> Block:
    """“Your 1-on-1 with Bob (tomorrow at 10:00)” and what is to be said about it."""
    at = moment(meeting.starts_at, meeting.zone)
    return line("Your 1-on-1 with ", bold(name(meeting.partner)), " (", at, ")", ending)


def share(budget: int, count: int) -> int:
    """How many characters each of `count` texts may have, so that they keep to the budget together."""
    return min(SECTION, max(budget // max(count, 1), 60))


def more(rest: int, noun: str, where: str) -> list[Block]:
    """Says that there is more than is shown, and where; nothing when there is not."""
    if rest <= 0:
        return []
    what = f" {noun}{'' if rest == 1 else 's'}" if noun else ""
    return [context(f"…and {rest} more{what}: see {where}.")]


def topic_blocks(
    topics: Sequence[Topic], accessory: Accessory, most: int = 8, budget: int = TOPICS_SHARE
) -> list[Block]:
    """The first topics of a message under the name of who brought them, and how many more the agenda has."""
    shown = topics[:most]
    limit = share(budget, len(shown))
    blocks = numbered(shown, accessory, limit)
    return blocks + more(len(topics) - len(shown), "topic", AGENDA)


def numbered(
    topics: Sequence[Topic], accessory: Accessory, limit: int | None = None, begin: int = 1
) -> list[Block]:
    """Topics with their numbers, in full when there is no limit, with a heading where the author changes."""
    blocks: list[Block] = []
    for place, topic in enumerate(topics):
        if place == 0 or _by(topics[place - 1]) != _by(topic):
            blocks.append(line(bold("Your topics" if topic.is_own else f"Topics of {name(topic.author)}")))
        text = topic.text if limit is None else cut(topic.text, limit, AGENDA)
        blocks += words_in_full(f"{begin + place}. {text}", accessory(topic))
        blocks += _remarks(topic)
    return blocks


def _by(topic: Topic) -> tuple[bool, str]:
    return topic.is_own, topic.author


def _remarks(topic: Topic) -> list[Block]:
    often = capital(carried(topic))
    if topic.source:
        return [line(f"{often} · From " if often else "From ", link(topic.source, "this message"))]
    return [context(often)] if often else []


def topic_menu(topic: Topic) -> Element | None:
    """What can be done with a topic: anyone of the two may settle it, its author may change and move it."""
    options = [option("Discussed", f"discuss:{topic.id}")]
    if topic.is_own:
        options += [option("Edit", f"edit:{topic.id}")]
        options += [] if topic.is_first else [option("Move up", f"up:{topic.id}")]
        options += [] if topic.is_last else [option("Move down", f"down:{topic.id}")]
    options += [option("Drop", f"drop:{topic.id}")]
    return overflow("one_on_one.item", options)


def discussed_button(topic: Topic) -> Element:
    """Ticks a topic off."""
    return button("Discussed", "one_on_one.discuss", topic.id)


def drop_button(topic: Topic) -> Element:
    """Takes a topic off the agenda for good."""
    return button("Drop", "one_on_one.drop", topic.id)


def settled_blocks(heading: str, topics: Sequence[Topic], mark: str, most: int = 6) -> list[Block]:
    """Topics that are done with, one short line each, with *Undo*."""
    if not topics:
        return []
    shown = topics[:most]
    limit = share(OTHER_SHARE, len(shown))
    blocks = [
        words(f"{mark} {cut(topic.text, limit, HISTORY)}", button("Undo", "one_on_one.reopen", topic.id))
        for topic in shown
    ]
    return [line(bold(heading)), *blocks, *more(len(topics) - len(shown), "topic", HISTORY)]


def promise_blocks(
    promises: Sequence[Promise],
    most: int = 5,
    budget: int = LIST_SHARE,
    where: str = AGENDA,
    accessory: PromiseAccessory | None = None,
) -> list[Block]:
    """Action items with whose they are, when they are due, and *Mark done*, or another accessory."""
    if not promises:
        return []
    shown = promises[:most]
    limit = share(budget, len(shown))
    blocks = [words(f"{cut(one.text, limit, where)}\n{due(one)}", (accessory or _tick)(one)) for one in shown]
    return [line(bold("Action items")), *blocks, *more(len(promises) - len(shown), "action item", where)]


def _tick(promise: Promise) -> Element:
    if promise.is_done:
        return button("Undo", "action_item.reopen", promise.id)
    return button("Mark done", "action_item.done", promise.id)


def promise_menu(promise: Promise) -> Element | None:
    """Everything that can be done with an action item; either of the two may."""
    tick = ("Not done yet", "reopen") if promise.is_done else ("Mark done", "done")
    choices = (tick, ("Edit", "edit"), ("Drop", "drop"))
    return overflow("one_on_one.action", [option(label, f"{what}:{promise.id}") for label, what in choices])


def note_blocks(notes: Sequence[WrittenNote], most: int = 5, budget: int = LIST_SHARE) -> list[Block]:
    """Notes with who wrote them; one's own can be changed, and a private one says that only you see it."""
    if not notes:
        return []
    shown = notes[:most]
    limit = share(budget, len(shown))
    blocks = [block for note in shown for block in words_in_full(note_text(note, limit), note_menu(note))]
    return [line(bold("Notes")), *blocks, *more(len(notes) - len(shown), "note", HISTORY)]


def note_text(note: WrittenNote, limit: int) -> str:
    """A note and, below it, who wrote it and who can see it."""
    return f"{cut(note.text, limit, HISTORY)}\n— {signature(note)}"


def signature(note: WrittenNote) -> str:
    """Who wrote a note, and who can see it."""
    author = "you" if note.is_own else name(note.author)
    return f"{author}, only you can see this" if note.is_private else f"{author}, shared with both"


def note_menu(note: WrittenNote) -> Element | None:
    """What its author can do with a note."""
    if not note.is_own:
        return None
    return overflow("one_on_one.note", [option("Edit", f"edit:{note.id}"), option("Delete", f"delete:{note.id}")])


def offer_blocks(offers: Sequence[Offer], most: int = 6) -> list[Block]:
    """Questions worth asking: the standing ones, and suggestions with *Use this*."""
    if not offers:
        return []
    blocks = [_offer(offer) for offer in offers[:most]]
    return [line(bold("Questions worth asking")), *blocks, *more(len(offers) - most, "question", AGENDA)]


def _offer(offer: Offer) -> Block:
    text = cut(offer.text, 250, AGENDA)
    if offer.id == 0:
        return words(f"{text}\nAsked every time")
    if offer.was_used:
        return words(f"{text}\nOn the agenda")
    return words(text, button("Use this", "one_on_one.use_question", offer.id))


def listed(heading: str, texts: Sequence[str], most: int = 12, where: str = HISTORY) -> list[Block]:
    """Texts as bullets under a heading, in their share of a message; nothing when there are none."""
    if not texts:
        return []
    shown = texts[:most]
    limit = share(LIST_SHARE, len(shown))
    bullets = "\n".join(f"• {cut(text, limit, where)}" for text in shown)
    rest = more(len(texts) - len(shown), "", where)
    return [line(bold(f"{heading} ({len(texts)})")), *words_in_full(bullets), *rest]


def said_count(topics: int, actions: int) -> str:
    """How much there is on an agenda: “3 topics, no open action items”."""
    return f"{counted(topics, 'topic')}, {counted(actions, 'open action item')}"
