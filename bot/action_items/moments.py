"""When the bot reminds of an action item: once, on the due day."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries
from bot.action_items.models import ActionState
from bot.action_items.reminding import VIEW
from bot.people import queries as people
from bot.schedule.moments import EARLY
from bot.schedule.ticker import DueSource
from bot.slack import posts

# From 09:00 to the end of the working day.
REMINDER_GRACE = timedelta(hours=12)


async def remind(session: AsyncSession, action_id: int, seen: datetime, now: datetime) -> bool:
    """Take the one reminder of an action item, to be said at its instant with what is said around it.

    Not said when the due day is over before it goes out.
    """
    if not await queries.claim_reminder(session, action_id, seen):
        return False
    item = await queries.action(session, action_id)
    if item is not None and item.state is ActionState.OPEN:
        owner = await people.person(session, item.owner_id)
        if not owner.is_member:
            return True
        late = seen + REMINDER_GRACE
        await posts.want(session, VIEW, f"action:{item.id}", owner, now, late, at=seen, gathers=True)
    return True


async def _due(session: AsyncSession, now: datetime, limit: int) -> Sequence[tuple[int, datetime]]:
    return await queries.due(session, now + EARLY, limit)


async def _set_back(session: AsyncSession, action_id: int, seen: datetime, until: datetime) -> None:
    # It was looked at early: it is not to be said before its instant.
    await queries.set_back_reminder(session, action_id, seen, max(seen, until))


async def _next_instant(session: AsyncSession) -> datetime | None:
    instant = await queries.next_reminder(session)
    return None if instant is None else instant - EARLY


MOMENTS = DueSource("action items", _due, remind, _set_back, _next_instant)
