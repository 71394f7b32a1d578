"""A process that dies at any point, or works beside another, misses nothing and says nothing twice."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
import structlog
from sqlalchemy import select

from bot.catalogue import POSTS
from bot.schedule.models import Moment, MomentOutcome
from bot.slack import calls, claims, delivery, queries
from bot.slack.models import PostState
from bot.slack.verdicts import Meaning, Verdict
from tests.faults.bots import another_bot, expire_leases, kill, the_post
from tests.stage import Stage, everything_in, open_stage

SET_UP = "every week on Tuesday"
PREP = "Prepare your 1-on-1"


async def _claimed_by_one_that_is_gone(stage: Stage) -> calls.Claim:
    """The message to Bob, taken in hand by a process that dies before it calls Slack."""
    await stage.command("ana", "/1on1", "with @bob weekly Tue 10:00")
    await stage.person("ana").submit()
    post = await the_post(stage)
    async with stage.application.database.transaction() as session:
        assert await queries.take_lane(session, post.workspace_id, "gone")
        claimed = await claims.claim(session, post.id, "gone", stage.clock.now(), POSTS)
    assert claimed is not None
    return claimed


async def test_a_crash_before_the_call_is_looked_after_and_said_once(on_each_database: Stage) -> None:
    stage = on_each_database
    await _claimed_by_one_that_is_gone(stage)
    await stage.settle()
    assert (await the_post(stage)).state is PostState.SENDING, "its lease has not run out"
    await expire_leases(stage.application)
    await stage.settle()
    assert (await the_post(stage)).state is PostState.IN_DOUBT
    await stage.travel(seconds=61)
    assert stage.count("bob", SET_UP) == 1
    assert (await the_post(stage)).state is PostState.SHOWN


async def test_a_crash_after_the_call_is_found_in_slack_and_adopted(on_each_database: Stage) -> None:
    stage = on_each_database
    claimed = await _claimed_by_one_that_is_gone(stage)
    await calls.call(stage.application.clients.of(stage.workspace.bot_token), claimed)
    await expire_leases(stage.application)
    await stage.settle()
    assert (await the_post(stage)).state is PostState.SHOWN
    await stage.travel(minutes=3)
    assert stage.count("bob", SET_UP) == 1


async def test_one_that_lost_its_lane_in_the_middle_writes_nothing_any_more(on_each_database: Stage) -> None:
    stage = on_each_database
    claimed = await _claimed_by_one_that_is_gone(stage)
    answer = await calls.call(stage.application.clients.of(stage.workspace.bot_token), claimed)
    await expire_leases(stage.application)
    await stage.settle()
    async with stage.application.database.transaction() as session:
        await delivery.record_success(session, claimed, answer | {"ts": "1.0"}, "gone", stage.clock.now())
        refused = Verdict(Meaning.REFUSED, "is_archived")
        await delivery.record_failure(session, claimed, refused, "gone", stage.clock.now())
        assert not await queries.take_lane(session, claimed.post.workspace_id, "gone")
    post = await the_post(stage)
    assert (post.state, post.ts, post.error) == (PostState.SHOWN, stage.last("bob", SET_UP).ts, None)


async def test_one_that_lost_its_lane_does_not_end_what_its_successor_is_sending(stage: Stage) -> None:
    claimed = await _claimed_by_one_that_is_gone(stage)
    async with stage.application.database.transaction() as session:
        await queries.change_post(session, claimed.post.id, PostState.SENDING, sender="its successor")
        await delivery.record_success(session, claimed, {"channel": "D1", "ts": "1.0"}, "gone", stage.clock.now())
    post = await the_post(stage)
    assert (post.state, post.sender, post.ts) == (PostState.SENDING, "its successor", None)


async def test_a_call_of_our_own_that_could_not_be_recorded_is_looked_after(stage: Stage) -> None:
    claimed = await _claimed_by_one_that_is_gone(stage)
    async with stage.application.database.transaction() as session:
        await queries.release_lanes(session, "gone")
        await queries.take_lane(session, claimed.post.workspace_id, stage.application.lanes.owner)
        await queries.change_post(
            session, claimed.post.id, PostState.SENDING, sender=stage.application.lanes.owner
        )
    await calls.call(stage.application.clients.of(stage.workspace.bot_token), claimed)
    await stage.settle()
    assert (await the_post(stage)).state is PostState.SHOWN
    assert stage.count("bob", SET_UP) == 1


async def test_a_change_while_slack_answers_is_shown_after_all(on_each_database: Stage) -> None:
    stage = on_each_database
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel(hours=4)
    topic = "How do we split the on-call?"
    stage.workspace.faults.delay(0.2, "chat.update")
    await stage.person("ana").command("/1on1", f"add @bob {topic}")
    driving = asyncio.create_task(stage.application.lanes.drive())
    await asyncio.sleep(0.1)
    await stage.person("ana").command("/1on1", "add @bob Holidays")
    await driving
    stage.workspace.faults.clear()
    await stage.settle()
    prep = everything_in(stage.last("ana", PREP))
    assert topic in prep
    assert "Holidays" in prep


async def test_two_bots_on_one_database_send_every_prompt_once(postgres_url: str) -> None:
    async with open_stage(postgres_url) as stage, another_bot(stage) as other:
        for report, manager in (("ana", "bob"), ("carol", "dan"), ("dan", "ana"), ("bob", "carol")):
            await stage.set_up_one_on_one(report, manager)
        with structlog.testing.capture_logs() as logs:
            for _ in range(13):
                stage.clock.advance(timedelta(hours=1))
                bots = (stage.application, other)
                await asyncio.gather(*(bot.ticker.beat() for bot in bots))
                await asyncio.gather(*(bot.lanes.drive() for bot in bots))
            await stage.settle()
        assert [line for line in logs if line["log_level"] in ("error", "critical", "warning")] == []
        for handle in ("ana", "bob", "carol", "dan"):
            assert stage.count(handle, PREP) == 1
        async with other.database.reading() as session:
            came = (await session.execute(select(Moment.occurrence_id, Moment.name))).all()
        assert len(came) == len(set(came)) >= 4


GAPS = {"an hour": timedelta(hours=1), "a day": timedelta(days=1), "ten days": timedelta(days=10)}


@pytest.mark.parametrize("gap", GAPS.values(), ids=GAPS.keys())
async def test_after_a_gap_nothing_is_missed_and_nothing_comes_twice(
    on_each_database: Stage, gap: timedelta
) -> None:
    stage = on_each_database
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel(minutes=30)
    await kill(stage)
    stage.clock.advance(gap)
    async with another_bot(stage) as risen:
        await expire_leases(risen)
        await risen.settle()
        await risen.settle()
        async with risen.database.reading() as session:
            moments = (await session.scalars(select(Moment))).all()
    shown = [message.text for message in stage.person("ana").dm]
    assert len([text for text in shown if PREP in text]) == (1 if gap < timedelta(days=2) else 0)
    assert len(shown) == len(set(shown))
    if gap > timedelta(days=2):
        outcomes = {moment.name: moment.outcome for moment in moments if moment.occurrence_id == 1}
        assert outcomes.keys() >= {"prep", "start", "close"}, "what was missed is on record"
        assert outcomes["start"] is MomentOutcome.TOO_LATE


async def test_killed_between_the_beat_and_the_lane_it_is_said_by_the_next(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    stage.clock.advance(timedelta(hours=4))
    await stage.application.ticker.beat()
    assert stage.count("ana", PREP) == 0
    await kill(stage)
    async with another_bot(stage) as risen:
        await expire_leases(risen)
        await risen.settle()
    assert stage.count("ana", PREP) == 1


async def test_a_look_that_was_begun_before_another_said_it_again_decides_nothing(stage: Stage) -> None:
    claimed = await _claimed_by_one_that_is_gone(stage)
    look = replace(claimed, step=calls.Step.LOOK)
    async with stage.application.database.transaction() as session:
        again = {"state": PostState.IN_DOUBT, "tried_at": stage.clock.now() + timedelta(seconds=90)}
        await queries.change_post(session, claimed.post.id, PostState.SENDING, **again)
        await delivery.record_success(session, look, {}, "gone", stage.clock.now() + timedelta(hours=1))
        lost = Verdict(Meaning.REFUSED, "missing_scope")
        await delivery.record_failure(session, look, lost, "gone", stage.clock.now())
    assert (await the_post(stage)).state is PostState.IN_DOUBT


async def test_what_a_look_did_not_find_counts_from_when_it_was_begun(stage: Stage) -> None:
    claimed = await _claimed_by_one_that_is_gone(stage)
    begun, woken = stage.clock.now() + timedelta(seconds=5), stage.clock.now() + timedelta(hours=1)
    look = replace(claimed, step=calls.Step.LOOK, looked_at=begun)
    async with stage.application.database.transaction() as session:
        await queries.change_post(session, claimed.post.id, PostState.SENDING, state=PostState.IN_DOUBT)
        await delivery.record_success(session, look, {}, "woken", woken)
    assert (await the_post(stage)).state is PostState.IN_DOUBT, "Slack may have shown it in that hour"
    await calls.call(stage.application.clients.of(stage.workspace.bot_token), claimed)
    await expire_leases(stage.application)
    await stage.travel(hours=1, minutes=1)
    assert stage.count("bob", SET_UP) == 1
