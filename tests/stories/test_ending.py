"""Whoever ends a 1-on-1 is told what stays, as the other is, and can bring their own topics over."""

from tests.stage import Stage, everything_in


async def test_whoever_ends_a_one_on_one_can_bring_their_own_topics_over_to_another(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob My next steps")
    await stage.command("bob", "/1on1", "add @ana Budget")
    await stage.command("ana", "/1on1", "end @bob")
    await stage.submit("ana")
    assert "Bob" in stage.last("ana", "has ended").text
    assert "Ana" in stage.last("bob", "ended").text

    await stage.set_up_one_on_one("ana", "carol", "Thu 17:00")
    await stage.click("ana", stage.last("ana", "Bring topics over"), "Bring topics over")
    shown = everything_in(stage.person("ana").modal.blocks)
    assert "My next steps" in shown
    assert "Budget" not in shown
