"""A report's cancel needs the manager's word; a manager moves; a mentor or peer cancels alone."""

import pytest

from tests.stage import Stage, everything_in
from tests.stories.watching import at, kinds, rang


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Who may cancel is decided before any database is asked."""
    return sqlite_url


async def asked(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-02 12:00"))
    answer = await stage.command("ana", "/1on1", "skip @bob")
    assert "agree" in answer.text


async def test_a_manager_has_reschedule_and_no_cancel(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel_to(at("2026-03-02 12:00"))
    prep = everything_in(stage.last("bob", "Coming up"))
    assert "Reschedule" in prep
    assert "Cancel this one" not in prep
    assert "Cancel this one" in everything_in(stage.last("ana", "Prepare your"))
    answer = await stage.command("bob", "/1on1", "skip @ana")
    assert "only they can cancel" in answer.text
    assert "/1on1 move @ana" in answer.text
    await stage.travel_to(at("2026-03-03 09:56"))
    assert kinds(stage, "bob")[-1] == "start"


async def test_a_reports_cancel_stays_a_question_until_the_manager_agrees(stage: Stage) -> None:
    await asked(stage)
    assert kinds(stage, "bob")[-1] == "cancel?"
    assert "It stays on until Bob agrees" in everything_in(stage.last("ana", "Prepare your"))
    await stage.click("bob", stage.last("bob", "asks to cancel"), "Agree")
    assert rang(stage, "ana")[-1] == "Mon 2 12:00 off"
    assert rang(stage, "bob")[-1] == "Mon 2 12:00 off"
    await stage.travel_to(at("2026-03-04 12:00"))
    assert "start" not in kinds(stage, "ana")


async def test_without_an_answer_it_is_held(stage: Stage) -> None:
    await asked(stage)
    await stage.travel_to(at("2026-03-03 09:56"))
    assert kinds(stage, "ana")[-1] == "start"
    message = stage.last("bob", "was not cancelled")
    assert "Agree" not in everything_in(message)


async def test_an_answer_after_it_began_is_refused(stage: Stage) -> None:
    await asked(stage)
    await stage.travel_to(at("2026-03-03 09:54"))
    press = stage.person("bob").draft_click(stage.last("bob", "asks to cancel"), "Agree")
    assert press is not None
    await stage.travel_to(at("2026-03-03 10:05"))
    await stage.person("bob").deliver(press)
    await stage.settle()
    assert "off" not in kinds(stage, "ana")
    assert "This 1-on-1 has begun" in stage.person("bob").ephemerals[-1].text


async def test_keep_it_keeps_it_and_asking_again_says_so(stage: Stage) -> None:
    await asked(stage)
    await stage.click("bob", stage.last("bob", "asks to cancel"), "Keep it")
    assert "stays on, as you decided" in stage.last("bob", "stays on").text
    assert "was kept" in everything_in(stage.last("ana", "Prepare your"))
    answer = await stage.command("ana", "/1on1", "skip @bob")
    assert "Bob would rather keep this one" in answer.text
    assert kinds(stage, "bob").count("cancel?") == 1
    await stage.travel_to(at("2026-03-03 09:56"))
    assert kinds(stage, "bob")[-1] == "start"


async def test_asked_twice_it_is_one_question(stage: Stage) -> None:
    await asked(stage)
    await stage.command("ana", "/1on1", "skip @bob")
    assert kinds(stage, "bob").count("cancel?") == 1


async def test_nobody_but_the_manager_can_agree(stage: Stage) -> None:
    await asked(stage)
    press = stage.person("bob").draft_click(stage.last("bob", "asks to cancel"), "Agree")
    assert press is not None
    for handle in ("ana", "carol"):
        thief = stage.person(handle)
        forged = {**press, "user": {**press["user"], "id": thief.id}, "trigger_id": "0.0.forged"}
        await thief.deliver(forged)
        await stage.settle()
    assert "off" not in kinds(stage, "bob")
    await stage.travel_to(at("2026-03-03 09:56"))
    assert kinds(stage, "bob")[-1] == "start"


async def test_a_move_takes_the_question_back_and_it_can_be_asked_anew(stage: Stage) -> None:
    await asked(stage)
    await stage.command("bob", "/1on1", "move @ana")
    await stage.submit("bob", {"day": "2026-03-05", "at": "10:00"})
    assert "Agree" not in everything_in(stage.person("bob").dm)
    await stage.command("ana", "/1on1", "skip @bob")
    assert kinds(stage, "bob").count("cancel?") == 2
    await stage.click("bob", stage.last("bob", "asks to cancel"), "Agree")
    assert kinds(stage, "ana")[-1] == "off"


@pytest.mark.parametrize("kind", ["Mentor", "Peers"])
@pytest.mark.parametrize(("who", "other"), [("ana", "bob"), ("bob", "ana")])
async def test_a_mentor_or_peer_cancels_without_asking(stage: Stage, kind: str, who: str, other: str) -> None:
    await stage.set_up_one_on_one("ana", "bob", values={"kind": kind})
    await stage.command(who, "/1on1", f"skip @{other}")
    for handle in ("ana", "bob"):
        assert kinds(stage, handle) == ["begun", "off"]
        assert f"{who.capitalize()} cancelled it" in stage.last(handle, "is off").text


async def test_two_in_a_row_not_held_are_pointed_out_once_and_again_for_a_new_row(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob", values={"kind": "Peers"})
    for week in ("03", "10", "17"):
        await stage.travel_to(at(f"2026-03-{week} 09:00"))
        await stage.command("ana", "/1on1", "skip @bob")
    for handle in ("ana", "bob"):
        assert kinds(stage, handle).count("not held") == 1
    await stage.travel_to(at("2026-03-24 10:10"))
    await stage.click("ana", stage.last("ana", "Done"), "Done")
    for day in ("2026-03-31", "2026-04-07"):
        await stage.travel_to(at(f"{day} 09:00"))
        await stage.command("bob", "/1on1", "skip @ana")
    for handle in ("ana", "bob"):
        assert kinds(stage, handle).count("not held") == 2


async def test_we_did_not_meet_leaves_the_topics_and_tells_the_other(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    await stage.travel_to(at("2026-03-03 10:31"))
    await stage.click("ana", stage.last("ana", "We didn’t meet"), "We didn’t meet")
    await stage.travel_to(at("2026-03-10 09:56"))
    assert "recap" not in kinds(stage, "bob")
    assert "you didn’t meet" in stage.last("bob", "is off").text
    shown = everything_in(stage.last("bob", "Discussed"))
    assert "On-call" in shown
    assert "arried over" not in shown


async def test_names_of_any_length_cancel(stage: Stage) -> None:
    stage.workspace.rename("ana", "Ana " + "Maria " * 12)
    stage.workspace.rename("bob", "Bob " + "Roberto " * 8)
    await stage.settle()
    await asked(stage)
    await stage.click("bob", stage.last("bob", "to cancel"), "Agree")
    assert kinds(stage, "bob")[-1] == "off"


async def test_whoever_asked_to_cancel_is_told_once_that_the_other_would_rather_keep_it(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "skip @bob")
    question = stage.last("bob", "asks to cancel")
    await stage.click("bob", question, "Keep it")
    assert stage.count("ana", "Bob would rather keep your 1-on-1") == 1
    assert stage.person("ana").notifications[-1][1].startswith("Bob would rather keep")
