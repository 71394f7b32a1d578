"""Bringing topics, changing them, and putting them in order; the caller has asked whether this person may."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.agenda import queries
from bot.agenda.models import AgendaItem, ItemState
from bot.agenda.rules import checked_topic, swapped
from bot.people.models import Person
from bot.slack.text import is_blank


async def add(
    session: AsyncSession, series_id: int, author: Person, text: str, now: datetime, source: str | None = None
) -> int:
    """Put a topic at the end of its author's, and answer its id; refuses a blank one, or over 3,000 characters."""
    return await queries.add(session, series_id, author.id, checked_topic(text, is_blank(text)), source, now)


async def reword(item: AgendaItem, text: str, now: datetime) -> None:
    """Change the words of a topic; refuses as `add` does."""
    item.text = checked_topic(text, is_blank(text))
    item.edited_at = now


async def move(session: AsyncSession, item: AgendaItem, step: int) -> None:
    """Move a topic one place up (-1) or down (1) among its author's; at the end it stays where it is."""
    own = [
        other for other in await queries.open_items(session, item.series_id) if other.author_id == item.author_id
    ]
    by_id = {other.id: other for other in own}
    for item_id, place in swapped([(other.id, other.place) for other in own], item.id, step):
        by_id[item_id].place = place


def reopen(item: AgendaItem, was_carried: bool) -> None:
    """Take back *Discussed* or *Drop*."""
    item.state = ItemState.CARRIED_OVER if was_carried else ItemState.OPEN
    item.settled_in = None
    item.settled_at = None
