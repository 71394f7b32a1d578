"""What is ahead, reckoned from the database alone: every moment of every series, and every reminder."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli import queries
from bot.people.models import Person
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, OccurrenceState, Series
from bot.schedule.moments import Ritual
from bot.schedule.recurrence import Recurrence
from bot.schedule.wall_clock import instant_of, local_date

# The longest a moment comes before its occurrence: a prep some working days ahead, holidays between.
LONGEST_LEAD = timedelta(days=14)


@dataclass(frozen=True)
class Ahead:
    """Something that will happen at an instant (UTC), in the zone it was set in, for these people."""

    at: datetime
    zone: ZoneInfo
    ritual: str
    moment: str
    people: tuple[Person, ...]


async def ahead(
    session: AsyncSession, rituals: Mapping[str, Ritual], now: datetime, until: datetime
) -> Sequence[Ahead]:
    """Everything up to and including `until`, soonest first, what is overdue included.

    Occurrences that are not planned yet are reckoned from the rule; absences may still change them.
    """
    found = [reminder async for reminder in _reminders(session, until)]
    for series, people in await queries.series_with_people(session):
        async for occurrence in _occurrences(session, series, now, until):
            came = await schedule.came(session, occurrence.id) if occurrence.id else frozenset()
            due = await rituals[series.ritual].due_times(session, series, occurrence)
            found += [
                Ahead(moment.at, series.zone, series.ritual, name, people)
                for name, moment in due.items()
                if name not in came and moment.at <= until
            ]
    return sorted(found, key=lambda one: (one.at, one.ritual, one.moment))


async def _reminders(session: AsyncSession, until: datetime) -> AsyncIterator[Ahead]:
    for at, owner in await queries.reminders(session, until):
        yield Ahead(at, owner.zone, "action item", "reminder", (owner,))


async def _occurrences(
    session: AsyncSession, series: Series, now: datetime, until: datetime
) -> AsyncIterator[Occurrence]:
    for planned in await schedule.unfinished_occurrences(session, series.id):
        yield planned
    latest = await schedule.latest_occurrence(session, series.id)
    day = latest.local_date + timedelta(days=1) if latest else series.first_date
    day = max(day, local_date(now, series.zone), series.not_before or day)
    recurrence = Recurrence.parse(series.rule, series.first_date)
    last = series.last_date or date.max
    while (day_found := recurrence.next_date(day)) is not None and day_found <= last:
        starts_at = instant_of(day_found, series.at, series.zone)
        if starts_at is not None and starts_at > until + LONGEST_LEAD:
            return
        if starts_at is not None and starts_at > now:
            yield _projected(series, starts_at)
        day = day_found + timedelta(days=1)


def _projected(series: Series, starts_at: datetime) -> Occurrence:
    return Occurrence(
        series_id=series.id,
        local_date=local_date(starts_at, series.zone),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.minutes),
        state=OccurrenceState.PLANNED,
    )
