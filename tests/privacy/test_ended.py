"""After a 1-on-1: its history is its two people's, and a new manager begins with an empty page."""

from tests.privacy.scene import CANARY, play, said_to
from tests.stage import MONDAY, Stage, everything_in


async def end(stage: Stage, handle: str) -> None:
    await stage.command(handle, "/1on1", "end")
    await stage.submit(handle)


async def history_of(stage: Stage, handle: str, other: str) -> str:
    await stage.command(handle, "/1on1", f"history @{other}")
    return everything_in(stage.person(handle).modal.source)


async def test_both_keep_what_they_could_read(stage: Stage) -> None:
    await play(stage)
    await end(stage, "ana")
    ana, bob = await history_of(stage, "ana", "bob"), await history_of(stage, "bob", "ana")
    for shown in (ana, bob):
        assert f"{CANARY}-topic-discussed" in shown
        assert f"{CANARY}-shared-of-ana" in shown
        assert f"{CANARY}-shared-of-bob" in shown
        assert f"{CANARY}-action-of-ana" in shown
    assert f"{CANARY}-private-of-ana" in ana
    assert f"{CANARY}-private-of-bob" not in ana
    assert f"{CANARY}-private-of-bob" in bob
    assert f"{CANARY}-private-of-ana" not in bob


async def test_who_stays_keeps_the_history_with_somebody_who_left(stage: Stage) -> None:
    await play(stage)
    await stage.workspace.deactivate("bob")
    await stage.settle()
    shown = await history_of(stage, "ana", "bob")
    assert f"{CANARY}-shared-of-bob" in shown
    assert f"{CANARY}-private-of-bob" not in shown


async def test_who_became_a_guest_or_left_is_shown_nothing_any_more(stage: Stage) -> None:
    await play(stage)
    await stage.person("ana").open_home()
    await stage.settle()
    person = stage.person("bob")
    person.guest = True
    await stage.workspace.rename("bob", "Bob")
    await stage.settle()
    seen = len(stage.workspace.calls)
    answer = await stage.command("bob", "/1on1", "history @ana")
    assert "Guests" in answer.text
    await person.open_home()
    await stage.travel(days=8)
    assert not [call for call in stage.workspace.calls[seen:] if person.id in str(call.arguments)]


async def test_a_new_manager_sees_nothing_of_the_old_one_on_one(stage: Stage) -> None:
    await play(stage)
    await end(stage, "bob")
    await stage.person("carol").open_home()
    await stage.set_up_one_on_one("ana", "carol")
    await stage.travel_to(MONDAY.replace(day=9, hour=12))
    for word in ("", "agenda @ana", "history @ana"):
        await stage.command("carol", "/1on1", word)
        assert CANARY not in said_to(stage, "carol"), word
    await stage.submit("carol", {"search": CANARY})
    assert CANARY not in said_to(stage, "carol").replace(f'"initial_value": "{CANARY}"', "")
    assert CANARY not in everything_in(stage.last("ana", "Prepare your 1-on-1 with Carol"))


async def test_only_the_topics_that_were_chosen_come_over_and_only_one_s_own(stage: Stage) -> None:
    await play(stage)
    await end(stage, "bob")
    await stage.set_up_one_on_one("ana", "carol")
    await stage.click("ana", stage.last("ana", "Bring topics over"), "Bring topics over")
    offered = everything_in(stage.person("ana").modal.source)
    assert f"{CANARY}-topic-of-bob" not in offered
    await stage.submit("ana", {"one_on_one": "Carol", "topics": [f"{CANARY}-topic-carried"]})
    await stage.command("carol", "/1on1", "agenda @ana")
    shown = everything_in(stage.person("carol").modal.source)
    assert shown.count(CANARY) == shown.count(f"{CANARY}-topic-carried") == 1
    await stage.travel(days=7)
    assert said_to(stage, "carol").replace(f"{CANARY}-topic-carried", "").count(CANARY) == 0
