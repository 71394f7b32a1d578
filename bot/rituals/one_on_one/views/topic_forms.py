"""The forms about topics: bring one, change one, bring one's own over from another 1-on-1."""

from collections.abc import Sequence

from bot.rituals.one_on_one.views.fields import long_text, which_one_on_one
from bot.rituals.one_on_one.views.models import Choice, Topic
from bot.slack.blocks import BOXES, LABEL, Block, Element, View, context, line, link, modal, option
from bot.slack.inputs import checkboxes, field
from bot.slack.text import one_line

GROUPS = 10
TOPIC_BLOCKS = ("topics", *(f"topics{number}" for number in range(2, GROUPS + 1)))
"""The blocks of *Bring topics over*, ten boxes each; a form has as many of them as it needs."""


def topic_form(
    choices: Sequence[Choice], chosen: str | None, text: str = "", source: str | None = None, place: str = ""
) -> View:
    """*Add topic*; what was typed is all there, in further boxes where it is over 3,000 characters.

    `source` is the address of the message it is made from, and metadata the message's `place`. Someone without
    a 1-on-1 is shown `new_form` instead, with the topic in it.
    """
    blocks = [*which_one_on_one(choices, chosen), *long_text("topic", "Topic", text, focus=True)]
    if source is not None:
        blocks.append(line("From ", link(source, "this message")))
    return modal("one_on_one.add_topic", "Add topic", blocks, submit="Add", close="Cancel", metadata=place)


def edit_topic_form(topic: Topic) -> View:
    """*Edit* of a topic; metadata is its id."""
    blocks = long_text("topic", "Topic", topic.text, focus=True)
    return modal("one_on_one.edit_topic", "Edit topic", blocks, submit="Save", close="Cancel", metadata=topic.id)


def handover_form(
    topics: Sequence[Topic], one_on_one: int, choices: Sequence[Choice] = (), chosen: str | None = None
) -> View:
    """*Bring topics over*: one's own open topics, to be chosen; metadata is the 1-on-1 they come from."""
    if not topics:
        nothing = line("There are no open topics of yours to bring over.")
        return modal("one_on_one.handover", "Bring topics over", [nothing], metadata=one_on_one)
    blocks = [
        context("Only what you choose comes over. Nothing else of the old 1-on-1 can be seen in the new one."),
        *which_one_on_one(choices, chosen),
        *_boxes(topics),
    ]
    title = "Bring topics over"
    return modal("one_on_one.handover", title, blocks, submit="Bring over", close="Cancel", metadata=one_on_one)


def _boxes(topics: Sequence[Topic]) -> list[Block]:
    blocks = []
    for number, block_id in enumerate(TOPIC_BLOCKS):
        group = topics[number * BOXES : (number + 1) * BOXES]
        if group:
            label = "Topics" if number == 0 else "More topics"
            blocks.append(field(block_id, label, checkboxes([_box(topic) for topic in group]), optional=True))
    left = len(topics) - GROUPS * BOXES
    return blocks + (
        [context(f"…and {left} more: bring these over first, then open this again.")] if left > 0 else []
    )


def _box(topic: Topic) -> Element:
    text = one_line(topic.text, 2 * LABEL)
    return option(text[:LABEL], str(topic.id), text[LABEL:] or None)
