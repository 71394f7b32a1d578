"""The days of a sync-up: which one is meant, who takes part, and how the roster is frozen when it opens."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people import calendars
from bot.people import queries as people
from bot.people.models import Person
from bot.people.working_days import WorkCalendar
from bot.rituals.standup import queries, rules
from bot.rituals.standup.models import Part, PartState, SyncUp
from bot.rituals.standup.schedule import OPEN
from bot.schedule import queries as schedule
from bot.schedule import replanning, turn
from bot.schedule.models import Occurrence, OccurrenceState, Series, SeriesState
from bot.schedule.recurrence import Recurrence
from bot.schedule.wall_clock import instant_of, local_date
from bot.teams import queries as teams
from bot.teams.models import Team

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Day:
    """One day of a team's sync-up."""

    sync_up: SyncUp
    series: Series
    occurrence: Occurrence
    team: Team

    @property
    def is_over(self) -> bool:
        return self.occurrence.state is not OccurrenceState.PLANNED

    def prompt_instant(self, person: Person) -> datetime | None:
        """When this person is asked on that day (UTC), whether or not they are."""
        return rules.prompt_instant(
            self.occurrence.local_date,
            self.series.at,
            self.series.zone,
            person.zone,
            by_local_time=self.sync_up.by_local_time,
        )

    def looked_at(self, person: Person, now: datetime) -> datetime | None:
        """The instant that says whether this person is away on that day: now, as far as the day lasts there.

        Before they are asked it is that instant; None where they are has no such date.
        """
        instant = self.prompt_instant(person)
        return None if instant is None else min(max(instant, now), rules.end_of_day(instant, person.zone))


@dataclass(frozen=True)
class Present:
    """Somebody who takes part in a day; `part` is None before it has opened, if they have done nothing yet."""

    person: Person
    part: Part | None
    counts: bool
    """Is expected to answer: in the roster when the day opened, and not gone since."""


async def day_of(session: AsyncSession, occurrence: Occurrence) -> Day:
    """The day that this occurrence of a sync-up is."""
    sync_up = await queries.by_series(session, occurrence.series_id)
    if sync_up is None:
        raise LookupError(f"series {occurrence.series_id} has no sync-up")
    return await day_in(session, sync_up, occurrence)


async def day_in(session: AsyncSession, sync_up: SyncUp, occurrence: Occurrence) -> Day:
    """The same, of a sync-up that is known."""
    team = await teams.team(session, sync_up.team_id)
    if team is None:
        raise LookupError(f"sync-up {sync_up.id} has no team")
    return Day(sync_up, await schedule.series(session, sync_up.series_id), occurrence, team)


async def day_for(session: AsyncSession, sync_up: SyncUp, person: Person, now: datetime) -> Occurrence:
    """The day that this person means now: today's where they are, or the next one if today has none.

    Where all are asked by the team's clock, the team's today counts. The occurrence is planned if it was not
    yet. Refuses a sync-up that has ended or is paused on that day.
    """
    series = await schedule.series(session, sync_up.series_id)
    _refuse_ended(series)
    today = local_date(now, person.zone if sync_up.by_local_time else series.zone)
    day = Recurrence.parse(series.rule, series.first_date).next_date(today)
    if day is None or _is_paused(series, day):
        raise Refusal("This sync-up is paused. Its lead can resume it in: /standup settings")
    found = await queries.occurrence_on(session, series.id, day)
    return found if found is not None else await _planned(session, series, day, now)


async def my_part(
    session: AsyncSession, sync_up: SyncUp, occurrence: Occurrence, person: Person, now: datetime
) -> Part:
    """A person's part in a day, made if there is none yet; one who joined after it opened does not count."""
    if occurrence.state is OccurrenceState.SKIPPED:
        # All were away, and one of them answers after all: then it was held.
        occurrence.state, occurrence.reason = OccurrenceState.CLOSED, None
    found = await queries.part(session, occurrence.id, person.id)
    if found is not None:
        return found
    await replanning.hold(session, await schedule.series(session, sync_up.series_id))
    found = await queries.part(session, occurrence.id, person.id)
    if found is None:
        has_opened = OPEN in await schedule.came(session, occurrence.id)
        found = _part(occurrence, person, counts=not has_opened)
        session.add(found)
        await session.flush()
    return found


