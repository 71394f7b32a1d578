"""What Slack must show anew when something about a 1-on-1 has changed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.one_on_one.access import Pair
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from bot.slack import posts
from bot.slack.content import home_subject


def occurrence_subject(occurrence: Occurrence) -> str:
    """What a post about one occurrence is about."""
    return f"occurrence:{occurrence.id}"


async def changed(session: AsyncSession, pair: Pair, now: datetime, occurrence: Occurrence | None = None) -> None:
    """Both people's posts about the occurrences that are not finished, and their Home tabs, are out of date.

    `occurrence` is one more to show anew: a note or an action may be added after it has closed.
    """
    shown = {live.id: live for live in await schedule.unfinished_occurrences(session, pair.series.id)}
    if occurrence is not None:
        shown[occurrence.id] = occurrence
    for live in shown.values():
        await posts.refresh(session, occurrence_subject(live), now)
    await homes_changed(session, pair, now)


async def touched(session: AsyncSession, pair: Pair, occurrence: Occurrence | None, now: datetime) -> None:
    """One of the two did something in this occurrence: it was not ignored, and what is shown has changed."""
    if occurrence is not None:
        occurrence.touched_at = now
    await changed(session, pair, now, occurrence)


async def homes_changed(session: AsyncSession, pair: Pair, now: datetime) -> None:
    """Both people's Home tabs are out of date."""
    for person in (pair.me, pair.other):
        await posts.refresh(session, home_subject(person.id), now)
