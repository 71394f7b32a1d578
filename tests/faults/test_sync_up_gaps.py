"""Somebody leaves in the middle of a day, the bot is down for one, the database is locked: the day stays right."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select

from bot.schedule.models import Occurrence, OccurrenceState
from bot.slack.models import PostState
from tests.faults.bots import another_bot, expire_leases, kill, posts_of
from tests.faults.sync_ups import (
    ASKED_AT,
    CREW,
    POST,
    TODAY,
    answer,
    parents,
    prompts,
    replies,
    standing,
    the_parent,
)
from tests.locks import file_locked
from tests.stage import Stage, everything_in, open_stage
from tests.stories.sync_ups import filled_in, sync_up

YESTERDAY, BLOCKERS = "What did you do since last time?", "Is anything in your way?"


@pytest.mark.parametrize("is_told", [True, False], ids=["told by the event", "found out by a call"])
async def test_who_is_deactivated_between_prompt_and_reminder_is_not_reminded_and_not_missing(
    stage: Stage, is_told: bool
) -> None:
    await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    if not is_told:
        stage.workspace.permissions.events.remove("user_change")
    await stage.workspace.deactivate("bob")
    await answer(stage, "ana", "Ship it")
    calls = len(stage.workspace.calls)
    await stage.travel(hours=2)
    assert prompts(stage, words="Reminder") == [0, 0, 1]
    refused = [call for call in stage.workspace.calls[calls:] if not call.response["ok"]]
    if is_told:
        assert refused == []
        assert "1 of 2 has reported" in the_parent(stage).text
        assert "Bob" not in everything_in(the_parent(stage))
    else:
        assert [call.method for call in refused] == [POST], "Slack says so once, and nobody else waits for it"
        assert await standing(stage, "standup.reminder") == ["refused channel_not_found", "shown"]


async def test_after_a_day_without_the_bot_the_day_is_recorded_as_missed_and_tomorrow_is_right(
    on_each_database: Stage,
) -> None:
    stage = on_each_database
    await sync_up(stage, members=CREW)
    await kill(stage)
    stage.clock.set(ASKED_AT + timedelta(hours=23))
    async with another_bot(stage) as risen:
        await expire_leases(risen)
        await risen.settle()
        assert prompts(stage) == [0, 0, 0]
        assert {post.state for post in await posts_of(risen, "standup.prompt")} == {PostState.TOO_LATE}
        stage.clock.set(ASKED_AT + timedelta(days=1))
        await risen.settle()
        assert prompts(stage) == [1, 1, 1]
        assert "Tue 3 March" in the_parent(stage).text
        stage.clock.set(ASKED_AT + timedelta(days=1, minutes=61))
        await risen.settle()
        assert prompts(stage, words="Reminder") == [1, 1, 1]
        async with risen.database.reading() as session:
            found = (await session.scalars(select(Occurrence).order_by(Occurrence.local_date))).all()
    assert (found[0].state, found[0].reason) == (OccurrenceState.SKIPPED, "nobody was asked in time")
    assert found[1].state is OccurrenceState.PLANNED


async def test_killed_between_the_beat_and_the_lane_everybody_is_asked_once_by_the_next(
    on_each_database: Stage,
) -> None:
    stage = on_each_database
    await sync_up(stage, members=CREW)
    stage.clock.set(ASKED_AT)
    await stage.application.ticker.beat()
    assert (prompts(stage), parents(stage)) == ([0, 0, 0], [])
    await kill(stage)
    async with another_bot(stage) as risen:
        await expire_leases(risen)
        await risen.settle()
        assert (prompts(stage), len(parents(stage))) == ([1, 1, 1], 1)


@contextmanager
def _locked_table(url: str) -> Iterator[None]:
    with psycopg.connect(url.replace("+psycopg", "")) as other:
        other.execute("LOCK TABLE sync_up_answers IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


@pytest.fixture
async def locked(database_url: str) -> AsyncIterator[tuple[Stage, Callable[[], AbstractContextManager[None]]]]:
    lock = file_locked if database_url.startswith("sqlite") else _locked_table
    async with open_stage(database_url) as stage:
        yield stage, lambda: lock(database_url)


async def test_while_the_database_is_locked_the_form_says_so_and_keeps_all_and_then_it_is_one_answer(
    locked: tuple[Stage, Callable[[], AbstractContextManager[None]]],
) -> None:
    stage, lock = locked
    await sync_up(stage, members=CREW)
    await stage.travel_to(ASKED_AT)
    await stage.click("ana", stage.last("ana", "Answer"), "Answer")
    ana, typed = stage.person("ana"), {YESTERDAY: "Wrote tests", TODAY: "- Ship it\n- Rest", BLOCKERS: "No access"}
    with lock():
        refused = await ana.submit(typed | {"How are you?": "🙂 Good"})
        beating = asyncio.create_task(stage.application.beat())
        again = await ana.submit()
        await beating
    for said in (refused, again):
        assert not said.timed_out
        assert said.acknowledged_in < 2.9
        assert "what you wrote is still in the form" in "".join(said.errors.values())
    assert not (await stage.submit("ana")).errors
    await stage.travel(seconds=10)
    [reply] = replies(stage)
    assert all(words in reply for words in ("Wrote tests", "Ship it", "Rest", "No access"))
    assert "1 open blocker" in the_parent(stage).text
    await stage.command("ana", "/standup")
    assert "Wrote tests" in filled_in(stage, "ana", YESTERDAY)
    assert "edited" not in reply
