"""Two people set up, change or end their 1-on-1 in the same instant."""

from collections.abc import Awaitable, Callable
from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.rituals.one_on_one import setting_up
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.models import Kind, OneOnOne
from bot.rituals.one_on_one.setting_up import Rhythm
from bot.schedule import queries as schedule
from bot.schedule.models import SeriesState
from bot.slack.models import Post
from tests.one_on_one.conftest import BERLIN, MONDAY, TUESDAY, Two, one_in_the_middle_of_the_other

WEEKLY = Rhythm("weekly", TUESDAY, time(10), BERLIN)
Act = Callable[[AsyncSession, Pair], Awaitable[None]]


async def pause(session: AsyncSession, pair: Pair) -> None:
    await setting_up.pause(session, pair, date(2026, 4, 1), MONDAY)


async def resume(session: AsyncSession, pair: Pair) -> None:
    await setting_up.resume(session, pair, MONDAY)


async def change(session: AsyncSession, pair: Pair) -> None:
    await setting_up.change(session, pair, WEEKLY, MONDAY)


async def end_for_ana(two: Two, session: AsyncSession) -> None:
    await setting_up.end(session, await two.pair(session), "Ana ended the 1-on-1", MONDAY)


@pytest.mark.parametrize("act", [pause, resume, change])
async def test_what_the_other_has_just_ended_is_not_brought_back(two: Two, act: Act) -> None:
    await two.set_up()
    async with two.database.transaction() as session:
        await setting_up.pause(session, await two.pair(session), date(2026, 4, 1), MONDAY)
    async with two.database.reading() as session:
        seen = await two.pair(session, two.bob)
    async with two.database.transaction() as session:
        await end_for_ana(two, session)
    async with two.database.transaction() as session:
        session.add_all([seen.series, seen.one_on_one])  # as it was looked up before it was ended
        with pytest.raises(Refusal, match="has ended"):
            await act(session, seen)
    async with two.database.reading() as session:
        series = await schedule.series(session, two.series_id)
    assert (series.state, series.next_at) == (SeriesState.ENDED, None)


async def test_what_both_end_at_once_is_ended_and_told_once(two: Two) -> None:
    await two.set_up()
    async with two.database.reading() as session:
        seen = await two.pair(session, two.bob)
    async with two.database.transaction() as session:
        await end_for_ana(two, session)
    async with two.database.transaction() as session:
        session.add_all([seen.series, seen.one_on_one])
        await setting_up.end(session, seen, "Bob ended the 1-on-1", MONDAY)
    async with two.database.reading() as session:
        told = (await session.scalars(select(Post.address).where(Post.view == "one_on_one.ended"))).all()
    assert sorted(told) == ["UAna", "UBob"]


async def test_two_who_set_up_the_same_1_on_1_at_once_have_one(two: Two) -> None:
    async def by_ana(session: AsyncSession) -> None:
        await setting_up.set_up(session, two.ana, two.bob, Kind.PEER, True, WEEKLY, MONDAY)

    async def by_bob(session: AsyncSession) -> None:
        with pytest.raises(Refusal, match="already have a peer 1-on-1 with Ana"):
            await setting_up.set_up(session, two.bob, two.ana, Kind.PEER, True, WEEKLY, MONDAY)

    await one_in_the_middle_of_the_other(two, by_ana, by_bob)
    async with two.database.reading() as session:
        found = (await session.scalars(select(OneOnOne))).all()
    assert len(found) == 1
