"""Statements about days in a row: which were held, and how somebody's part in each ended."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.standup.models import Part, PartState
from bot.schedule.models import Occurrence, OccurrenceState


async def held_until(session: AsyncSession, series_id: int, day: date, limit: int) -> Sequence[Occurrence]:
    """The last occurrences on or before a date that were held, newest first."""
    return (
        await session.scalars(
            select(Occurrence)
            .where(Occurrence.series_id == series_id, Occurrence.local_date <= day)
            .where(Occurrence.state == OccurrenceState.CLOSED)
            .order_by(Occurrence.local_date.desc())
            .limit(limit)
        )
    ).all()


async def states_before(
    session: AsyncSession, series_id: int, person_id: int, day: date, limit: int
) -> Sequence[PartState]:
    """How somebody's last parts before a date ended, newest first; those they were not asked in do not count."""
    was_there = or_(Part.asked_at.is_not(None), Part.state.in_((PartState.ANSWERED, PartState.SKIPPED)))
    return (
        await session.scalars(
            select(Part.state)
            .join(Occurrence, Occurrence.id == Part.occurrence_id)
            .where(Occurrence.series_id == series_id, Occurrence.local_date < day, Part.person_id == person_id)
            .where(Part.counts.is_(True), Part.state != PartState.AWAY, was_there)
            .order_by(Occurrence.local_date.desc())
            .limit(limit)
        )
    ).all()
