"""What operators are told, in counts and ages: one statement a function, no content and no names."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Workspace
from bot.schedule.models import Series
from bot.slack.models import Lane, Post, PostState


async def revoked(session: AsyncSession) -> Sequence[str]:
    """Why nothing goes out to a workspace any more, one code for each of which that is so."""
    code = func.coalesce(Lane.stopped_by, literal("token_revoked"))
    stopped = or_(Lane.stopped_by.is_not(None), Workspace.bot_token.is_(None))
    joined = select(code).select_from(Workspace).outerjoin(Lane, Lane.workspace_id == Workspace.id)
    return (await session.scalars(joined.where(stopped))).all()


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


async def messages_since(session: AsyncSession, since: datetime) -> Sequence[int]:
    """How many messages were shown to each person who was shown any since an instant, in no order.

    Several posts in one message are one; what is said in channels is nobody's.
    """
    count = func.count(Post.ts.distinct())
    counted = select(count).where(Post.shown_at > since, Post.ts.is_not(None), Post.recipient_id.is_not(None))
    return (await session.scalars(counted.group_by(Post.recipient_id))).all()
