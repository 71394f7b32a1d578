"""Somebody leaves, comes back, or moves to another zone."""

import pytest

from tests.stage import Stage, everything_in
from tests.stories.watching import at, away, kinds, rang


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What a change of a person means is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
async def weekly(stage: Stage) -> Stage:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    return stage


@pytest.mark.parametrize(("leaver", "other"), [("ana", "bob"), ("bob", "ana")])
async def test_when_one_leaves_it_ends_and_the_history_stays(weekly: Stage, leaver: str, other: str) -> None:
    await weekly.travel_to(at("2026-03-03 10:10"))
    await weekly.click(other, weekly.last(other, "Done"), "Done")
    await weekly.travel_to(at("2026-03-09 12:00"))
    weekly.workspace.deactivate(leaver)
    await weekly.settle()
    await weekly.travel_to(at("2026-03-20 12:00"))
    assert kinds(weekly, other).count("ended") == 1
    assert kinds(weekly, other)[-1] == "ended"
    assert "has left the workspace" in weekly.last(other, "has ended").text
    assert "is off" in weekly.last(other, "1-on-1 with").text or weekly.count(other, "is off") == 1
    weekly.workspace.reactivate(leaver)
    await weekly.settle()
    await weekly.travel_to(at("2026-03-31 12:00"))
    for handle, partner in ((leaver, other), (other, leaver)):
        await weekly.command(handle, "/1on1", f"history @{partner}")
        assert "On-call" in everything_in(weekly.person(handle).modal.source)
    assert kinds(weekly, other)[-1] == "ended"
    await weekly.set_up_one_on_one("ana", "bob")
    await weekly.travel_to(at("2026-04-07 10:00"))
    assert kinds(weekly, other)[-1] == "start"
    assert "On-call" not in everything_in(weekly.last(other, "Done"))


async def test_leaving_while_it_is_under_way_only_the_other_gets_the_recap(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-03 10:10"))
    weekly.workspace.deactivate("bob")
    await weekly.settle()
    await weekly.travel_to(at("2026-03-04 12:00"))
    assert kinds(weekly, "ana")[-1] == "recap"
    assert kinds(weekly, "bob")[-1] == "start"


async def test_another_zone_of_the_owner_moves_their_prep_and_not_the_1_on_1(weekly: Stage) -> None:
    weekly.workspace.change_zone("ana", "America/New_York")
    await weekly.settle()
    await weekly.travel_to(at("2026-03-03 10:00"))
    assert rang(weekly, "ana", "America/New_York")[1:] == ["Mon 2 10:00 prep", "Tue 3 03:55 start"]
    assert rang(weekly, "bob")[1:] == ["Mon 2 17:00 prep", "Tue 3 09:55 start"]


async def test_who_flies_east_past_their_prep_is_asked_at_once_and_once(weekly: Stage) -> None:
    weekly.workspace.change_zone("ana", "Asia/Tokyo")
    await weekly.settle()
    assert kinds(weekly, "ana") == ["begun", "prep"]
    weekly.workspace.change_zone("ana", "America/Los_Angeles")
    await weekly.settle()
    await weekly.travel_to(at("2026-03-03 09:00"))
    assert kinds(weekly, "ana") == ["begun", "prep"]


async def test_a_reminder_comes_at_nine_where_its_owner_now_is(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "action @bob Send the draft by 2026-03-03")
    weekly.workspace.change_zone("ana", "America/New_York")
    await weekly.settle()
    await weekly.travel_to(at("2026-03-03 20:00"))
    zone = "America/New_York"
    assert [line for line in rang(weekly, "ana", zone) if "due" in line] == ["Tue 3 09:00 due"]


async def test_a_reminder_waits_for_its_owner_to_be_back(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "action @bob Send the draft by 2026-03-04")
    await away(weekly, "ana", "2026-03-04", "2026-03-05")
    await weekly.travel_to(at("2026-03-09 12:00"))
    assert [line for line in rang(weekly, "ana") if "due" in line] == ["Fri 6 09:00 due"]


async def test_nobody_reminds_who_has_left(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "action @bob Send the draft by 2026-03-04")
    weekly.workspace.deactivate("ana")
    await weekly.settle()
    await weekly.travel_to(at("2026-03-05 12:00"))
    assert "due" not in kinds(weekly, "ana")
