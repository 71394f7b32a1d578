"""Statements about action items."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import String, cast, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items.models import ActionItem, ActionState
from bot.slack.models import Post, PostState
from bot.storage.database import rows


async def action(session: AsyncSession, action_id: int) -> ActionItem | None:
    """The action item with this id."""
    return await session.scalar(select(ActionItem).where(ActionItem.id == action_id))


async def of_series(session: AsyncSession, series_id: int, occurrence_id: int) -> Sequence[ActionItem]:
    """Open action items of a series and all that were made in this occurrence, the soonest due first."""
    return (
        await session.scalars(
            select(ActionItem)
            .where(
                ActionItem.series_id == series_id,
                ActionItem.state != ActionState.DROPPED,
                or_(ActionItem.state == ActionState.OPEN, ActionItem.occurrence_id == occurrence_id),
            )
            .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
        )
    ).all()


async def made_in(session: AsyncSession, occurrence_ids: Iterable[int]) -> Sequence[ActionItem]:
    """Action items made in these occurrences, in the order they were made."""
    return (
        await session.scalars(
            select(ActionItem)
            .where(ActionItem.occurrence_id.in_(set(occurrence_ids)), ActionItem.state != ActionState.DROPPED)
            .order_by(ActionItem.id)
        )
    ).all()


async def open_of(session: AsyncSession, owner_id: int, limit: int = 50) -> Sequence[ActionItem]:
    """A person's own open action items, the soonest due first."""
    return (
        await session.scalars(
            select(ActionItem)
            .where(ActionItem.owner_id == owner_id, ActionItem.state == ActionState.OPEN)
            .order_by(ActionItem.due_on.is_(None), ActionItem.due_on, ActionItem.id)
            .limit(limit)
        )
    ).all()


async def to_remind(session: AsyncSession, owner_id: int) -> Sequence[ActionItem]:
    """A person's open action items of which they are still to be reminded."""
    return (
        await session.scalars(
            select(ActionItem).where(
                ActionItem.owner_id == owner_id,
                ActionItem.state == ActionState.OPEN,
                ActionItem.remind_at.is_not(None),
            )
        )
    ).all()


async def asked_for(session: AsyncSession, owner_id: int, view: str) -> Sequence[ActionItem]:
    """A person's open action items whose reminder, a post of this view, is wanted and was not said yet."""
    subject = literal("action:") + cast(ActionItem.id, String)
    return (
        await session.scalars(
            select(ActionItem)
            .join(Post, Post.subject == subject)
            .where(Post.view == view, Post.recipient_id == owner_id, Post.state == PostState.WANTED)
            .where(ActionItem.owner_id == owner_id, ActionItem.state == ActionState.OPEN)
        )
    ).all()


async def count_open(session: AsyncSession, series_ids: Iterable[int]) -> dict[int, int]:
    """How many action items are open in each of these series."""
    counted = await session.execute(
        select(ActionItem.series_id, func.count())
        .where(ActionItem.series_id.in_(set(series_ids)), ActionItem.state == ActionState.OPEN)
        .group_by(ActionItem.series_id)
    )
    return dict(counted.all())


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[tuple[int, datetime]]:
    """Action items whose owner is to be reminded by now, as (id, the `remind_at` seen)."""
    found = await session.execute(
        select(ActionItem.id, ActionItem.remind_at)
        .where(ActionItem.remind_at <= now)
        .order_by(ActionItem.remind_at)
        .limit(limit)
    )
    return [(action_id, remind_at) for action_id, remind_at in found if remind_at is not None]


async def claim_reminder(session: AsyncSession, action_id: int, seen: datetime) -> bool:
    """Take the one reminder of an action item; false when it has been taken or moved."""
    claimed = await session.execute(
        update(ActionItem).where(ActionItem.id == action_id, ActionItem.remind_at == seen).values(remind_at=None)
    )
    return rows(claimed) == 1


async def set_back_reminder(session: AsyncSession, action_id: int, seen: datetime, until: datetime) -> None:
    """Look at the reminder again only at `until`."""
    await session.execute(
        update(ActionItem).where(ActionItem.id == action_id, ActionItem.remind_at == seen).values(remind_at=until)
    )


async def next_reminder(session: AsyncSession) -> datetime | None:
    """The earliest instant at which anyone is reminded."""
    return await session.scalar(select(func.min(ActionItem.remind_at)))
