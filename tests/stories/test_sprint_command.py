"""`/sprint` shows where a team is, what comes next and who is away; goals are set and judged there."""

from collections.abc import AsyncIterator

import pytest

from tests.stage import Stage, everything_in
from tests.stories.sprints import OTTER, at, open_sprints, read, seen, set_up, sprint


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_sprints(database_url) as stage:
        yield stage


async def test_it_says_which_day_it_is_and_what_comes_next(stage: Stage) -> None:
    await stage.leap_to(at(5, 9))
    shown = await sprint(stage, "ana")
    assert "Sprint 1 · day 4 of 10 (2–13 Mar)" in shown
    for title in ("Sync-up", "Refinement", "Team retro", "Joint retro & demo"):
        assert title in shown
    assert "None yet. Add one with: /sprint goal TEXT" in shown


async def test_the_next_sync_up_stands_at_the_time_at_which_the_reader_is_asked(stage: Stage) -> None:
    await stage.leap_to(at(5, 9))
    for handle in ("ana", "carol"):
        (line,) = [one for one in (await sprint(stage, handle)).splitlines() if one.startswith("Sync-up")]
        zone = stage.person(handle).zone
        assert f"10:00 ({zone})" in line


async def test_on_a_day_that_nobody_works_it_says_so(stage: Stage) -> None:
    await stage.leap_to(at(7, 9))
    assert "Sprint 1 · nobody works today (2–13 Mar)" in await sprint(stage, "ana")


async def test_who_is_in_no_team_is_told_what_to_do(stage: Stage) -> None:
    shown = await sprint(stage, "dan")
    assert "You are in no team yet" in shown
    await stage.click("dan", "modal", "Set up a team")
    assert "Planning, on the first day" in seen(stage, "dan")


async def test_before_the_first_sprint_it_says_when_it_begins(stage: Stage) -> None:
    await set_up(stage, "dan", OTTER | {"first_day": "2026-03-09", "step": "own"})
    assert "Sprint 1 begins on Mon 9 March" in await sprint(stage, "dan")


async def test_several_teams_have_a_section_each(stage: Stage) -> None:
    await set_up(stage, "dan", OTTER)
    shown = await sprint(stage, "carol")
    assert "Falcon" in shown
    assert "Otter" in shown
    answer = await stage.command("carol", "/sprint", "goal Write it down")
    assert "Falcon" in everything_in(answer)
    assert "Write it down" in everything_in(answer)
    assert "Goal 1 of sprint 1 of Otter" in await sprint(stage, "carol", "goal otter Write it down")


async def test_three_goals_are_taken_and_the_fourth_is_given_back(stage: Stage) -> None:
    for goal in ("Fast import", "No *known* crashes", "<!channel> & friends"):
        await sprint(stage, "ana", f"goal {goal}")
    answer = await stage.command("ana", "/sprint", "goal One too many")
    said = everything_in(answer)
    assert "Sprint 1 has its three goals already" in said
    assert "1. Fast import" in said
    assert "One too many" in said
    await stage.click("ana", answer, "Goals…")
    assert "Goal 3" in seen(stage, "ana")
    assert "3. <!channel> & friends" in await sprint(stage, "bob")


async def test_a_goal_just_written_can_be_taken_back(stage: Stage) -> None:
    answer = await stage.command("ana", "/sprint", "goal Fast import")
    await stage.click("ana", answer, "Undo")
    assert "Taken back" in everything_in(stage.person("ana").ephemerals[-1])
    assert "None yet" in await sprint(stage, "ana")


async def test_goals_are_reworded_ordered_taken_out_and_added_in_one_form(stage: Stage) -> None:
    for goal in ("One", "Two"):
        await sprint(stage, "ana", f"goal {goal}")
    await stage.command("bob", "/sprint", "goals")
    assert "What became of it?" not in seen(stage, "bob")
    await stage.submit("bob", {"goal:1": "One, reworded", "place:2": "1", "new:3": "Three"})
    assert "1. Two\n2. One, reworded\n3. Three" in await sprint(stage, "ana")
    await stage.command("bob", "/sprint", "goals")
    await stage.submit("bob", {"goal:1": ""})
    assert "1. Two\n2. Three" in await sprint(stage, "ana")


