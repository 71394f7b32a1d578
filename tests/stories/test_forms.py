"""Every button opens its form from where it is shown, and what lies beneath shows the change."""

import pytest

from bot.sandbox.blocks import labels
from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def titles(stage: Stage, handle: str) -> list[str]:
    return [view.title for view in stage.person(handle).stack]


def shown(stage: Stage, handle: str = "ana") -> str:
    modal = stage.person(handle).modal
    return "" if modal is None else everything_in(modal.blocks)


async def test_the_agenda_window_is_drawn_anew_under_each_of_its_forms(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1")
    await stage.click("ana", "modal", "Agenda")
    for label, values, seen in (
        ("Add topic", {"topic": "A topic"}, "1. A topic"),
        ("Add note", {"text": "A note", "visibility": "Only me"}, "A note\n— you, only you can see this"),
        ("Add action", {"text": "An action", "owner": "Bob", "due": "2026-03-06"}, "Bob · by Fri 6 Mar 2026"),
        ("Reschedule", {"at": "11:00"}, "It was moved to this time."),
    ):
        await stage.click("ana", "modal", label)
        assert len(titles(stage, "ana")) == 3
        assert not (await stage.submit("ana", values)).errors
        assert titles(stage, "ana") == ["1-on-1s", "Agenda"]
        assert seen in shown(stage)
    await stage.click("ana", "modal", "Suggest a question")
    await stage.click("ana", "modal", "Use this")
    assert "On the agenda" in shown(stage)
    assert "2. " in shown(stage)


async def test_a_form_over_the_history_in_a_third_window_takes_its_place(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel(days=1, hours=2)
    await stage.command("ana", "/1on1", "note Shared note")
    await stage.click("ana", stage.last("ana", "Done"), "Done")
    await stage.command("ana", "/1on1")
    await stage.click("ana", "modal", "Agenda")
    await stage.click("ana", "modal", "History")
    assert titles(stage, "ana") == ["1-on-1s", "Agenda", "History"]
    await stage.click("ana", "modal", "Edit", row="Shared note")
    assert titles(stage, "ana") == ["1-on-1s", "Agenda", "Edit note"]
    await stage.submit("ana", {"text": "Better note"})
    assert titles(stage, "ana") == ["1-on-1s", "Agenda"]
    await stage.click("ana", "modal", "History")
    assert "Better note" in shown(stage)
    await stage.click("ana", "modal", "Delete", row="Better note")
    assert "Better note" not in shown(stage)
    assert "Better note" not in everything_in(stage.last("bob", "Recap"))


async def test_the_list_is_drawn_anew_under_each_of_its_forms(stage: Stage) -> None:
    await stage.command("ana", "/1on1")
    assert "You have no 1-on-1s yet." in shown(stage)
    await stage.click("ana", "modal", "New 1-on-1")
    await stage.submit("ana", {"partner": "bob"})
    assert titles(stage, "ana") == ["1-on-1s"]
    assert "Every week on Tuesday at 10:00" in shown(stage)
    for label, values, seen in (
        ("Add topic", {"topic": "One"}, "1 topic"),
        ("Reschedule", {"day": "2026-03-04"}, "Wed 4 Mar 10:00"),
        ("Settings", {"recurrence": "Monthly", "first": "2026-03-10"}, "Monthly on the second Tuesday at 10:00"),
        ("Pause", {"until": "2026-05-01"}, "*Paused* until Fri 1 May 2026"),
    ):
        await stage.click("ana", "modal", label)
        assert not (await stage.submit("ana", values)).errors
        assert titles(stage, "ana") == ["1-on-1s"]
        assert seen in shown(stage)
    await stage.click("ana", "modal", "Resume")
    assert "*Paused*" not in shown(stage)
    await stage.click("ana", "modal", "Cancel this one")
    assert "I asked Bob to agree." in shown(stage)
    await stage.person("ana").close_modal()
    await stage.click("ana", "modal", "End")
    await stage.submit("ana")
    assert "You have no 1-on-1s yet." in shown(stage)


async def test_another_1_on_1_chosen_in_a_form_leaves_the_agenda_beneath_as_it_is(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.set_up_one_on_one("ana", "carol")
    await stage.command("ana", "/1on1", "agenda @bob")
    await stage.click("ana", "modal", "Add topic")
    await stage.submit("ana", {"topic": "For Carol", "one_on_one": "Carol"})
    assert "1-on-1 with Bob" in shown(stage)
    assert "For Carol" not in shown(stage)


async def test_topics_are_reworded_put_in_order_and_taken_off_and_put_back(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for topic in ("One", "Two", "Three"):
        await stage.command("ana", "/1on1", f"add {topic}")
    await stage.command("bob", "/1on1", "add Of Bob")
    await stage.command("ana", "/1on1", "agenda")
    await stage.click("ana", "modal", "Move up", row="3. Three")
    assert "2. Three" in shown(stage)
    await stage.click("ana", "modal", "Move down", row="1. One")
    assert "1. Three" in shown(stage)
    assert "2. One" in shown(stage)
    await stage.click("ana", "modal", "Edit", row="2. One")
    assert "One" in shown(stage)
    await stage.submit("ana", {"topic": "Uno"})
    assert "2. Uno" in shown(stage)
    await stage.click("ana", "modal", "Drop", row="2. Uno")
    assert "✗ Uno" in shown(stage)
    await stage.click("ana", "modal", "Undo", row="✗ Uno")
    assert "2. Uno" in shown(stage)
    await stage.click("ana", "modal", "Discussed", row="Of Bob")
    assert "✓ Of Bob" in shown(stage)
    await stage.click("ana", "modal", "Undo", row="✓ Of Bob")
    assert "4. Of Bob" in shown(stage)
    blocks = stage.person("ana").modal.blocks
    of_bob = next(block for block in blocks if block["type"] == "section" and "Of Bob" in block["text"]["text"])
    assert [one["text"]["text"] for one in of_bob["accessory"]["options"]] == ["Discussed", "Drop"]


async def test_undo_right_after_adding_leaves_no_trace(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    topic = await stage.command("ana", "/1on1", "add Typed by mistake")
    await stage.click("ana", topic, "Undo")
    assert topic.message.text == "Taken back: Typed by mistake"
    action = await stage.command("ana", "/1on1", "action Promised by mistake by fri")
    await stage.click("ana", action, "Undo")
    assert action.message.text == "Taken back: Promised by mistake"
    await stage.command("bob", "/1on1", "agenda")
    assert "by mistake" not in shown(stage, "bob")
    await stage.travel(days=7)
    assert stage.count("ana", "Taken back") == stage.count("ana", "by mistake") == 2
    assert stage.count("bob", "by mistake") == 0


async def test_the_answer_to_add_leads_to_the_agenda(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    answer = await stage.command("ana", "/1on1", "add A topic")
    await stage.click("ana", answer, "Agenda")
    assert "1. A topic" in shown(stage)


async def test_every_message_around_a_1_on_1_has_buttons_that_work(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("bob", "/1on1", "add Of Bob")
    await stage.travel(hours=4)
    await press_all(stage, "ana", "Prepare your 1-on-1", {"Nothing to discuss", "Cancel this one"})
    await press_all(stage, "bob", "Coming up: your 1-on-1", {"Discussed", "Drop"})
    await stage.travel(hours=20, minutes=59)
    await press_all(stage, "ana", "starts.", {"Done", "Discussed"})
    await stage.travel(minutes=45)
    await press_all(stage, "bob", "is at its end.", {"Done", "We didn’t meet", "Drop"})
    await stage.click("ana", stage.last("ana", "is at its end."), "Done")
    await press_all(stage, "ana", "Recap of", set())


async def press_all(stage: Stage, handle: str, containing: str, but: set[str]) -> None:
    """Press every button of a message but those that end it: each opens a window or changes the message."""
    message = stage.last(handle, containing)
    for label in set(labels(message.blocks)) - but - {"Choose one"}:
        before = (everything_in(message), len(stage.person(handle).ephemerals))
        await stage.click(handle, message, label)
        opened = stage.person(handle).modal
        after = (everything_in(message), len(stage.person(handle).ephemerals))
        assert opened is not None or before != after, f"{label} does nothing"
        if opened is not None:
            await stage.person(handle).close_modal(everything=True)
