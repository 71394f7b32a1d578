"""An admin sees who has had no 1-on-1 lately, and nothing more than that."""

from tests.stage import Stage, everything_in


async def test_an_admin_sees_names_of_those_without_a_one_on_one_and_nothing_of_what_was_said(
    stage: Stage,
) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob A canary in a topic")
    await stage.travel(days=1, hours=2)
    await stage.click("ana", stage.last("ana", "Done"), "Done")

    await stage.command("dan", "/1on1")
    await stage.click("dan", "modal", "Who has had none lately?")
    shown = everything_in(stage.person("dan").modal.blocks)
    assert "2 of 4 members had none in the last four weeks" in shown
    assert "Carol · never" in shown
    assert "Ana" not in shown
    assert "canary" not in shown

    await stage.travel(weeks=5)
    await stage.command("dan", "/1on1")
    await stage.click("dan", "modal", "Who has had none lately?")
    assert "Ana · last on Tue 3 Mar 2026" in everything_in(stage.person("dan").modal.blocks)


async def test_who_is_no_admin_is_not_offered_the_list_and_is_refused_when_they_ask_for_it(stage: Stage) -> None:
    await stage.command("ana", "/1on1")
    assert "Who has had none lately?" not in everything_in(stage.person("ana").modal.blocks)
    payload = stage.person("ana").draft_click("modal", "New 1-on-1")
    payload["actions"][0]["action_id"] = "one_on_one.coverage"
    await stage.person("ana").deliver(payload)
    await stage.settle()
    assert "Only admins" in everything_in(stage.person("ana").modal.blocks)