async def open_day(session: AsyncSession, sync_up: SyncUp, occurrence: Occurrence) -> None:
    """Freeze the roster: everyone who is in the team now takes part in the day; its series is in hand."""
    known = {part.person_id for part in await queries.parts(session, occurrence.id)}
    roster = await teams.roster(session, sync_up.team_id)
    await queries.add_parts(session, occurrence.id, [person.id for person in roster if person.id not in known])


async def plan_next(session: AsyncSession, series: Series, occurrence: Occurrence, now: datetime) -> None:
    """Plan the day after this one as well.

    A series plans its next date when the last has begun by the team's clock; where a person's day begins up to
    26 hours earlier, that would be too late for them.
    """
    day = Recurrence.parse(series.rule, series.first_date).next_date(occurrence.local_date + timedelta(days=1))
    if day is not None and series.state is SeriesState.ACTIVE:
        await _plan_until(session, series, day, now)


async def present(session: AsyncSession, day: Day) -> list[Present]:
    """Everybody who takes part in a day, or would if it opened now, in as many statements for 500 as for 5.

    Who has left the team since it opened does not count, as long as the day is not over.
    """
    parts = {part.person_id: part for part in await queries.parts(session, day.occurrence.id)}
    roster = {person.id: person for person in await teams.roster(session, day.team.id)}
    gone = await people.persons(session, parts.keys() - roster.keys())
    found = [Present(_who(part, roster, gone), part, _counts(day, part, roster)) for part in parts.values()]
    if day.is_over or OPEN in await schedule.came(session, day.occurrence.id):
        return found
    waiting = [person for person in roster.values() if person.id not in parts]
    return found + [Present(person, None, counts=True) for person in waiting]


async def calendars_around(session: AsyncSession, day: Day, who: Collection[Person]) -> Mapping[int, WorkCalendar]:
    """The calendars of these people, right from the day before on: it may begin there for some."""
    return await calendars.calendars_of(session, who, day.occurrence.local_date - timedelta(days=1))


def _who(part: Part, roster: Mapping[int, Person], gone: Mapping[int, Person]) -> Person:
    return roster[part.person_id] if part.person_id in roster else gone[part.person_id]


def _counts(day: Day, part: Part, roster: Mapping[int, Person]) -> bool:
    return part.counts and (day.is_over or part.person_id in roster)


def _part(occurrence: Occurrence, person: Person, *, counts: bool) -> Part:
    return Part(
        occurrence_id=occurrence.id,
        person_id=person.id,
        state=PartState.EXPECTED,
        counts=counts,
        is_late=False,
    )


async def _planned(session: AsyncSession, series: Series, day: date, now: datetime) -> Occurrence:
    await replanning.hold(session, series)
    await _plan_until(session, series, day, now)
    found = await queries.occurrence_on(session, series.id, day)
    if found is None:
        raise Refusal("There is no such day in this time zone. Please try again tomorrow.")
    await schedule.touch_series(session, [series.id], now)
    return found


async def _plan_until(session: AsyncSession, series: Series, day: date, now: datetime) -> None:
    starts_at = instant_of(day, series.at, series.zone)
    if starts_at is not None:
        await turn.plan(session, series, max(now, starts_at - A_MINUTE))


def _is_paused(series: Series, day: date) -> bool:
    is_before = series.not_before is not None and day < series.not_before
    return series.state is SeriesState.PAUSED or is_before


def _refuse_ended(series: Series) -> None:
    if series.state is SeriesState.ENDED:
        raise Refusal("This sync-up has ended. You can set it up again with: /sprint setup")
