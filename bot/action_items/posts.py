"""What the reminder of an action item shows."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries, views
from bot.action_items.models import ActionState
from bot.people import calendars
from bot.people import queries as people
from bot.schedule.wall_clock import local_date
from bot.slack.models import Post, PostState
from bot.slack.posts import Composed, Composer, Unsaid


async def due_today(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The reminder, for its owner only; not said to someone who is away, or once it is done."""
    item = await queries.action(session, int(post.subject.split(":")[1]))
    if item is None or item.owner_id != post.recipient_id:
        return Unsaid()
    owner = await people.person(session, item.owner_id)
    today = local_date(now, owner.zone)
    if post.ts is None:
        calendar = await calendars.calendar_of(session, owner, today)
        if item.state is not ActionState.OPEN:
            return Unsaid()
        if calendars.is_away(owner, calendar, now):
            return Unsaid(PostState.AWAY)
    return views.due_today(item.id, item.text, item.due_on, today, BECAME[item.state])


BECAME = {ActionState.OPEN: "", ActionState.DONE: "✓ Done", ActionState.DROPPED: "Dropped"}


POSTS: dict[str, Composer] = {"action_item.due": due_today}

WORDS = {"action_item.due": "Reminder of an action item"}
"""What a person reads about each post under *Why did I (not) get this?*"""
