"""When the owner of an action item is reminded, set anew whenever something it depends on has changed."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries
from bot.action_items.models import ActionItem
from bot.action_items.rules import reminder_instant
from bot.people import calendars
from bot.people.models import Person
from bot.schedule.wall_clock import local_date
from bot.slack import posts

VIEW = "action_item.due"


async def set_reminder(session: AsyncSession, item: ActionItem, owner: Person, now: datetime) -> None:
    """Remind the owner on the due day, by their own zone, days and holidays; of nothing that has passed.

    One that is asked for already, for another instant, and not said is not said then.
    """
    calendar = await calendars.calendar_of(session, owner, item.due_on or local_date(now, owner.zone))
    item.remind_at = reminder_instant(item.due_on, owner.zone, calendar, now)
    if item.id is not None and (item.remind_at is not None or item.due_on is None):
        await posts.withdraw(session, f"action:{item.id}", now, view=VIEW)


async def days_changed(session: AsyncSession, person: Person, now: datetime) -> None:
    """The person's zone or days have changed: what they are still to be reminded of comes by their new ones.

    Where the new instant has just passed, as it may for who flies east, the reminder comes now.
    """
    asked_for = await queries.asked_for(session, person.id, VIEW)
    for item in (*await queries.to_remind(session, person.id), *asked_for):
        await set_reminder(session, item, person, now)
        item.remind_at = item.remind_at or now
