"""Statements about 1-on-1s."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.people.models import Person, Standing
from bot.rituals.one_on_one.models import BankChange, Note, OfferedQuestion, OneOnOne, Sitting
from bot.schedule.models import Occurrence, OccurrenceState, Series, SeriesState
from bot.storage.database import rows
from bot.storage.once import insert_once
from bot.storage.prepared import prepared

Row = tuple[OneOnOne, Series]
Mine = tuple[OneOnOne, Series, Person]
"""A 1-on-1 of somebody's with its series, and the other of its two."""


async def one_on_one(session: AsyncSession, one_on_one_id: int) -> OneOnOne | None:
    """The 1-on-1 with this id."""
    return await session.scalar(select(OneOnOne).where(OneOnOne.id == one_on_one_id))


async def by_series(session: AsyncSession, series_id: int) -> OneOnOne | None:
    """The 1-on-1 of this series, if the series is one of a 1-on-1."""
    return await session.scalar(select(OneOnOne).where(OneOnOne.series_id == series_id))


async def by_series_ids(session: AsyncSession, series_ids: Iterable[int]) -> Sequence[OneOnOne]:
    """The 1-on-1s of these series."""
    return (await session.scalars(select(OneOnOne).where(OneOnOne.series_id.in_(set(series_ids))))).all()


async def mine(session: AsyncSession, person_id: int, one_on_one_id: int) -> Mine | None:
    """The 1-on-1 with this id, if this person is one of the two."""
    found: Mine | None = (await session.execute(*_mine(person_id, one_on_one_id))).one_or_none()
    return found


async def all_of(session: AsyncSession, person_id: int, limit: int = 100) -> Sequence[Mine]:
    """A person's 1-on-1s that have not ended, the next one first."""
    found: Sequence[Mine] = (await session.execute(*_all_of(person_id, limit))).all()
    return found


async def between(session: AsyncSession, one: int, other: int) -> Sequence[Row]:
    """All 1-on-1s of two people, those that have ended last, otherwise the newest first."""
    found = await session.execute(
        select(OneOnOne, Series)
        .join(Series, Series.id == OneOnOne.series_id)
        .where(
            or_(
                and_(OneOnOne.owner_id == one, OneOnOne.partner_id == other),
                and_(OneOnOne.owner_id == other, OneOnOne.partner_id == one),
            )
        )
        .order_by(Series.state == SeriesState.ENDED, OneOnOne.id.desc())
    )
    return [(one, other) for one, other in found]


async def open_of(session: AsyncSession, person_id: int) -> Sequence[Row]:
    """A person's live 1-on-1s whose agenda is open to the workspace."""
    found = await session.execute(
        select(OneOnOne, Series)
        .join(Series, Series.id == OneOnOne.series_id)
        .where(_is_one_of_two(person_id), OneOnOne.is_open.is_(True), Series.state != SeriesState.ENDED)
        .order_by(OneOnOne.id)
    )
    return [(one, other) for one, other in found]


async def ended_of(session: AsyncSession, person_id: int) -> Sequence[Mine]:
    """A person's 1-on-1s that have ended, the one that ended last first."""
    ended = _of(person_id).where(Series.state == SeriesState.ENDED)
    return (await session.execute(ended.order_by(Series.ended_at.desc(), OneOnOne.id.desc()))).all()


async def last_held(session: AsyncSession, workspace_id: int) -> Sequence[tuple[Person, datetime | None]]:
    """Every member of a workspace, and when the last 1-on-1 of theirs that was held began."""
    held = union_all(_held(OneOnOne.owner_id, workspace_id), _held(OneOnOne.partner_id, workspace_id)).subquery()
    last = select(held.c.person_id, func.max(held.c.starts_at).label("at")).group_by(held.c.person_id).subquery()
    found = await session.execute(
        select(Person, last.c.at)
        .outerjoin(last, last.c.person_id == Person.id)
        .where(Person.workspace_id == workspace_id, Person.standing == Standing.MEMBER)
    )
    return [(person, at) for person, at in found]


async def sitting(session: AsyncSession, occurrence_id: int) -> Sitting:
    """What this occurrence has beyond its dates; made when it is first asked for in a transaction."""
    await insert_once(session, Sitting, occurrence_id=occurrence_id)
    return (await session.scalars(select(Sitting).where(Sitting.occurrence_id == occurrence_id))).one()


