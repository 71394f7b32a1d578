"""One of the two is away: another day is proposed, or both are told that it is off."""

from datetime import timedelta

import pytest

from tests.stage import Stage, everything_in
from tests.stories.watching import at, away, kinds, rang, works


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Who is away is decided before any database is asked."""
    return sqlite_url


async def test_an_absence_brings_a_proposal_and_moving_there_brings_the_usual_cycle(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    await away(stage, "bob", "2026-03-03", "2026-03-04")
    await stage.travel_to(at("2026-03-02 10:05"))
    for handle in ("ana", "bob"):
        assert kinds(stage, handle) == ["begun", "proposal"]
        assert "Thu 5 Mar 10:00" in stage.last(handle, "cannot be held").text
        assert "Bob is away" in stage.last(handle, "cannot be held").text
    await stage.click("ana", stage.last("ana", "cannot be held"), "Move it there")
    await stage.travel_to(at("2026-03-06 11:00"))
    assert rang(stage, "ana")[2:] == ["Wed 4 10:00 prep", "Thu 5 09:55 start", "Fri 6 10:30 recap"]
    # Bob is told of the move at once; on Wednesday he is still away.
    assert rang(stage, "bob")[2:] == [
        "Mon 2 10:05 moved",
        "Thu 5 09:00 prep",
        "Thu 5 09:55 start",
        "Fri 6 10:30 recap",
    ]


async def test_moved_there_after_its_prep_would_have_been_both_are_asked_at_once(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await away(stage, "bob", "2026-03-03")
    await stage.travel_to(at("2026-03-03 09:00"))
    await stage.click("bob", stage.last("bob", "cannot be held"), "Move it there")
    assert rang(stage, "ana")[2:] == ["Tue 3 09:00 moved"]
    await stage.travel_to(at("2026-03-04 09:56"))
    assert [line for line in rang(stage, "ana") if "prep" in line] == ["Tue 3 10:00 prep"]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (None, ["begun", "proposal"]),  # a status that stays
        (1, ["begun", "prep"]),  # it ends today
        (26, ["begun", "proposal"]),  # it ends after the start
        (-1, ["begun", "prep"]),  # it has ended, and nobody took it down
    ],
)
async def test_a_status_counts_until_it_ends(stage: Stage, hours: int | None, expected: list[str]) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    ends = 0 if hours is None else int((stage.clock.now() + timedelta(hours=hours)).timestamp())
    stage.workspace.change_status("bob", ":palm_tree:", "Vacation", ends)
    await stage.settle()
    await stage.travel_to(at("2026-03-02 11:05"))
    assert kinds(stage, "ana") == expected
    assert kinds(stage, "bob") == expected


async def test_a_holiday_is_told_by_its_name(stage: Stage) -> None:
    await works(stage, "bob", "mon,tue,wed,thu,fri", "DE")
    await stage.set_up_one_on_one("ana", "bob", "Mon 10:00", {"first": "2026-04-06"})
    await stage.travel_to(at("2026-04-03 10:05"))
    assert "Bob has a holiday: Easter Monday" in stage.last("ana").text
    assert "Tue 7 Apr 10:00" in stage.last("ana").text


async def test_a_day_one_of_them_does_not_work_is_not_proposed(stage: Stage) -> None:
    stage.workspace.add_person("kim", "Kim", zone="Pacific/Auckland")
    await stage.settle()
    await away(stage, "ana", "2026-03-05")
    await stage.set_up_one_on_one("ana", "kim", "Thu 16:00")
    await stage.travel_to(at("2026-03-04 10:05"))
    # Friday 16:00 in Berlin is Saturday in Auckland; so is Sunday's Monday no day for Ana.
    assert "Mon 9 Mar 16:00" in stage.last("ana", "cannot be held").text


async def test_without_a_day_before_the_next_one_it_is_off_and_both_are_told(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("bob", "/1on1", "add @ana Budget")
    await away(stage, "bob", "2026-03-03", "2026-03-11")
    await stage.travel_to(at("2026-03-02 10:05"))
    for handle in ("ana", "bob"):
        assert kinds(stage, handle) == ["begun", "off"]
        assert "1 open topic waits" in everything_in(stage.last(handle, "is off"))
    assert "Bob is away" in stage.last("ana", "is off").text


async def test_who_becomes_away_before_the_start_has_it_called_off(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-03 08:00"))
    stage.workspace.change_status("bob", ":face_with_thermometer:", "Sick")
    await stage.settle()
    await stage.travel_to(at("2026-03-04 12:00"))
    assert kinds(stage, "ana") == ["begun", "prep", "off"]
    assert kinds(stage, "bob") == ["begun", "prep", "off"]
    assert "Bob is away" in stage.last("ana", "is off").text
    assert rang(stage, "ana")[-1] == "Tue 3 09:55 off"


async def test_a_proposal_nobody_answers_ends_in_a_1_on_1_that_is_off(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await away(stage, "bob", "2026-03-03")
    await stage.travel_to(at("2026-03-03 12:00"))
    assert kinds(stage, "ana") == ["begun", "proposal", "off"]
    assert kinds(stage, "bob") == ["begun", "proposal", "off"]
    assert stage.count("ana", "Move it there") == 0


async def test_who_becomes_away_between_the_two_preps_is_proposed_another_day(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-02 10:30"))
    await away(stage, "ana", "2026-03-03")
    await stage.travel_to(at("2026-03-02 11:05"))
    assert kinds(stage, "ana") == ["begun", "prep", "proposal"]
    assert kinds(stage, "bob") == ["begun", "proposal"]


async def test_a_weekend_they_chose_themselves_is_held(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob", "Fri 10:00")
    await stage.command("ana", "/1on1", "move @bob")
    await stage.submit("ana", {"day": "2026-03-07", "at": "10:00"})
    await stage.travel_to(at("2026-03-07 10:00"))
    assert kinds(stage, "ana") == ["begun", "prep", "start"]


async def test_a_1_on_1_on_a_weekend_is_proposed_for_a_working_day(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob", "Sat 10:00")
    await stage.travel_to(at("2026-03-06 10:05"))
    assert "Mon 9 Mar 10:00" in stage.last("ana", "cannot be held").text


async def test_a_manager_may_move_what_is_proposed_and_not_skip_it(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await away(stage, "ana", "2026-03-03")
    await stage.travel_to(at("2026-03-02 10:05"))
    assert "Skip this one" in everything_in(stage.last("ana", "cannot be held"))
    shown = everything_in(stage.last("bob", "cannot be held"))
    assert "Skip this one" not in shown
    assert "Move it there" in shown


async def test_a_proposal_is_settled_in_place_when_the_absence_is_taken_back(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    stage.workspace.change_status("bob", ":palm_tree:", "Vacation")
    await stage.settle()
    await stage.travel_to(at("2026-03-02 10:05"))
    stage.workspace.change_status("bob", "", "")
    await stage.settle()
    assert "nothing more to decide" in stage.last("ana", "settled").text
    await stage.travel_to(at("2026-03-03 09:56"))
    assert kinds(stage, "ana")[-1] == "start"
