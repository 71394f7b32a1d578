"""When the bot reminds of an action item: once, on the due day."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries
from bot.action_items.models import ActionState
from bot.people import queries as people
from bot.schedule.ticker import DueSource
from bot.slack import posts

# From 09:00 to the end of the working day.
REMINDER_GRACE = timedelta(hours=12)


async def remind(session: AsyncSession, action_id: int, seen: datetime, now: datetime) -> bool:
    """Take the one reminder of an action item; not said when the due day is over before it goes out."""
    if not await queries.claim_reminder(session, action_id, seen):
        return False
    item = await queries.action(session, action_id)
    if item is not None and item.state is ActionState.OPEN:
        owner = await people.person(session, item.owner_id)
        if not owner.is_member:
            return True
        await posts.want(session, "action_item.due", f"action:{item.id}", owner, now, seen + REMINDER_GRACE)
    return True


MOMENTS = DueSource("action items", queries.due, remind, queries.set_back_reminder, queries.next_reminder)
