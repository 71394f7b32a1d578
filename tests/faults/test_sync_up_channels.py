"""A day whose channel is closed to the bot, or loses the day's message: nothing is said twice or goes missing."""

from datetime import timedelta

import pytest

from bot.slack import threads
from bot.slack.models import PostState
from tests.faults.bots import posts_of
from tests.faults.sync_ups import (
    ASKED_AT,
    CREW,
    EDIT,
    POST,
    answer,
    delete,
    parents,
    prompts,
    replies,
    said,
    standing,
    the_parent,
)
from tests.stage import Stage, everything_in
from tests.stories.sync_ups import sync_up

ASKS = "I can’t post in"
PLANS = ("The plan of Ana", "The plan of Bob", "The plan of Dan")


async def test_not_in_the_channel_the_lead_is_told_once_and_once_invited_the_parent_comes_before_its_replies(
    on_each_database: Stage,
) -> None:
    stage = on_each_database
    await sync_up(stage, members=CREW)
    await stage.workspace.leave("falcon", stage.workspace.bot_user)
    await stage.travel_to(ASKED_AT)
    for handle, plan in zip(("bob", "dan"), PLANS[1:], strict=True):
        await answer(stage, handle, plan)
        await stage.travel(minutes=1)
    assert (parents(stage), prompts(stage)) == ([], [1, 1, 1])
    assert [stage.count(handle, ASKS) for handle in CREW] == [1, 0, 0]
    assert len(stage.person("ana").notifications) == 2, "her prompt, and that the bot is not in the channel"
    await stage.workspace.invite_bot("falcon", "bob")
    await stage.settle()
    await answer(stage, "ana", PLANS[0])
    await stage.travel(seconds=10)
    shown = stage.workspace.posts_in("falcon")
    assert shown[0] == the_parent(stage)
    assert said(stage, "falcon", PLANS) == dict.fromkeys(PLANS, 1)
    assert len(replies(stage)) == 3
    assert PLANS[0] in replies(stage)[-1]
    assert "3 of 3" in shown[0].text or "all 3" in shown[0].text
    assert stage.count("ana", ASKS) == 0
    assert "settled" in everything_in(stage.person("ana").dm)


async def test_an_archived_channel_takes_no_more_the_lead_is_told_once_and_answers_are_kept_and_readable(
    stage: Stage,
) -> None:
    await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    await answer(stage, "bob", PLANS[1])
    await stage.workspace.archive("falcon")
    for handle, plan in (("dan", PLANS[2]), ("ana", PLANS[0])):
        await answer(stage, handle, plan)
        await stage.travel(minutes=1)
    assert await standing(stage, "standup.answer") == ["shown", "refused is_archived", "refused is_archived"]
    assert stage.count("ana", "it is archived") == 1
    assert "You have answered" in str(stage.last("dan"))
    await stage.command("bob", "/standup", "show")
    assert all(plan in everything_in(stage.person("bob").modal.blocks) for plan in PLANS)
    await stage.travel(days=1)
    assert prompts(stage) == [2, 2, 2], "tomorrow everybody is asked all the same"
    assert stage.count("ana", "it is archived") == 1


@pytest.mark.parametrize("is_still_in_it", [True, False], ids=["the bot is in it still", "the bot is invited"])
async def test_in_a_channel_that_is_archived_no_more_what_was_refused_is_said_once(
    stage: Stage, is_still_in_it: bool
) -> None:
    await sync_up(stage, members=CREW)
    await stage.workspace.archive("falcon")
    await stage.travel_to(ASKED_AT)
    await answer(stage, "dan", PLANS[2])
    assert await standing(stage, "standup.day") == ["refused is_archived"]
    if not is_still_in_it:
        await stage.workspace.leave("falcon", stage.workspace.bot_user)
    await stage.workspace.unarchive("falcon")
    await stage.settle()
    if not is_still_in_it:
        assert stage.count("ana", "invite me there") == 1
        await stage.workspace.invite_bot("falcon", "ana")
        await stage.settle()
    assert [PLANS[2] in text for text in replies(stage)] == [True]
    assert stage.count("ana", "it is archived") == 0
    assert "settled" in everything_in(stage.person("ana").dm)


