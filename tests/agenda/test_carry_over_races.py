"""A topic is settled in the same instant in which the 1-on-1 closes; a move meets a beat."""

from datetime import date, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.agenda import queries as agenda
from bot.agenda import topics
from bot.agenda.models import AgendaItem, CarryOver, ItemState
from bot.rituals.one_on_one import cancelling, closing
from bot.rituals.one_on_one.ritual import RITUAL
from bot.schedule import queries as schedule
from bot.schedule.models import Moment
from bot.schedule.turn import take_turn
from tests.one_on_one.conftest import MONDAY, Two, one_in_the_middle_of_the_other, two

__all__ = ["two"]


async def test_what_is_settled_as_it_closes_is_not_carried_over_as_well(two: Two) -> None:
    await two.set_up()
    async with two.database.transaction() as session:
        settled = await topics.add(session, two.series_id, two.ana, "On-call", MONDAY)
        left = await topics.add(session, two.series_id, two.bob, "Budget", MONDAY)
    now = MONDAY + timedelta(hours=25, minutes=20)
    await two.live_until(now)
    async with two.database.reading() as session:
        occurrence = await schedule.current(session, two.series_id)
    assert occurrence is not None

    async def settle(session: AsyncSession) -> None:
        assert await agenda.settle(session, settled, ItemState.DISCUSSED, occurrence.id, now)

    async def close(session: AsyncSession) -> None:
        found = await schedule.occurrence(session, occurrence.id)
        assert found is not None
        await closing.close(session, await two.pair(session), found, now)

    await one_in_the_middle_of_the_other(two, settle, close)
    async with two.database.reading() as session:
        carried = (await session.scalars(select(CarryOver.item_id))).all()
        states = {item.id: item.state for item in await session.scalars(select(AgendaItem))}
    assert carried == [left]
    assert states == {settled: ItemState.DISCUSSED, left: ItemState.CARRIED_OVER}


async def test_a_move_in_the_middle_of_a_beat_is_started_at_its_new_time(two: Two) -> None:
    await two.set_up()
    due = MONDAY + timedelta(hours=24, minutes=55)
    await two.live_until(due - timedelta(minutes=1))
    two.now = due

    async def beat(session: AsyncSession) -> None:
        assert await take_turn(session, two.series_id, due, due, RITUAL)

    async def move(session: AsyncSession) -> None:
        # As a listener that had looked everything up before the beat was committed.
        pair = await two.pair(session)
        occurrence = await schedule.current(session, two.series_id)
        assert occurrence is not None
        await cancelling.move(session, pair, occurrence, date(2026, 3, 5), time(10), due)

    await one_in_the_middle_of_the_other(two, beat, move)
    moved_start = MONDAY + timedelta(days=3, minutes=55)
    async with two.database.reading() as session:
        series = await schedule.series(session, two.series_id)
        assert series.next_at is not None
        assert series.next_at < moved_start
    await two.live_until(moved_start + timedelta(minutes=1))
    async with two.database.reading() as session:
        came = (await session.scalars(select(Moment).where(Moment.name == "start"))).all()
    assert [moment.due_at for moment in came] == [moved_start]
