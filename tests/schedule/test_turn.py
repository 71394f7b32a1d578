"""Each moment of each occurrence comes once, is acted on within its grace, and is on record otherwise."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.clock import MovableClock
from bot.schedule import queries
from bot.schedule.models import MomentOutcome
from bot.schedule.ticker import SET_BACK, DueSource, Ticker, series_source
from bot.schedule.turn import take_turn
from bot.storage.database import Database
from tests.schedule.toy import (
    AFTER,
    BEFORE,
    GRACES,
    MONDAY,
    START,
    TUESDAY,
    Toy,
    add_series,
    add_workspace,
    moments_of,
)

HOUR = timedelta(hours=1)


@pytest.fixture
async def workspace_id(database: Database) -> int:
    return await add_workspace(database)


def ticker_of(database: Database, toy: Toy, clock: MovableClock) -> Ticker:
    return Ticker(database, clock, [series_source({"toy": toy.ritual})])


gaps = st.lists(
    st.one_of(st.integers(1, 180), st.integers(1, 4000), st.integers(1, 40_000)).map(
        lambda minutes: timedelta(minutes=minutes)
    ),
    min_size=1,
    max_size=12,
)


@given(gaps)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whenever_the_beats_happen_each_moment_comes_once_and_in_time_or_not_at_all(
    database: Database, workspace_id: int, waits: list[timedelta]
) -> None:
    series_id = await add_series(database, workspace_id)
    toy, clock = Toy(), MovableClock(MONDAY)
    ticker = ticker_of(database, toy, clock)
    beats = [MONDAY + sum(waits[:count], timedelta()) for count in range(1, len(waits) + 1)]
    for beat in beats:
        clock.set(beat)
        await ticker.beat()
    expected = []
    for week in range((beats[-1] - MONDAY).days // 7 + 3):
        day = TUESDAY + timedelta(weeks=week)
        start = datetime.combine(day, time(10), ZoneInfo("Europe/Berlin")).astimezone(UTC)
        dues = {BEFORE: start - 24 * HOUR, START: start, AFTER: start + HOUR / 2}
        for name, due in dues.items():
            came = next((beat for beat in beats if beat >= due), None)
            if came is None:
                continue
            grace = GRACES[name]
            late = (grace is not None and came > due + grace) or (name == BEFORE and came >= start)
            expected.append((name, day, due, came, MomentOutcome.TOO_LATE if late else MomentOutcome.ACTED))
    found = [
        (moment.name, occurrence.local_date, moment.due_at, moment.came_at, moment.outcome)
        for occurrence, moment in await moments_of(database, series_id)
    ]
    assert sorted(found) == sorted(expected)
    acted = [(name, day, came) for name, day, _, came, outcome in expected if outcome is MomentOutcome.ACTED]
    assert sorted(toy.acts) == sorted(acted)
    async with database.transaction() as session:
        (await queries.series(session, series_id)).next_at = None


async def test_two_beats_that_saw_the_same_act_once(database: Database, workspace_id: int) -> None:
    series_id = await add_series(database, workspace_id)
    toy, due = Toy(), MONDAY + HOUR
    ours = [series_source({"toy": toy.ritual}) for _ in range(2)]

    async def turn(source: DueSource) -> bool:
        async with database.transaction() as session:
            return await source.turn(session, series_id, due, due)

    assert sorted(await asyncio.gather(*map(turn, ours))) == [False, True]
    assert toy.acts == [(BEFORE, TUESDAY, due)]
    clocks = [MovableClock(due + 24 * HOUR) for _ in range(2)]
    await asyncio.gather(*(ticker_of(database, toy, clock).beat() for clock in clocks))
    assert [name for name, _, _ in toy.acts] == [BEFORE, START]
    names = [moment.name for _, moment in await moments_of(database, series_id)]
    assert sorted(names) == sorted([BEFORE, START])


async def test_a_turn_is_not_taken_twice(database: Database, workspace_id: int) -> None:
    series_id = await add_series(database, workspace_id)
    toy, due = Toy(), MONDAY + HOUR
    for expected in (True, False, False):
        async with database.transaction() as session:
            assert await take_turn(session, series_id, due, due, toy.ritual) is expected
    assert len(toy.acts) == 1


async def test_a_turn_that_fails_sets_back_only_its_own_series(database: Database, workspace_id: int) -> None:
    broken = await add_series(database, workspace_id, minutes=13)
    whole = await add_series(database, workspace_id, minutes=30)
    toy, clock = Toy(), MovableClock(MONDAY + HOUR)
    toy.breaks_at = {f"{BEFORE} 13"}
    ticker = ticker_of(database, toy, clock)
    assert await ticker.beat() == 1
    assert await moments_of(database, broken) == []
    assert [moment.name for _, moment in await moments_of(database, whole)] == [BEFORE]
    assert await ticker.next_instant() == clock.now() + SET_BACK
    assert await ticker.beat() == 0
    toy.breaks_at.clear()
    clock.set(clock.now() + SET_BACK)
    assert await ticker.beat() == 1
    assert [(moment.name, moment.outcome) for _, moment in await moments_of(database, broken)] == [
        (BEFORE, MomentOutcome.ACTED)
    ]


async def test_every_occurrence_of_a_long_outage_is_made_and_recorded(
    database: Database, workspace_id: int
) -> None:
    series_id = await add_series(database, workspace_id)
    toy, clock = Toy(), MovableClock(MONDAY + timedelta(weeks=3, hours=5))
    ticker = ticker_of(database, toy, clock)
    await ticker.beat()
    found = await moments_of(database, series_id)
    days = sorted({occurrence.local_date for occurrence, _ in found})
    assert all(later - earlier == timedelta(weeks=1) for earlier, later in pairwise(days))
    assert [name for name, _, _ in toy.acts].count(AFTER) == 3
    late = [moment.name for _, moment in found if moment.outcome is MomentOutcome.TOO_LATE]
    assert late == [BEFORE, START] * 3
    assert await ticker.beat() == 0
