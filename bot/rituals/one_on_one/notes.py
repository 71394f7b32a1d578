"""Notes: shared with the other or private to their author, written, changed and taken back by the author alone."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.one_on_one import queries, rules
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.changed import touched
from bot.rituals.one_on_one.models import Note
from bot.schedule.models import Occurrence
from bot.slack.text import is_blank

PRIVATE = "private"


def read_privacy(text: str) -> tuple[bool, str]:
    """Whether the first word says `private`, and the text without it."""
    word, _, rest = text.partition(" ")
    if word.casefold().rstrip(":") == PRIVATE:
        return True, rest.strip()
    return False, text


async def write(
    session: AsyncSession, pair: Pair, occurrence: Occurrence, text: str, is_private: bool, now: datetime
) -> Note:
    """Write a note in this occurrence; refuses a blank one, or one over 3,000 characters."""
    note = Note(
        occurrence_id=occurrence.id,
        author_id=pair.me.id,
        is_private=is_private,
        text=rules.checked_note(text, is_blank(text)),
        created_at=now,
    )
    session.add(note)
    await session.flush()
    await touched(session, pair, occurrence, now)
    return note


async def change(
    session: AsyncSession,
    pair: Pair,
    note: Note,
    occurrence: Occurrence,
    text: str,
    is_private: bool,
    now: datetime,
) -> None:
    """Reword one's own note, or change who reads it; refuses as `write` does."""
    note.text = rules.checked_note(text, is_blank(text))
    note.is_private = is_private
    note.edited_at = now
    await session.flush()
    await touched(session, pair, occurrence, now)


async def take_back(session: AsyncSession, pair: Pair, note: Note, occurrence: Occurrence, now: datetime) -> None:
    """Remove one's own note for good."""
    await queries.delete_note(session, note.id)
    await touched(session, pair, occurrence, now)
