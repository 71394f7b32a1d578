"""What Slack must show anew when something about a 1-on-1 has changed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.current import to_talk_in
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
    shown = list(await schedule.unfinished_occurrences(session, pair.series.id))
    if occurrence is not None:
        shown.append(occurrence)
    await posts.refresh(session, {*map(occurrence_subject, shown), *_homes(pair)}, now)


async def touched(session: AsyncSession, pair: Pair, occurrence: Occurrence | None, now: datetime) -> None:
    """One of the two did something in this occurrence: it was not ignored, and what is shown has changed."""
    if occurrence is not None:
        occurrence.touched_at = now
    await changed(session, pair, now, occurrence)


async def topic_brought(session: AsyncSession, pair: Pair, now: datetime) -> Occurrence | None:
    """One of the two brought a topic: answers the occurrence it is for, which has thereby not been ignored."""
    unfinished = await schedule.unfinished_occurrences(session, pair.series.id)
    occurrence = to_talk_in(unfinished, now)
    if occurrence is not None:
        occurrence.touched_at = now
    await posts.refresh(session, {*map(occurrence_subject, unfinished), *_homes(pair)}, now)
    return occurrence


async def homes_changed(session: AsyncSession, pair: Pair, now: datetime) -> None:
    """Both people's Home tabs are out of date."""
    await posts.refresh(session, _homes(pair), now)


def _homes(pair: Pair) -> set[str]:
    return {home_subject(person.id) for person in (pair.me, pair.other)}