async def test_a_reply_to_a_deleted_parent_stays_in_the_channel_and_a_new_parent_takes_those_after_it(
    stage: Stage,
) -> None:
    await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    delete(stage, the_parent(stage))
    await answer(stage, "bob", PLANS[1])
    [astray] = [one for one in stage.workspace.posts_in("falcon") if PLANS[1] in one.text]
    assert not astray.is_reply
    assert await standing(stage, "standup.answer") == ["shown outside its thread"]
    await answer(stage, "dan", PLANS[2])
    await answer(stage, "ana", PLANS[0])
    await stage.travel(minutes=2)
    assert said(stage, "falcon", PLANS) == dict.fromkeys(PLANS, 1)
    assert [plan in text for plan, text in zip((PLANS[2], PLANS[0]), replies(stage), strict=True)] == [True, True]
    assert "all 3 have reported" in the_parent(stage).text
    await answer(stage, "bob", "Another plan")
    await stage.travel(seconds=5)
    assert ["Another plan" in one.text for one in stage.workspace.posts_in("falcon")].count(True) == 1
    assert "Another plan" in astray.text, "edited where it stands"


async def test_a_parent_known_to_be_deleted_is_said_anew_before_the_first_reply_comes(stage: Stage) -> None:
    await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    delete(stage, the_parent(stage))
    await stage.click("dan", stage.last("dan", "Skip today"), "Skip today")
    await stage.submit("dan")
    await stage.travel(seconds=10)
    assert parents(stage) == [], "whoever deletes a message wants no other for an edit's sake"
    assert await standing(stage, "standup.day") == ["shown message_not_found"]
    await answer(stage, "bob", PLANS[1])
    await stage.travel(seconds=10)
    assert [PLANS[1] in text for text in replies(stage)] == [True]
    assert said(stage, "falcon", PLANS) == {PLANS[1]: 1}


async def test_a_parent_deleted_with_replies_is_not_said_again_and_its_thread_goes_on(stage: Stage) -> None:
    await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    await answer(stage, "bob", PLANS[1])
    await stage.travel(seconds=10)
    parent = the_parent(stage)
    delete(stage, parent)
    await answer(stage, "dan", PLANS[2])
    await stage.travel(minutes=5)
    assert parents(stage) == []
    assert [one.thread_ts for one in stage.workspace.posts_in("falcon")] == [parent.ts] * 2
    assert await standing(stage, "standup.day") == ["shown message_not_found"], "it is on record"
    asked = stage.workspace.counted(EDIT)
    await stage.travel(minutes=20)
    assert stage.workspace.counted(EDIT) == asked, "Slack is not asked in vain for ever"


async def test_many_replies_at_once_to_a_deleted_parent_bring_one_new_parent(on_each_database: Stage) -> None:
    stage = on_each_database
    await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    old = the_parent(stage)
    delete(stage, old)
    stage.workspace.faults.delay(0.05, POST)
    for handle, plan in zip(CREW, PLANS, strict=True):
        await stage.person(handle).command("/standup")
        await stage.application.talk.finish()
        await stage.person(handle).submit({"What will you do today?": plan})
    await stage.settle()
    stage.workspace.faults.clear()
    await stage.travel(minutes=1)
    assert said(stage, "falcon", PLANS) == dict.fromkeys(PLANS, 1)
    assert len(parents(stage)) == 1
    [late, *_] = await posts_of(stage.application, "standup.answer")
    async with stage.application.database.transaction() as session:
        await threads.begin_anew(session, late, old.ts, stage.clock.now())  # a reply that took so long to come
    assert {post.state for post in await posts_of(stage.application, "standup.day")} == {PostState.SHOWN}
    await stage.travel_to(ASKED_AT + timedelta(days=1))
    assert len(parents(stage)) == 2
