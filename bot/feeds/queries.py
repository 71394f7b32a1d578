"""Statements about calendar addresses."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.feeds.models import CalendarAddress
from bot.storage.database import rows


async def by_digest(session: AsyncSession, digest: str) -> CalendarAddress | None:
    """The address with this digest that has not been revoked."""
    return await session.scalar(
        select(CalendarAddress).where(CalendarAddress.digest == digest, CalendarAddress.revoked_at.is_(None))
    )


async def live_of(session: AsyncSession, person_id: int) -> Sequence[CalendarAddress]:
    """A person's addresses that have not been revoked, oldest first."""
    return (
        await session.scalars(
            select(CalendarAddress)
            .where(CalendarAddress.person_id == person_id, CalendarAddress.revoked_at.is_(None))
            .order_by(CalendarAddress.id)
        )
    ).all()


async def revoke(session: AsyncSession, person_id: int, address_id: int, now: datetime) -> bool:
    """Revoke an address of this very person; says whether there was one to revoke."""
    revoked = await session.execute(
        update(CalendarAddress)
        .where(
            CalendarAddress.id == address_id,
            CalendarAddress.person_id == person_id,
            CalendarAddress.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    return rows(revoked) == 1
