"""A pause asks nobody from the next day on; a day that has opened is brought to its end."""

import asyncio
from datetime import date, time, timedelta

import pytest

from bot.errors import FieldRefusal, Refusal
from bot.rituals.standup import access, pausing, setting_up
from bot.rituals.standup.models import Visibility
from bot.rituals.standup.setting_up import Rhythm
from bot.schedule import queries as schedule
from bot.schedule.models import OccurrenceState, SeriesState
from bot.storage.database import Database
from tests.standup.falcon import WEEKDAYS, Falcon, falcon_in

THURSDAY = date(2026, 3, 5)


@pytest.fixture
async def falcon(database: Database) -> Falcon:
    return await falcon_in(database)


async def pause(falcon: Falcon, until: date | None = None) -> None:
    async with falcon.database.transaction() as session:
        await pausing.pause(session, await falcon.held(session), until, falcon.now)


async def resume(falcon: Falcon) -> None:
    async with falcon.database.transaction() as session:
        await pausing.resume(session, await falcon.held(session), falcon.now)


async def planned(falcon: Falcon) -> list[date]:
    async with falcon.database.reading() as session:
        series = (await falcon.held(session)).series
        return [each.local_date for each in await schedule.unfinished_occurrences(session, series.id)]


async def test_a_day_that_somebody_has_answered_goes_on(falcon: Falcon) -> None:
    part = await falcon.answer("ana", today="Early")
    await pause(falcon)
    async with falcon.database.reading() as session:
        occurrence = await schedule.occurrence(session, part.occurrence_id)
    assert occurrence is not None
    assert (occurrence.state, occurrence.reason, occurrence.closed_at) == (OccurrenceState.PLANNED, None, None)
    assert await planned(falcon) == [date(2026, 3, 2)]


async def test_a_pause_until_a_day_begins_again_on_that_day(falcon: Falcon) -> None:
    await pause(falcon, THURSDAY)
    assert await planned(falcon) == [THURSDAY]
    with pytest.raises(Refusal, match="paused"):
        await falcon.answer("ana", today="Code")
    await resume(falcon)
    assert (await planned(falcon))[0] == date(2026, 3, 2)


async def test_a_pause_into_the_past_and_a_resume_of_nothing_are_refused(falcon: Falcon) -> None:
    with pytest.raises(FieldRefusal) as refusal:
        await pause(falcon, date(2026, 3, 2))
    assert refusal.value.field == "until"
    with pytest.raises(Refusal, match="not paused"):
        await resume(falcon)


async def test_a_pause_and_an_end_at_once_leave_it_ended(falcon: Falcon) -> None:
    async def end() -> None:
        async with falcon.database.transaction() as session:
            held = await falcon.held(session)
            await setting_up.end(session, held.team, falcon.now)

    done = await asyncio.gather(end(), pause(falcon), return_exceptions=True)
    assert all(each is None or isinstance(each, Refusal) for each in done)
    async with falcon.database.reading() as session:
        held = await falcon.held(session)
        assert held.series.state is SeriesState.ENDED
        assert not access.is_live(held)


async def test_another_time_while_paused_keeps_the_pause(falcon: Falcon) -> None:
    await pause(falcon, THURSDAY)
    async with falcon.database.transaction() as session:
        held = await falcon.held(session)
        await setting_up.change(
            session, held.sync_up, Rhythm(WEEKDAYS, time(11)), Visibility.TEAM, True, falcon.now
        )
    falcon.now += timedelta(hours=1)
    async with falcon.database.reading() as session:
        assert pausing.is_paused((await falcon.held(session)).series, falcon.now)
    assert (await planned(falcon))[0] == THURSDAY
