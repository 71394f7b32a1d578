"""What `upcoming` and `doctor` ask the database: reminders, a person by what they are called, lost posts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items.models import ActionItem
from bot.action_items.reminding import VIEW
from bot.blockers.models import Blocker
from bot.blockers.telling import LEAD
from bot.people.models import Person
from bot.slack.models import LOST, Post, PostState
from bot.teams.models import Team


async def reminders(session: AsyncSession, until: datetime) -> Sequence[tuple[datetime, Person]]:
    """When whom is reminded of an action item, up to and including `until`; what is asked for already too."""
    ahead = await session.execute(
        select(ActionItem.remind_at, Person)
        .join(Person, Person.id == ActionItem.owner_id)
        .where(ActionItem.remind_at <= until)
        .order_by(ActionItem.remind_at)
    )
    return [*await _asked_for(session, VIEW, until), *((at, owner) for at, owner in ahead if at is not None)]


async def leads_to_tell(session: AsyncSession, until: datetime) -> Sequence[tuple[datetime, Person]]:
    """When which lead is told of a blocker, up to and including `until`; what is asked for already too."""
    ahead = await session.execute(
        select(Blocker.tell_lead_at, Person)
        .join(Team, Team.id == Blocker.team_id)
        .join(Person, Person.id == Team.lead_id)
        .where(Blocker.tell_lead_at <= until, Blocker.lead_told_at.is_(None))
        .order_by(Blocker.tell_lead_at)
    )
    return [*await _asked_for(session, LEAD, until), *((at, lead) for at, lead in ahead if at is not None)]


async def _asked_for(session: AsyncSession, view: str, until: datetime) -> Sequence[tuple[datetime, Person]]:
    found = await session.execute(
        select(Post.created_at, Person)
        .join(Person, Person.id == Post.recipient_id)
        .where(Post.view == view, Post.state == PostState.WANTED, Post.created_at <= until)
        .order_by(Post.created_at)
    )
    return [(at, person) for at, person in found]


async def lost(session: AsyncSession, limit: int) -> Sequence[tuple[Post, str | None]]:
    """The latest posts that could not be delivered, newest first, each with the name of whoever it was for."""
    found = await session.execute(
        select(Post, Person.name)
        .outerjoin(Person, Person.id == Post.recipient_id)
        .where(Post.state.in_(LOST))
        .order_by(Post.created_at.desc(), Post.id.desc())
        .limit(limit)
    )
    return [(post, name) for post, name in found]


async def called(session: AsyncSession, name: str) -> Sequence[Person]:
    """People with this name, in any case, or this Slack id."""
    wanted = name.removeprefix("@")
    return (
        await session.scalars(
            select(Person).where(or_(func.lower(Person.name) == wanted.lower(), Person.slack_id == wanted))
        )
    ).all()
