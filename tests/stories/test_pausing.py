"""A pause takes back what lies ahead; going on leaves no gap; the end leaves the history."""

import pytest

from tests.stage import Stage, everything_in
from tests.stories.watching import at, kinds, rang


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What a pause takes back is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
async def weekly(stage: Stage) -> Stage:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    return stage


def starts(stage: Stage) -> list[str]:
    return [line for line in rang(stage, "ana") if "start" in line]


async def test_paused_until_a_date_it_goes_on_by_itself(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "pause @bob until 2026-03-18")
    assert kinds(weekly, "bob") == ["begun", "paused"]
    await weekly.travel_to(at("2026-03-23 09:00"))
    assert kinds(weekly, "ana") == ["begun"]
    await weekly.travel_to(at("2026-03-24 10:00"))
    assert rang(weekly, "ana")[1:] == ["Mon 23 10:00 prep", "Tue 24 09:55 start"]
    assert "On-call" in everything_in(weekly.last("ana", "Discussed"))


async def test_paused_until_the_day_of_one_that_one_is_held(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "pause @bob until 2026-03-10")
    await weekly.travel_to(at("2026-03-10 10:00"))
    assert starts(weekly) == ["Tue 10 09:55 start"]


async def test_a_pause_without_an_end_lasts_until_somebody_resumes(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "pause @bob")
    await weekly.submit("ana", {})
    await weekly.travel_to(at("2026-03-19 09:00"))
    assert kinds(weekly, "ana") == ["begun"]
    answer = await weekly.command("bob", "/1on1", "resume @ana")
    assert "24 Mar" in answer.text
    assert kinds(weekly, "ana") == ["begun", "resumed"]
    await weekly.travel_to(at("2026-03-24 10:00"))
    assert starts(weekly) == ["Tue 24 09:55 start"]


async def test_resumed_early_no_week_is_left_out(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "pause @bob until 2026-04-20")
    await weekly.travel_to(at("2026-03-05 09:00"))
    await weekly.command("bob", "/1on1", "resume @ana")
    await weekly.travel_to(at("2026-03-31 10:00"))
    assert starts(weekly) == [f"Tue {day} 09:55 start" for day in (10, 17, 24, 31)]


async def test_resumed_the_same_day_what_was_taken_back_is_held_and_the_weeks_after_too(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "pause @bob until 2026-03-25")
    await weekly.command("ana", "/1on1", "pause @bob until 2026-04-20")
    await weekly.command("ana", "/1on1", "resume @bob")
    await weekly.travel_to(at("2026-03-24 10:00"))
    assert starts(weekly) == [f"Tue {day} 09:55 start" for day in (3, 10, 17, 24)]


async def test_paused_after_its_prep_the_prep_says_so_and_comes_back_in_place(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await weekly.command("bob", "/1on1", "pause @ana until 2026-04-20")
    assert weekly.count("ana", "Nothing to discuss") == 0
    assert "paused" in weekly.last("ana", "is off").text
    await weekly.command("ana", "/1on1", "resume @bob")
    assert "Nothing to discuss" in everything_in(weekly.last("ana", "Prepare your"))
    await weekly.travel_to(at("2026-03-03 10:00"))
    assert kinds(weekly, "ana") == ["begun", "prep", "paused", "start"]


async def test_a_pause_is_no_row_of_1_on_1s_not_held(weekly: Stage) -> None:
    for _ in range(3):
        await weekly.command("ana", "/1on1", "pause @bob until 2026-04-20")
        await weekly.command("ana", "/1on1", "resume @bob")
        await weekly.travel(days=7)
    assert "not held" not in kinds(weekly, "bob")


async def test_settings_changed_during_a_pause_hold_when_it_goes_on(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "pause @bob")
    await weekly.submit("ana", {})
    await weekly.command("bob", "/1on1")
    await weekly.click("bob", "modal", "Settings")
    assert not (await weekly.submit("bob", {"weekday": "Thursday"})).errors
    await weekly.command("ana", "/1on1", "resume @bob")
    await weekly.travel_to(at("2026-03-12 10:00"))
    assert starts(weekly) == ["Thu 5 09:55 start", "Thu 12 09:55 start"]


async def test_the_settings_form_of_a_paused_1_on_1_offers_its_own_weekday(weekly: Stage) -> None:
    await weekly.command("ana", "/1on1", "pause @bob")
    await weekly.submit("ana", {})
    await weekly.travel_to(at("2026-03-06 12:00"))
    await weekly.command("bob", "/1on1")
    await weekly.click("bob", "modal", "Settings")
    assert not (await weekly.submit("bob", {})).errors
    await weekly.command("ana", "/1on1", "resume @bob")
    await weekly.travel_to(at("2026-03-10 10:00"))
    assert starts(weekly) == ["Tue 10 09:55 start"]


async def test_three_ignored_in_a_row_are_asked_about_once(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-04-08 11:00"))
    assert kinds(stage, "ana").count("ignored") == 1
    assert "ignored" not in kinds(stage, "bob")
    assert [line for line in rang(stage, "ana") if "ignored" in line] == ["Wed 18 10:30 ignored"]
    await stage.click("ana", stage.last("ana", "Keep it as it is"), "Keep it as it is")
    await stage.travel_to(at("2026-04-15 11:00"))
    assert kinds(stage, "ana").count("ignored") == 1


async def test_ended_while_it_is_under_way_it_comes_to_its_close(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-03 10:10"))
    await weekly.command("bob", "/1on1", "end @ana")
    await weekly.submit("bob", {})
    assert kinds(weekly, "ana")[-1] == "ended"
    await weekly.click("ana", weekly.last("ana", "Discussed"), "Discussed", row="On-call")
    await weekly.travel_to(at("2026-03-11 11:00"))
    assert rang(weekly, "ana")[-1] == "Wed 4 10:30 recap"
    await weekly.command("ana", "/1on1", "history @bob")
    assert "On-call" in everything_in(weekly.person("ana").modal.source)
