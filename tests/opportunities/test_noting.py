"""An opportunity is noted once, counted in its team, and belongs to nobody."""

import asyncio

import pytest

from bot.errors import FieldRefusal, Refusal
from bot.opportunities import noting, queries
from bot.opportunities.models import Opportunity
from bot.slack.rich_text import RichText
from tests.blockers.conftest import Falcon, falcon, said
from tests.teams.conftest import office

__all__ = ["falcon", "office"]


async def noted(
    falcon: Falcon, *words: str, raiser: str = "bob", sprint: int | None = 12, day: int | None = None
) -> list[Opportunity]:
    occurrence_id = None if day is None else await falcon.sync_up(day)
    async with falcon.office.database.transaction() as session:
        return await noting.log_opportunities(
            session,
            falcon.team,
            falcon.office.people[raiser],
            said(*words),
            sprint,
            occurrence_id,
            None,
            falcon.now,
        )


async def listed(falcon: Falcon, sprint: int = 12) -> dict[int, str]:
    async with falcon.office.database.reading() as session:
        found = await queries.open_of_team(session, falcon.team.id)
    noticed = sorted((each for each in found if each.sprint_number == sprint), key=lambda each: each.number)
    return {each.number: RichText.from_json(each.text).plain() for each in noticed}


async def test_nothing_in_an_opportunity_can_name_an_owner() -> None:
    assert not [column for column in Opportunity.__table__.columns if "owner" in column.name]


async def test_each_item_is_one_and_numbers_have_no_gap_when_several_name_at_once(falcon: Falcon) -> None:
    await asyncio.gather(*(noted(falcon, "CI", "Docs", raiser=name) for name in ("ana", "bob", "carol") * 2))
    assert sorted(await listed(falcon)) == list(range(1, 13))


async def test_an_answer_that_comes_twice_notes_once_and_a_changed_one_changes_what_it_named(
    falcon: Falcon,
) -> None:
    await falcon.sync_up(2)
    await asyncio.gather(*(noted(falcon, "CI", "Docs", day=2) for _ in range(3)))
    assert await listed(falcon) == {1: "CI", 2: "Docs"}
    await noted(falcon, "CI is slow", "Docs", "Tests", day=2)
    assert await listed(falcon) == {1: "CI is slow", 2: "Docs", 3: "Tests"}
    await noted(falcon, "Docs", day=2)
    assert await listed(falcon) == {2: "Docs"}
    await noted(falcon, "Docs", "Tests", day=2)
    assert await listed(falcon) == {2: "Docs", 4: "Tests"}


async def test_what_its_raiser_changed_by_hand_stays_so_until_the_answer_says_something_else(
    falcon: Falcon,
) -> None:
    ci, docs = await noted(falcon, "CI", "Docs", day=2)
    async with falcon.office.database.transaction() as session:
        await noting.reword(session, ci, RichText.of("CI takes an hour"), falcon.now)
        await noting.withdraw(session, docs, falcon.now)
    await noted(falcon, "CI", "Docs", day=2)
    assert await listed(falcon) == {1: "CI takes an hour"}
    async with falcon.office.database.transaction() as session:
        with pytest.raises(Refusal, match="taken back"):
            await noting.withdraw(session, docs, falcon.now)
        with pytest.raises(FieldRefusal):
            await noting.reword(session, ci, RichText.of(" "), falcon.now)


async def test_they_are_listed_by_sprint_the_latest_first(falcon: Falcon) -> None:
    for sprint, words in ((None, "Desk"), (11, "CI"), (12, "Docs"), (12, "Tests")):
        await noted(falcon, words, sprint=sprint)
    async with falcon.office.database.reading() as session:
        found = await queries.open_of_team(session, falcon.team.id)
        page = await queries.open_of_team(session, falcon.team.id, 2, 1)
        assert await queries.count(session, falcon.team.id) == 4
    assert [each.number for each in found] == [4, 3, 2, 1]
    assert [each.number for each in page] == [3, 2]
    assert list(await listed(falcon, 11)) == [2]
