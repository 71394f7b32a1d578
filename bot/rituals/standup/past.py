"""Statements about days gone by: which were held, what there is to read of them, and how somebody's part ended."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
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


async def occurrence_before(session: AsyncSession, series_id: int, day: date) -> Occurrence | None:
    """The last occurrence of a series before a date."""
    return await session.scalar(
        select(Occurrence)
        .where(Occurrence.series_id == series_id, Occurrence.local_date < day)
        .order_by(Occurrence.local_date.desc())
        .limit(1)
    )


async def is_asked_after(session: AsyncSession, series_id: int, person_id: int, day: date) -> bool:
    """Whether somebody was asked, or has answered, on a later date than this."""
    later = (
        select(Part.id)
        .join(Occurrence, Occurrence.id == Part.occurrence_id)
        .where(Occurrence.series_id == series_id, Occurrence.local_date > day, Part.person_id == person_id)
        .where(or_(Part.asked_at.is_not(None), Part.answered_at.is_not(None)))
    )
    return await session.scalar(later.limit(1)) is not None


async def last_opened(session: AsyncSession, series_id: int) -> date | None:
    """The latest day that somebody has a part in; the days after it have not opened."""
    return await session.scalar(
        select(func.max(Occurrence.local_date)).where(Occurrence.series_id == series_id, _has_parts())
    )


async def opened_before(session: AsyncSession, series_id: int, day: date | None) -> Occurrence | None:
    """The latest day before this one (None: of all) that somebody has a part in."""
    opened = select(Occurrence).where(Occurrence.series_id == series_id, _has_parts())
    if day is not None:
        opened = opened.where(Occurrence.local_date < day)
    return await session.scalar(opened.order_by(Occurrence.local_date.desc()).limit(1))


async def opened_after(session: AsyncSession, series_id: int, day: date) -> Occurrence | None:
    """The earliest day after this one that somebody has a part in."""
    return await session.scalar(
        select(Occurrence)
        .where(Occurrence.series_id == series_id, Occurrence.local_date > day, _has_parts())
        .order_by(Occurrence.local_date)
        .limit(1)
    )


def _has_parts() -> ColumnElement[bool]:
    return exists().where(Part.occurrence_id == Occurrence.id)
