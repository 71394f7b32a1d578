"""Decisions about agenda items: what a topic may be, and the order in which they stand."""

from bot.errors import FieldRefusal

LONGEST_TOPIC = 3000


class TopicTooLong(FieldRefusal):
    """A topic longer than `LONGEST_TOPIC` characters; the text is kept and offered to be shortened."""


def checked_topic(text: str, is_blank: bool, field: str = "topic") -> str:
    """A topic as it is kept, without white space around it; refuses one that is blank or too long."""
    topic = text.strip()
    if is_blank:
        raise FieldRefusal(field, "What would you like to talk about? Please write a few words.")
    if len(topic) > LONGEST_TOPIC:
        raise TopicTooLong(
            field,
            f"This topic has {len(topic):,} characters; {LONGEST_TOPIC:,} is the most. Please shorten it.",
        )
    return topic


def swapped(places: list[tuple[int, int]], item: int, step: int) -> list[tuple[int, int]]:
    """The two (id, place) pairs after `item` has changed places with its neighbour `step` away.

    `places` are one author's open items in order. Empty when there is no neighbour on that side.
    """
    ids = [item_id for item_id, _ in places]
    if item not in ids:
        return []
    here = ids.index(item)
    there = here + step
    if not 0 <= there < len(places):
        return []
    return [(ids[here], places[there][1]), (ids[there], places[here][1])]
