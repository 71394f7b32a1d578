"""While Slack is away, slow or full, a day's prompts, parent and answers wait; then each stands exactly once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from bot.sandbox.faults import Faults
from bot.slack.models import PostState
from tests.faults.bots import posts_of
from tests.faults.sync_ups import (
    ASKED_AT,
    CREW,
    POST,
    accepted,
    answer,
    parents,
    prompts,
    refused_connections,
    replies,
    standing,
    the_parent,
    unavailable,
)
from tests.stage import Stage
from tests.stories.sync_ups import person, sync_up

LOOKING = ("conversations.open", "conversations.history", "conversations.replies")
A_WHILE = timedelta(minutes=10)
Outage = Callable[[Stage], AbstractContextManager[None]]


@pytest.mark.parametrize("outage", [refused_connections, unavailable])
async def test_after_an_hour_without_slack_around_the_prompt_all_is_there_once(
    on_each_database: Stage, outage: Outage
) -> None:
    stage = on_each_database
    team = await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT - A_WHILE)
    with outage(stage):
        await stage.travel_to(ASKED_AT + A_WHILE)
        await accepted(stage, team, "bob", "Said while Slack was away")
        await stage.travel_to(ASKED_AT + 5 * A_WHILE)
        assert (prompts(stage), parents(stage)) == ([0, 0, 0], [])
        looked = sum(stage.workspace.counted(method) for method in LOOKING)
        assert looked < 100, "less and less often: it may be five hundred that are looked for"
    await stage.travel(minutes=7)
    assert prompts(stage) == [1, 0, 1], "who has answered by now is not asked any more"
    assert "1 of 3 has reported" in the_parent(stage).text
    assert [text for text in replies(stage) if "Said while Slack was away" in text] == replies(stage)
    await stage.travel(hours=2)
    assert prompts(stage) == [1, 0, 1]
    assert prompts(stage, words="Reminder") == [0, 0, 0], "their prompt had only just come"
    assert (len(parents(stage)), len(replies(stage))) == (1, 1)


LOST: dict[str, Callable[[Faults, int], None]] = {
    "the answer is lost": lambda faults, times: faults.drop_answer(POST, times=times),
    "500, and it was accepted": lambda faults, times: faults.server_error(POST, times=times, accepted=True),
}


@pytest.mark.parametrize("lose", LOST.values(), ids=LOST.keys())
async def test_what_slack_took_without_telling_is_adopted_the_parent_prompts_of_two_teams_and_a_reply(
    on_each_database: Stage, lose: Callable[[Faults, int], None]
) -> None:
    stage = on_each_database
    falcon = await sync_up(stage, members=CREW)
    await sync_up(stage, "Eagle", ("bob", "dan"))
    before = stage.workspace.counted(POST)
    lose(stage.workspace.faults, 5)
    await stage.travel_to(ASKED_AT)
    await stage.travel(minutes=3)
    assert prompts(stage) == [1, 1, 1], "one message for both teams"
    assert [len(parents(stage, channel)) for channel in ("falcon", "eagle")] == [1, 1]
    assert stage.workspace.counted(POST) == before + 5
    lose(stage.workspace.faults, 1)
    await accepted(stage, falcon, "ana", "Ship it")
    await stage.travel(minutes=3)
    assert (len(replies(stage)), stage.workspace.counted(POST)) == (1, before + 6)
    for view in ("standup.prompt", "standup.day", "standup.answer"):
        assert {post.state for post in await posts_of(stage.application, view)} == {PostState.SHOWN}
    await answer(stage, "ana", "Ship it, after lunch")
    await stage.travel(seconds=5)
    assert ["after lunch" in text for text in replies(stage)] == [True], "what was adopted is edited in place"
    assert "You have answered" in str(stage.last("ana"))


async def test_a_429_in_the_middle_of_the_fan_out_delays_the_rest_and_nobody_is_asked_twice(
    stage: Stage,
) -> None:
    for number in range(12):
        stage.workspace.add_person(f"p{number:02}", f"Person {number}")
    await stage.settle()
    crew = tuple(f"p{number:02}" for number in range(12))
    team = await sync_up(stage, members=crew)
    before = stage.workspace.counted(POST)
    stage.workspace.faults.rate_limit(POST, retry_after=30, times=2)
    await stage.travel_to(ASKED_AT)
    put_off = prompts(stage, crew).count(0)
    assert put_off >= 2
    asked = stage.workspace.counted(POST)
    await accepted(stage, team, next(who for who in crew if prompts(stage, [who]) == [1]), "Ship it")
    await stage.travel(seconds=29)
    assert stage.workspace.counted(POST) == asked, "Slack is not asked again before it is ready"
    await stage.travel(seconds=5)
    assert prompts(stage, crew) == [1] * 12
    assert (len(parents(stage)), len(replies(stage))) == (1, 1)
    assert stage.workspace.counted(POST) - before == 12 + 2 + 2


@pytest.mark.parametrize("is_told", [True, False], ids=["told by the event", "found out by a call"])
async def test_a_token_revoked_in_the_middle_of_a_day_loses_no_answer_and_asks_nobody_twice(
    stage: Stage, is_told: bool
) -> None:
    team = await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    await answer(stage, "ana", "Before")
    if not is_told:
        stage.workspace.permissions.events.remove("tokens_revoked")
    stage.workspace.faults.revoke_token()
    await stage.settle()
    await accepted(stage, team, "bob", "Meanwhile")
    await stage.travel(minutes=10)
    assert len(replies(stage)) == 1
    calls = len(stage.workspace.calls)
    await stage.travel(minutes=20)
    assert len(stage.workspace.calls) == calls, "without a token Slack is asked for nothing"
    stage.workspace.faults.clear()
    await stage.application.install()
    await stage.travel(minutes=10)
    before, meanwhile = replies(stage)
    assert "Before" in before
    assert "Meanwhile" in meanwhile
    assert "2 of 3 have reported" in the_parent(stage).text
    await stage.travel(minutes=30)
    assert (prompts(stage), prompts(stage, words="Reminder")) == ([1, 1, 1], [0, 0, 1])


async def test_while_a_token_is_revoked_over_the_prompt_what_comes_too_late_is_recorded_and_not_said(
    stage: Stage,
) -> None:
    await sync_up(stage, members=CREW)
    stage.workspace.faults.revoke_token()
    await stage.settle()
    await stage.travel_to(ASKED_AT + timedelta(hours=6))
    stage.workspace.faults.clear()
    await stage.application.install()
    await stage.travel(minutes=10)
    assert prompts(stage) == [0, 0, 0]
    assert await standing(stage, "standup.prompt") == ["too late"] * 3
    await stage.travel_to(ASKED_AT + timedelta(days=1))
    assert prompts(stage) == [1, 1, 1]
    assert (await person(stage, "ana")).is_member
