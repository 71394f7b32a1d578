"""Each row of the table of `/1on1`, for people who have one 1-on-1, several, a paused one, and an ended one."""

import pytest

from tests.stage import Stage, everything_in


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def modal(stage: Stage, handle: str) -> str:
    """All that the window in front of a person shows, its title first."""
    view = stage.person(handle).modal
    return "" if view is None else f"[{view.title}] {everything_in(view.blocks)}"


async def close(stage: Stage, handle: str) -> None:
    await stage.person(handle).close_modal(everything=True)


async def test_with_one_1_on_1_nobody_need_be_mentioned_and_case_and_spaces_do_not_matter(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for typed in (
        "add First",
        "ADD   Second",
        "add @bob Third",
        "Add    @bob    Fourth",
        "add @BOB Fifth",
        "add\nSixth",
    ):
        answer = await stage.command("ana", "/1on1", typed)
        assert "Added to your 1-on-1 with Bob (" in answer.text
    await stage.command("ana", "/1on1", "agenda")
    shown = modal(stage, "ana")
    for place, topic in enumerate(("First", "Second", "Third", "Fourth", "Fifth", "Sixth"), 1):
        assert f"{place}. {topic}" in shown
    await close(stage, "ana")
    await stage.command("ana", "/1on1", "add @bob")
    assert "[Add topic]" in modal(stage, "ana")
    await stage.submit("ana", {"topic": "Seventh"})
    await stage.command("ana", "/1on1")
    assert "7 topics" in modal(stage, "ana")


async def test_a_literal_name_that_slack_did_not_resolve_is_understood(stage: Stage) -> None:
    stage.workspace.add_person("uebel", "Übel")
    stage.workspace.add_person("twin1", "Twin")
    stage.workspace.add_person("twin2", "Twin")
    await stage.application.read_directories()
    await stage.set_up_one_on_one("ana", "uebel")
    for name in ("@Übel", "@übel"):
        assert "Added to your 1-on-1 with Übel" in (await stage.command("ana", "/1on1", f"add {name} x")).text
    assert "I don’t know “@Twin”" in (await stage.command("ana", "/1on1", "add @Twin x")).text


async def test_with_several_the_form_asks_whose_and_carries_the_words(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.set_up_one_on_one("ana", "carol")
    await stage.command("ana", "/1on1", "add What about <!channel> & `code`?")
    assert "[Add topic]" in modal(stage, "ana")
    await stage.submit("ana", {"one_on_one": "Carol"})
    await stage.command("ana", "/1on1", "agenda @carol")
    assert "1. What about <!channel> & `code`?" in modal(stage, "ana")
    await close(stage, "ana")

    await stage.command("ana", "/1on1", "note private Ask again")
    await stage.submit("ana", {"one_on_one": "Bob"})
    await stage.command("ana", "/1on1", "action Send the draft for @bob by 3 Dec")
    assert "2026-12-03" in everything_in(stage.person("ana").modal.source)
    assert "Send the draft" in modal(stage, "ana")
    assert "by 3 Dec" not in modal(stage, "ana")
    await stage.submit("ana", {"one_on_one": "Bob"})
    await stage.command("bob", "/1on1", "agenda")
    assert "You · by Thu 3 Dec 2026" in modal(stage, "bob")
    assert "Ask again" not in modal(stage, "bob")
    await stage.command("ana", "/1on1", "agenda @bob")
    assert "Ask again" in modal(stage, "ana")
    assert "you, only you can see this" in modal(stage, "ana")
    await close(stage, "ana")

    for typed in ("agenda", "history"):
        await stage.command("ana", "/1on1", typed)
        assert "[1-on-1s]" in modal(stage, "ana")
        await close(stage, "ana")
    for typed in ("move", "skip", "pause 7 Jan", "resume", "end"):
        answer = await stage.command("ana", "/1on1", typed)
        assert (
            answer.text == "You have several 1-on-1s. Please mention whose you mean, right after the first word."
        )


async def test_two_of_a_kind_with_one_person_are_refused_and_two_kinds_are_told_apart(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("bob", "/1on1", "with @ana")
    answer = await stage.submit("bob")
    assert "You already have" in answer.errors["partner"]
    await stage.submit("bob", {"kind": "Peers"})
    await stage.command("ana", "/1on1", "add @bob Which?")
    assert "Bob (manager)" in modal(stage, "ana")
    await stage.submit("ana", {"one_on_one": "Bob (peer)"})
    assert "several 1-on-1s with Bob" in (await stage.command("ana", "/1on1", "skip @bob")).text


async def test_a_topic_typed_before_there_is_a_1_on_1_waits_in_the_form_that_sets_it_up(stage: Stage) -> None:
    await stage.command("ana", "/1on1", "add @bob How do we split the on-call?")
    assert "[New 1-on-1]" in modal(stage, "ana")
    await stage.submit("ana")
    await stage.command("bob", "/1on1", "agenda")
    assert "1. How do we split the on-call?" in modal(stage, "bob")
    await stage.command("carol", "/1on1", "add No partner yet")
    await stage.submit("carol", {"partner": "dan"})
    await stage.command("carol", "/1on1", "agenda")
    assert "1. No partner yet" in modal(stage, "carol")


async def test_notes_and_actions_from_the_command(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    assert "Bob can see it too" in (await stage.command("ana", "/1on1", "note Shared words")).text
    assert "Only you can see it" in (await stage.command("ana", "/1on1", "note @bob Private: mine alone")).text
    assert "due Friday 6 March" in (await stage.command("ana", "/1on1", "action Draft it by fri")).text
    assert (
        "Action item for Bob, from" in (await stage.command("ana", "/1on1", "action @bob Read it for @bob")).text
    )
    told = await stage.command("ana", "/1on1", "action @bob Ask them for @carol")
    assert "Only you or Bob can be given an action item here." in told.text
    assert (
        "30 February does not exist. Try 28 Feb"
        in (await stage.command("ana", "/1on1", "action Draft it by 30 Feb")).text
    )
    assert "is in the past" in (await stage.command("ana", "/1on1", "action Draft it by 2026-02-27")).text
    for typed, title in (("note", "Add note"), ("note @bob private", "Add note"), ("action", "Add action")):
        await stage.command("ana", "/1on1", typed)
        assert f"[{title}]" in modal(stage, "ana")
        await close(stage, "ana")
    await stage.command("bob", "/1on1", "agenda")
    shown = modal(stage, "bob")
    assert "Shared words" in shown
    assert "mine alone" not in shown
    assert "Ask them" not in shown


async def test_move_skip_pause_resume_and_end(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("bob", "/1on1", "move")
    await stage.submit("bob", {"day": "2026-03-05", "at": "15:30"})
    assert "was moved. New time: " in stage.last("ana").text
    answer = await stage.command("ana", "/1on1", "cancel @bob")
    assert "I asked Bob to agree. Until then your 1-on-1 with Bob" in answer.text
    assert "so only they can cancel it. You can move it" in (await stage.command("bob", "/1on1", "skip")).text
    await stage.click("bob", stage.last("bob", "Do you agree?"), "Agree")
    assert "is off: Ana cancelled it, Bob agreed." in stage.last("ana").text

    await stage.command("ana", "/1on1", "pause")
    assert "[Pause 1-on-1]" in modal(stage, "ana")
    await close(stage, "ana")
    told = await stage.command("ana", "/1on1", "pause @bob Until 7 Apr")
    assert told.text.startswith("Your 1-on-1 with Bob is paused until Tuesday 7 April.")
    assert "paused" in stage.last("bob").text
    for word in ("move", "skip"):
        assert "You have no" not in (await stage.command("ana", "/1on1", word)).text
        await close(stage, "ana") if stage.person("ana").modal else None
    assert "Please choose a day after today." in (await stage.command("ana", "/1on1", "pause today")).text
    assert "does not exist" in (await stage.command("ana", "/1on1", "pause 31 Apr")).text
    assert "Going on: your 1-on-1 with Bob" in (await stage.command("ana", "/1on1", "resume")).text
    assert "is not paused" in (await stage.command("ana", "/1on1", "resume @bob")).text


async def test_a_paused_one_still_takes_topics_and_says_how_to_go_on(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "pause")
    await stage.submit("ana")
    assert "Added to your 1-on-1 with Bob:" in (await stage.command("ana", "/1on1", "add Later")).text
    await stage.command("ana", "/1on1", "agenda")
    assert "It is paused. What is on the agenda waits." in modal(stage, "ana")
    await stage.click("ana", "modal", "Add topic")
    await stage.submit("ana", {"topic": "Sooner"})
    assert "2. Sooner" in modal(stage, "ana")
    await stage.click("ana", "modal", "Move up", row="2. Sooner")
    await stage.click("ana", "modal", "Drop", row="1. Sooner")
    assert "Sooner" not in modal(stage, "ana")
    await close(stage, "ana")
    for word in ("move", "skip"):
        told = await stage.command("ana", "/1on1", word)
        assert told.text == ("Your 1-on-1 with Bob is paused, so none lies ahead. Go on with: /1on1 resume @bob")
    await stage.command("ana", "/1on1")
    assert "*Paused*" in modal(stage, "ana")
    await stage.click("ana", "modal", "Resume")
    assert "*Next:*" in modal(stage, "ana")
    await close(stage, "ana")
    await stage.command("ana", "/1on1", "agenda")
    assert "1. Later" in modal(stage, "ana")


async def test_an_ended_one_can_be_read_and_set_up_anew(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "end")
    await stage.submit("ana")
    assert "Ana ended your 1-on-1." in stage.last("bob").text
    told = await stage.command("ana", "/1on1", "move @bob")
    assert told.text.startswith("Your 1-on-1 with Bob has ended. Read it with: /1on1 history @bob.")
    for typed in ("history @bob", "history"):
        await stage.command("ana", "/1on1", typed)
        assert "[History]" in modal(stage, "ana")
        await close(stage, "ana")
    await stage.command("ana", "/1on1", "add @bob Again?")
    assert "[New 1-on-1]" in modal(stage, "ana")
    await stage.submit("ana")
    assert "Added" in (await stage.command("ana", "/1on1", "add And more")).text


async def test_once_its_time_is_up_the_next_one_is_moved_and_not_the_one_that_was_held(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel(days=1, hours=1, minutes=10)
    assert "has begun" in (await stage.command("ana", "/1on1", "move")).text
    await stage.travel(hours=3)
    await stage.command("ana", "/1on1", "move")
    assert "2026-03-10" in everything_in(stage.person("ana").modal.source)
