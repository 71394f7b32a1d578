"""Saying that one is away, taking it back, and setting one's week and holidays."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.errors import FieldRefusal, Refusal
from bot.people.absence import MOST_DAYS, add_absence, cancel_absence, change_calendar
from bot.people.models import Absence, Person

TODAY = date(2026, 3, 2)


def day(number: int) -> date:
    """The day that many days after today."""
    return TODAY + timedelta(days=number)


@pytest.fixture
async def alice(add_person) -> Person:
    return await add_person("UALICE")


@pytest.fixture
def away(database, alice):
    async def away(first: int, last: int, who: Person | None = None) -> Absence:
        async with database.transaction() as session:
            return await add_absence(session, who or alice, day(first), day(last), TODAY)

    return away


@pytest.fixture
def spans(database, alice):
    async def spans(who: Person | None = None) -> list[tuple[int, int]]:
        mine = select(Absence).where(Absence.person_id == (who or alice).id).order_by(Absence.first)
        async with database.reading() as session:
            return [((row.first - TODAY).days, (row.last - TODAY).days) for row in await session.scalars(mine)]

    return spans


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (5, 4, "The last day is before the first day. Please choose a later last day."),
        (-5, -1, "These days are over already. Please choose days from today on."),
        (1, MOST_DAYS + 1, "That is 366 days. Please choose 365 days or fewer."),
    ],
)
async def test_days_nobody_can_be_away_on_are_refused(away, spans, first, last, sentence) -> None:
    with pytest.raises(FieldRefusal) as refused:
        await away(first, last)
    assert (refused.value.field, refused.value.sentence) == ("last", sentence)
    assert await spans() == []


@pytest.mark.parametrize(("first", "last"), [(0, 0), (-5, 0), (1, MOST_DAYS)])
async def test_days_just_inside_the_limits_are_taken(away, spans, first, last) -> None:
    await away(first, last)
    assert await spans() == [(first, last)]


async def test_days_that_overlap_become_one_absence(away, spans) -> None:
    kept = await away(1, 3)
    await away(6, 8)
    merged = await away(3, 6)
    assert (merged.id, await spans()) == (kept.id, [(1, 8)])


async def test_days_said_already_change_nothing(away, spans) -> None:
    await away(1, 9)
    await away(3, 4)
    assert await spans() == [(1, 9)]


async def test_days_that_only_touch_stay_apart_so_that_each_can_be_taken_back(away, spans) -> None:
    await away(1, 3)
    await away(4, 6)
    assert await spans() == [(1, 3), (4, 6)]


async def test_the_same_days_of_somebody_else_are_theirs(away, spans, add_person) -> None:
    bob = await add_person("UBOB")
    await away(1, 3)
    await away(2, 5, bob)
    assert (await spans(), await spans(bob)) == ([(1, 3)], [(2, 5)])


async def test_a_form_sent_twice_at_once_leaves_one_absence(away, spans) -> None:
    await asyncio.gather(away(1, 3), away(1, 3), away(2, 4))
    assert await spans() == [(1, 4)]


async def test_an_absence_can_be_taken_back_once(database, alice, away, spans) -> None:
    absence = await away(1, 3)
    async with database.transaction() as session:
        gone = await cancel_absence(session, alice, absence.id)
    assert ((gone.first, gone.last), await spans()) == ((day(1), day(3)), [])
    async with database.transaction() as session:
        with pytest.raises(Refusal, match="not in your list any more"):
            await cancel_absence(session, alice, absence.id)


async def test_nobody_takes_back_what_somebody_else_said(database, away, spans, add_person) -> None:
    absence, bob = await away(1, 3), await add_person("UBOB")
    async with database.transaction() as session:
        with pytest.raises(Refusal):
            await cancel_absence(session, bob, absence.id)
    assert await spans() == [(1, 3)]


async def calendar_stored(database, person) -> tuple[str, str | None]:
    async with database.reading() as session:
        row = await session.get(Person, person.id)
        return row.working_week, row.holidays_region


@pytest.mark.parametrize("region", [None, "", "  "])
async def test_week_and_region_are_stored_in_one_spelling(database, alice, region) -> None:
    async with database.transaction() as session:
        await change_calendar(session, alice, "Friday mon, TUE", "de-be")
    assert await calendar_stored(database, alice) == ("mon,tue,fri", "DE-BE")
    async with database.transaction() as session:
        await change_calendar(session, alice, "mon", region)
    assert await calendar_stored(database, alice) == ("mon", None)


@pytest.mark.parametrize(
    ("week", "region", "field"),
    [
        ("", "DE", "working_week"),
        ("mon,foo", "DE", "working_week"),
        ("mon", "Atlantis", "holidays_region"),
        ("mon", "NZ-South Canterbury", "holidays_region"),
    ],
)
async def test_what_cannot_be_read_is_refused_under_its_field(database, alice, week, region, field) -> None:
    async with database.transaction() as session:
        with pytest.raises(FieldRefusal) as refused:
            await change_calendar(session, alice, week, region)
    assert refused.value.field == field
    assert await calendar_stored(database, alice) == ("mon,tue,wed,thu,fri", None)
