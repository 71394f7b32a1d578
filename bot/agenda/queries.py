"""Statements about agenda items."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.agenda.models import AgendaItem, CarryOver, ItemState
from bot.storage.database import rows
from bot.storage.once import insert_once
from bot.storage.prepared import prepared

TO_DISCUSS = (ItemState.OPEN, ItemState.CARRIED_OVER)


async def item(session: AsyncSession, item_id: int) -> AgendaItem | None:
    """The item with this id."""
    return await session.scalar(select(AgendaItem).where(AgendaItem.id == item_id))


async def open_items(session: AsyncSession, series_id: int) -> Sequence[AgendaItem]:
    """Items still to be talked about, each author's in the order they chose."""
    return (
        await session.scalars(
            select(AgendaItem)
            .where(AgendaItem.series_id == series_id, AgendaItem.state.in_(TO_DISCUSS))
            .order_by(AgendaItem.place, AgendaItem.id)
        )
    ).all()


async def settled_items(session: AsyncSession, occurrence_ids: Iterable[int]) -> Sequence[AgendaItem]:
    """Items discussed or dropped in these occurrences, in the order in which that happened."""
    return (
        await session.scalars(
            select(AgendaItem)
            .where(AgendaItem.settled_in.in_(set(occurrence_ids)))
            .order_by(AgendaItem.settled_at, AgendaItem.id)
        )
    ).all()


async def carried_from(session: AsyncSession, occurrence_ids: Iterable[int]) -> Sequence[tuple[int, AgendaItem]]:
    """Items that were carried over from these occurrences, as (occurrence id, item)."""
    found = await session.execute(
        select(CarryOver.occurrence_id, AgendaItem)
        .join(AgendaItem, AgendaItem.id == CarryOver.item_id)
        .where(CarryOver.occurrence_id.in_(set(occurrence_ids)))
        .order_by(AgendaItem.place, AgendaItem.id)
    )
    return [(one, other) for one, other in found]


async def times_carried(session: AsyncSession, item_ids: Iterable[int]) -> dict[int, int]:
    """How often each of these items has been carried over."""
    counted = await session.execute(
        select(CarryOver.item_id, func.count())
        .where(CarryOver.item_id.in_(set(item_ids)))
        .group_by(CarryOver.item_id)
    )
    return dict(counted.all())


async def count_open(session: AsyncSession, series_ids: Iterable[int]) -> dict[int, int]:
    """How many items are still to be talked about in each of these series."""
    counted = await session.execute(
        select(AgendaItem.series_id, func.count())
        .where(AgendaItem.series_id.in_(set(series_ids)), AgendaItem.state.in_(TO_DISCUSS))
        .group_by(AgendaItem.series_id)
    )
    return dict(counted.all())


async def add(
    session: AsyncSession, series_id: int, author_id: int, text: str, source: str | None, now: datetime
) -> int:
    """Write an open item at the place after the largest that is taken in its series; answers its id."""
    added = await session.execute(*_added(series_id, series_id, author_id, text, source, now))
    return int(added.scalar_one())


async def settle(
    session: AsyncSession, item_id: int, state: ItemState, occurrence_id: int | None, now: datetime
) -> bool:
    """Mark an item discussed or dropped, if it was still to be talked about; says whether it was."""
    settled = await session.execute(
        update(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.state.in_(TO_DISCUSS))
        .values(state=state, settled_in=occurrence_id, settled_at=now)
    )
    return rows(settled) == 1


async def carry_over(session: AsyncSession, series_id: int, occurrence_id: int, made_until: datetime) -> None:
    """Everything of the series that was there by `made_until` and is still open is carried over, once.

    One conditional update decides which items these are, so that one that somebody settles at the same time is
    either settled or carried over, never both.
    """
    left = await session.scalars(
        update(AgendaItem)
        .where(
            AgendaItem.series_id == series_id,
            AgendaItem.state.in_(TO_DISCUSS),
            AgendaItem.created_at <= made_until,
        )
        .values(state=ItemState.CARRIED_OVER)
        .returning(AgendaItem.id)
    )
    for item_id in left.all():
        await insert_once(session, CarryOver, item_id=item_id, occurrence_id=occurrence_id)


@prepared
def _added(series_id: Any, of_series: Any, author_id: Any, text: Any, source: Any, created_at: Any) -> Any:
    largest = func.coalesce(func.max(AgendaItem.place), 0)
    place = select(largest + 1).where(AgendaItem.series_id == of_series).scalar_subquery()
    given = {"series_id": series_id, "author_id": author_id, "text": text, "source": source}
    item = given | {"place": place, "state": ItemState.OPEN, "created_at": created_at}
    table: Any = AgendaItem.__table__
    return insert(table).values(**item).returning(table.c.id)
