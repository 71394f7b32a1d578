"""When the moments of a 1-on-1 are due: asked from both people's own days and hours."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people import queries as people
from bot.people.working_days import PATIENCE_DAYS
from bot.rituals.one_on_one import queries, rules
from bot.schedule.models import Occurrence, Series
from bot.schedule.moments import Due
from bot.schedule.wall_clock import local_date

PREP = "prep"
PARTNER_PREP = "partner prep"
START = "start"
WRAP_UP = "wrap-up"
CLOSE = "close"


async def due_times(session: AsyncSession, series: Series, occurrence: Occurrence) -> Mapping[str, Due]:
    """The instant of each moment of an occurrence, UTC."""
    one_on_one = await queries.by_series(session, series.id)
    if one_on_one is None:
        raise LookupError(f"series {series.id} has no 1-on-1")
    found = await people.persons(session, [one_on_one.owner_id, one_on_one.partner_id])
    owner, partner = found[one_on_one.owner_id], found[one_on_one.partner_id]
    # The days before it count: who was away on them is asked earlier.
    since = local_date(occurrence.starts_at, owner.zone) - timedelta(days=PATIENCE_DAYS)
    both = await calendars.calendars_of(session, [owner, partner], since)
    starts_at, prep_at = occurrence.starts_at, one_on_one.prep_at
    prep = rules.prep_instant(starts_at, one_on_one.prep_days, prep_at, owner.zone, both[owner.id])
    theirs = rules.partner_prep_instant(prep, starts_at, prep_at, partner.zone, both[partner.id])
    return {
        PREP: Due(prep, gathers=True),
        PARTNER_PREP: Due(theirs, gathers=True),
        START: Due(occurrence.starts_at - rules.START_LEAD),
        WRAP_UP: Due(occurrence.ends_at),
        CLOSE: Due(occurrence.ends_at + rules.CLOSE_AFTER),
    }
