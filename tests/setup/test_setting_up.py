"""One form sets up a team with its sprints, meetings and sync-up, or says under a field what it cannot."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.stage import Stage, everything_in, open_stage

FALCON = {"name": "Falcon", "channel": "#falcon", "lead": "bob", "members": ["ana", "bob", "carol"]}


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url) as stage:
        for name in ("falcon", "otter", "demo-day"):
            stage.workspace.add_channel(name, members=["ana", "bob", "carol", "dan"])
            stage.workspace.invite_bot(name)
        await stage.settle()
        yield stage
        assert stage.workspace.refused == []


async def _set_up(stage: Stage, values: dict[str, Any], by: str = "ana") -> dict[str, str]:
    await stage.command(by, "/sprint", "setup")
    return (await stage.submit(by, values)).errors


async def test_a_name_a_channel_and_people_are_enough(stage: Stage) -> None:
    assert await _set_up(stage, FALCON) == {}
    shown = everything_in(stage.last("ana", "Falcon is set up"))
    assert "3 people are in it" in shown
    assert "Sprint 1" in shown
    assert "Planning of Falcon" in shown
    assert "Sync-up of Falcon" in shown
    assert "Ana has set up" in everything_in(stage.last("bob", "Falcon is set up"))
    assert not stage.person("carol").dm


async def test_the_command_fills_in_the_name_and_the_channel(stage: Stage) -> None:
    await stage.command("ana", "/sprint", "setup Falcon #falcon")
    assert (await stage.submit("ana", {"members": ["ana"]})).errors == {}
    assert stage.count("ana", "Falcon is set up") == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"members": []}, "members"),
        ({"sync_up_days": []}, "sync_up_days"),
        ({"first_day": "2026-01-05"}, "first_day"),
        ({"first_day": "2026-12-07"}, "first_day"),
        ({"first_day": "2026-03-07"}, "first_day"),
        ({"demo_channel": "#demo-day", "retro_at": "16:00", "demo_at": "15:00"}, "demo_at"),
    ],
)
async def test_what_cannot_be_is_said_under_its_field_and_nothing_is_made(
    stage: Stage, changed: dict[str, Any], field: str
) -> None:
    assert list(await _set_up(stage, FALCON | changed)) == [field]
    assert not stage.person("ana").dm
    mended = FALCON | {"first_day": "2026-03-09", "sync_up_days": ["mon"], "retro_at": "13:00"}
    assert (await stage.submit("ana", mended)).errors == {}


async def test_two_teams_run_in_step_and_share_the_joint_retro_and_demo(stage: Stage) -> None:
    await _set_up(stage, FALCON | {"demo_channel": "#demo-day", "first_number": "12"})
    otter = {"name": "Otter", "channel": "#otter", "lead": "dan", "members": ["carol", "dan"]}
    assert await _set_up(stage, otter, by="dan") == {}
    shown = everything_in(stage.last("dan", "Otter is set up"))
    assert "Sprint 12" in shown
    assert "joint retro & demo" in shown.lower()


async def test_another_joint_retro_and_demo_than_the_one_that_teams_in_step_share_is_refused(stage: Stage) -> None:
    await _set_up(stage, FALCON | {"demo_channel": "#demo-day"})
    otter = {"name": "Otter", "channel": "#otter", "lead": "dan", "members": ["dan"], "demo_channel": "#otter"}
    assert list(await _set_up(stage, otter, by="dan")) == ["demo_channel"]
    assert (await stage.submit("dan", {"demo_channel": "#demo-day"})).errors == {}


async def test_a_second_team_of_the_same_name_is_refused_under_the_name(stage: Stage) -> None:
    await _set_up(stage, FALCON)
    assert list(await _set_up(stage, FALCON | {"name": " falcon "}, by="bob")) == ["name"]


async def test_a_retro_that_would_come_after_the_joint_one_in_another_zone_is_refused(stage: Stage) -> None:
    await _set_up(stage, FALCON | {"demo_channel": "#demo-day"})
    otter = {"name": "Otter", "channel": "#otter", "lead": "carol", "members": ["carol"]}
    assert list(await _set_up(stage, otter, by="carol")) == ["retro_at"]
    assert (await stage.submit("carol", {"retro_at": "05:00"})).errors == {}


async def test_nobody_is_asked_before_the_first_sprint_begins(stage: Stage) -> None:
    await _set_up(stage, FALCON | {"first_day": "2026-03-09"})
    await stage.travel_to(datetime(2026, 3, 9, 8, 59, tzinfo=UTC))
    assert stage.count("ana", "What is new") == 0
    assert [message.text for message in stage.workspace.posts_in("falcon")] == []
    await stage.travel_to(datetime(2026, 3, 9, 9, 0, tzinfo=UTC))
    assert stage.count("ana", "What is new") == 1


async def test_a_prep_and_a_sync_up_come_as_one_message_as_they_are_set_up_at_first(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await _set_up(stage, FALCON)
    await stage.travel_to(datetime(2026, 3, 9, 9, 30, tzinfo=UTC))
    shown = everything_in(stage.last("ana", "What is new"))
    assert "Prepare your 1-on-1 with Bob" in shown
