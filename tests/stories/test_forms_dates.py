"""When a 1-on-1 is to be: what forms make of a weekday, a first date, and days on which the clocks change."""

from datetime import UTC, datetime

import pytest

from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


TUESDAY = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""11:00 in Berlin."""


async def somebody(stage: Stage, number: int) -> str:
    """A further person in Berlin."""
    stage.workspace.add_person(f"p{number}", f"P{number}")
    await stage.application.read_directories()
    return f"p{number}"


def initial(stage: Stage, block: str) -> str:
    for one in stage.person("ana").modal.blocks:
        if one.get("block_id") == block:
            element = one["element"]
            option = element.get("initial_option") or {}
            return str(option.get("value") or element.get("initial_date") or element.get("initial_time"))
    raise LookupError(block)


SAID = [
    ("Tue 10:00", "1", "2026-03-10", "10:00"),
    ("Tue 14:00", "1", "2026-03-03", "14:00"),
    ("every other Fri 9:30", "4", "2026-03-06", "09:30"),
    ("", "2", "2026-03-04", "10:00"),
    ("monthly", "2", "2026-03-04", "10:00"),
    ("MONDAY at 2pm", "0", "2026-03-09", "14:00"),
]


async def test_the_form_begins_with_the_next_such_day_and_is_good_as_it_stands(stage: Stage) -> None:
    await stage.travel_to(TUESDAY)
    for number, (typed, weekday, first, at) in enumerate(SAID):
        partner = await somebody(stage, number)
        await stage.command("ana", "/1on1", f"with @{partner} {typed}")
        assert (initial(stage, "weekday"), initial(stage, "first"), initial(stage, "at")) == (weekday, first, at)
        assert not (await stage.submit("ana")).errors
        day = datetime.fromisoformat(first)
        assert f"{day:%a} {day.day} Mar {at} (Europe/Berlin)" in stage.last(partner, "set up a 1-on-1").text


CHANGED = [
    ({"weekday": "Friday"}, "Fri 13 Mar 10:00"),
    ({"weekday": "Monday"}, "Mon 16 Mar 10:00"),
    ({"first": "2026-03-24"}, "Tue 24 Mar 10:00"),
    ({"first": "2026-03-25"}, "Tue 31 Mar 10:00"),
    ({"weekday": "Wednesday", "first": "2026-03-25"}, "Wed 25 Mar 10:00"),
    ({"weekday": "Wednesday", "first": "2026-03-04"}, "Wed 4 Mar 10:00"),
    ({"at": "12:00", "first": "2026-03-03"}, "Tue 3 Mar 12:00"),
    ({"zone": "America/Los_Angeles"}, "Tue 10 Mar 18:00"),
]


async def test_the_first_one_is_on_that_weekday_that_day_or_after(stage: Stage) -> None:
    await stage.travel_to(TUESDAY)
    for number, (changed, held) in enumerate(CHANGED):
        partner = await somebody(stage, number)
        await stage.command("ana", "/1on1", f"with @{partner} Tue 10:00")
        assert not (await stage.submit("ana", changed)).errors
        assert held in stage.last(partner, "set up a 1-on-1").text


SETTINGS = [
    ({"minutes": "45 minutes"}, "Tue 3 Mar 10:00"),
    ({"weekday": "Thursday"}, "Thu 5 Mar 10:00"),
    ({"weekday": "Monday"}, "Mon 9 Mar 10:00"),
    ({"at": "16:00"}, "Tue 3 Mar 16:00"),
    ({"first": "2026-03-17", "recurrence": "Every 2 weeks"}, "Tue 17 Mar 10:00"),
]


async def test_settings_change_only_what_was_changed(stage: Stage) -> None:
    for number, (changed, held) in enumerate(SETTINGS):
        partner = await somebody(stage, number)
        await stage.set_up_one_on_one(partner, "bob")
        await stage.command(partner, "/1on1")
        await stage.click(partner, "modal", "Settings")
        assert not (await stage.submit(partner, changed)).errors
        assert held in everything_in(stage.person(partner).modal.blocks)
        assert "changed your 1-on-1" in stage.last("bob").text


async def test_settings_of_one_that_was_moved_or_paused_keep_its_weekday(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "move")
    await stage.submit("ana", {"day": "2026-03-05"})
    await stage.command("ana", "/1on1")
    await stage.click("ana", "modal", "Settings")
    assert initial(stage, "weekday") == "1"
    await stage.person("ana").close_modal(everything=True)
    await stage.command("ana", "/1on1", "pause")
    await stage.submit("ana")
    await stage.command("ana", "/1on1")
    await stage.click("ana", "modal", "Settings")
    assert initial(stage, "weekday") == "1"


async def test_a_time_the_clocks_skip_or_repeat_is_said_when_it_is_chosen(stage: Stage) -> None:
    await stage.command("ana", "/1on1", "with @bob weekly Sun 2:30")
    await stage.submit("ana", {"first": "2026-03-29"})
    told = "02:30 does not exist on 29 March; it will be 03:30."
    assert told in everything_in(stage.person("ana").modal.blocks)
    assert "Sun 29 Mar 03:30" in stage.last("bob").text
    await stage.person("ana").close_modal(everything=True)

    await stage.set_up_one_on_one("ana", "carol", "Mon 10:00", {"first": "2026-03-23"})
    await stage.command("ana", "/1on1", "agenda @carol")
    await stage.click("ana", "modal", "Reschedule")
    await stage.submit("ana", {"day": "2026-03-29", "at": "02:30"})
    assert told in everything_in(stage.person("ana").modal.blocks)
    await stage.person("ana").close_modal()
    assert "Sun 29 Mar 03:30" in everything_in(stage.person("ana").modal.blocks)


async def test_a_move_into_the_past_or_past_the_next_one_is_refused_under_the_day(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "move")
    assert "in the past" in (await stage.submit("ana", {"day": "2026-03-01"})).errors["day"]
    told = (await stage.submit("ana", {"day": "2026-03-11"})).errors["day"]
    assert told.startswith("The next 1-on-1 is on Tuesday 10 March anyway.")
    await stage.submit("ana", {"day": "2026-03-09"})
    assert "Mon 9 Mar 10:00" in stage.last("bob").text


async def test_who_is_away_needs_nobodys_agreement_to_skip(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.workspace.change_status(
        "bob", ":palm_tree:", "Vacationing", int(datetime(2026, 3, 5, tzinfo=UTC).timestamp())
    )
    await stage.settle()
    await stage.travel(hours=4)
    proposal = stage.last("ana", "cannot be held as planned")
    await stage.click("ana", proposal, "Skip this one")
    for handle in ("ana", "bob"):
        assert "is off: Bob is away." in stage.last(handle, "is off").text
        assert stage.count(handle, "Do you agree?") == 0
