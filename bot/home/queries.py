"""Reading what could not be delivered to a person: one statement a function."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.slack.models import LOST, Post


async def lost_posts(session: AsyncSession, person: Person, since: datetime, limit: int) -> Sequence[Post]:
    """Posts for this person since an instant that were not delivered, newest first."""
    return (
        await session.scalars(
            select(Post)
            .where(Post.recipient_id == person.id, Post.created_at > since, Post.state.in_(LOST))
            .order_by(Post.created_at.desc(), Post.id.desc())
            .limit(limit)
        )
    ).all()


async def lost_post(session: AsyncSession, person: Person, post_id: int) -> Post | None:
    """A post for this very person that was not delivered."""
    return await session.scalar(
        select(Post).where(Post.id == post_id, Post.recipient_id == person.id, Post.state.in_(LOST))
    )
