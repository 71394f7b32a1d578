"""What is said in a channel and in its threads comes once, under its parent, or shares the parent's fate."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.people import queries as people
from bot.slack import posts
from bot.slack.models import PostState
from bot.slack.posts import Unsaid
from tests.faults.bots import expire_leases
from tests.slack.town import VIEW, Town, open_town

POST = "chat.postMessage"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url) as town:
        yield town


@pytest.fixture
async def on_each_database(database_url: str) -> AsyncIterator[Town]:
    async with open_town(database_url) as town:
        yield town


async def test_a_reply_waits_for_its_parent_and_stands_under_it(on_each_database: Town) -> None:
    town = on_each_database
    await town.say("day")
    reply = await town.say("answer", parent="day")
    assert (reply.state, reply.next_try_at) == (PostState.WANTED, None)
    await town.wait()
    parent, answer = town.shown()
    assert [parent.text, answer.text] == ["day", "answer"]
    assert (parent.is_reply, answer.is_reply, answer.thread_ts) == (False, True, parent.ts)


async def test_a_reply_to_what_is_shown_already_comes_at_once(town: Town) -> None:
    await town.say("day")
    await town.wait()
    assert (await town.say("answer", parent="day")).next_try_at == town.now
    await town.wait()
    assert town.shown()[1].thread_ts == town.shown()[0].ts


async def test_a_reply_is_edited_in_place(town: Town) -> None:
    await town.say("day")
    await town.say("answer", parent="day")
    await town.wait(seconds=4)
    await town.refresh("answer", "edited")
    await town.wait()
    assert town.texts() == ["day", "edited"]
    assert town.shown()[1].is_reply


async def test_asked_again_it_is_brought_up_to_date_and_never_said_twice(town: Town) -> None:
    for _ in range(2):
        await town.say("day")
        await town.say("answer", parent="day")
        await town.wait(seconds=4)
    assert town.texts() == ["day", "answer"]
    assert (await town.post("answer")).wanted_version == 2


@pytest.mark.parametrize("outcome", [PostState.NOT_WANTED, PostState.PAUSED, PostState.AWAY])
async def test_a_reply_ends_as_its_parent_does_that_says_nothing(town: Town, outcome: PostState) -> None:
    town.says["day"] = Unsaid(outcome)
    await town.say("day")
    await town.say("answer", parent="day")
    await town.wait()
    assert town.shown() == []
    assert (await town.post("answer")).state is outcome
    assert (await town.say("late answer", parent="day")).state is outcome


async def test_a_reply_ends_as_its_parent_does_that_comes_too_late(town: Town) -> None:
    await town.say("day", until=town.now + timedelta(minutes=1))
    await town.say("answer", parent="day")
    town.stage.clock.advance(timedelta(minutes=2))
    await town.wait()
    assert (await town.post("answer")).state is PostState.TOO_LATE


async def test_withdrawing_a_parent_withdraws_what_waits_for_it(on_each_database: Town) -> None:
    town = on_each_database
    await town.say("day")
    await town.say("answer", parent="day")
    async with town.stage.application.database.transaction() as session:
        await posts.withdraw(session, "day", town.now)
    await town.wait()
    assert (await town.post("answer")).state is PostState.NOT_WANTED
    await town.say("day")
    await town.wait()
    assert town.texts() == ["day", "answer"], "wanted again, it takes its replies along"


async def test_what_is_refused_takes_its_replies_along_and_is_told_of_once(on_each_database: Town) -> None:
    town = on_each_database
    town.stage.workspace.leave(town.channel, town.stage.workspace.bot_user)
    await town.say("day")
    await town.say("answer", parent="day")
    await town.wait(minutes=1)
    for subject in ("day", "answer"):
        post = await town.post(subject)
        assert (post.state, post.error) == (PostState.REFUSED, "not_in_channel")
    assert town.lost == [("day", PostState.REFUSED, "not_in_channel")]


async def test_what_was_refused_is_said_once_the_bot_is_invited_unless_it_is_too_late(
    on_each_database: Town,
) -> None:
    town = on_each_database
    town.stage.workspace.leave(town.channel, town.stage.workspace.bot_user)
    await town.say("yesterday", until=town.now + timedelta(minutes=1))
    await town.say("old answer", parent="yesterday")
    await town.say("day", until=town.now + timedelta(hours=1))
    await town.say("answer", parent="day")
    await town.wait(minutes=2)
    await town.stage.workspace.invite_bot(town.channel)
    async with town.stage.application.database.transaction() as session:
        await posts.revive(session, town.workspace_id, town.channel.id, town.now)
    await town.wait()
    assert town.texts() == ["day", "answer"]
    assert [(await town.post(subject)).state for subject in ("yesterday", "old answer")] == [PostState.REFUSED] * 2


async def test_a_parent_that_is_sent_again_takes_its_replies_along(town: Town) -> None:
    await town.say("day")
    await town.say("answer", parent="day")
    town.stage.workspace.faults.refuse(POST, "restricted_action")
    await town.wait()
    assert (await town.post("answer")).state is PostState.REFUSED
    async with town.stage.application.database.transaction() as session:
        await posts.send_again(session, await town.post("day"), town.now)
    await town.wait()
    assert town.texts() == ["day", "answer"]


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("parent", [None, "day"])
async def test_what_slack_took_without_telling_is_found_and_adopted(
    sqlite_url: str, parent: str | None, private: bool
) -> None:
    async with open_town(sqlite_url, private=private) as town:
        await town.say("day")
        await town.wait()
        await town.say("answer", parent=parent)
        town.stage.workspace.faults.drop_answer(POST)
        await town.wait(minutes=3)
        assert town.texts() == ["day", "answer"]
        post = await town.post("answer")
        assert (post.state, post.ts) == (PostState.SHOWN, town.shown()[1].ts)
        assert town.calls("conversations.history" if parent is None else "conversations.replies") == 1


async def test_what_slack_did_not_take_is_said_a_minute_later(town: Town) -> None:
    await town.say("day")
    await town.wait()
    await town.say("answer", parent="day")
    town.stage.workspace.faults.server_error(POST)
    await town.wait(minutes=3)
    assert town.texts() == ["day", "answer"]


@pytest.mark.parametrize("scope", ["channels:history", None])
async def test_what_cannot_be_looked_for_in_a_channel_is_never_said_again_by_itself(
    town: Town, scope: str | None
) -> None:
    await town.say("day")
    await town.say("answer", parent="day")
    town.stage.workspace.faults.server_error(POST)
    if scope is not None:
        town.stage.workspace.permissions.scopes.remove(scope)
    else:
        await town.lanes.drive()
        town.stage.workspace.leave(town.channel, town.stage.workspace.bot_user)
    await town.wait(minutes=4)
    error = "missing_scope" if scope else "not_in_channel"
    assert [(await town.post(subject)).state for subject in ("day", "answer")] == [PostState.UNKNOWN] * 2
    assert town.lost == [("day", PostState.UNKNOWN, error)]


async def test_a_crash_after_the_call_leaves_one_reply(on_each_database: Town) -> None:
    town = on_each_database
    await town.say("day")
    await town.wait()
    await town.say("answer", parent="day")
    await town.lanes.drive()
    await town.change("answer", state=PostState.SENDING, sender="gone", ts=None, channel=None)
    await expire_leases(town.stage.application)
    town.lanes = town.another_lane()
    await town.wait(minutes=2)
    assert town.texts() == ["day", "answer"]
    assert (await town.post("answer")).state is PostState.SHOWN


async def test_a_reply_that_is_asked_for_while_its_parent_is_shown_is_not_forgotten(postgres_url: str) -> None:
    async with open_town(postgres_url) as town:
        day = await town.say("day")
        database = town.stage.application.database
        async with database.transaction() as session:
            answer = await posts.want_in(
                session, VIEW, "answer", town.workspace_id, town.channel.id, town.now, parent=day
            )
            assert answer.next_try_at is None
            town.stage.workspace.faults.delay(0.3, POST)
            showing = asyncio.create_task(town.lanes.drive())
            await asyncio.sleep(0.6)
            assert await people.workspaces(session)
        await showing
        await town.wait(seconds=5)
        assert town.texts() == ["day", "answer"]
