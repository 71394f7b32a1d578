"""The parts of a long answer stand in the thread in their order, however the calls for them go."""

from collections.abc import AsyncIterator

import pytest

from bot.slack.models import PostState
from tests.slack.town import Town, open_town

POST = "chat.postMessage"
PARTS = ["part:7", "part:7:2", "part:7:3"]


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """The day stands, and an answer of three parts is asked for."""
    async with open_town(sqlite_url) as town:
        await town.say("day")
        await town.wait()
        for subject in PARTS:
            await town.say(subject, parent="day")
        yield town


async def test_a_part_whose_call_is_made_again_is_not_overtaken(town: Town) -> None:
    town.stage.workspace.faults.rate_limit(POST, 2)
    await town.wait(minutes=1)
    assert town.texts() == ["day", *PARTS]


async def test_a_part_of_which_nobody_knows_whether_it_arrived_is_not_overtaken(town: Town) -> None:
    town.stage.workspace.faults.server_error(POST)
    await town.wait(seconds=5)
    assert town.texts() == ["day"]
    await town.wait(minutes=2)
    assert town.texts() == ["day", *PARTS]


async def test_what_goes_on_with_a_part_that_is_refused_is_said_all_the_same(town: Town) -> None:
    town.stage.workspace.faults.refuse(POST, "no_permission")
    await town.wait(minutes=1)
    assert town.texts() == ["day", *PARTS[1:]]
    assert (await town.post("part:7")).state is PostState.REFUSED


async def test_others_answers_wait_for_nobody(town: Town) -> None:
    town.stage.workspace.faults.server_error(POST)
    await town.say("part:8", parent="day")
    await town.wait(seconds=5)
    assert town.texts() == ["day", "part:8"]
