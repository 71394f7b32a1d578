"""A blocker is raised once, keeps its number whatever becomes of the answer, and is changed by who may."""

import asyncio
from datetime import timedelta

import pytest

from bot.blockers import queries, raising, seeing
from bot.blockers.views import standing
from bot.errors import FieldRefusal, Refusal
from bot.people import queries as people
from bot.people.models import Standing
from bot.slack.rich_text import RichText, read
from bot.teams import forming
from bot.teams import queries as teams
from tests.blockers.conftest import Falcon


async def test_each_item_is_a_blocker_with_the_next_number_of_its_team(falcon: Falcon) -> None:
    made = await falcon.raised("VPN", "Review")
    assert [(blocker.number, blocker.owner_id) for blocker in made] == [
        (1, falcon.office.bob.id),
        (2, falcon.office.bob.id),
    ]
    await falcon.raised("Laptop", owner="carol")
    assert await falcon.open() == {"B1": "VPN", "B2": "Review", "B3": "Laptop"}


async def test_another_team_counts_its_own(falcon: Falcon) -> None:
    await falcon.raised("VPN")
    eagle = await falcon.office.form("Eagle", "ana", "bob")
    other = Falcon(falcon.office, eagle)
    await other.raised("Desk")
    assert await other.open() == {"B1": "Desk"}


async def test_numbers_have_no_gap_when_several_raise_at_once(falcon: Falcon) -> None:
    await asyncio.gather(
        *(falcon.raised(f"{name} {place}", owner=name) for place in range(3) for name in ("ana", "bob", "carol"))
    )
    assert list(await falcon.open()) == [f"B{number}" for number in range(1, 10)]


async def test_one_raised_in_the_middle_of_another_gets_the_number_after_it(falcon: Falcon) -> None:
    async with falcon.office.database.transaction() as session:
        await raising.raise_blockers(
            session, falcon.team, falcon.office.ana, RichText.of("VPN"), None, None, falcon.now
        )
        other = asyncio.create_task(falcon.raised("Review"))
        await asyncio.wait({other}, timeout=0.2)
    assert [blocker.number for blocker in await other] == [2]


async def test_an_answer_that_comes_twice_raises_once(falcon: Falcon) -> None:
    day = await falcon.sync_up(2)
    assert day
    await asyncio.gather(*(falcon.raised("VPN", "Review", day=2) for _ in range(4)))
    assert await falcon.open() == {"B1": "VPN", "B2": "Review"}


async def test_a_changed_answer_rewords_adds_and_takes_back_and_no_number_is_given_again(falcon: Falcon) -> None:
    await falcon.raised("VPN", "Review", "Desk", day=2)
    await falcon.raised("VPN is down", "Desk", day=2)
    assert await falcon.open() == {"B1": "VPN is down", "B3": "Desk"}
    await falcon.raised("VPN is down", "Desk", "Review", day=2)
    assert await falcon.open() == {"B1": "VPN is down", "B3": "Desk", "B4": "Review"}
    await falcon.raised(day=2)
    assert await falcon.open() == {}


async def test_what_another_day_or_another_person_raised_is_left_alone(falcon: Falcon) -> None:
    await falcon.raised("VPN", day=2)
    await falcon.raised("VPN", day=2, owner="carol")
    await falcon.raised("Desk", day=3)
    await falcon.raised(day=3)
    assert await falcon.open() == {"B1": "VPN", "B2": "VPN"}


async def test_what_its_owner_changed_by_hand_stays_so_until_the_answer_says_something_else(
    falcon: Falcon,
) -> None:
    vpn, desk = await falcon.raised("VPN", "Desk", day=2)
    async with falcon.office.database.transaction() as session:
        await raising.reword(session, vpn, RichText.of("The VPN to Oslo"), None, falcon.now)
        await raising.take_back(session, desk, falcon.now)
    assert [blocker.id for blocker in await falcon.raised("VPN", "Desk", day=2)] == [vpn.id]
    assert await falcon.open() == {"B1": "The VPN to Oslo"}
    await falcon.raised("VPN again", "Desk", day=2)
    assert await falcon.open() == {"B1": "VPN again"}


