"""A round of `make kills`, and that what it counts is what stands in Slack."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from bot.sandbox import chat
from bot.sandbox.arguments import Arguments
from tests.faults.kills.rounds import Setting, play
from tests.faults.kills.stopping import CALLING, Order
from tests.faults.kills.town import Town, a_town


async def test_a_bot_that_is_stopped_while_it_calls_and_woken_after_its_lease_says_nothing_twice(
    postgres_url: str, tmp_path: Path
) -> None:
    setting = Setting(
        rounds=1, seed=4, bots=2, size=20, quiet=0, order=Order(tmp_path / "order"), points=(CALLING,)
    )
    counted = await play(setting, postgres_url)
    assert (counted.kills, counted.said, counted.lost, counted.doubled) == (1, counted.wanted, 0, 0)


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
