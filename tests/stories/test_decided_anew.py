"""What changes in the minutes before a prompt counts: nothing is said at an old time, and nothing is forgotten."""

import pytest

from tests.stage import Stage
from tests.stories.watching import at, away, kinds, move, rang


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is decided anew is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
async def soon(stage: Stage) -> Stage:
    """Ten minutes before Ana's prep for Tuesday at ten."""
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-02 09:50"))
    return stage


async def _preps(stage: Stage, until: str) -> list[str]:
    await stage.travel_to(at(until))
    return [line for line in rang(stage, "ana") if line.endswith(("prep", "proposal"))]


async def test_moved_to_another_day_it_is_asked_at_the_new_time_only(soon: Stage) -> None:
    await move(soon, "bob", "ana", "2026-03-05")
    assert await _preps(soon, "2026-03-04 12:00") == ["Wed 4 10:00 prep"]


async def test_moved_so_near_that_the_prep_is_due_it_comes_at_once(soon: Stage) -> None:
    await move(soon, "bob", "ana", "2026-03-02", "10:40")
    assert await _preps(soon, "2026-03-02 12:00") == ["Mon 2 09:50 prep"]


@pytest.mark.parametrize("word", ["pause @bob until 2026-03-18", "end @bob", "skip @bob"])
async def test_paused_ended_or_off_it_is_not_asked_at_all(soon: Stage, word: str) -> None:
    await soon.command("ana", "/1on1", word)
    if soon.person("ana").modal is not None:
        await soon.submit("ana")
    if word.startswith("skip"):
        await soon.click("bob", soon.last("bob", "asks to cancel"), "Agree")
    assert await _preps(soon, "2026-03-02 12:00") == []


@pytest.mark.parametrize(("resumed", "expected"), [("09:55", "10:00"), ("10:05", "10:05")])
async def test_resumed_it_is_asked_when_it_is_due_or_at_once(soon: Stage, resumed: str, expected: str) -> None:
    await soon.command("ana", "/1on1", "pause @bob until 2026-03-18")
    await soon.travel_to(at(f"2026-03-02 {resumed}"))
    await soon.command("ana", "/1on1", "resume @bob")
    assert await _preps(soon, "2026-03-02 12:00") == [f"Mon 2 {expected} prep"]


async def test_an_absence_brings_a_proposal_at_the_time_of_the_prep(soon: Stage) -> None:
    await away(soon, "bob", "2026-03-03")
    assert await _preps(soon, "2026-03-02 12:00") == ["Mon 2 10:00 proposal"]
    assert kinds(soon, "bob") == ["begun", "proposal"]


async def test_an_absence_that_ends_again_brings_the_prep(soon: Stage) -> None:
    soon.workspace.change_status("bob", ":palm_tree:", "Vacation")
    await soon.settle()
    await soon.travel_to(at("2026-03-02 09:55"))
    soon.workspace.change_status("bob", "", "")
    await soon.settle()
    assert await _preps(soon, "2026-03-02 12:00") == ["Mon 2 10:00 prep"]
    assert kinds(soon, "bob") == ["begun", "prep"]


@pytest.mark.parametrize(("prep_at", "expected"), [("14:00", "14:00"), ("09:00", "09:50")])
async def test_another_time_for_preps_counts_at_once(soon: Stage, prep_at: str, expected: str) -> None:
    await soon.command("bob", "/1on1")
    await soon.click("bob", "modal", "Settings")
    await soon.submit("bob", {"prep_at": prep_at})
    assert await _preps(soon, "2026-03-02 18:00") == [f"Mon 2 {expected} prep"]


async def test_another_zone_of_the_owner_moves_the_prep_there(soon: Stage) -> None:
    soon.workspace.change_zone("ana", "Europe/London")
    await soon.settle()
    assert await _preps(soon, "2026-03-02 18:00") == ["Mon 2 11:00 prep"]


@pytest.fixture
async def promised(stage: Stage) -> Stage:
    """Ten minutes before Ana is reminded of what she has promised for Thursday."""
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "action @bob Send the draft by 2026-03-05")
    await stage.travel_to(at("2026-03-05 08:50"))
    return stage


async def _edit(stage: Stage, values: dict[str, str]) -> None:
    await stage.command("ana", "/1on1", "agenda @bob")
    await stage.click("ana", "modal", "Edit", row="Send the draft")
    assert (await stage.submit("ana", values)).errors == {}


def _reminders(stage: Stage, handle: str = "ana") -> list[str]:
    return [line for line in rang(stage, handle) if line.endswith("due")]


async def test_a_due_date_that_is_put_off_is_reminded_of_on_its_new_day(promised: Stage) -> None:
    await _edit(promised, {"due": "2026-03-06"})
    await promised.travel_to(at("2026-03-06 12:00"))
    assert _reminders(promised) == ["Fri 6 09:00 due"]


async def test_a_promise_that_is_given_to_the_other_reminds_the_other(promised: Stage) -> None:
    await _edit(promised, {"owner": "Bob"})
    await promised.travel_to(at("2026-03-06 12:00"))
    assert (_reminders(promised), _reminders(promised, "bob")) == ([], ["Thu 5 09:00 due"])


async def test_who_is_away_from_that_day_on_is_reminded_on_the_next_they_work(promised: Stage) -> None:
    await away(promised, "ana", "2026-03-05")
    await promised.travel_to(at("2026-03-06 12:00"))
    assert _reminders(promised) == ["Fri 6 09:00 due"]


async def test_another_zone_moves_the_reminder_there(promised: Stage) -> None:
    promised.workspace.change_zone("ana", "Europe/London")
    await promised.settle()
    await promised.travel_to(at("2026-03-05 12:00"))
    assert _reminders(promised) == ["Thu 5 10:00 due"]


async def test_without_its_due_date_nobody_is_reminded(promised: Stage) -> None:
    await _edit(promised, {"due": ""})
    await promised.travel_to(at("2026-03-06 12:00"))
    assert _reminders(promised) == []
