"""An answer is kept as a whole: what was said, when, how often it changed, and what it raised."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.blockers import queries as blockers
from bot.errors import FieldRefusal, Refusal
from bot.opportunities.models import Opportunity
from bot.rituals.standup import answering, days, queries
from bot.rituals.standup.given import Given
from bot.rituals.standup.models import Part, PartState
from bot.slack.models import Post
from bot.slack.rich_text import RichText, read
from bot.storage.database import Database
from tests.standup.falcon import Falcon, falcon_in

TODAY = date(2026, 3, 2)


@pytest.fixture
async def falcon(database: Database) -> Falcon:
    return await falcon_in(database)


def bullets(*items: str) -> RichText:
    elements = [{"type": "rich_text_section", "elements": [{"type": "text", "text": item}]} for item in items]
    found = read(
        {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": elements}]}
    )
    assert found is not None
    return found


async def part_of(falcon: Falcon, part: Part) -> Part:
    async with falcon.database.reading() as session:
        found = await queries.part_by_id(session, part.id)
    assert found is not None
    return found


async def open_blockers(falcon: Falcon, who: str = "ana") -> list[str]:
    async with falcon.database.reading() as session:
        found = await blockers.open_of(session, falcon.team_id, falcon.people[who].id)
    return [RichText.from_json(each.text).plain() for each in found]


async def test_an_answer_is_kept_and_marked_answered(falcon: Falcon) -> None:
    part = await part_of(falcon, await falcon.answer("ana", 4, yesterday="Tests", today="Code"))
    assert (part.state, part.answered_at, part.mood) == (PartState.ANSWERED, falcon.now, 4)
    assert not part.is_late
    assert part.edited_at is None
    assert await falcon.said(part) == {"yesterday": "Tests", "today": "Code"}


async def test_an_answer_is_late_from_four_hours_after_the_prompt_exclusive(falcon: Falcon) -> None:
    falcon.now += timedelta(minutes=30, hours=4)
    assert not (await part_of(falcon, await falcon.answer("ana", today="In time"))).is_late
    falcon.now += timedelta(seconds=1)
    assert (await part_of(falcon, await falcon.answer("bob", today="Too late"))).is_late


async def test_the_same_again_is_no_edit_and_other_words_are(falcon: Falcon) -> None:
    part = await falcon.answer("ana", 3, today="Code")
    falcon.now += timedelta(minutes=5)
    await falcon.answer("ana", 5, today="Code")
    assert (await part_of(falcon, part)).edited_at is None
    assert (await part_of(falcon, part)).mood == 5
    await falcon.answer("ana", 5, today="Other code")
    assert (await part_of(falcon, part)).edited_at == falcon.now
    assert await falcon.said(part) == {"today": "Other code"}


async def test_what_is_emptied_in_an_edit_is_gone(falcon: Falcon) -> None:
    part = await falcon.answer("ana", yesterday="Tests", today="Code", blockers="No access")
    falcon.now += timedelta(minutes=5)
    await falcon.answer("ana", today="Code")
    assert await falcon.said(part) == {"today": "Code"}
    assert (await part_of(falcon, part)).edited_at == falcon.now
    assert await open_blockers(falcon) == []


async def test_an_edit_does_not_make_an_answer_late(falcon: Falcon) -> None:
    part = await falcon.answer("ana", today="Code")
    falcon.now += timedelta(hours=6)
    await falcon.answer("ana", today="Other code")
    assert not (await part_of(falcon, part)).is_late


async def test_each_item_of_a_list_is_a_blocker_and_answering_twice_raises_it_once(falcon: Falcon) -> None:
    for _ in range(2):
        await falcon.answer("ana", blockers=bullets("No access", "Flaky tests"))
    assert await open_blockers(falcon) == ["No access", "Flaky tests"]


@pytest.mark.parametrize("words", ["None", "no.", "–", "Nothing!", "n/a"])
async def test_to_say_that_there_is_none_raises_nothing(falcon: Falcon, words: str) -> None:
    part = await falcon.answer("ana", blockers=words, opportunities=words)
    assert await open_blockers(falcon) == []
    assert await falcon.said(part) == {"blockers": words, "opportunities": words}


async def test_a_blocker_that_is_ticked_is_resolved_and_only_ones_own(falcon: Falcon) -> None:
    await falcon.answer("ana", blockers=bullets("No access", "Flaky tests"))
    await falcon.answer("bob", blockers="Of Bob")
    falcon.now += timedelta(days=1)
    async with falcon.database.reading() as session:
        everyones = {each.id for each in await blockers.open_in(session, falcon.team_id)}
        mine = [each.id for each in await blockers.open_of(session, falcon.team_id, falcon.ana.id)]
    await falcon.give(Given(resolved=frozenset(everyones - {mine[1]})))
    assert await open_blockers(falcon) == ["Flaky tests"]
    assert await open_blockers(falcon, "bob") == ["Of Bob"]


async def test_somebody_elses_blocker_cannot_have_come_back(falcon: Falcon) -> None:
    await falcon.answer("bob", blockers="Of Bob")
    async with falcon.database.reading() as session:
        theirs = (await blockers.open_of(session, falcon.team_id, falcon.bob.id))[0].id
    question = await falcon.question("blockers")
    with pytest.raises(FieldRefusal) as refusal:
        await falcon.give(Given({question.id: RichText.of("Again").to_json()}, again_of=theirs))
    assert refusal.value.field == "again"
    assert await open_blockers(falcon) == []


async def test_opportunities_are_noted_once_and_name_no_owner(falcon: Falcon) -> None:
    for _ in range(2):
        await falcon.answer("ana", opportunities=bullets("Slow builds", "A wiki"))
    async with falcon.database.reading() as session:
        found = (await session.scalars(select(Opportunity).order_by(Opportunity.number))).all()
    assert [RichText.from_json(each.text).plain() for each in found] == ["Slow builds", "A wiki"]
    assert {each.raiser_id for each in found} == {falcon.ana.id}
    assert not hasattr(found[0], "owner_id")


async def test_a_day_skipped_is_answered_after_all(falcon: Falcon) -> None:
    async with falcon.database.transaction() as session:
        held, occurrence = await falcon.held(session), await falcon.day(session)
        part = await days.my_part(session, held.sync_up, occurrence, falcon.ana, falcon.now)
        await answering.skip(session, part, " Workshop ", falcon.now)
    skipped = await part_of(falcon, part)
    assert (skipped.state, skipped.reason, skipped.answered_at) == (PartState.SKIPPED, "Workshop", None)
    answered = await part_of(falcon, await falcon.answer("ana", today="Code"))
    assert (answered.state, answered.reason, answered.edited_at) == (PartState.ANSWERED, None, None)


async def test_who_has_answered_does_not_skip(falcon: Falcon) -> None:
    part = await falcon.answer("ana", today="Code")
    with pytest.raises(Refusal, match="answered already"):
        async with falcon.database.transaction() as session:
            await answering.skip(session, part, "", falcon.now)
    assert (await part_of(falcon, part)).state is PartState.ANSWERED


async def test_all_or_nothing_is_kept_of_an_answer_that_fails(falcon: Falcon) -> None:
    async def fail() -> None:
        async with falcon.database.transaction() as session:
            await falcon.answer_in(session, "ana", today="Code", blockers="No access")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await open_blockers(falcon) == []
    async with falcon.database.reading() as session:
        assert (await session.scalars(select(Post))).all() == []
        assert (await session.scalars(select(Part))).all() == []


async def test_two_answers_of_one_person_at_once_leave_one(falcon: Falcon) -> None:
    await falcon.answer("ana", today="First")
    await asyncio.gather(
        falcon.answer("ana", today="Here", blockers="Slow"), falcon.answer("ana", today="There", blockers="Slow")
    )
    part = await falcon.answer("ana", today="Last", blockers="Slow")
    assert await falcon.said(part) == {"today": "Last", "blockers": "Slow"}
    assert await open_blockers(falcon) == ["Slow"]


async def test_two_first_answers_at_once_are_both_kept_in_one_day(falcon: Falcon) -> None:
    parts = await asyncio.gather(falcon.answer("ana", today="A"), falcon.answer("bob", today="B"))
    assert [await falcon.said(part) for part in parts] == [{"today": "A"}, {"today": "B"}]
    assert len({part.occurrence_id for part in parts}) == 1
