"""Statements about what a sync-up asks, and what was answered to it."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.standup.models import Answer, Part, PartState, Question
from bot.schedule.models import Occurrence


async def questions(session: AsyncSession, sync_up_id: int) -> Sequence[Question]:
    """What is asked from the next day that opens on, in order, as the database has it now."""
    return (
        await session.scalars(
            select(Question)
            .where(Question.sync_up_id == sync_up_id, Question.removed_at.is_(None))
            .order_by(Question.place, Question.id)
            .execution_options(populate_existing=True)
        )
    ).all()


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


async def questions_by_id(session: AsyncSession, ids: Iterable[int]) -> dict[int, Question]:
    """Questions by their ids, those taken out since among them."""
    found = await session.scalars(select(Question).where(Question.id.in_(set(ids))))
    return {question.id: question for question in found}


async def answers(session: AsyncSession, part_ids: Iterable[int]) -> Sequence[Answer]:
    """What was answered in these parts, in the order of the questions."""
    return (
        await session.scalars(
            select(Answer)
            .join(Question, Question.id == Answer.question_id)
            .where(Answer.part_id.in_(set(part_ids)))
            .order_by(Question.place, Question.id)
        )
    ).all()


async def last_answer(
    session: AsyncSession, series_id: int, person_id: int, key: str, before: date
) -> tuple[Answer, date] | None:
    """What somebody answered to the questions with this key the last time before a date, and on which day."""
    found = await session.execute(
        select(Answer, Occurrence.local_date)
        .join(Part, Part.id == Answer.part_id)
        .join(Occurrence, Occurrence.id == Part.occurrence_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Occurrence.series_id == series_id, Occurrence.local_date < before)
        .where(Part.person_id == person_id, Part.state == PartState.ANSWERED, Question.key == key)
        .order_by(Occurrence.local_date.desc())
        .limit(1)
    )
    return next(((answer, day) for answer, day in found), None)
