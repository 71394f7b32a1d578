"""The cycle of a 1-on-1, to the minute and the person."""

import pytest

from tests.stage import Stage, everything_in
from tests.stories.watching import at, away, kinds, rang, works


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """When something is said is decided before any database is asked."""
    return sqlite_url


async def test_a_1_on_1_that_is_used_rings_four_times_at_each(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    await stage.travel_to(at("2026-03-04 11:00"))
    assert rang(stage, "ana") == [
        "Mon 2 09:00 begun",
        "Mon 2 10:00 prep",
        "Tue 3 09:55 start",
        "Wed 4 10:30 recap",
    ]
    assert rang(stage, "bob") == [
        "Mon 2 09:00 begun",
        "Mon 2 11:00 prep",
        "Tue 3 09:55 start",
        "Wed 4 10:30 recap",
    ]


async def test_the_wrap_up_comes_at_the_end_and_in_place(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    await stage.travel_to(at("2026-03-03 10:29"))
    before = len(stage.person("ana").dm)
    assert "starts" in stage.last("ana").text
    await stage.travel_to(at("2026-03-03 10:30"))
    assert len(stage.person("ana").dm) == before
    assert "is at its end" in stage.last("ana").text
    assert "Was it worth the time?" in everything_in(stage.last("bob"))
    assert "How do you feel?" in everything_in(stage.last("ana"))
    assert "How do you feel?" not in everything_in(stage.last("bob"))


async def test_what_nobody_touched_gives_no_recap(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-05 12:00"))
    for handle in ("ana", "bob"):
        assert kinds(stage, handle) == ["begun", "prep", "start"]


async def test_a_topic_after_the_end_is_for_the_next_time(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-03 11:00"))
    answer = await stage.command("ana", "/1on1", "add @bob Too late for today")
    assert "10 Mar" in answer.text
    await stage.travel_to(at("2026-03-05 12:00"))
    assert "recap" not in kinds(stage, "ana")
    await stage.travel_to(at("2026-03-10 09:56"))
    shown = everything_in(stage.last("ana", "Discussed"))
    assert "Too late for today" in shown
    assert "arried over" not in shown


async def test_a_topic_after_the_end_is_not_in_the_recap_of_what_was_used(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob In time")
    await stage.travel_to(at("2026-03-03 11:00"))
    await stage.command("ana", "/1on1", "add @bob Too late")
    await stage.travel_to(at("2026-03-04 12:00"))
    recap = everything_in(stage.last("ana", "Recap"))
    assert "In time" in recap
    assert "Too late" not in recap


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("America/Los_Angeles", "Mon 2 10:00 prep"),
        ("Asia/Kolkata", "Mon 2 15:30 prep"),
        ("Pacific/Auckland", "Tue 3 10:00 prep"),
    ],
)
async def test_the_other_is_asked_in_their_own_day(stage: Stage, zone: str, expected: str) -> None:
    stage.workspace.add_person("kim", "Kim", zone=zone)
    await stage.settle()
    await stage.set_up_one_on_one("ana", "kim")
    await stage.travel_to(at("2026-03-03 10:00"))
    assert [line for line in rang(stage, "ana") if "prep" in line] == ["Mon 2 10:00 prep"]
    assert [line for line in rang(stage, "kim", zone) if "prep" in line] == [expected]


async def test_the_owner_is_asked_before_their_days_off(stage: Stage) -> None:
    await away(stage, "ana", "2026-03-06")
    await works(stage, "ana", "mon,tue,wed,fri")
    await stage.set_up_one_on_one("ana", "bob", "Mon 10:00", {"first": "2026-03-09"})
    await stage.travel_to(at("2026-03-09 09:00"))
    # Monday 9 March: Sunday and Saturday are the weekend, Friday she is away, Thursday she does not work.
    assert [line for line in rang(stage, "ana") if "prep" in line] == ["Wed 4 10:00 prep"]


async def test_the_owner_is_asked_before_a_holiday_of_their_region(stage: Stage) -> None:
    await stage.travel_to(at("2026-03-31 09:00"))
    await works(stage, "ana", "mon,tue,wed,thu,fri", "DE")
    await stage.set_up_one_on_one("ana", "bob", "Tue 14:00", {"first": "2026-04-07"})
    await stage.travel_to(at("2026-04-07 13:00"))
    # Easter Monday and Good Friday lie between.
    assert [line for line in rang(stage, "ana") if "prep" in line] == ["Thu 2 10:00 prep"]


async def test_set_up_after_its_prep_would_have_been_due_it_is_asked_at_once(stage: Stage) -> None:
    await stage.travel_to(at("2026-03-02 18:00"))
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-03 09:54"))
    for handle in ("ana", "bob"):
        assert set(kinds(stage, handle)) == {"begun", "prep"}
        assert len(kinds(stage, handle)) == 2


async def test_set_up_minutes_before_it_starts_only_the_start_is_said(stage: Stage) -> None:
    await stage.travel_to(at("2026-03-03 09:57"))
    await stage.set_up_one_on_one("ana", "bob", "Tue 10:00", {"first": "2026-03-03"})
    await stage.travel_to(at("2026-03-03 10:05"))
    assert kinds(stage, "ana") == ["begun", "start"]


async def test_the_prep_becomes_a_line_when_it_has_begun(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-03 09:55"))
    assert ": the agenda is in a newer message" in stage.last("ana", "newer message").text
    assert stage.count("ana", "Nothing to discuss") == 0


async def test_done_before_it_was_to_begin_is_followed_by_the_next_one(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    await stage.travel_to(at("2026-03-03 09:55"))
    await stage.click("ana", stage.last("ana", "Done"), "Done")
    for handle in ("ana", "bob"):
        assert "The next one: <!date^1773133200^" in stage.last(handle, "Recap").text
    await stage.command("ana", "/1on1", "agenda @bob")
    assert "paused" not in everything_in(stage.person("ana").modal.blocks)
    await stage.travel_to(at("2026-03-10 12:00"))
    assert kinds(stage, "ana") == ["begun", "prep", "start", "recap", "prep", "start"]


async def test_the_recap_names_what_is_carried_over_in_the_order_of_the_agenda(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for handle, topic in (("ana", "@bob One"), ("bob", "@ana Three"), ("ana", "@bob Two")):
        await stage.command(handle, "/1on1", f"add {topic}")
    await stage.travel_to(at("2026-03-03 10:00"))
    await stage.click("ana", stage.last("ana", "Done"), "Done")
    for handle in ("ana", "bob"):
        recap = everything_in(stage.last(handle, "Recap").blocks)
        assert recap.index("One") < recap.index("Two") < recap.index("Three")
