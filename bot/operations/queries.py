"""What operators are told, in counts and ages: one statement a function, no content and no names."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule.models import Series
from bot.slack.models import Lane, Post, PostState


async def stopped_lanes(session: AsyncSession) -> Sequence[str]:
    """The credential error of every lane that is stopped."""
    codes = await session.scalars(select(Lane.stopped_by).where(Lane.stopped_by.is_not(None)))
    return [code for code in codes if code is not None]


async def posts_by_state(session: AsyncSession) -> dict[PostState, int]:
    """How many posts stand where."""
    counted = await session.execute(select(Post.state, func.count()).group_by(Post.state))
    return dict(counted.all())


async def oldest_due_series(session: AsyncSession, now: datetime) -> datetime | None:
    """Since when the series that has waited longest is due; None when none is."""
    return await session.scalar(select(func.min(Series.next_at)).where(Series.next_at <= now))


async def oldest_due_post(session: AsyncSession, now: datetime) -> datetime | None:
    """Since when the post that has waited longest is due; None when none is."""
    return await session.scalar(select(func.min(Post.next_try_at)).where(Post.next_try_at <= now))


async def messages_since(session: AsyncSession, since: datetime) -> tuple[int, int]:
    """How many messages were shown since an instant, and to how many people."""
    counted = select(func.count(), func.count(Post.recipient_id.distinct()))
    row = (await session.execute(counted.where(Post.shown_at > since, Post.ts.is_not(None)))).one()
    return row[0], row[1]
