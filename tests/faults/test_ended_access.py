"""A token that Slack takes back stops the lane until the next installation; a person who is gone stops nobody."""

import asyncio

import pytest

from bot.operations.health import ask_database
from bot.operations.queries import revoked
from bot.people import queries as people
from bot.slack.models import PostState
from tests.faults.bots import posts_of, the_post
from tests.stage import Stage, everything_in


async def _reasons(stage: Stage) -> list[str]:
    await ask_database(stage.application.health, stage.application.database)
    return stage.application.health.is_healthy(stage.clock.now())[1]


@pytest.mark.parametrize("is_told", [True, False], ids=["told by the event", "found out by a call"])
async def test_a_revoked_token_stops_the_lane_until_the_next_installation(stage: Stage, is_told: bool) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    if not is_told:
        stage.workspace.permissions.events.remove("tokens_revoked")
    stage.workspace.faults.revoke_token()
    await stage.settle()
    await stage.travel(hours=4)
    assert stage.count("ana", "Prepare") == 0
    assert any("token_revoked" in reason for reason in await _reasons(stage))
    async with stage.application.database.reading() as session:
        assert list(await revoked(session)) == ["token_revoked"]
    asked = len(stage.workspace.calls)
    await stage.travel(hours=1)
    assert len(stage.workspace.calls) == asked, "a stopped lane asks Slack for nothing"

    stage.workspace.faults.clear()
    await stage.application.install()
    await stage.travel(minutes=10)
    assert stage.count("ana", "Prepare") == 1
    assert not any("token_revoked" in reason for reason in await _reasons(stage))


async def test_a_call_that_an_old_token_made_does_not_stop_a_new_one(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    stage.workspace.faults.refuse("chat.postMessage", "token_revoked", 2)
    stage.workspace.faults.delay(0.3, "chat.postMessage")
    await stage.command("ana", "/1on1", "with @carol weekly Wed 10:00")
    await stage.person("ana").submit()
    driving = asyncio.create_task(stage.application.lanes.drive())
    await asyncio.sleep(0.15)
    async with stage.application.database.transaction() as session:
        for workspace in await people.workspaces(session):
            workspace.bot_token = "xoxb-a-new-one"  # noqa: S105
    await driving
    async with stage.application.database.reading() as session:
        assert list(await revoked(session)) == []


async def test_what_waited_too_long_for_a_new_token_is_not_said_and_is_on_record(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    stage.workspace.permissions.events.remove("tokens_revoked")
    stage.workspace.faults.revoke_token()
    await stage.travel(days=2)
    stage.workspace.faults.clear()
    await stage.application.install()
    await stage.travel(minutes=10)
    assert stage.count("ana", "Prepare") == 0
    assert {post.state for post in await posts_of(stage.application, "one_on_one.prep")} == {PostState.TOO_LATE}


async def test_a_recipient_who_is_gone_stops_their_own_post_alone(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.set_up_one_on_one("carol", "dan", "Tue 10:00")
    stage.workspace.permissions.events.remove("user_change")
    await stage.workspace.deactivate("bob")
    await stage.travel(hours=12)
    prep = await the_post(stage, "bob", "one_on_one.prep")
    assert (prep.state, prep.error) == (PostState.REFUSED, "channel_not_found")
    assert stage.count("ana", "Prepare") == stage.count("carol", "Prepare") == 1
    assert len([call for call in stage.workspace.calls if call.response.get("error") == "channel_not_found"]) == 1


async def test_a_partner_who_leaves_ends_it_and_the_other_is_told_once(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.workspace.deactivate("bob")
    await stage.settle()
    await stage.workspace.deactivate("bob")
    await stage.travel(days=8)
    told = [message for message in stage.person("ana").dm if "left" in everything_in(message)]
    assert len(told) == 1
    assert stage.count("ana", "Prepare") == 0


async def test_an_inactive_account_is_the_recipients_as_long_as_our_token_is_good(stage: Stage) -> None:
    stage.workspace.faults.refuse("chat.postMessage", "account_inactive", times=1)
    await stage.set_up_one_on_one("ana", "bob")
    states = sorted(post.state.value for post in await posts_of(stage.application, "one_on_one.begun"))
    assert states == ["refused", "shown"]
    assert await _reasons(stage) == []
