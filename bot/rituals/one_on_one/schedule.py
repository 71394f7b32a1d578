"""When the moments of a 1-on-1 are due: asked from both people's own days and hours."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people import queries as people
from bot.rituals.one_on_one import queries, rules
from bot.schedule.models import Occurrence, Series
from bot.schedule.wall_clock import local_date

PREP = "prep"
PARTNER_PREP = "partner prep"
START = "start"
WRAP_UP = "wrap-up"
CLOSE = "close"


async def due_times(session: AsyncSession, series: Series, occurrence: Occurrence) -> Mapping[str, datetime]:
    """The instant of each moment of an occurrence, UTC."""
    one_on_one = await queries.by_series(session, series.id)
    if one_on_one is None:
        raise LookupError(f"series {series.id} has no 1-on-1")
    found = await people.persons(session, [one_on_one.owner_id, one_on_one.partner_id])
    owner, partner = found[one_on_one.owner_id], found[one_on_one.partner_id]
    calendar = await calendars.calendar_of(session, owner, local_date(occurrence.starts_at, owner.zone))
    prep = rules.prep_instant(occurrence.starts_at, one_on_one.prep_days, one_on_one.prep_at, owner.zone, calendar)
    return {
        PREP: prep,
        PARTNER_PREP: rules.partner_prep_instant(prep, occurrence.starts_at, one_on_one.prep_at, partner.zone),
        START: occurrence.starts_at - rules.START_LEAD,
        WRAP_UP: occurrence.ends_at,
        CLOSE: occurrence.ends_at + rules.CLOSE_AFTER,
    }
