"""Asking a team costs as many statements as there are fates, not as there are people: others wait meanwhile."""

from datetime import time

import pytest

from bot.people.models import Absence
from bot.rituals.standup import asking, days, queries
from bot.rituals.standup.models import PartState
from bot.schedule.wall_clock import local_date
from bot.slack.models import PostState
from bot.storage.database import Database
from tests.standup.squads import BERLIN, Squad, at, found_squad
from tests.statements import statements

TODAY = "2026-03-02"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """How many statements there are is no matter of the database."""
    return sqlite_url


async def _crowd(database: Database, count: int) -> Squad:
    """So many in Berlin, half of them away on the day."""
    squad = await found_squad(database, f"T{count}")
    await squad.add(**{f"p{number:03}": BERLIN for number in range(count)})
    await squad.begin()
    day = local_date(squad.now, squad.team.zone)
    async with database.transaction() as session:
        session.add_all(
            Absence(person_id=person.id, first=day, last=day) for person in list(squad.people.values())[::2]
        )
    return squad


async def _cost(squad: Squad, instant: str) -> int:
    with statements(squad.database) as sent:
        await squad.live_until(at(f"{TODAY} {instant}"))
    return len(sent)


async def test_asking_and_reminding_eighty_costs_what_asking_eight_does(database: Database) -> None:
    few, many = await _crowd(database, 8), await _crowd(database, 80)
    assert await _cost(few, "08:15") == await _cost(many, "08:15")
    assert await _cost(few, "09:15") == await _cost(many, "09:15")
    for squad, half in ((few, 4), (many, 40)):
        states = [part.state for part in (await squad.parts(TODAY)).values()]
        assert (states.count(PartState.AWAY), states.count(PartState.EXPECTED)) == (half, half)
    # Each crowd has its own workspace, and both are asked of the same table.
    for state in (PostState.WANTED, PostState.AWAY):
        assert len(await many.posts(state=state)) == 44
    assert len(await many.posts("standup.reminder")) == 44


async def test_when_everybody_was_too_late_to_be_asked_that_costs_no_more(database: Database) -> None:
    costs = []
    for count in (8, 80):
        squad = await _crowd(database, count)
        with statements(database) as sent:
            await squad.beat(at(f"{TODAY} 13:00"))
        costs.append(len(sent))
        late = await squad.posts(state=PostState.TOO_LATE)
    assert costs[0] == costs[1]
    assert len(late) == 88


async def test_another_time_for_all_who_are_asked_soon_costs_no_more_for_eighty(database: Database) -> None:
    costs = []
    for count in (8, 80):
        squad = await _crowd(database, count)
        await squad.live_until(at(f"{TODAY} 07:50"))
        async with database.transaction() as session:
            held = await queries.by_series(session, squad.sync_up.series_id)
            day = await days.day_in(session, held, await squad.occurrence(TODAY))
            day.series.at = time(9, 5)
            with statements(database) as sent:
                await asking.all_at_another_time(session, day, squad.now)
            costs.append(len(sent))
    assert costs[0] == costs[1]
    assert [line[-5:] for line in await squad.posts()] == ["08:05"] * 44
