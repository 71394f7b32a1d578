"""The meetings of a sprint in their channels, and the calendar in which they are moved, skipped and changed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.stage import Stage, everything_in
from tests.stories.sprints import (
    BERLIN,
    OTTER,
    at,
    in_channel,
    open_sprints,
    seen,
    set_up,
    sprint,
    without_sync_ups,
)


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_sprints(database_url) as stage:
        await without_sync_ups(stage)
        yield stage


async def test_a_meeting_is_one_message_from_its_beginning_to_its_end(stage: Stage) -> None:
    await stage.command("ana", "/sprint", "goal Fast import")
    await stage.travel_to(at(2, 10, 19))
    assert in_channel(stage, "falcon", "Planning of Falcon") == []
    await stage.travel_to(at(2, 10, 20))
    (begins,) = in_channel(stage, "falcon", "Planning of Falcon, sprint 1")
    assert "begins at" in begins
    assert "1. Fast import" in begins
    await stage.travel_to(at(2, 11, 30))
    (held,) = in_channel(stage, "falcon", "Planning of Falcon, sprint 1")
    assert "was held. Next: Refinement" in held


async def test_a_whole_sprint_rings_once_for_each_meeting(stage: Stage) -> None:
    await set_up(stage, "dan", OTTER)
    await without_sync_ups(stage)
    await stage.travel_to(at(14, 9))
    held = [text.split(",")[0] for text in in_channel(stage, "falcon", "was held")]
    assert held == ["Planning of Falcon", "Refinement of Falcon", "Team retro of Falcon"]
    (joint,) = in_channel(stage, "demo-day", "Joint retro & demo, sprint 1")
    assert "was held. Next: Planning of " in joint


async def test_the_clocks_change_in_the_middle_of_a_sprint(stage: Stage) -> None:
    await set_up(stage, "dan", OTTER | {"first_day": "2026-03-23", "step": "own"})
    await without_sync_ups(stage)
    await stage.travel_to(at(3, 23, month=4))
    messages = [message for message in stage.person("ana").sees("otter") if "was held" in message.text]
    said_at = [datetime.fromtimestamp(float(message.ts), UTC).astimezone(BERLIN) for message in messages]
    assert [f"{local:%a} {local.day} {local:%H:%M}" for local in said_at] == [
        "Mon 23 10:20",
        "Tue 31 13:50",
        "Fri 3 13:50",
    ]


async def test_when_half_are_away_the_lead_moves_it_with_one_press(stage: Stage) -> None:
    for handle in ("ana", "carol"):
        await stage.command(handle, "/sprint", "away 13 mar")
    await stage.travel_to(at(9, 12))
    asked = stage.last("bob", "Team retro of Falcon, sprint 1")
    assert "2 of 3 people are away then" in everything_in(asked)
    assert "sprint.half_away" not in everything_in(asked)
    await stage.click("bob", asked, "Move to Thu 12 Mar")
    assert "is now" in everything_in(stage.last("bob", "Team retro of Falcon, sprint 1"))
    (told,) = in_channel(stage, "falcon", "Team retro of Falcon")
    assert "not on Fri 13 Mar" in told
    await stage.travel_to(at(12, 14))
    assert len(in_channel(stage, "falcon", "Team retro of Falcon, sprint 1 begins")) == 1


async def test_when_the_lead_keeps_it_nobody_is_asked_again(stage: Stage) -> None:
    for handle in ("ana", "carol"):
        await stage.command(handle, "/sprint", "away 13 mar")
    await stage.travel_to(at(9, 12))
    await stage.click("bob", stage.last("bob", "Team retro of Falcon, sprint 1"), "Keep it")
    assert "stays" in everything_in(stage.last("bob", "Team retro of Falcon, sprint 1"))
    assert "⚠️ 2 of 3 are away" in await sprint(stage, "ana", "calendar")
    await stage.command("ana", "/sprint", "away 12 mar to 14 mar")
    await stage.travel_to(at(13, 13))
    assert stage.count("bob", "Team retro of Falcon, sprint 1") == 1


async def test_the_lead_moves_skips_and_brings_back_in_the_calendar(stage: Stage) -> None:
    await stage.command("bob", "/sprint", "calendar")
    await stage.click("bob", "modal", "Move…", row="Refinement")
    await stage.submit("bob", {"day": "2026-03-11", "at": "09:00"})
    assert "Moved from Tue 10 Mar" in seen(stage, "bob")
    await stage.click("bob", "modal", "Skip", row="Team retro")
    assert "Off: Bob called it off" in seen(stage, "bob")
    assert in_channel(stage, "falcon", "Team retro of Falcon, sprint 1 is off: Bob called it off")
    await stage.click("bob", "modal", "Hold it after all", row="Team retro")
    assert "Off:" not in seen(stage, "bob")
    await stage.travel(seconds=5)  # an edit in a channel waits for its turn
    assert not in_channel(stage, "falcon", "is off")
    await stage.travel_to(at(14, 9))
    assert len(in_channel(stage, "falcon", "was held")) == 3


async def test_members_see_the_calendar_and_do_not_change_it(stage: Stage) -> None:
    shown = await sprint(stage, "ana", "calendar")
    assert "Sprint 3 · 30 Mar – 10 Apr" in shown
    assert "Skip" not in shown
    assert "Only the lead of Falcon or an admin" in await sprint(stage, "ana", "change")
    await stage.click("ana", "modal", "Later sprints")
    assert "Sprint 6" in seen(stage, "ana")
    await stage.click("ana", "modal", "Earlier sprints")
    assert "Sprint 1 ·" in seen(stage, "ana")


async def test_longer_sprints_from_the_second_on_are_seen_in_the_calendar(stage: Stage) -> None:
    await stage.travel_to(at(4, 9))
    await stage.command("bob", "/sprint", "change")
    answer = await stage.submit("bob", {"from_number": "2", "weeks": "3", "retro_at": "13:00"})
    assert answer.errors == {}
    shown = await sprint(stage, "ana", "calendar")
    assert "Sprint 1 · 2–13 Mar" in shown
    assert "Sprint 2 · 16 Mar – 3 Apr" in shown
    assert "Sprint 3 · 6–24 Apr" in shown
    assert "Fri 3 Apr 13:00" in shown
    assert "Fri 13 Mar 14:00" in shown


async def test_another_first_day_and_no_refinement(stage: Stage) -> None:
    await stage.travel_to(at(4, 9))
    await stage.command("bob", "/sprint", "change")
    await stage.submit("bob", {"first_day": "2", "refinement_day": "none", "demo_at": "16:30"})
    shown = await sprint(stage, "ana", "calendar")
    assert "Sprint 1 · 2–17 Mar" in shown
    assert "Sprint 2 · 18–31 Mar" in shown
    assert shown.count("Refinement") == 1
    assert "Tue 31 Mar 16:30" in shown


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"retro_at": "15:30"}, "retro_at"),
        ({"from_number": "1", "planning_at": "09:30"}, "from_number"),
        ({"from_number": "1", "first_day": "3"}, "first_day"),
        ({"refinement_day": "7", "weeks": "1"}, "refinement_day"),
    ],
)
async def test_a_change_that_can_not_be_is_said_under_its_field(
    stage: Stage, values: dict[str, str], field: str
) -> None:
    await stage.travel_to(at(4, 9))
    before = await sprint(stage, "ana", "calendar")
    await stage.command("bob", "/sprint", "change")
    assert list((await stage.submit("bob", values)).errors) == [field]
    assert await sprint(stage, "ana", "calendar") == before


async def test_everybody_on_holiday_the_meeting_moves_by_itself_and_the_channel_knows(stage: Stage) -> None:
    for handle in ("ana", "bob", "carol"):
        await stage.command(handle, "/sprint", "away 13 mar")
    await stage.travel_to(at(8, 20))
    (told,) = in_channel(stage, "falcon", "Team retro of Falcon")
    assert "not on Fri 13 Mar, when nobody works" in told
    assert "Moved from Fri 13 Mar" in await sprint(stage, "ana", "calendar")
    assert stage.count("bob", "Team retro of Falcon, sprint 1") == 0
