"""What of a sync-up is whose: what does not exist and what is not theirs get the same sentence."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people.models import Person, Standing, Workspace
from bot.rituals.standup import access, choosing
from bot.rituals.standup.models import Visibility
from bot.storage.database import Database
from bot.teams import forming
from bot.teams import queries as teams
from tests.standup.falcon import BERLIN, Falcon, falcon_in

Look = Callable[[AsyncSession, Person, int], Awaitable[object]]
GONE = 10**12


@pytest.fixture
async def falcon(database: Database) -> Falcon:
    return await falcon_in(database)


async def refusal(falcon: Falcon, look: Look, who: Person, number: int) -> str:
    async with falcon.database.reading() as session:
        with pytest.raises(Refusal) as refused:
            await look(session, who, number)
    return refused.value.sentence


async def stranger(falcon: Falcon) -> Person:
    """An admin of another workspace."""
    async with falcon.database.transaction() as session:
        workspace = Workspace(slack_id="T2", name="Other", bot_user="UBOT2")
        session.add(workspace)
        await session.flush()
        person = Person(
            workspace_id=workspace.id,
            slack_id="UZOE",
            name="Zoe",
            zone=BERLIN,
            standing=Standing.MEMBER,
            is_admin=True,
        )
        session.add(person)
    return person


async def ids(falcon: Falcon) -> dict[Look, int]:
    part = await falcon.answer("ana", today="Code")
    async with falcon.database.reading() as session:
        sync_up = (await falcon.held(session)).sync_up
    return {
        access.my_day: part.occurrence_id,
        access.seen_day: part.occurrence_id,
        access.my_sync_up: sync_up.id,
        access.own_of_team: falcon.team_id,
        access.led: falcon.team_id,
    }


async def test_outsiders_learn_nothing_by_trying_ids(falcon: Falcon) -> None:
    zoe = await stranger(falcon)
    for look, number in (await ids(falcon)).items():
        for who in (falcon.eve, zoe):
            for tried in (number, GONE, 0):
                assert await refusal(falcon, look, who, tried) == access.NOT_YOURS


async def test_all_of_the_workspace_may_read_what_is_open_to_it_and_no_more(falcon: Falcon) -> None:
    found, zoe = await ids(falcon), await stranger(falcon)
    async with falcon.database.transaction() as session:
        (await falcon.held(session)).sync_up.visibility = Visibility.WORKSPACE
    for look, number in found.items():
        if look is access.seen_day:
            async with falcon.database.reading() as session:
                await look(session, falcon.eve, number)
            assert await refusal(falcon, look, zoe, number) == access.NOT_YOURS
            continue
        assert await refusal(falcon, look, falcon.eve, number) == access.NOT_YOURS


async def test_observers_and_admins_read_and_do_not_answer(falcon: Falcon) -> None:
    found = await ids(falcon)
    async with falcon.database.transaction() as session:
        team = await teams.team(session, falcon.team_id)
        assert team is not None
        await forming.add_observer(session, team, falcon.eve, falcon.now)
    for who in (falcon.eve, falcon.dan):
        async with falcon.database.reading() as session:
            await access.seen_day(session, who, found[access.seen_day])
        assert await refusal(falcon, access.my_day, who, found[access.my_day]) == access.WATCHING


async def test_who_has_left_the_team_answers_and_reads_nothing_any_more(falcon: Falcon) -> None:
    found = await ids(falcon)
    async with falcon.database.transaction() as session:
        team = await teams.team(session, falcon.team_id)
        assert team is not None
        await forming.remove(session, team, falcon.bob, falcon.now + timedelta(minutes=1))
    for look in (access.my_day, access.seen_day):
        assert await refusal(falcon, look, falcon.bob, found[look]) == access.NOT_YOURS


async def test_a_team_that_is_named_and_one_that_does_not_exist_are_refused_alike(falcon: Falcon) -> None:
    async with falcon.database.reading() as session:
        for choose in (choosing.to_read, choosing.to_change):
            for name in ("Falcon", "Nonsense"):
                with pytest.raises(Refusal) as refused:
                    await choose(session, falcon.eve, name)
                assert refused.value.sentence == access.NOT_YOURS


async def test_the_teams_name_may_begin_the_text_or_be_left_out(falcon: Falcon) -> None:
    async with falcon.database.reading() as session:
        for text, rest in (("", ""), ("falcon", ""), ("“Falcon” in workshops", "in workshops"), ("sick", "sick")):
            mine = await choosing.answered_by(session, falcon.ana)
            assert choosing.named(mine, text) == (mine[0], rest)
