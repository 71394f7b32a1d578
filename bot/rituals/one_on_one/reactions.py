"""What a change of one of the two means for their 1-on-1s."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import reminding
from bot.people import queries as people
from bot.people.directory import Change
from bot.people.models import Person
from bot.rituals.one_on_one import queries, setting_up
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.changed import changed
from bot.schedule import queries as schedule


async def person_changed(session: AsyncSession, person: Person, change: Change, now: datetime) -> None:
    """Somebody left: their 1-on-1s end. Somebody moved or is away: what depends on it is planned anew."""
    if change.was_deactivated:
        await _end_all(session, person, now)
    elif change.zone_changed or change.away_changed or change.renamed:
        await days_changed(session, person, now)


async def days_changed(session: AsyncSession, person: Person, now: datetime) -> None:
    """The person's zone, working days, holidays or absences have changed: plan anew what depends on them."""
    await reminding.days_changed(session, person, now)
    rows = await queries.all_of(session, person.id)
    await schedule.touch_series(session, [series.id for _, series in rows], now)
    for one_on_one, series in rows:
        other_id = one_on_one.partner_id if one_on_one.owner_id == person.id else one_on_one.owner_id
        await changed(session, Pair(one_on_one, series, person, await people.person(session, other_id)), now)


async def _end_all(session: AsyncSession, person: Person, now: datetime) -> None:
    for one_on_one, series in await queries.all_of(session, person.id):
        other_id = one_on_one.partner_id if one_on_one.owner_id == person.id else one_on_one.owner_id
        pair = Pair(one_on_one, series, person, await people.person(session, other_id))
        await setting_up.end(session, pair, f"{person.name} has left the workspace", now)
