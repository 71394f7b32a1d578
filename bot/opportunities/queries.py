"""Statements about opportunities."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.opportunities.models import Opportunity


async def opportunity(session: AsyncSession, opportunity_id: int) -> Opportunity | None:
    """The opportunity with this id, also when it was taken back."""
    return await session.scalar(select(Opportunity).where(Opportunity.id == opportunity_id))


async def opportunity_to_change(session: AsyncSession, opportunity_id: int) -> Opportunity:
    """The opportunity as the database has it now, kept from being changed until the transaction ends."""
    return (
        await session.scalars(
            select(Opportunity)
            .where(Opportunity.id == opportunity_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one()


async def open_of_team(
    session: AsyncSession, team_id: int, limit: int | None = None, offset: int = 0
) -> Sequence[Opportunity]:
    """The opportunities of a team that were not taken back, the latest sprint first and in it the latest first."""
    latest = _kept(team_id).order_by(func.coalesce(Opportunity.sprint_number, 0).desc(), Opportunity.number.desc())
    return (await session.scalars(latest.limit(limit).offset(offset))).all()


async def count(session: AsyncSession, team_id: int) -> int:
    """How many opportunities a team has that were not taken back."""
    return await session.scalar(select(func.count()).select_from(_kept(team_id).subquery())) or 0


async def logged_in(session: AsyncSession, occurrence_id: int, raiser_id: int) -> Sequence[Opportunity]:
    """What a person's answer in one sync-up named and still says, as the database has it now, in order."""
    return (
        await session.scalars(
            select(Opportunity)
            .where(
                Opportunity.occurrence_id == occurrence_id,
                Opportunity.raiser_id == raiser_id,
                Opportunity.as_answered.is_not(None),
            )
            .order_by(Opportunity.number)
            .execution_options(populate_existing=True)
        )
    ).all()


async def last_number(session: AsyncSession, team_id: int) -> int:
    """The highest number that an opportunity of this team has; 0 before the first."""
    return await session.scalar(select(func.max(Opportunity.number)).where(Opportunity.team_id == team_id)) or 0


def _kept(team_id: int) -> Select[Opportunity]:
    return select(Opportunity).where(Opportunity.team_id == team_id, Opportunity.withdrawn_at.is_(None))
