"""An agenda its two people opened to the workspace: its topics, and nothing else of it, until they close it."""

from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY, play, said_to
from tests.stage import MONDAY, Stage, everything_in

TOPICS = {f"{CANARY}-topic-carried", f"{CANARY}-topic-dropped", f"{CANARY}-topic-of-bob"}
HIDDEN = ("topic-discussed", "private", "shared", "action", "Add note", "Done", "History", "Discussed")


async def change_settings(stage: Stage, handle: str, *, is_open: bool) -> None:
    """One of the two opens the agenda to all, or closes it again."""
    await stage.command(handle, "/1on1")
    await stage.click(handle, "modal", "Settings")
    await stage.submit(handle, {"is_open": ["Anyone in the workspace may read the agenda"] if is_open else []})
    assert stage.person(handle).errors == {}
    await stage.person(handle).close_modal(everything=True)


async def test_a_colleague_reads_the_topics_and_nothing_else(stage: Stage) -> None:
    await play(stage)
    await change_settings(stage, "bob", is_open=True)
    for colleague, of in (("carol", "ana"), ("dan", "bob")):
        await stage.command(colleague, "/1on1", f"agenda @{of}")
        shown = everything_in(stage.person(colleague).modal.source)
        assert all(topic in shown for topic in TOPICS)
        assert not any(hidden in shown.replace("Notes and action items are not", "") for hidden in HIDDEN)
        assert shown.count(CANARY) == len(TOPICS)
        assert not [block for block in stage.person(colleague).modal.blocks if "accessory" in block]


async def test_closing_it_again_hides_it_as_if_it_had_never_been_open(stage: Stage) -> None:
    await play(stage)
    before = await stage.command("carol", "/1on1", "agenda @ana")
    await change_settings(stage, "ana", is_open=True)
    await stage.command("carol", "/1on1", "agenda @ana")
    assert CANARY in said_to(stage, "carol")
    await stage.person("carol").close_modal()
    await change_settings(stage, "ana", is_open=False)
    after = await stage.command("carol", "/1on1", "agenda @ana")
    assert after.text == before.text == "You have no 1-on-1 with Ana yet. Set one up with: /1on1 with @ana"
    assert CANARY not in said_to(stage, "carol")


async def test_open_to_read_is_open_to_nothing_else(stage: Stage) -> None:
    is_open = {"is_open": ["Anyone in the workspace may read the agenda"]}
    await stage.set_up_one_on_one("ana", "bob", values=is_open)
    await stage.command("ana", "/1on1", f"add {CANARY}")
    for word in ("history", "note", "action", "add", "move", "skip", "end"):
        await stage.command("carol", "/1on1", f"{word} @ana x")
        assert CANARY not in said_to(stage, "carol"), word


async def test_a_guest_sees_nothing_of_it(stage: Stage) -> None:
    await play(stage)
    await change_settings(stage, "ana", is_open=True)
    stage.workspace.add_person("gus", "Gus", guest=True)
    await stage.settle()
    answer = await stage.command("gus", "/1on1", "agenda @ana")
    assert "Guests" in answer.text
    await stage.person("gus").open_home()
    await stage.settle()
    assert CANARY not in said_to(stage, "gus")


async def test_more_of_an_agenda_is_shown_only_while_it_is_open(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", f"add {CANARY}")
    carol = Forger(stage, stage.workspace.team_id, stage.person("carol").id, "carol")
    shown = []
    for is_open in (False, True, False, True):
        await change_settings(stage, "ana", is_open=is_open)
        shown.append(CANARY in await carol.press("one_on_one.agenda_page", "1:0", "one_on_one.open_agenda"))
    assert shown == [False, True, False, True]
    await stage.travel_to(MONDAY.replace(day=3, hour=9, minute=10))
    await stage.command("ana", "/1on1", "end")
    await stage.submit("ana")
    assert CANARY not in await carol.press("one_on_one.agenda_page", "1:0", "one_on_one.open_agenda"), (
        "it has ended under way"
    )
    stage.workspace.refused.clear()  # views that were never there cannot be drawn anew


async def test_an_open_agenda_that_has_ended_is_closed(stage: Stage) -> None:
    await play(stage)
    await change_settings(stage, "ana", is_open=True)
    await stage.command("ana", "/1on1", "end")
    await stage.submit("ana")
    answer = await stage.command("carol", "/1on1", "agenda @ana")
    assert "You have no 1-on-1 with Ana yet" in answer.text
    assert CANARY not in said_to(stage, "carol")
