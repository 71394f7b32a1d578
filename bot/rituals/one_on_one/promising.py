"""Action items of a 1-on-1: promised by one of the two, kept until done, reminded of once."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items.models import ActionItem, ActionState
from bot.action_items.reminding import set_reminder
from bot.action_items.rules import checked_action
from bot.errors import FieldRefusal
from bot.people.models import Person
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.changed import touched
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from bot.schedule.wall_clock import local_date
from bot.slack import posts
from bot.slack.text import is_blank


async def promise(
    session: AsyncSession,
    pair: Pair,
    occurrence: Occurrence | None,
    owner: Person,
    text: str,
    due_on: date | None,
    now: datetime,
) -> ActionItem:
    """Write down what one of the two promised; refuses blank words, too many, and a due date in the past."""
    item = ActionItem(
        workspace_id=pair.one_on_one.workspace_id,
        series_id=pair.series.id,
        occurrence_id=occurrence.id if occurrence else None,
        owner_id=owner.id,
        author_id=pair.me.id,
        text=checked_action(text, is_blank(text)),
        state=ActionState.OPEN,
        created_at=now,
    )
    await _set_due(session, item, owner, due_on, now)
    session.add(item)
    await session.flush()
    await touched(session, pair, occurrence, now)
    return item


async def change(
    session: AsyncSession,
    pair: Pair,
    item: ActionItem,
    owner: Person,
    text: str,
    due_on: date | None,
    now: datetime,
) -> None:
    """Reword an action item, give it to the other, or change its due date; refuses as `promise` does."""
    item.text = checked_action(text, is_blank(text))
    is_given = item.owner_id != owner.id
    item.owner_id = owner.id
    if due_on != item.due_on:
        await _set_due(session, item, owner, due_on, now)
    elif is_given:
        await set_reminder(session, item, owner, now)
    await session.flush()
    await _shown_anew(session, pair, item, now)


async def settle(session: AsyncSession, pair: Pair, item: ActionItem, state: ActionState, now: datetime) -> None:
    """Mark it done or dropped, or open again."""
    item.state = state
    item.settled_at = None if state is ActionState.OPEN else now
    if state is not ActionState.OPEN:
        item.remind_at = None
    elif item.owner_id in (pair.me.id, pair.other.id):
        await set_reminder(session, item, pair.me if item.owner_id == pair.me.id else pair.other, now)
    await session.flush()
    await _shown_anew(session, pair, item, now)


def owner_of(pair: Pair, slack_id: str | None) -> Person:
    """Which of the two is meant; nobody named is oneself. Refuses anybody else."""
    if slack_id is None or slack_id == pair.me.slack_id:
        return pair.me
    if slack_id == pair.other.slack_id:
        return pair.other
    raise FieldRefusal("owner", f"Only you or {pair.other.name} can be given an action item here.")


async def _set_due(
    session: AsyncSession, item: ActionItem, owner: Person, due_on: date | None, now: datetime
) -> None:
    today = local_date(now, owner.zone)
    if due_on is not None and due_on < today:
        raise FieldRefusal("due", "That day has passed. Please choose today or a later day.")
    item.due_on = due_on
    await set_reminder(session, item, owner, now)


async def _shown_anew(session: AsyncSession, pair: Pair, item: ActionItem, now: datetime) -> None:
    made_in = await schedule.occurrence(session, item.occurrence_id) if item.occurrence_id else None
    await touched(session, pair, made_in, now)
    await posts.refresh(session, f"action:{item.id}", now)
