"""The Home tab: for a newcomer, with 1-on-1s, and with action items."""

import pytest

from bot.sandbox.blocks import labels
from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def home(stage: Stage, handle: str) -> str:
    await stage.person(handle).open_home()
    await stage.settle()
    return everything_in(stage.person(handle).home)


async def test_a_newcomer_reads_what_a_1_on_1_is_and_sets_one_up_from_there(stage: Stage) -> None:
    shown = await home(stage, "ana")
    assert "You have no 1-on-1s yet. A 1-on-1 is a regular talk of two" in shown
    assert "Nothing open. What you promise in a 1-on-1 appears here until it is done." in shown
    assert "Question bank" not in shown
    assert "Question bank" in await home(stage, "dan")
    await stage.click("ana", "home", "New 1-on-1")
    await stage.submit("ana", {"partner": "bob"})
    assert "Every week on Tuesday at 10:00" in everything_in(stage.person("ana").home)


async def test_everything_about_a_1_on_1_can_be_done_from_home_and_is_seen_there_at_once(stage: Stage) -> None:
    await home(stage, "ana")
    await home(stage, "bob")
    await stage.set_up_one_on_one("ana", "bob")
    for label, values, seen in (
        ("Add topic", {"topic": "One"}, "1 topic"),
        ("Reschedule", {"day": "2026-03-04"}, "Wed 4 Mar 10:00"),
        ("Settings", {"at": "11:00"}, "Every week on Tuesday at 11:00"),
        ("Pause", {"until": "2026-05-01"}, "*Paused* until Fri 1 May 2026"),
    ):
        await stage.click("ana", "home", label)
        assert not (await stage.submit("ana", values)).errors
        assert stage.person("ana").modal is None
        for handle in ("ana", "bob"):
            assert seen in everything_in(stage.person(handle).home)
    await stage.click("ana", "home", "Resume")
    assert "*Paused*" not in everything_in(stage.person("ana").home)
    await stage.click("ana", "home", "Cancel this one")
    assert "I asked Bob to agree." in everything_in(stage.person("ana").modal.blocks)
    await stage.person("ana").close_modal()
    for label, title in (("Agenda", "Agenda"), ("History", "History")):
        await stage.click("ana", "home", label)
        assert stage.person("ana").modal.title == title
        await stage.person("ana").close_modal()
    await stage.click("ana", "home", "End")
    await stage.submit("ana")
    for handle in ("ana", "bob"):
        assert "You have no 1-on-1s yet." in everything_in(stage.person(handle).home)


async def test_my_action_items_stand_there_until_done(stage: Stage) -> None:
    await home(stage, "ana")
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "action Mine by fri")
    await stage.command("ana", "/1on1", "action Theirs for @bob")
    shown = everything_in(stage.person("ana").home)
    assert "Mine" in shown
    assert "Theirs" not in shown
    assert "Theirs" in await home(stage, "bob")
    await stage.travel(days=6)
    assert "was due Fri 6 Mar 2026" in await home(stage, "ana")
    await stage.click("ana", "home", "Mark done", row="Mine")
    assert "Mine" not in everything_in(stage.person("ana").home)
    assert "Mark done" not in labels(stage.person("ana").home or [])
