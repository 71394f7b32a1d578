"""The end of an occurrence: what is left is carried over, both get the recap, and a pattern is pointed out."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.agenda import queries as agenda
from bot.rituals.one_on_one import rules
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.changed import homes_changed, occurrence_subject
from bot.rituals.one_on_one.schedule import START
from bot.schedule import queries as schedule
from bot.schedule.models import PAUSED, Occurrence, OccurrenceState, SeriesState
from bot.slack import posts
from bot.slack.models import PostState

# After a week without the bot, what was last time is no news.
RECAP_GRACE = timedelta(days=7)


async def close(session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime) -> bool:
    """Close an occurrence that is not closed yet; false when somebody was faster.

    Items that were there by its end and are still open are carried over, once. Both get a recap, unless
    nobody did anything in it: then there is nothing to recap, and the recap is recorded as not wanted.
    """
    if not await schedule.close_occurrence(session, occurrence.id, OccurrenceState.CLOSED, now):
        return False
    await session.refresh(occurrence)
    made_until = min(now, occurrence.ends_at)
    await agenda.carry_over(session, pair.series.id, occurrence.id, made_until)
    await posts.withdraw(session, occurrence_subject(occurrence), now)
    await _recap(session, pair, occurrence, now)
    await homes_changed(session, pair, now)
    await _ask_to_pause(session, pair, now)
    return True


async def point_out_not_held(session: AsyncSession, pair: Pair, now: datetime) -> None:
    """Tell both when two in a row were not held; once for each such row, however long it grows."""
    past = [
        occurrence
        for occurrence in await schedule.past_occurrences(session, pair.series.id, None)
        if occurrence.reason != PAUSED
    ]
    held = [occurrence.state is OccurrenceState.CLOSED for occurrence in past]
    if not rules.streak(held, rules.NOT_HELD_LIMIT):
        return
    begun = past[_length(held) - 1]
    for person in pair.members:
        await posts.want(session, "one_on_one.not_held", f"streak:{begun.id}", person, now)


async def _recap(session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime) -> None:
    subject = occurrence_subject(occurrence)
    for person in pair.members:
        if occurrence.touched_at is None:
            await posts.unsaid(session, "one_on_one.recap", subject, person, now, PostState.NOT_WANTED)
        else:
            await posts.want(session, "one_on_one.recap", subject, person, now, occurrence.ends_at + RECAP_GRACE)


async def _ask_to_pause(session: AsyncSession, pair: Pair, now: datetime) -> None:
    if pair.series.state is not SeriesState.ACTIVE:
        return
    past = await schedule.past_occurrences(session, pair.series.id, None)
    # What the bot did not offer, because it was not running, nobody has ignored.
    offered = await schedule.acted(session, [occurrence.id for occurrence in past], START)
    past = [
        occurrence
        for occurrence in past
        if occurrence.state is OccurrenceState.CLOSED and (occurrence.touched_at or occurrence.id in offered)
    ]
    touched = [occurrence.touched_at is not None for occurrence in past]
    if rules.streak(touched, rules.IGNORED_LIMIT):
        begun = past[_length(touched) - 1]
        await posts.want(session, "one_on_one.ask_to_pause", f"ignored:{begun.id}", pair.owner, now)


def _length(row: list[bool]) -> int:
    return next((length for length, value in enumerate(row) if value), len(row))
