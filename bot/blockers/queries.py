"""Statements about blockers."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.blockers.models import Blocker
from bot.blockers.rules import Recurrence
from bot.schedule.moments import GATHER
from bot.slack.models import Post
from bot.storage.database import rows
from bot.teams.models import Team


async def blocker(session: AsyncSession, blocker_id: int) -> Blocker | None:
    """The blocker with this id, whatever became of it."""
    return await session.scalar(select(Blocker).where(Blocker.id == blocker_id))


async def blocker_to_change(session: AsyncSession, blocker_id: int) -> Blocker:
    """The blocker as the database has it now, kept from being changed by others until the transaction ends."""
    return (
        await session.scalars(
            select(Blocker)
            .where(Blocker.id == blocker_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one()


async def open_in(session: AsyncSession, team_id: int) -> Sequence[Blocker]:
    """The open blockers of a team, the oldest first."""
    return (await session.scalars(_open().where(Blocker.team_id == team_id))).all()


async def open_of(session: AsyncSession, team_id: int, owner_id: int) -> Sequence[Blocker]:
    """A person's own open blockers in a team, the oldest first."""
    mine = _open().where(Blocker.team_id == team_id, Blocker.owner_id == owner_id)
    return (await session.scalars(mine)).all()


async def resolved_in(session: AsyncSession, team_id: int, since: datetime, limit: int = 200) -> Sequence[Blocker]:
    """The blockers of a team that were resolved after an instant, the latest first."""
    return (await session.scalars(_resolved(team_id, since).limit(limit))).all()


async def resolved_of(
    session: AsyncSession, team_id: int, owner_id: int, since: datetime, limit: int = 50
) -> Sequence[Blocker]:
    """A person's own blockers in a team that were resolved after an instant, the latest first."""
    mine = _resolved(team_id, since).where(Blocker.owner_id == owner_id)
    return (await session.scalars(mine.limit(limit))).all()


async def owners_since(session: AsyncSession, team_id: int, since: datetime) -> Sequence[int]:
    """Who has a blocker in a team that is open, or was resolved after an instant."""
    found = select(Blocker.owner_id).where(
        Blocker.team_id == team_id, or_(Blocker.resolved_at.is_(None), Blocker.resolved_at > since)
    )
    return (await session.scalars(found.distinct())).all()


async def raised_in(session: AsyncSession, occurrence_id: int, owner_id: int) -> Sequence[Blocker]:
    """What a person's answer in one sync-up raised and still says, as the database has it now, in order."""
    return (
        await session.scalars(
            select(Blocker)
            .where(
                Blocker.occurrence_id == occurrence_id,
                Blocker.owner_id == owner_id,
                Blocker.as_answered.is_not(None),
            )
            .order_by(Blocker.number)
            .execution_options(populate_existing=True)
        )
    ).all()


async def last_number(session: AsyncSession, team_id: int) -> int:
    """The highest number that a blocker of this team has; 0 before the first."""
    return await session.scalar(select(func.max(Blocker.number)).where(Blocker.team_id == team_id)) or 0


async def recurrences(session: AsyncSession, ids: Iterable[int]) -> dict[int, Recurrence]:
    """For each of these that has come back: how many times it was raised, this one too, and on which day first."""
    wanted = set(ids)
    if not wanted:
        return {}
    begun = select(Blocker.id.label("of"), Blocker.again_of, Blocker.opened_on)
    chain = begun.where(Blocker.id.in_(wanted), Blocker.again_of.is_not(None)).cte("chain", recursive=True)
    earlier = aliased(Blocker)
    step = select(chain.c.of, earlier.again_of, earlier.opened_on).join(earlier, earlier.id == chain.c.again_of)
    whole = chain.union_all(step)
    counted = select(whole.c.of, func.count(), func.min(whole.c.opened_on)).group_by(whole.c.of)
    return {of: Recurrence(times, first) for of, times, first in await session.execute(counted)}


async def told_of(session: AsyncSession, **whose: int) -> Sequence[int]:
    """The ids of the open blockers, of this `team_id` or this `owner_id`, that a lead was told of."""
    told = select(Blocker.id).filter_by(resolved_at=None, withdrawn_at=None, **whose)
    return (await session.scalars(told.where(Blocker.lead_told_at.is_not(None)).order_by(Blocker.id))).all()


async def waiting_for(session: AsyncSession, person_id: int) -> Sequence[Blocker]:
    """Open blockers that a lead is still to be told of, which this person owns, or whose team they lead."""
    led = select(Team.id).where(Team.lead_id == person_id, Team.ended_at.is_(None))
    theirs = _untold().where(or_(Blocker.owner_id == person_id, Blocker.team_id.in_(led)))
    return (await session.scalars(theirs)).all()


async def waiting_in(session: AsyncSession, team_id: int) -> Sequence[Blocker]:
    """Open blockers of a team that its lead is still to be told of."""
    return (await session.scalars(_untold().where(Blocker.team_id == team_id))).all()


async def posts_about(session: AsyncSession, view: str, subject: str) -> Sequence[Post]:
    """The posts of this view and subject, to whomever they are, as the database has them now."""
    same = select(Post).where(Post.view == view, Post.subject == subject)
    return (await session.scalars(same.execution_options(populate_existing=True))).all()


async def due(session: AsyncSession, now: datetime, limit: int) -> Sequence[tuple[int, datetime]]:
    """Blockers of which a lead is to be told within `GATHER`, as (id, the `tell_lead_at` seen)."""
    found = await session.execute(
        select(Blocker.id, Blocker.tell_lead_at)
        .where(Blocker.tell_lead_at <= now + GATHER)
        .order_by(Blocker.tell_lead_at, Blocker.id)
        .limit(limit)
    )
    return [(blocker_id, at) for blocker_id, at in found if at is not None]


async def claim(session: AsyncSession, blocker_id: int, seen: datetime) -> bool:
    """Take what is due about a blocker; false when it has been taken or moved."""
    same = update(Blocker).where(Blocker.id == blocker_id, Blocker.tell_lead_at == seen)
    return rows(await session.execute(same.values(tell_lead_at=None))) == 1


async def set_back(session: AsyncSession, blocker_id: int, seen: datetime, until: datetime) -> None:
    """Look at it again only at `until`."""
    same = update(Blocker).where(Blocker.id == blocker_id, Blocker.tell_lead_at == seen)
    await session.execute(same.values(tell_lead_at=until + GATHER))


async def next_instant(session: AsyncSession) -> datetime | None:
    """The earliest instant at which a lead is to be told of anything, or rather `GATHER` before."""
    earliest = await session.scalar(select(func.min(Blocker.tell_lead_at)))
    return None if earliest is None else earliest - GATHER


def _live() -> Select[Blocker]:
    return select(Blocker).where(Blocker.withdrawn_at.is_(None))


def _open() -> Select[Blocker]:
    return _live().where(Blocker.resolved_at.is_(None)).order_by(Blocker.opened_on, Blocker.number)


def _resolved(team_id: int, since: datetime) -> Select[Blocker]:
    wanted = _live().where(Blocker.team_id == team_id, Blocker.resolved_at > since)
    return wanted.order_by(Blocker.resolved_at.desc(), Blocker.number.desc())


def _untold() -> Select[Blocker]:
    return _open().where(or_(Blocker.tell_lead_at.is_not(None), Blocker.lead_told_at.is_(None)))
