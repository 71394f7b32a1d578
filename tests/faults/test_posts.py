"""A post whose call goes wrong is shown exactly once all the same, and its outcome is on record."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.faults import Faults
from bot.slack.models import PostState
from tests.faults.bots import another_bot, the_post
from tests.stage import Stage, everything_in, open_stage

POST = "chat.postMessage"
SET_UP = "every week on Tuesday"
Fault = Callable[[Faults], None]

ACCEPTED: dict[str, Fault] = {
    "the answer is lost": lambda faults: faults.drop_answer(POST),
    "500, and it was accepted": lambda faults: faults.server_error(POST, accepted=True),
}
PERHAPS_ACCEPTED: dict[str, Fault] = {
    "500, and it was not accepted": lambda faults: faults.server_error(POST),
    "503, and it was not accepted": lambda faults: faults.server_error(POST, status=503),
    "internal_error": lambda faults: faults.refuse(POST, "internal_error"),
    "fatal_error": lambda faults: faults.refuse(POST, "fatal_error"),
}
NOT_NOW: dict[str, Fault] = {
    "429": lambda faults: faults.rate_limit(POST, retry_after=30),
    "service_unavailable": lambda faults: faults.refuse(POST, "service_unavailable"),
}


def each(faults: dict[str, Fault]) -> Any:
    return pytest.mark.parametrize("fault", faults.values(), ids=faults.keys())


async def _set_up(stage: Stage, fault: Fault) -> None:
    """Ana sets up a 1-on-1, and the first message about it, hers or Bob's, meets the fault."""
    await stage.command("ana", "/1on1", "with @bob weekly Tue 10:00")
    fault(stage.workspace.faults)
    fault(stage.workspace.faults)
    await stage.submit("ana")


@each(ACCEPTED)
async def test_what_slack_took_without_telling_is_found_and_adopted(on_each_database: Stage, fault: Fault) -> None:
    stage = on_each_database
    await _set_up(stage, fault)
    post = await the_post(stage)
    assert (post.state, post.ts) == (PostState.SHOWN, stage.last("bob", SET_UP).ts)
    await stage.travel(minutes=3)
    assert stage.count("bob", SET_UP) == 1


@each(PERHAPS_ACCEPTED)
async def test_what_may_have_been_taken_is_looked_for_a_minute_before_it_is_said_again(
    stage: Stage, fault: Fault
) -> None:
    await _set_up(stage, fault)
    assert (await the_post(stage)).state is PostState.IN_DOUBT
    await stage.travel(seconds=59)
    assert stage.count("bob", SET_UP) == 0
    await stage.travel(seconds=2)
    assert stage.count("bob", SET_UP) == 1
    await stage.travel(minutes=3)
    assert stage.count("bob", SET_UP) == 1
    assert (await the_post(stage)).state is PostState.SHOWN


@each(NOT_NOW)
async def test_what_slack_puts_off_waits_as_long_as_it_asks(stage: Stage, fault: Fault) -> None:
    await _set_up(stage, fault)
    post = await the_post(stage)
    assert (post.state, stage.count("bob", SET_UP)) == (PostState.WANTED, 0)
    assert post.next_try_at is not None
    waits = (post.next_try_at - stage.clock.now()).total_seconds()
    assert waits == (30 if post.error == "ratelimited" else 1)
    await stage.travel(seconds=waits + 1)
    assert stage.count("bob", SET_UP) == 1
    assert (await the_post(stage)).state is PostState.SHOWN


async def test_a_method_that_slack_puts_off_is_not_called_for_other_posts_either(stage: Stage) -> None:
    await stage.command("ana", "/1on1", "with @bob weekly Tue 10:00")
    stage.workspace.faults.rate_limit(POST, retry_after=30, times=2)
    await stage.submit("ana")
    asked = len([call for call in stage.workspace.calls if call.method == POST])
    await stage.command("carol", "/1on1", "with @dan weekly Wed 10:00")
    await stage.submit("carol")
    assert len([call for call in stage.workspace.calls if call.method == POST]) == asked
    await stage.travel(seconds=31)
    assert stage.count("dan", "every week on Wednesday") == 1


async def test_an_answer_that_takes_too_long_is_not_waited_for_and_nothing_is_said_twice(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.client.CALL_SECONDS", 0.3)
    async with open_stage(sqlite_url) as stage:
        await stage.command("ana", "/1on1", "with @bob weekly Tue 10:00")
        stage.workspace.faults.delay(0.6, POST)
        await stage.submit("ana")
        post = await the_post(stage)
        assert (post.state, stage.count("bob", SET_UP)) == (PostState.SHOWN, 1)


async def test_a_slack_that_cannot_be_reached_is_tried_again_without_a_look(stage: Stage) -> None:
    await stage.command("ana", "/1on1", "with @bob weekly Tue 10:00")
    await stage.application.lanes.release()
    async with another_bot(stage, api_url="http://127.0.0.1:9/api/") as cut_off:
        await stage.person("ana").submit()
        await cut_off.lanes.drive()
        post = await the_post(stage)
        assert (post.state, post.error) == (PostState.WANTED, "not_connected")
    await stage.travel(minutes=1)
    assert stage.count("bob", SET_UP) == 1
    assert not [call for call in stage.workspace.calls if call.method == "conversations.history"]


@pytest.mark.parametrize("was_accepted", [True, False])
async def test_what_cannot_be_looked_for_is_never_said_again_by_itself(stage: Stage, was_accepted: bool) -> None:
    stage.workspace.permissions.scopes.remove("im:history")
    await stage.person("bob").open_home()
    await stage.settle()
    await _set_up(stage, lambda faults: faults.server_error(POST, accepted=was_accepted))
    assert (await the_post(stage)).state is PostState.UNKNOWN
    await stage.travel(hours=1)
    assert stage.count("bob", SET_UP) == int(was_accepted)
    assert "perhaps sent" in everything_in(stage.person("bob").home)
    await stage.click("bob", "home", "Send again")
    assert stage.count("bob", SET_UP) == int(was_accepted) + 1
    assert (await the_post(stage)).state is PostState.SHOWN
    assert "perhaps sent" not in everything_in(stage.person("bob").home)


async def test_a_refusal_stops_that_post_alone_and_shows_on_home(stage: Stage) -> None:
    await stage.person("bob").open_home()
    await stage.command("ana", "/1on1", "with @bob weekly Tue 10:00")
    stage.workspace.faults.refuse(POST, "messages_tab_disabled", times=2)
    await stage.submit("ana")
    post = await the_post(stage)
    assert (post.state, post.error) == (PostState.REFUSED, "messages_tab_disabled")
    assert "Slack refused it" in everything_in(stage.person("bob").home)
    await stage.travel(hours=24)
    assert stage.count("bob", "Coming up") == stage.count("ana", "Prepare") == 1


async def test_what_slack_does_not_take_for_a_day_is_given_up_and_shows_on_home(stage: Stage) -> None:
    await stage.person("bob").open_home()
    await stage.command("ana", "/1on1", "with @bob weekly Fri 10:00")
    stage.workspace.faults.refuse(POST, "service_unavailable", times=10**6)
    await stage.submit("ana")
    for _ in range(4):  # now and then: each try of a day would be many
        stage.clock.advance(timedelta(hours=8))
        await stage.settle()
    assert (await the_post(stage)).state is PostState.GIVEN_UP
    assert "gave up" in everything_in(stage.person("bob").home)
    stage.workspace.faults.clear()
    await stage.click("bob", "home", "Send again")
    await stage.travel(seconds=2)
    assert stage.count("bob", "every week on Friday") == 1
