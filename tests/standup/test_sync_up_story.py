"""A sync-up as Slack shows it: right people, right time, one message a day, few calls, and nobody mentioned."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.rituals.standup import asked, changed, days, queries
from bot.rituals.standup.models import Answer, PartState
from bot.slack.rich_text import RichText
from tests.stage import Stage, everything_in, open_stage
from tests.stories.sync_ups import person, sync_up

ANA_AND_CAROL = ("ana", "carol")


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url, datetime(2026, 3, 27, 8, 0, tzinfo=UTC)) as stage:
        yield stage
        assert stage.workspace.refused == [], "the bot asked for something Slack refuses"


@pytest.fixture
async def on_sqlite(sqlite_url: str) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url) as stage:
        yield stage
        assert stage.workspace.refused == []


def rang(stage: Stage, handle: str, zone: str, words: str = "What is new") -> list[str]:
    """When the person was told something with these words, by the clocks of a zone."""
    told = [ts for ts, text in stage.person(handle).notifications if words in text]
    return [f"{datetime.fromtimestamp(float(ts), UTC).astimezone(ZoneInfo(zone)):%a %-d %H:%M}" for ts in told]


async def test_each_is_asked_once_a_day_by_their_own_clock_across_the_change_of_the_clocks(stage: Stage) -> None:
    await sync_up(stage, members=ANA_AND_CAROL)
    await stage.travel_to(datetime(2026, 3, 31, 20, 0, tzinfo=UTC))
    # It is Friday; on Sunday the clocks of Berlin go forward, those of Los Angeles have gone three weeks before.
    assert rang(stage, "ana", "Europe/Berlin") == ["Fri 27 09:30", "Mon 30 09:30", "Tue 31 09:30"]
    assert rang(stage, "carol", "America/Los_Angeles") == ["Fri 27 09:30", "Mon 30 09:30", "Tue 31 09:30"]
    assert rang(stage, "ana", "Europe/Berlin", "Reminder") == ["Fri 27 10:30", "Mon 30 10:30", "Tue 31 10:30"]
    parents = [message for message in stage.person("ana").sees("falcon") if message.text.startswith("Sync-up of")]
    assert len(parents) == 3


async def test_the_day_is_followed_in_the_channel_and_nobody_is_mentioned_there(stage: Stage) -> None:
    await sync_up(stage, members=("ana", "bob", "carol"))
    await stage.travel_to(datetime(2026, 3, 27, 8, 31, tzinfo=UTC))
    await stage.click("ana", stage.last("ana", "What is new"), "Answer")
    await stage.submit("ana", {"What will you do today?": "Ask @bob and tell @channel", "How are you?": "🙂 Good"})
    await stage.travel(minutes=1)
    [parent] = [message for message in stage.person("bob").sees("falcon") if message.text.startswith("Sync-up of")]
    assert "1 of 3 has reported. No answer yet: Bob. Later today: Carol." in parent.text
    assert "Mood" not in everything_in(parent)
    replies = [one for one in stage.person("bob").sees_thread("falcon", parent) if one is not parent]
    assert len(replies) == 1
    assert "Ask @Bob" in everything_in(replies[0])
    for message in (parent, *replies):
        assert "user_id" not in str(message.blocks)
        assert "broadcast" not in str(message.blocks)
        assert "<@" not in message.text
    told = stage.last("ana", "You have answered")
    link = f"/archives/{stage.workspace.channel('falcon').id}/p{parent.ts.replace('.', '')}"
    assert link in str(told.blocks)
    assert stage.count("ana", "Sync-up of Falcon") == 1


async def test_two_teams_of_one_person_ask_in_one_message(stage: Stage) -> None:
    await sync_up(stage, "Falcon", ANA_AND_CAROL)
    await sync_up(stage, "Otter", ("ana", "bob"))
    await stage.travel_to(datetime(2026, 3, 27, 8, 45, tzinfo=UTC))
    [asked] = [message for message in stage.person("ana").dm if "What is new" in message.text]
    assert "Sync-up of Falcon" in everything_in(asked)
    assert "Sync-up of Otter" in everything_in(asked)
    await stage.click("ana", asked, "Skip today")
    await stage.submit("ana", {})
    assert "You skip this one" in everything_in(stage.last("ana"))
    assert "What is new" in everything_in(stage.last("ana"))


async def test_many_answers_at_once_cost_the_parent_a_few_calls(on_sqlite: Stage) -> None:
    stage, handles = on_sqlite, tuple(f"p{number:02}" for number in range(60))
    for number, handle in enumerate(handles):
        stage.workspace.add_person(handle, handle.upper())
        if number % 10 == 9:
            await stage.settle()
    team = await sync_up(stage, members=handles)
    since = stage.clock.now()
    members = [await person(stage, handle) for handle in handles]
    for member in members:
        async with stage.application.database.transaction() as session:
            held = await queries.of_team(session, team.id)
            assert held is not None
            occurrence = await days.day_for(session, held, member, since)
            part = await days.my_part(session, held, occurrence, member, since)
            part.state, part.answered_at = PartState.ANSWERED, since
            plan = (await asked.questions(session, held.id))[1]
            session.add(Answer(part_id=part.id, question_id=plan.id, value=RichText.of("Ship it").to_json()))
            await changed.part_changed(session, held, occurrence, part, since)
    await stage.travel(minutes=2)
    calls = Counter(stage.workspace.calls_by_method(since))
    assert calls["chat.postMessage"] == 1 + 60
    assert calls["chat.update"] <= 5
    [parent] = [message for message in stage.person("p00").sees("falcon") if message.text.startswith("Sync-up of")]
    assert "all 60 have reported" in parent.text
