"""Statements about what a sync-up asks, what was answered to it, and the days there is something to read of."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.standup.models import Answer, Part, Question, SyncUp
from bot.schedule.models import Occurrence, Series
from bot.teams.models import Role, TeamMember


async def questions_on(session: AsyncSession, sync_up_id: int, day: date) -> Sequence[Question]:
    """What is asked on a day, in order."""
    return (
        await session.scalars(
            select(Question)
            .where(Question.sync_up_id == sync_up_id)
            .where(or_(Question.asked_from.is_(None), Question.asked_from <= day))
            .where(or_(Question.asked_until.is_(None), Question.asked_until > day))
            .where(or_(Question.removed_at.is_(None), Question.asked_until.is_not(None)))
            .order_by(Question.place, Question.id)
        )
    ).all()


async def question(session: AsyncSession, question_id: int) -> Question | None:
    """The question with this id, also one that was taken out."""
    return await session.scalar(select(Question).where(Question.id == question_id))


async def questions_to_change(session: AsyncSession, sync_up_id: int) -> Sequence[Question]:
    """What is asked from the next day that opens on, in order, as the database has it now."""
    return (
        await session.scalars(
            select(Question)
            .where(Question.sync_up_id == sync_up_id, Question.removed_at.is_(None))
            .order_by(Question.place, Question.id)
            .execution_options(populate_existing=True)
        )
    ).all()


async def sync_ups_of(session: AsyncSession, team_ids: Iterable[int]) -> dict[int, tuple[SyncUp, Series]]:
    """The sync-ups of these teams and their series, by team."""
    found = await session.execute(
        select(SyncUp, Series).join(Series, Series.id == SyncUp.series_id).where(SyncUp.team_id.in_(set(team_ids)))
    )
    return {sync_up.team_id: (sync_up, series) for sync_up, series in found}


async def roles_of(session: AsyncSession, person_id: int, team_ids: Iterable[int]) -> dict[int, Role]:
    """What a person is in these teams now, by team."""
    found = await session.execute(
        select(TeamMember.team_id, TeamMember.role).where(
            TeamMember.person_id == person_id, TeamMember.team_id.in_(set(team_ids)), TeamMember.left_at.is_(None)
        )
    )
    return dict(found.all())


async def sync_up(session: AsyncSession, sync_up_id: int) -> SyncUp | None:
    """The sync-up with this id."""
    return await session.scalar(select(SyncUp).where(SyncUp.id == sync_up_id))


async def part_to_change(session: AsyncSession, part_id: int) -> Part:
    """The part as the database has it now, kept from being changed by others until the transaction ends."""
    return (
        await session.scalars(
            select(Part).where(Part.id == part_id).with_for_update().execution_options(populate_existing=True)
        )
    ).one()


async def last_said(
    session: AsyncSession, sync_up: SyncUp, person_id: int, key: str, before: date
) -> tuple[str, date] | None:
    """What the person last answered to a question of this key on a day before, and on which day that was."""
    found = await session.execute(
        select(Answer.value, Occurrence.local_date)
        .join(Part, Part.id == Answer.part_id)
        .join(Occurrence, Occurrence.id == Part.occurrence_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Part.person_id == person_id, Question.key == key, Question.sync_up_id == sync_up.id)
        .where(Occurrence.series_id == sync_up.series_id, Occurrence.local_date < before)
        .order_by(Occurrence.local_date.desc())
        .limit(1)
    )
    row = found.first()
    return None if row is None else (row[0], row[1])


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
