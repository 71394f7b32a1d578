"""What `upcoming` asks the database: reminders, a person by what they are called."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items.models import ActionItem
from bot.action_items.reminding import VIEW
from bot.people.models import Person
from bot.slack.models import Post, PostState


async def reminders(session: AsyncSession, until: datetime) -> Sequence[tuple[datetime, Person]]:
    """When whom is reminded of an action item, up to and including `until`."""
    ahead = await session.execute(
        select(ActionItem.remind_at, Person)
        .join(Person, Person.id == ActionItem.owner_id)
        .where(ActionItem.remind_at <= until)
        .order_by(ActionItem.remind_at)
    )
    asked_for = await session.execute(
        select(Post.created_at, Person)
        .join(Person, Person.id == Post.recipient_id)
        .where(Post.view == VIEW, Post.state == PostState.WANTED, Post.created_at <= until)
        .order_by(Post.created_at)
    )
    return [(at, owner) for found in (asked_for, ahead) for at, owner in found if at is not None]


async def called(session: AsyncSession, name: str) -> Sequence[Person]:
    """People with this name, in any case, or this Slack id."""
    wanted = name.removeprefix("@")
    return (
        await session.scalars(
            select(Person).where(or_(func.lower(Person.name) == wanted.lower(), Person.slack_id == wanted))
        )
    ).all()
