"""A channel's message changes at most every three seconds, and always comes to show the last state."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.slack.posts import Unsaid
from tests.slack.town import Town, open_town

EDIT = "chat.update"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url) as town:
        await town.say("day")
        await town.lanes.drive()
        town.stage.clock.advance(timedelta(minutes=1))
        yield town


async def _changes(town: Town, count: int, seconds: float) -> None:
    """So many changes, evenly over so many seconds, each driven at once."""
    for number in range(count):
        await town.refresh("day", f"state {number + 1}")
        await town.lanes.drive()
        town.stage.clock.advance(timedelta(seconds=seconds / count))


async def test_five_hundred_changes_in_six_seconds_are_three_edits_and_the_last_is_shown(town: Town) -> None:
    await _changes(town, 500, 5.99)
    assert town.calls(EDIT) == 2
    await town.wait(seconds=3)
    assert town.calls(EDIT) == 3
    assert town.texts() == ["state 500"]


async def test_the_first_change_goes_out_at_once_and_the_next_three_seconds_after_it(town: Town) -> None:
    await town.refresh("day", "one")
    await town.lanes.drive()
    assert town.texts() == ["one"]
    town.stage.clock.advance(timedelta(seconds=1))
    for word in ("two", "three"):
        await town.refresh("day", word)
        await town.lanes.drive()
    assert town.texts() == ["one"]
    assert (await town.post("day")).next_try_at == town.now + timedelta(seconds=2)
    await town.refresh("day")
    assert (await town.post("day")).next_try_at == town.now + timedelta(seconds=2), "not looked at for each change"
    await town.wait(seconds=1)
    assert town.texts() == ["one"]
    await town.wait(seconds=1)
    assert (town.texts(), town.calls(EDIT)) == (["three"], 2)


async def test_the_three_seconds_count_from_its_first_showing_too(town: Town) -> None:
    await town.say("news")
    await town.lanes.drive()
    await town.refresh("news", "changed")
    await town.wait(seconds=2)
    assert town.texts() == ["day", "news"]
    await town.wait(seconds=1)
    assert town.texts() == ["day", "changed"]


async def test_a_change_while_slack_answers_is_shown_three_seconds_later(town: Town) -> None:
    await town.refresh("day", "one")
    town.stage.workspace.faults.delay(0.2, EDIT)
    driving = asyncio.create_task(town.lanes.drive())
    await asyncio.sleep(0.1)
    await town.refresh("day", "two")
    await driving
    assert (await town.post("day")).next_try_at == town.now + timedelta(seconds=3)
    await town.wait(seconds=3)
    assert (town.texts(), town.calls(EDIT)) == (["two"], 2)


async def test_an_edit_that_slack_puts_off_is_made_when_slack_is_ready(town: Town) -> None:
    town.stage.workspace.faults.rate_limit(EDIT, retry_after=10)
    await _changes(town, 20, 2)
    await town.wait(seconds=12)
    assert town.texts() == ["state 20"]
    assert town.calls(EDIT) == 2, "one that is refused, one that is made"


async def test_what_has_nothing_to_say_any_more_stays_and_is_asked_no_more_often(town: Town) -> None:
    await town.refresh("day", Unsaid())
    await town.wait(seconds=5)
    assert (town.texts(), town.calls(EDIT)) == (["day"], 0)
    assert (await town.post("day")).next_try_at is None


async def test_a_direct_message_changes_at_once_however_often(town: Town) -> None:
    await town.tell("bob", "note")
    await town.lanes.drive()
    for word in ("one", "two", "three"):
        await town.refresh("note", word)
        await town.lanes.drive()
        assert town.stage.last("bob").text == word
    assert town.calls(EDIT) == 3
