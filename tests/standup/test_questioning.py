"""Questions change from the next day that opens; what was asked and answered stays as it was."""

import asyncio
from datetime import date, timedelta

import pytest

from bot.errors import FieldRefusal, Refusal
from bot.rituals.standup import access, asked, questioning
from bot.rituals.standup.models import Question, QuestionKind
from bot.rituals.standup.questioning import Wording, wording
from bot.storage.database import Database
from tests.standup.falcon import Falcon, falcon_in

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)
STANDARD = ["yesterday", "today", "blockers", "opportunities"]


@pytest.fixture
async def falcon(database: Database) -> Falcon:
    return await falcon_in(database)


async def texts_on(falcon: Falcon, day: date) -> list[str]:
    async with falcon.database.reading() as session:
        held = await falcon.held(session)
        return [each.text for each in await asked.questions_on(session, held.sync_up.id, day)]


async def add(falcon: Falcon, text: str, **more: object) -> Question:
    async with falcon.database.transaction() as session:
        return await questioning.add(session, await falcon.held(session), Wording(text, **more))


async def reword(falcon: Falcon, question: Question, text: str) -> None:
    async with falcon.database.transaction() as session:
        held = await falcon.held(session)
        await questioning.reword(session, held, question.id, Wording(text), falcon.now)


async def remove(falcon: Falcon, question: Question) -> None:
    async with falcon.database.transaction() as session:
        await questioning.remove(session, await falcon.held(session), question.id, falcon.now)


async def move(falcon: Falcon, question: Question, by: int) -> None:
    async with falcon.database.transaction() as session:
        await questioning.move(session, await falcon.held(session), question.id, by)


async def keys(falcon: Falcon) -> list[str]:
    async with falcon.database.reading() as session:
        held = await falcon.held(session)
        return [each.key for each in await asked.questions(session, held.sync_up.id)]


async def test_before_any_day_has_opened_a_change_counts_at_once(falcon: Falcon) -> None:
    today = await falcon.question("today")
    await reword(falcon, today, "And now?")
    await add(falcon, "Coffee?")
    await remove(falcon, await falcon.question("opportunities"))
    assert (await texts_on(falcon, MONDAY))[1:] == ["And now?", "Is anything in your way?", "Coffee?"]
    assert (await falcon.question("today")).id == today.id


async def test_a_day_that_has_opened_keeps_its_questions(falcon: Falcon) -> None:
    part = await falcon.answer("ana", today="Code")
    before = await texts_on(falcon, MONDAY)
    await reword(falcon, await falcon.question("today"), "And now?")
    await add(falcon, "Coffee?")
    await remove(falcon, await falcon.question("opportunities"))
    assert await texts_on(falcon, MONDAY) == before
    assert (await texts_on(falcon, TUESDAY))[1:] == ["And now?", "Is anything in your way?", "Coffee?"]
    assert await falcon.said(part) == {"today": "Code"}


async def test_an_answer_keeps_the_words_it_was_asked_in(falcon: Falcon) -> None:
    part = await falcon.answer("ana", today="Code")
    await reword(falcon, await falcon.question("today"), "And now?")
    async with falcon.database.reading() as session:
        said = (await asked.answers(session, [part.id]))[0]
        question = (await asked.questions_by_id(session, [said.question_id]))[said.question_id]
    assert question.text == "What will you do today?"
    assert question.removed_at == falcon.now


async def test_two_changes_before_the_next_day_leave_one_question(falcon: Falcon) -> None:
    await falcon.answer("ana", today="Code")
    await reword(falcon, await falcon.question("today"), "Once")
    await reword(falcon, await falcon.question("today"), "Twice")
    assert (await texts_on(falcon, TUESDAY))[1] == "Twice"
    assert len(await texts_on(falcon, TUESDAY)) == 4


async def test_yesterdays_plan_is_found_under_its_new_words(falcon: Falcon) -> None:
    await falcon.answer("ana", today="Code")
    await reword(falcon, await falcon.question("today"), "And now?")
    falcon.now += timedelta(days=1)
    async with falcon.database.reading() as session:
        held = await falcon.held(session)
        found = await asked.last_answer(session, held.series.id, falcon.ana.id, "today", TUESDAY)
    assert found is not None
    assert found[1] == MONDAY


