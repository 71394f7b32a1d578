"""What `make kills` counts is what stands in Slack."""

from collections.abc import AsyncIterator
from random import Random

import pytest

from bot.sandbox import chat
from bot.sandbox.arguments import Arguments
from tests.faults.kills.town import Town, a_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with a_town(sqlite_url, 2, Random(1)) as (town, _):  # noqa: S311
        town.asked.append("Crowd 000")
        town.workspace.add_channel("crowd-000", members=town.handles)
        yield town


def _say(town: Town, where: str, key: str) -> None:
    said = {"channel": where, "text": "Sync-up of Crowd 000 · Mon", "metadata": _carrying(key)}
    chat.post_message(town.workspace, Arguments(said))


def _carrying(key: str) -> dict[str, object]:
    return {"event_type": "drumbeat_post", "event_payload": {"key": key, "keys": key}}


async def test_what_is_missing_and_what_is_there_twice_is_counted(town: Town) -> None:
    first, second = (town.workspace.person(handle).id for handle in town.handles)
    assert len(town.lost()) == town.wanted() == 3
    await town.workspace.invite_bot("crowd-000")
    _say(town, town.workspace.channel("crowd-000").id, "a")
    _say(town, first, "b")
    assert (town.lost(), town.doubled()) == ([("p01", "Crowd 000")], [])
    _say(town, second, "b")
    assert (town.lost(), town.doubled()) == ([], [("b", "")])
    _say(town, second, "c")
    assert ("p01", "Crowd 000") in town.doubled()