async def test_a_new_problem_is_not_hidden_behind_a_resolved_one(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN", day=2)
    async with falcon.office.database.transaction() as session:
        assert await raising.resolve(session, vpn, falcon.office.carol, falcon.now)
        assert not await raising.resolve(session, vpn, falcon.office.ana, falcon.now)
    await falcon.raised("VPN", day=2)
    assert await falcon.open() == {}
    assert (await falcon.blocker(vpn)).resolved_by == falcon.office.carol.id
    await falcon.raised("Desk", day=2)
    assert await falcon.open() == {"B2": "Desk"}
    await falcon.raised("Desk", "VPN", day=2)
    assert await falcon.open() == {"B2": "Desk", "B3": "VPN"}


async def test_what_was_resolved_by_mistake_is_open_again_with_its_age(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    async with falcon.office.database.transaction() as session:
        await raising.resolve(session, vpn, falcon.office.bob, falcon.now)
    async with falcon.office.database.transaction() as session:
        with pytest.raises(Refusal, match="B1 is resolved"):
            await raising.still_blocked(session, vpn, falcon.now)
        assert await raising.reopen(session, vpn, falcon.now)
        assert not await raising.reopen(session, vpn, falcon.now)
        await raising.still_blocked(session, vpn, falcon.now)
    [line] = await falcon.seen()
    assert (line.name, line.age, line.confirmed_on) == ("B1", "today", "2 March")


async def test_what_was_taken_back_can_not_be_brought_back_by_an_old_button(falcon: Falcon) -> None:
    [vpn] = await falcon.raised("VPN")
    async with falcon.office.database.transaction() as session:
        await raising.take_back(session, vpn, falcon.now)
    async with falcon.office.database.transaction() as session:
        for change in (
            raising.resolve(session, vpn, falcon.office.bob, falcon.now),
            raising.reopen(session, vpn, falcon.now),
            raising.still_blocked(session, vpn, falcon.now),
            raising.take_back(session, vpn, falcon.now),
            raising.reword(session, vpn, RichText.of("x"), None, falcon.now),
        ):
            with pytest.raises(Refusal, match="taken back"):
                await change


async def test_words_that_say_nothing_are_no_blocker(falcon: Falcon) -> None:
    assert await falcon.raised("none", "  ") == []
    [vpn] = await falcon.raised("VPN")
    async with falcon.office.database.transaction() as session:
        with pytest.raises(FieldRefusal):
            await raising.reword(session, vpn, RichText.of("none"), None, falcon.now)


async def test_what_its_author_says_has_come_back_is_counted(falcon: Falcon) -> None:
    earlier = None
    for day in (2, 3, 4):
        [made] = await falcon.raised("VPN", day=day, again_of=earlier)
        if day < 4:
            async with falcon.office.database.transaction() as session:
                await raising.resolve(session, made, falcon.office.bob, falcon.now)
        earlier = made.id
    [line] = await falcon.seen()
    assert line.again == "again (third time, first on 2 March)"


async def test_nobody_can_say_that_anothers_has_come_back_or_its_own_successor(falcon: Falcon) -> None:
    [first] = await falcon.raised("VPN")
    [second] = await falcon.raised("VPN", again_of=first.id)
    for again_of in (first.id, 4711):
        with pytest.raises(Refusal, match="no resolved blocker of yours"):
            await falcon.raised("VPN", owner="carol", again_of=again_of)
    async with falcon.office.database.transaction() as session:
        with pytest.raises(Refusal, match="no resolved blocker of yours"):
            await raising.reword(session, first, RichText.of("VPN"), second.id, falcon.now)
    async with falcon.office.database.reading() as session:
        assert set(await queries.recurrences(session, [first.id, second.id])) == {second.id}


async def test_a_changed_answer_says_anew_what_has_come_back(falcon: Falcon) -> None:
    [first] = await falcon.raised("VPN")
    async with falcon.office.database.transaction() as session:
        await raising.resolve(session, first, falcon.office.bob, falcon.now)
    vpn, desk = await falcon.raised("VPN again", "No desk", day=2, again_of=first.id)
    await falcon.raised("No desk", "VPN again", day=2, again_of=first.id)
    assert [(await falcon.blocker(one)).again_of for one in (vpn, desk)] == [first.id, None]
    await falcon.raised("No desk", "VPN again", day=2)
    assert [(await falcon.blocker(one)).again_of for one in (vpn, desk)] == [None, None]


async def test_what_has_come_back_is_to_be_said_in_words(falcon: Falcon) -> None:
    [first] = await falcon.raised("VPN")
    with pytest.raises(Refusal, match="Please write what is in your way"):
        await falcon.raised(day=2, again_of=first.id)
    await falcon.raised("VPN again", day=2, again_of=first.id)
    assert await falcon.raised(day=2, again_of=first.id) == []


async def test_own_earlier_ones_are_offered_for_three_months_by_the_names_of_those_they_mention(
    falcon: Falcon,
) -> None:
    carol = falcon.office.people["carol"]
    pieces = [{"type": "text", "text": "Waiting for "}, {"type": "user", "user_id": carol.slack_id}]
    words = read({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": pieces}]})
    async with falcon.office.database.transaction() as session:
        [made] = await raising.raise_blockers(
            session, falcon.team, falcon.office.bob, words, None, None, falcon.now
        )
        await raising.resolve(session, made, falcon.office.bob, falcon.now)
    labels = {}
    for days in (60, 91):
        async with falcon.office.database.reading() as session:
            found = await seeing.earlier(
                session, falcon.team, falcon.office.bob, None, falcon.now + timedelta(days=days)
            )
        labels[days] = [one.label for one in found]
    assert labels == {60: ["B1 Waiting for @Carol"], 91: []}


async def test_one_of_somebody_who_has_left_stays_open_and_says_so(falcon: Falcon) -> None:
    for owner, text in (("ana", "Budget"), ("bob", "VPN"), ("carol", "Laptop")):
        await falcon.raised(text, owner=owner)
    async with falcon.office.database.transaction() as session:
        team = await teams.team_to_change(session, falcon.team.id)
        await forming.remove(session, team, falcon.office.bob, falcon.now)
        carol = await people.person(session, falcon.office.carol.id)
        carol.standing = Standing.DEACTIVATED
    said = [standing(line) for line in await falcon.seen()]
    assert said == [
        "Ana · since today",
        *(f"{name}, who has left the team · since today" for name in ("Bob", "Carol")),
    ]