async def test_today_stays_and_ten_are_the_most(falcon: Falcon) -> None:
    with pytest.raises(Refusal, match="stays"):
        await remove(falcon, await falcon.question("today"))
    for number in range(6):
        await add(falcon, f"Question {number}?")
    with pytest.raises(Refusal, match="10 questions are the most"):
        await add(falcon, "An eleventh?")


async def test_questions_move_up_and_down_and_no_further_than_the_ends(falcon: Falcon) -> None:
    await move(falcon, await falcon.question("today"), -1)
    assert await keys(falcon) == ["today", "yesterday", "blockers", "opportunities"]
    await move(falcon, await falcon.question("today"), -1)
    await move(falcon, await falcon.question("opportunities"), 1)
    assert await keys(falcon) == ["today", "yesterday", "blockers", "opportunities"]
    await move(falcon, await falcon.question("today"), 1)
    assert await keys(falcon) == STANDARD


async def test_the_second_of_two_leads_is_told_that_the_question_has_changed(falcon: Falcon) -> None:
    await falcon.answer("ana", today="Code")
    question = await falcon.question("blockers")
    done = await asyncio.gather(
        reword(falcon, question, "One"), reword(falcon, question, "Other"), return_exceptions=True
    )
    assert [type(each) for each in done if each is not None] == [Refusal]
    assert len(await texts_on(falcon, TUESDAY)) == 4


async def test_two_leads_who_add_at_once_never_make_eleven(falcon: Falcon) -> None:
    for number in range(5):
        await add(falcon, f"Question {number}?")
    done = await asyncio.gather(add(falcon, "One?"), add(falcon, "Other?"), return_exceptions=True)
    assert [type(each) for each in done if isinstance(each, Exception)] == [Refusal]
    assert len(await keys(falcon)) == 10


async def test_a_standard_question_stays_a_text(falcon: Falcon) -> None:
    question = await falcon.question("blockers")
    async with falcon.database.transaction() as session:
        held = await falcon.held(session)
        words = Wording("In your way?", QuestionKind.NUMBER, None, is_required=True)
        await questioning.reword(session, held, question.id, words, falcon.now)
    changed = await falcon.question("blockers")
    assert (changed.kind, changed.is_required) == (QuestionKind.TEXT, True)


async def test_whose_question_it_is_and_what_there_is_are_refused_alike(falcon: Falcon) -> None:
    question = await falcon.question("today")

    async def refusal(who: str, number: int) -> str:
        async with falcon.database.reading() as session:
            with pytest.raises(Refusal) as refused:
                await access.led_question(session, falcon.people[who], number)
        return refused.value.sentence

    assert await refusal("eve", question.id) == await refusal("eve", 10**9) == access.NOT_YOURS
    assert "lead or an admin" in await refusal("bob", question.id)
    async with falcon.database.reading() as session:
        for who in ("ana", "dan"):
            assert (await access.led_question(session, falcon.people[who], question.id))[1].id == question.id


def test_choices_are_read_a_line_each() -> None:
    assert wording(" How? ", "choice", " Red \n\n Green\n", True) == Wording(
        "How?", QuestionKind.CHOICE, "Red\nGreen", is_required=True
    )
    assert wording("How?", "scale", "Red\nGreen", False).choices is None


@pytest.mark.parametrize(
    ("text", "kind", "choices", "field"),
    [
        ("", "text", "", "text"),
        ("\u200b", "text", "", "text"),
        ("x" * 151, "text", "", "text"),
        ("?", "nonsense", "", "kind"),
        ("?", None, "", "kind"),
        ("?", "choice", "One", "choices"),
        ("?", "choice", "\n".join(map(str, range(21))), "choices"),
        ("?", "choice", "Same\nsame", "choices"),
        ("?", "choice", "x\n" + "y" * 76, "choices"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_under_its_field(
    text: str, kind: str | None, choices: str, field: str
) -> None:
    with pytest.raises(FieldRefusal) as refusal:
        wording(text, kind, choices, is_required=False)
    assert refusal.value.field == field
