"""What a form or a window of a sync-up costs the database does not grow with what was ever said."""

from datetime import timedelta

import pytest

from bot.people.models import Person, Standing
from bot.rituals.standup import access, history, opening
from bot.rituals.standup.opening import answer_form
from bot.storage.database import Database
from bot.teams import forming
from bot.teams import queries as teams
from tests.standup.falcon import BERLIN, Falcon, falcon_in
from tests.statements import statements

MOST_FOR_THE_FORM = 14
MOST_FOR_A_DAY = 24


@pytest.fixture
async def falcon(database: Database) -> Falcon:
    return await falcon_in(database)


async def form_cost(falcon: Falcon) -> int:
    async with falcon.database.transaction() as session:
        occurrence = await falcon.day(session)
    with statements(falcon.database) as seen:
        async with falcon.database.reading() as session:
            mine = await access.my_day(session, falcon.ana, occurrence.id)
            await answer_form(session, mine, falcon.now)
    return len([each for each in seen if each.startswith("SELECT")])


async def day_cost(falcon: Falcon) -> int:
    with statements(falcon.database) as seen:
        async with falcon.database.reading() as session:
            seen_day = await history.latest_day(session, await falcon.held(session))
            await history.day_window(session, seen_day, falcon.now)
    return len([each for each in seen if each.startswith("SELECT")])


async def test_opening_the_form_costs_the_same_after_a_month_of_answers(falcon: Falcon) -> None:
    first = await form_cost(falcon)
    for number in range(20):
        await falcon.answer(
            "ana", yesterday="Tests", today="Code", blockers=f"Number {number}", opportunities="A wiki"
        )
        falcon.now += timedelta(days=1 if number % 5 < 4 else 3)
    assert await form_cost(falcon) <= MOST_FOR_THE_FORM
    assert await form_cost(falcon) <= first + 1


async def test_reading_a_day_of_forty_costs_what_a_day_of_one_does(falcon: Falcon) -> None:
    await falcon.answer("ana", today="Code")
    before = await day_cost(falcon)
    async with falcon.database.transaction() as session:
        team = await teams.team(session, falcon.team_id)
        assert team is not None
        for number in range(37):
            person = Person(
                workspace_id=falcon.ana.workspace_id,
                slack_id=f"UN{number}",
                name=f"Number {number}",
                zone=BERLIN,
                standing=Standing.MEMBER,
            )
            session.add(person)
            await session.flush()
            falcon.people[f"n{number}"] = person
            await forming.add_member(session, team, person, falcon.now)
    for number in range(37):
        await falcon.answer(f"n{number}", today=f"Plan {number}", blockers="Slow")
    assert await day_cost(falcon) <= before + 2 <= MOST_FOR_A_DAY


async def test_the_list_of_teams_costs_the_same_for_every_team(falcon: Falcon) -> None:
    async with falcon.database.transaction() as session:
        held = [await falcon.held(session)]
        await opening.which_window(session, held, falcon.now)
    with statements(falcon.database) as seen:
        async with falcon.database.transaction() as session:
            await opening.which_window(session, [held[0]], falcon.now)
    assert len([each for each in seen if each.startswith("SELECT")]) <= 3
