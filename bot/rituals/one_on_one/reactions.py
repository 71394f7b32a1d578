"""What a change of one of the two means for their 1-on-1s."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import reminding
from bot.people.directory import Change
from bot.people.models import Person
from bot.rituals.one_on_one import setting_up
from bot.rituals.one_on_one.access import live_pairs
from bot.rituals.one_on_one.changed import changed
from bot.rituals.one_on_one.deciding_anew import decide_anew
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
    pairs = await live_pairs(session, person)
    for pair in pairs:
        for occurrence in await schedule.unfinished_occurrences(session, pair.series.id):
            await decide_anew(session, pair, occurrence, now)
    await schedule.touch_series(session, [pair.series.id for pair in pairs], now)
    for pair in pairs:
        await changed(session, pair, now)


async def _end_all(session: AsyncSession, person: Person, now: datetime) -> None:
    while pairs := await live_pairs(session, person):
        for pair in pairs:
            await setting_up.end(session, pair, f"{person.name} has left the workspace", now)
        await session.flush()