async def test_verdicts_are_given_at_the_end_or_in_the_next_sprint(stage: Stage) -> None:
    for goal in ("One", "Two"):
        await sprint(stage, "ana", f"goal {goal}")
    await stage.leap_to(at(12, 9))
    await stage.command("ana", "/sprint", "goals")
    await stage.submit("ana", {"verdict:1": "met"})
    assert "1. One · ✅ met\n2. Two" in await sprint(stage, "bob")
    await stage.leap_to(at(17, 9))
    await stage.command("ana", "/sprint", "goals")
    assert "What became of sprint 1" in seen(stage, "ana")
    await stage.submit("ana", {"verdict:2": "missed"})
    await stage.command("ana", "/sprint", "goals")
    assert "What became of sprint 1" not in seen(stage, "ana")


async def test_a_goal_that_is_too_long_is_refused_and_given_back(stage: Stage) -> None:
    said = await sprint(stage, "ana", "goal " + "long " * 120)
    assert "500 is the most" in said
    assert "long long" in said


async def test_observers_see_everything_and_set_no_goals(stage: Stage) -> None:
    await set_up(stage, "dan", OTTER | {"observers": ["ana"], "members": ["dan"]})
    await stage.command("dan", "/sprint", "goal Otter swims")
    assert "Otter swims" in await sprint(stage, "ana")
    assert "Only members of Otter can do this" in await sprint(stage, "ana", "goal otter No")
    assert "Only members of Otter can do this" in await sprint(stage, "ana", "goals otter")


async def test_days_away_are_said_in_words_or_in_a_form(stage: Stage) -> None:
    answer = await stage.command("ana", "/sprint", "away thu to mon")
    assert "from Thu 5 Mar to Mon 9 Mar" in everything_in(answer)
    assert "Away soon: Ana (away, Thu 5 Mar – Mon 9 Mar)" in await sprint(stage, "bob")
    await stage.click("ana", answer, "Take back")
    assert "Away soon" not in await sprint(stage, "bob")
    await stage.command("bob", "/sprint", "away")
    await stage.submit("bob", {"last": "2026-03-04"})
    assert "Away today: Bob (away until Wed 4 Mar)" in await sprint(stage, "ana")


async def test_from_the_window_the_away_form_brings_it_up_to_date(stage: Stage) -> None:
    await sprint(stage, "ana")
    await stage.click("ana", "modal", "I’m away…")
    await stage.submit("ana")
    assert "Away today: Ana (away today)" in seen(stage, "ana")


async def test_a_status_says_away_and_nothing_else(stage: Stage) -> None:
    stage.workspace.change_status("carol", ":face_with_thermometer:", "Ill with something I tell nobody")
    await stage.settle()
    shown = await sprint(stage, "ana")
    assert "Away today: Carol (away)" in shown
    assert "Ill" not in shown


@pytest.mark.parametrize("text", ["away never", "away fri to", "away fri to sat to sun"])
async def test_days_that_are_none_are_refused_with_what_would_do(stage: Stage, text: str) -> None:
    answer = await stage.command("ana", "/sprint", text)
    assert text.removeprefix("away ") in everything_in(answer)
    assert "Away" not in await sprint(stage, "bob")


async def test_home_shows_the_sprint_too(stage: Stage) -> None:
    await stage.person("ana").open_home()
    await stage.settle()
    await stage.command("bob", "/sprint", "goal Fast import")
    home = read(stage.person("ana").home)
    assert "day 1 of 10 (2–13 Mar)" in home
    assert "1. Fast import" in home
