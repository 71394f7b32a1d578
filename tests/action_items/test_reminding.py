"""A reminder goes by its owner's own clock and days, also when the owner or the promise changes."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.action_items import queries, reminding
from bot.action_items.models import ActionItem, ActionState
from bot.people import queries as people
from bot.rituals.one_on_one import promising
from tests.one_on_one.conftest import BERLIN, MONDAY, Two, two

__all__ = ["two"]

FRIDAY = date(2026, 3, 6)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """When somebody is reminded is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
async def promised(two: Two) -> Callable[[], Awaitable[ActionItem]]:
    """Ana promises something by Friday; afterwards the same item as it then is."""
    await two.set_up()
    async with two.database.transaction() as session:
        pair = await two.pair(session)
        made = await promising.promise(session, pair, None, two.ana, "Send the draft", FRIDAY, MONDAY)

    async def item() -> ActionItem:
        async with two.database.reading() as session:
            found = await queries.action(session, made.id)
        assert found is not None
        return found

    return item


def nine_on_friday(zone: str = "Europe/Berlin") -> datetime:
    return datetime(2026, 3, 6, 9, 0, tzinfo=ZoneInfo(zone))


async def test_given_to_the_other_it_goes_by_their_clock(
    two: Two, promised: Callable[[], Awaitable[ActionItem]]
) -> None:
    item = await promised()
    assert item.remind_at == nine_on_friday()
    async with two.database.transaction() as session:
        bob = await people.person(session, two.bob.id)
        bob.zone = ZoneInfo("Asia/Kolkata")
        held = await queries.action(session, item.id)
        assert held is not None
        await promising.change(session, await two.pair(session), held, bob, "Send it", FRIDAY, MONDAY)
    assert (await promised()).remind_at == nine_on_friday("Asia/Kolkata")


async def test_opened_again_before_its_day_it_is_reminded_of_after_all(
    two: Two, promised: Callable[[], Awaitable[ActionItem]]
) -> None:
    item = await promised()
    for state, expected in ((ActionState.DONE, None), (ActionState.OPEN, nine_on_friday())):
        async with two.database.transaction() as session:
            held = await queries.action(session, item.id)
            assert held is not None
            await promising.settle(session, await two.pair(session), held, state, MONDAY)
        assert (await promised()).remind_at == expected


async def test_in_another_zone_it_comes_at_nine_there_and_never_not_at_all(
    two: Two, promised: Callable[[], Awaitable[ActionItem]]
) -> None:
    before = nine_on_friday() - timedelta(minutes=30)
    for zone, expected in (("America/New_York", nine_on_friday("America/New_York")), ("Asia/Tokyo", before)):
        async with two.database.transaction() as session:
            ana = await people.person(session, two.ana.id)
            ana.zone = ZoneInfo(zone)
            await reminding.days_changed(session, ana, before)
        assert (await promised()).remind_at == expected


async def test_taken_it_does_not_come_back_with_a_change_of_zone(
    two: Two, promised: Callable[[], Awaitable[ActionItem]]
) -> None:
    item = await promised()
    async with two.database.transaction() as session:
        assert await queries.claim_reminder(session, item.id, nine_on_friday().astimezone(BERLIN))
        ana = await people.person(session, two.ana.id)
        await reminding.days_changed(session, ana, nine_on_friday())
    assert (await promised()).remind_at is None
