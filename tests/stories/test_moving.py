"""An occurrence is held at another time: who is told, what is asked again, and what is refused."""

import pytest

from tests.stage import Stage, everything_in
from tests.stories.watching import at, kinds, move, rang


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Where a move may go is decided before any database is asked."""
    return sqlite_url


@pytest.fixture
async def weekly(stage: Stage) -> Stage:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    return stage


async def test_moved_before_its_prep_the_cycle_follows_the_new_day(weekly: Stage) -> None:
    assert not await move(weekly, "ana", "bob", "2026-03-05", "14:00")
    await weekly.travel_to(at("2026-03-07 10:00"))
    assert rang(weekly, "ana") == [
        "Mon 2 09:00 begun",
        "Wed 4 10:00 prep",
        "Thu 5 13:55 start",
        "Fri 6 14:30 recap",
    ]
    assert rang(weekly, "bob")[1] == "Mon 2 09:00 moved"
    await weekly.travel_to(at("2026-03-10 10:00"))
    assert rang(weekly, "ana")[4:] == ["Mon 9 10:00 prep", "Tue 10 09:55 start"]


async def test_moved_after_its_prep_to_a_later_day_both_are_asked_again(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await move(weekly, "bob", "ana", "2026-03-05")
    await weekly.travel_to(at("2026-03-05 10:00"))
    assert rang(weekly, "ana")[1:] == [
        "Mon 2 10:00 prep",
        "Mon 2 12:00 moved",
        "Wed 4 10:00 prep",
        "Thu 5 09:55 start",
    ]
    assert rang(weekly, "bob")[1:] == ["Mon 2 11:00 prep", "Wed 4 11:00 prep", "Thu 5 09:55 start"]
    old = weekly.last("ana", "was moved to")
    assert "Nothing to discuss" not in everything_in(old)


async def test_moved_within_the_day_after_its_prep_it_is_brought_up_to_date_in_place(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await move(weekly, "bob", "ana", "2026-03-03", "15:00")
    assert kinds(weekly, "ana") == ["begun", "prep", "moved"]
    assert "15:00" in weekly.last("ana", "Prepare your").text
    await weekly.travel_to(at("2026-03-03 16:00"))
    assert rang(weekly, "ana")[3:] == ["Tue 3 14:55 start"]


async def test_moved_earlier_on_the_same_day_it_starts_earlier(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await move(weekly, "ana", "bob", "2026-03-02", "16:00")
    await weekly.travel_to(at("2026-03-03 10:00"))
    assert rang(weekly, "ana")[2:] == ["Mon 2 15:55 start"]


async def test_moved_twice_the_other_is_told_twice(weekly: Stage) -> None:
    await move(weekly, "ana", "bob", "2026-03-04")
    await move(weekly, "ana", "bob", "2026-03-05")
    assert kinds(weekly, "bob").count("moved") == 2
    assert "Thu 5 Mar 10:00" in weekly.last("bob").text


async def test_moved_when_it_is_about_to_start_it_starts_again(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-03 09:57"))
    await move(weekly, "ana", "bob", "2026-03-03", "11:00")
    await weekly.travel_to(at("2026-03-03 11:00"))
    assert [line for line in rang(weekly, "bob") if "start" in line] == [
        "Tue 3 09:55 start",
        "Tue 3 10:55 start",
    ]
    assert weekly.count("bob", "Discussed") == 1


@pytest.mark.parametrize(
    ("day", "time", "field"),
    [
        ("2026-03-02", "08:00", "day"),  # the past
        ("2026-03-10", "08:00", "day"),  # the day of the next one
        ("2026-03-11", "10:00", "day"),  # after it
    ],
)
async def test_a_move_into_the_past_or_past_the_next_one_is_refused(
    weekly: Stage, day: str, time: str, field: str
) -> None:
    assert field in await move(weekly, "ana", "bob", day, time)
    assert kinds(weekly, "bob") == ["begun"]


async def test_what_was_moved_to_the_day_before_the_next_is_closed_when_that_starts(weekly: Stage) -> None:
    await move(weekly, "ana", "bob", "2026-03-09", "16:00")
    await weekly.travel_to(at("2026-03-10 09:56"))
    assert rang(weekly, "ana")[-2:] in (
        ["Tue 10 09:55 start", "Tue 10 09:55 recap"],
        ["Tue 10 09:55 recap", "Tue 10 09:55 start"],
    )
    await weekly.click("ana", weekly.last("ana", " starts."), "Discussed", row="On-call")
    await weekly.travel_to(at("2026-03-11 11:00"))
    assert "1 topic discussed" in weekly.last("ana", "Recap").text


async def test_a_move_to_a_time_the_clocks_skip_says_when_it_will_be(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-25 12:00"))
    await weekly.command("ana", "/1on1", "move @bob")
    await weekly.submit("ana", {"day": "2026-03-29", "at": "02:30"})
    said = " ".join(everything_in(message) for message in weekly.person("ana").ephemerals)
    said += everything_in(weekly.person("ana").modal.source if weekly.person("ana").modal else None)
    assert "02:30 does not exist on 29 March; it will be 03:30" in said
    await weekly.travel_to(at("2026-03-29 03:31"))
    assert rang(weekly, "bob")[-1] == "Sun 29 03:25 start"


async def test_settings_changed_before_the_prep_move_the_next_one(weekly: Stage) -> None:
    await weekly.command("bob", "/1on1")
    await change(weekly, {"weekday": "Wednesday", "at": "15:00", "prep_at": "09:00"})
    assert kinds(weekly, "ana") == ["begun", "changed"]
    await weekly.travel_to(at("2026-03-04 15:00"))
    assert rang(weekly, "ana")[2:] == ["Tue 3 09:00 prep", "Wed 4 14:55 start"]
    await weekly.travel_to(at("2026-03-11 15:00"))
    assert rang(weekly, "ana")[-2:] == ["Tue 10 09:00 prep", "Wed 11 14:55 start"]


async def test_settings_changed_after_the_prep_ask_again_at_the_new_time(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await change(weekly, {"weekday": "Thursday"})
    await weekly.travel_to(at("2026-03-05 10:00"))
    assert rang(weekly, "ana")[2:] == ["Mon 2 12:00 changed", "Wed 4 10:00 prep", "Thu 5 09:55 start"]
    assert "Nothing to discuss" not in everything_in(weekly.last("ana", "was moved to"))


async def test_a_later_prep_alone_changes_no_date_and_rings_no_more(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-02 12:00"))
    await change(weekly, {"prep_at": "15:00"})
    await weekly.travel_to(at("2026-03-03 10:00"))
    assert [line for line in rang(weekly, "ana") if "prep" in line] == ["Mon 2 10:00 prep"]
    await weekly.travel_to(at("2026-03-10 10:00"))
    assert [line for line in rang(weekly, "ana") if "prep" in line][1:] == ["Mon 9 15:00 prep"]


async def test_saving_the_settings_as_they_are_keeps_what_was_moved(weekly: Stage) -> None:
    await move(weekly, "ana", "bob", "2026-03-05", "14:00")
    await change(weekly, {"prep_at": "09:00"})
    await weekly.travel_to(at("2026-03-04 12:00"))
    assert not await change(weekly, {})
    await weekly.travel_to(at("2026-03-10 10:00"))
    assert [line for line in rang(weekly, "ana") if "start" in line] == ["Thu 5 13:55 start", "Tue 10 09:55 start"]


async def test_another_zone_in_the_settings_moves_it_there(weekly: Stage) -> None:
    await change(weekly, {"zone": "America/Los_Angeles"})
    await weekly.travel_to(at("2026-03-04 10:00"))
    assert rang(weekly, "ana")[-1] == "Tue 3 18:55 start"


async def test_from_weekly_to_every_two_weeks_leaves_out_every_other(weekly: Stage) -> None:
    await change(weekly, {"recurrence": "Every 2 weeks"})
    await weekly.travel_to(at("2026-03-25 10:00"))
    starts = [line for line in rang(weekly, "ana") if "start" in line]
    assert starts == ["Tue 3 09:55 start", "Tue 17 09:55 start"]


async def change(stage: Stage, values: dict[str, str]) -> dict[str, str]:
    """Bob changes the settings, as they come by the menu of his list; what stands under refused fields."""
    await stage.command("bob", "/1on1")
    await stage.click("bob", "modal", "Settings")
    errors = (await stage.submit("bob", values)).errors
    await stage.person("bob").close_modal(everything=True)
    return errors
