"""What people say about their own calendar: days away, the week they work, whose holidays they have."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.people import queries
from bot.people.models import Absence, Person
from bot.people.working_days import WorkingWeek, check_region

MOST_DAYS = 365
# What the column holds; the library has two regions with longer names.
LONGEST_REGION = 16


async def add_absence(session: AsyncSession, person: Person, first: date, last: date, today: date) -> Absence:
    """The person is away from `first` to `last`, both included; `today` is the date where they are.

    Days they had already said are merged into the one absence that is returned. Refuses, under the field
    `last`, an end before the beginning, an absence that is over already, and more than 365 days at once.
    """
    _check_days(first, last, today)
    await queries.person_to_change(session, person.id)
    overlapping = await queries.absences_between(session, person.id, first, last)
    absence = overlapping[0] if overlapping else Absence(person_id=person.id)
    absence.first = min([first, *(one.first for one in overlapping)])
    absence.last = max([last, *(one.last for one in overlapping)])
    session.add(absence)
    for merged in overlapping[1:]:
        await session.delete(merged)
    await session.flush()
    return absence


async def cancel_absence(session: AsyncSession, person: Person, absence_id: int) -> Absence:
    """Take back an absence of the person's own and return what it was; refuses one that is not theirs or gone."""
    absence = await queries.absence(session, person.id, absence_id)
    if absence is None:
        raise Refusal("That absence is not in your list any more, so there is nothing to take back.")
    await session.delete(absence)
    return absence


async def change_calendar(session: AsyncSession, person: Person, week_text: str, region: str | None) -> Person:
    """Set the weekdays a person works and the region whose holidays they have; no region means no holidays.

    Refuses, under the fields `working_week` and `holidays_region`, what cannot be read; then nothing is changed.
    """
    week = _read_week(week_text)
    code = _read_region(region)
    changed = await queries.person_to_change(session, person.id)
    changed.working_week = week.text
    changed.holidays_region = code
    return changed


def _check_days(first: date, last: date, today: date) -> None:
    if last < first:
        raise FieldRefusal("last", "The last day is before the first day. Please choose a later last day.")
    if last < today:
        raise FieldRefusal("last", "These days are over already. Please choose days from today on.")
    days = (last - first).days + 1
    if days > MOST_DAYS:
        raise FieldRefusal("last", f"That is {days} days. Please choose {MOST_DAYS} days or fewer.")


def _read_week(text: str) -> WorkingWeek:
    try:
        return WorkingWeek.parse(text)
    except Refusal as refusal:
        raise FieldRefusal("working_week", refusal.sentence) from None


def _read_region(text: str | None) -> str | None:
    if text is None or not text.strip():
        return None
    try:
        code = check_region(text)
    except Refusal as refusal:
        raise FieldRefusal("holidays_region", refusal.sentence) from None
    if len(code) > LONGEST_REGION:
        country = code.partition("-")[0]
        raise FieldRefusal("holidays_region", f"I can’t keep “{code}”. Please use {country} alone.")
    return code
