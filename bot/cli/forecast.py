"""What will be sent, reckoned from the database alone: every moment that says something, and every reminder."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli import queries
from bot.people.models import Person
from bot.schedule import queries as schedule
from bot.schedule.ahead import occurrences
from bot.schedule.models import Occurrence, OccurrenceState, Series
from bot.schedule.moments import About, Ritual

# The longest a moment comes before its occurrence: a prep some working days ahead, holidays between.
LONGEST_LEAD = timedelta(days=14)
# And the longest it comes after: what is overdue since the bot stood still is listed too.
LONGEST_TAIL = timedelta(days=14)


@dataclass(frozen=True)
class Ahead:
    """Something that will happen at an instant (UTC), in the zone it was set in, for these people."""

    at: datetime
    zone: ZoneInfo
    about: str
    """What it is, such as “1-on-1: Ana and Bob”."""
    moment: str
    people: tuple[Person, ...]


async def ahead(
    session: AsyncSession, rituals: Mapping[str, Ritual], now: datetime, until: datetime
) -> Sequence[Ahead]:
    """Everything up to and including `until`, soonest first, what is overdue included.

    Occurrences that are not planned yet are reckoned from the rule; absences may still change them.
    """
    found = [reminder async for reminder in _reminders(session, until)]
    live = await schedule.live_series(session)
    for name, ritual in rituals.items():
        found += await _of_ritual(session, ritual, [one for one in live if one.ritual == name], now, until)
    return sorted(found, key=lambda one: (one.at, one.about, one.moment))


async def _of_ritual(
    session: AsyncSession, ritual: Ritual, live: Sequence[Series], now: datetime, until: datetime
) -> list[Ahead]:
    about = await ritual.about(session, live)
    found = await occurrences(session, live, now - LONGEST_TAIL, now, until + LONGEST_LEAD)
    return [
        one
        for series, occurrence in found
        if occurrence.state is OccurrenceState.PLANNED and series.id in about
        for one in await _moments(session, ritual, series, occurrence, about[series.id], now)
        if one.at <= until
    ]


async def _moments(
    session: AsyncSession, ritual: Ritual, series: Series, occurrence: Occurrence, about: About, now: datetime
) -> list[Ahead]:
    # What has come early, to be said with something else, is still ahead.
    came = await schedule.came(session, occurrence.id, now) if occurrence.id else frozenset()
    silent = {kind.name for kind in ritual.moments if kind.is_silent}
    due = await ritual.due_times(session, series, occurrence)
    return [
        Ahead(moment.at, series.zone, about.title, kind, people)
        for name, moment in due.items()
        if name not in came and (kind := name.partition("@")[0]) not in silent
        if (people := await ritual.whom(session, series, occurrence, name, moment, about))
    ]


async def _reminders(session: AsyncSession, until: datetime) -> AsyncIterator[Ahead]:
    for at, owner in await queries.reminders(session, until):
        yield Ahead(at, owner.zone, "Action item", "reminder", (owner,))
    for at, lead in await queries.leads_to_tell(session, until):
        yield Ahead(at, lead.zone, "Blocker", "lead is told", (lead,))
