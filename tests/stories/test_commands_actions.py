"""Action items: promised by one of the two, reminded of once, and kept in sight until done."""

from datetime import UTC, datetime

import pytest

from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


FRIDAY = datetime(2026, 3, 6, 0, 0, tzinfo=UTC)


async def test_each_is_reminded_once_at_nine_of_their_own_morning_on_the_due_day(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "carol")
    await stage.command("ana", "/1on1", "action Mine by fri")
    await stage.command("ana", "/1on1", "action Hers for @carol by fri")
    await stage.travel_to(FRIDAY.replace(hour=7, minute=59))
    assert stage.count("ana", "Due today: Mine") == 0
    await stage.travel_to(FRIDAY.replace(hour=8, minute=1))
    assert stage.count("ana", "Due today: Mine") == 1
    assert stage.count("carol", "Due today") == 0
    await stage.travel_to(FRIDAY.replace(hour=17, minute=1))
    assert stage.count("carol", "Due today: Hers") == 1
    await stage.travel_to(FRIDAY.replace(day=16, hour=9, minute=1))
    assert stage.count("ana", "Due today") == stage.count("carol", "Due today") == 1
    assert "Mine" in everything_in(stage.last("ana", "Prepare your 1-on-1"))
    await stage.click("ana", stage.last("ana", "Due today: Mine"), "Mark done")
    assert stage.last("ana", "Done: Mine").text == "✓ Done: Mine"


async def test_what_is_done_dropped_or_taken_back_is_not_reminded_of(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for name in ("Finished", "Dropped", "Reopened"):
        await stage.command("ana", "/1on1", f"action {name} by fri")
    await stage.command("ana", "/1on1", "agenda")
    await stage.click("ana", "modal", "Mark done", row="Finished")
    await stage.click("ana", "modal", "Drop", row="Dropped")
    await stage.click("ana", "modal", "Mark done", row="Reopened")
    await stage.click("ana", "modal", "Not done yet", row="Reopened")
    await stage.travel_to(FRIDAY.replace(hour=12))
    assert stage.count("ana", "Due today") == stage.count("ana", "Due today: Reopened") == 1


async def test_one_given_to_the_other_reminds_the_other(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "action Draft it by fri")
    await stage.command("bob", "/1on1", "agenda")
    await stage.click("bob", "modal", "Edit", row="Draft it")
    await stage.submit("bob", {"owner": "Me"})
    assert "You · by Fri 6 Mar 2026" in everything_in(stage.person("bob").modal.blocks)
    await stage.travel_to(FRIDAY.replace(hour=12))
    assert (stage.count("ana", "Due today"), stage.count("bob", "Due today")) == (0, 1)


async def test_who_is_away_on_the_due_day_is_not_reminded_and_a_weekend_waits_for_monday(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "action While away by fri")
    await stage.command("bob", "/1on1", "action Over the weekend by sat")
    until = int(FRIDAY.replace(hour=22).timestamp())
    await stage.workspace.change_status("ana", ":palm_tree:", "Vacationing", until)
    await stage.settle()
    await stage.travel_to(FRIDAY.replace(day=9, hour=12))
    assert stage.count("ana", "Due") == 0
    assert stage.last("bob", "Due").text == "Due Saturday 7 March: Over the weekend"
