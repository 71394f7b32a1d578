"""The calendars of persons, from what is stored of them, and whether somebody is away at an instant."""

from collections.abc import Collection
from datetime import date, datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people import queries
from bot.people.models import Absence, Person
from bot.people.working_days import WorkCalendar, WorkingWeek, check_region

log = structlog.get_logger()

BY_STATUS = "away by status"


async def calendar_of(session: AsyncSession, person: Person, since: date) -> WorkCalendar:
    """The person's calendar, right for every day from `since` on."""
    return (await calendars_of(session, [person], since))[person.id]


async def calendars_of(session: AsyncSession, persons: Collection[Person], since: date) -> dict[int, WorkCalendar]:
    """The calendars of all these persons by their id, in one statement, right for every day from `since` on."""
    absences: dict[int, list[Absence]] = {person.id: [] for person in persons}
    for absence in await queries.absences(session, absences, since):
        absences[absence.person_id].append(absence)
    return {person.id: _calendar(person, absences[person.id]) for person in persons}


def is_away(person: Person, calendar: WorkCalendar, instant: datetime) -> str | None:
    """Why the person is away at an aware instant, on the date it is in their own zone; None when they are not.

    The reason is "away by status", "away", "weekend" or "holiday: " and its name. A status with an end does not
    count from that very instant on, whether or not Slack has taken it down (on 2026-04-21 it did not); one
    without an end counts until it is changed.
    """
    if person.away_by_status and (person.status_until is None or instant < person.status_until):
        return BY_STATUS
    return calendar.why_not(instant.astimezone(person.zone).date())


def _calendar(person: Person, absences: Collection[Absence]) -> WorkCalendar:
    return WorkCalendar(
        WorkingWeek.parse(person.working_week),
        _known_region(person),
        tuple((absence.first, absence.last) for absence in absences),
    )


def _known_region(person: Person) -> str | None:
    """A region that a newer `holidays` library has dropped is no reason to leave somebody without prompts."""
    if person.holidays_region is None:
        return None
    try:
        return check_region(person.holidays_region)
    except Refusal:
        log.warning("holidays region unknown", person=person.id, region=person.holidays_region)
        return None