async def sittings(session: AsyncSession, occurrence_ids: Iterable[int]) -> dict[int, Sitting]:
    """What these occurrences have beyond their dates, by occurrence id."""
    found = await session.scalars(select(Sitting).where(Sitting.occurrence_id.in_(set(occurrence_ids))))
    return {sitting.occurrence_id: sitting for sitting in found}


async def note(session: AsyncSession, note_id: int) -> Note | None:
    """The note with this id."""
    return await session.scalar(select(Note).where(Note.id == note_id))


async def readable_notes(session: AsyncSession, occurrence_ids: Iterable[int], reader_id: int) -> Sequence[Note]:
    """Shared notes of these occurrences and the reader's own private ones, oldest first."""
    return (
        await session.scalars(
            select(Note)
            .where(
                Note.occurrence_id.in_(set(occurrence_ids)),
                or_(Note.is_private.is_(False), Note.author_id == reader_id),
            )
            .order_by(Note.id)
        )
    ).all()


async def delete_note(session: AsyncSession, note_id: int) -> None:
    """Remove a note for good."""
    await session.execute(delete(Note).where(Note.id == note_id))


async def offers(session: AsyncSession, occurrence_id: int) -> Sequence[OfferedQuestion]:
    """Questions offered for an occurrence, in the order they were offered."""
    return (
        await session.scalars(
            select(OfferedQuestion)
            .where(OfferedQuestion.occurrence_id == occurrence_id)
            .order_by(OfferedQuestion.id)
        )
    ).all()


async def offer(session: AsyncSession, offer_id: int) -> OfferedQuestion | None:
    """The offer with this id."""
    return await session.scalar(select(OfferedQuestion).where(OfferedQuestion.id == offer_id))


async def ever_offered(session: AsyncSession, one_on_one_id: int) -> Sequence[tuple[int, str]]:
    """All questions this pair was ever offered, oldest first, as (occurrence id, key)."""
    found = await session.execute(
        select(OfferedQuestion.occurrence_id, OfferedQuestion.key)
        .where(OfferedQuestion.one_on_one_id == one_on_one_id)
        .order_by(OfferedQuestion.id)
    )
    return [(one, other) for one, other in found]


async def use_offer(session: AsyncSession, offer_id: int) -> bool:
    """Remember that an offered question became a topic; says whether it was not one already."""
    unused = update(OfferedQuestion).where(OfferedQuestion.id == offer_id, OfferedQuestion.was_used.is_(False))
    return rows(await session.execute(unused.values(was_used=True))) == 1


async def bank_changes(session: AsyncSession, workspace_id: int) -> Sequence[BankChange]:
    """What the workspace's admins changed in the question bank, oldest first."""
    return (
        await session.scalars(
            select(BankChange).where(BankChange.workspace_id == workspace_id).order_by(BankChange.id)
        )
    ).all()


async def bank_change(session: AsyncSession, workspace_id: int, key: str) -> BankChange | None:
    """What the workspace's admins changed about one question."""
    return await session.scalar(
        select(BankChange).where(BankChange.workspace_id == workspace_id, BankChange.key == key)
    )


@prepared
def _mine(person_id: Any, one_on_one_id: Any) -> Select[OneOnOne, Series, Person]:
    return _of(person_id).where(OneOnOne.id == one_on_one_id)


@prepared
def _all_of(person_id: Any, limit: Any) -> Select[OneOnOne, Series, Person]:
    live = _of(person_id).where(Series.state != SeriesState.ENDED)
    return live.order_by(Series.next_at.is_(None), Series.next_at, OneOnOne.id).limit(limit)


def _of(person_id: Any) -> Select[OneOnOne, Series, Person]:
    other = case((OneOnOne.owner_id == person_id, OneOnOne.partner_id), else_=OneOnOne.owner_id)
    found = select(OneOnOne, Series, Person).join(Series, Series.id == OneOnOne.series_id)
    return found.join(Person, Person.id == other).where(_is_one_of_two(person_id))


def _is_one_of_two(person_id: Any) -> ColumnElement[bool]:
    return or_(OneOnOne.owner_id == person_id, OneOnOne.partner_id == person_id)


def _held(who: InstrumentedAttribute[int], workspace_id: int) -> Select[int, datetime]:
    return (
        select(who.label("person_id"), Occurrence.starts_at)
        .join(Occurrence, Occurrence.series_id == OneOnOne.series_id)
        .where(
            OneOnOne.workspace_id == workspace_id,
            Occurrence.state == OccurrenceState.CLOSED,
            Occurrence.touched_at.is_not(None),
        )
    )
