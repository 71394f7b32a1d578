"""Statements about what is kept elsewhere of a sync-up: its posts, its blockers and opportunities."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers.models import Blocker
from bot.opportunities.models import Opportunity
from bot.slack.models import Post


async def post_about(session: AsyncSession, view: str, subject: str, address: str | None = None) -> Post | None:
    """The latest post of this view and subject, to this address if one is given."""
    found = select(Post).where(Post.view == view, Post.subject == subject)
    if address is not None:
        found = found.where(Post.address == address)
    return await session.scalar(found.order_by(Post.id.desc()).limit(1))


async def posts_beginning(session: AsyncSession, view: str, beginning: str) -> Sequence[str]:
    """The subjects of the posts of this view that begin like this."""
    found = select(Post.subject).where(Post.view == view, Post.subject.startswith(beginning, autoescape=True))
    return (await session.scalars(found.order_by(Post.id))).all()


async def opportunity_numbers(session: AsyncSession, occurrence_id: int, raiser_id: int) -> Sequence[int]:
    """The numbers of the opportunities that somebody named on a day and has not taken back."""
    return (
        await session.scalars(
            select(Opportunity.number)
            .where(Opportunity.occurrence_id == occurrence_id, Opportunity.raiser_id == raiser_id)
            .where(Opportunity.withdrawn_at.is_(None))
            .order_by(Opportunity.number)
        )
    ).all()


async def blocker_owners(session: AsyncSession, team_id: int, since: datetime) -> Sequence[int]:
    """Who has, or has had since an instant, a blocker in a team."""
    found = select(Blocker.owner_id).where(
        Blocker.team_id == team_id, or_(Blocker.resolved_at.is_(None), Blocker.resolved_at > since)
    )
    return (await session.scalars(found.distinct())).all()
