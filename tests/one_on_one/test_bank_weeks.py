"""Over the weeks, a pair is never offered the same question twice in a row."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.rituals.one_on_one import bank, queries
from bot.rituals.one_on_one.models import BankChange, Kind
from bot.rituals.one_on_one.question_bank import shipped
from bot.schedule import queries as schedule
from tests.one_on_one.conftest import MONDAY, Two

KEPT = 8


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Which question comes is decided without the database."""
    return sqlite_url


@given(st.lists(st.integers(0, 6), min_size=10, max_size=10), st.sampled_from(Kind))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_no_question_comes_twice_in_a_row_however_many_more_are_asked_for(
    two: Two, asked_for: list[int], kind: Kind
) -> None:
    two.now = MONDAY
    await two.set_up(kind)
    await keep_only(two, kind)
    previous: set[str] = set()
    for week, more in enumerate(asked_for):
        await two.beat(MONDAY + timedelta(weeks=week, hours=2))
        async with two.database.transaction() as session:
            pair = await two.pair(session)
            occurrence = await schedule.current(session, two.series_id)
            assert occurrence is not None
            for _ in range(more):
                await bank.offer_one_more(session, pair.one_on_one, occurrence)
            offered = [offer.key for offer in await queries.offers(session, occurrence.id)]
        assert len(offered) == len(set(offered)) == min(3 + more, KEPT - len(previous))
        assert not set(offered) & previous
        previous = set(offered)
    async with two.database.transaction() as session:
        pair = await two.pair(session)
        pair.series.state, pair.series.next_at = schedule.SeriesState.ENDED, None
        await session.execute(delete(BankChange))


async def keep_only(two: Two, kind: Kind) -> None:
    """Hide all but a few of the questions for this kind, so that they would soon come again."""
    suitable = [one for one in shipped() if kind in one.kinds and not one.standing]
    async with two.database.transaction() as session:
        session.add_all(
            BankChange(workspace_id=two.workspace_id, key=one.key, is_hidden=True) for one in suitable[KEPT:]
        )
