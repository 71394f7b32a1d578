"""Statements about series, occurrences and moments."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule.models import PAUSED, Moment, MomentOutcome, Occurrence, OccurrenceState, Series, SeriesState
from bot.storage.database import rows
from bot.storage.prepared import prepared

PAST_BATCH = 50


async def due_series(session: AsyncSession, now: datetime, limit: int) -> Sequence[tuple[int, datetime]]:
    """Series with a moment due by now, as (id, the `next_at` seen), longest due first."""
    due = await session.execute(
        select(Series.id, Series.next_at).where(Series.next_at <= now).order_by(Series.next_at).limit(limit)
    )
    return [(series_id, next_at) for series_id, next_at in due if next_at is not None]


async def claim_series(session: AsyncSession, series_id: int, seen: datetime) -> bool:
    """Take a series in hand, unless another process has moved it on since `seen`."""
    claimed = await session.execute(
        update(Series).where(Series.id == series_id, Series.next_at == seen).values(next_at=None)
    )
    return rows(claimed) == 1


async def set_back_series(session: AsyncSession, series_id: int, seen: datetime, until: datetime) -> None:
    """Look at a series again only at `until`, unless somebody has moved it on since `seen`."""
    await session.execute(
        update(Series).where(Series.id == series_id, Series.next_at == seen).values(next_at=until)
    )


async def series(session: AsyncSession, series_id: int) -> Series:
    """The series with this id as the database has it now; it must exist."""
    return (
        await session.scalars(
            select(Series).where(Series.id == series_id).execution_options(populate_existing=True)
        )
    ).one()


async def next_instant(session: AsyncSession) -> datetime | None:
    """The earliest instant at which any series is due."""
    return await session.scalar(select(func.min(Series.next_at)))


async def touch_series(session: AsyncSession, ids: Iterable[int], now: datetime) -> None:
    """Have these series looked at by the next beat: something that their instants depend on has changed."""
    await session.execute(
        update(Series)
        .where(Series.id.in_(set(ids)), Series.state == SeriesState.ACTIVE)
        .where(or_(Series.next_at.is_(None), Series.next_at > now))
        .values(next_at=now)
    )


async def touch_due_by(session: AsyncSession, by: datetime, now: datetime) -> None:
    """Have every series that is due by an instant looked at by the next beat."""
    await session.execute(
        update(Series)
        .where(Series.next_at > now, Series.next_at <= by, Series.state == SeriesState.ACTIVE)
        .values(next_at=now)
    )


async def latest_occurrence(session: AsyncSession, series_id: int) -> Occurrence | None:
    """The occurrence with the last date the rule has given so far."""
    return await session.scalar(
        select(Occurrence).where(Occurrence.series_id == series_id).order_by(Occurrence.local_date.desc()).limit(1)
    )


async def latest_dates(session: AsyncSession, series_ids: Iterable[int]) -> dict[int, date]:
    """The last date the rule has given so far, by series id."""
    found = await session.execute(
        select(Occurrence.series_id, func.max(Occurrence.local_date))
        .where(Occurrence.series_id.in_(set(series_ids)))
        .group_by(Occurrence.series_id)
    )
    return dict(found.all())


async def occurrences_between(
    session: AsyncSession, series_ids: Iterable[int], since: datetime, until: datetime
) -> Sequence[Occurrence]:
    """Occurrences of these series that end after `since` and start by `until`, earliest first."""
    return (
        await session.scalars(
            select(Occurrence)
            .where(
                Occurrence.series_id.in_(set(series_ids)),
                Occurrence.ends_at > since,
                Occurrence.starts_at <= until,
            )
            .order_by(Occurrence.starts_at, Occurrence.id)
        )
    ).all()


async def live_series(session: AsyncSession) -> Sequence[Series]:
    """Every series that has not ended."""
    return (
        await session.scalars(select(Series).where(Series.state != SeriesState.ENDED).order_by(Series.id))
    ).all()


async def unfinished_occurrences(session: AsyncSession, series_id: int) -> Sequence[Occurrence]:
    """Occurrences that are neither closed nor skipped, earliest first."""
    found: Sequence[Occurrence] = (await session.scalars(*_unfinished(series_id))).all()
    return found


async def occurrence(session: AsyncSession, occurrence_id: int) -> Occurrence | None:
    """The occurrence with this id."""
    return await session.get(Occurrence, occurrence_id)


async def close_occurrence(
    session: AsyncSession, occurrence_id: int, state: OccurrenceState, now: datetime
) -> bool:
    """Finish an occurrence that is not finished; says whether this call did."""
    closed = await session.execute(
        update(Occurrence)
        .where(Occurrence.id == occurrence_id, Occurrence.state == OccurrenceState.PLANNED)
        .values(state=state, closed_at=now)
    )
    return rows(closed) == 1


async def paused_ahead(session: AsyncSession, series_id: int, now: datetime) -> Sequence[Occurrence]:
    """Occurrences that a pause took back and that have not begun."""
    return (
        await session.scalars(
            select(Occurrence).where(
                Occurrence.series_id == series_id,
                Occurrence.state == OccurrenceState.SKIPPED,
                Occurrence.reason == PAUSED,
                Occurrence.starts_at > now,
            )
        )
    ).all()


async def is_taken(session: AsyncSession, series_id: int, day: date, but: int) -> bool:
    """Whether another occurrence of the series than `but` has this date."""
    return bool(
        await session.scalar(
            select(
                exists().where(
                    Occurrence.series_id == series_id, Occurrence.local_date == day, Occurrence.id != but
                )
            )
        )
    )


async def upcoming(session: AsyncSession, series_id: int, now: datetime) -> Occurrence | None:
    """The next occurrence that has not begun."""
    return await session.scalar(
        select(Occurrence)
        .where(
            Occurrence.series_id == series_id,
            Occurrence.state == OccurrenceState.PLANNED,
            Occurrence.starts_at > now,
        )
        .order_by(Occurrence.starts_at)
        .limit(1)
    )


async def next_of_each(session: AsyncSession, series_ids: Iterable[int]) -> dict[int, Occurrence]:
    """The earliest occurrence of each of these series that is not finished, by series id."""
    found = await session.scalars(
        select(Occurrence)
        .where(Occurrence.series_id.in_(set(series_ids)), Occurrence.state == OccurrenceState.PLANNED)
        .order_by(Occurrence.starts_at.desc())
    )
    return {occurrence.series_id: occurrence for occurrence in found}


async def current(session: AsyncSession, series_id: int) -> Occurrence | None:
    """The earliest occurrence that is not finished: under way, or the next one."""
    return next(iter(await unfinished_occurrences(session, series_id)), None)


async def past_occurrences(session: AsyncSession, series_id: int, before: date | None) -> Sequence[Occurrence]:
    """Finished occurrences with a date before `before` (all when None), newest first, `PAST_BATCH` at most."""
    finished = select(Occurrence).where(
        Occurrence.series_id == series_id, Occurrence.state != OccurrenceState.PLANNED
    )
    if before is not None:
        finished = finished.where(Occurrence.local_date < before)
    return (await session.scalars(finished.order_by(Occurrence.local_date.desc()).limit(PAST_BATCH))).all()


async def came(session: AsyncSession, occurrence_id: int, due_by: datetime | None = None) -> frozenset[str]:
    """Names of the moments of an occurrence that have come; if `due_by` is given, of those due by then."""
    found = select(Moment.name).where(Moment.occurrence_id == occurrence_id)
    if due_by is not None:
        found = found.where(Moment.due_at <= due_by)
    return frozenset(await session.scalars(found))


async def acted(session: AsyncSession, occurrence_ids: Iterable[int], name: str) -> frozenset[int]:
    """Those of these occurrences whose moment of this name was acted on."""
    found = await session.scalars(
        select(Moment.occurrence_id).where(
            Moment.occurrence_id.in_(set(occurrence_ids)),
            Moment.name == name,
            Moment.outcome == MomentOutcome.ACTED,
        )
    )
    return frozenset(found)


async def forget_moments(session: AsyncSession, occurrence_id: int, names: Iterable[str]) -> None:
    """These moments of an occurrence are ahead again."""
    await session.execute(delete(Moment).where(Moment.occurrence_id == occurrence_id, Moment.name.in_(set(names))))


@prepared
def _unfinished(series_id: Any) -> Select[Occurrence]:
    planned = select(Occurrence).where(Occurrence.series_id == series_id)
    return planned.where(Occurrence.state == OccurrenceState.PLANNED).order_by(Occurrence.starts_at)
