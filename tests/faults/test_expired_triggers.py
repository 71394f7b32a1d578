"""A form that Slack no longer lets us open is offered again, with all that was typed."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox import payloads
from bot.slack import queries
from tests.stage import Stage, everything_in

OPEN_AGAIN = "Open the form"
EXPIRED = ("expired_trigger_id", "internal_error")


def _fields(view: Any) -> list[dict[str, Any]]:
    """The fields of a form with what stands in them, without the ids that Slack may give."""
    return [{key: block[key] for key in ("label", "element")} for block in view.blocks if block["type"] == "input"]


@pytest.mark.parametrize("error", EXPIRED)
async def test_a_command_whose_form_came_too_late_offers_it_in_private(stage: Stage, error: str) -> None:
    await stage.command("ana", "/1on1", "with @bob every 2 weeks Wed 15:30")
    wanted = _fields(stage.person("ana").modal)
    await stage.person("ana").close_modal()
    stage.workspace.faults.refuse("views.open", error)
    await stage.command("ana", "/1on1", "with @bob every 2 weeks Wed 15:30")
    assert stage.person("ana").modal is None
    told = stage.person("ana").ephemerals[-1]
    assert "Nothing you wrote is lost" in told.text
    await stage.click("ana", told, OPEN_AGAIN)
    assert _fields(stage.person("ana").modal) == wanted
    assert "15:30" in str(wanted)


async def test_a_trigger_that_the_clock_has_outrun_is_noticed(stage: Stage) -> None:
    ana = stage.person("ana")
    payload = payloads.command(stage.workspace, ana, "/1on1", "", stage.workspace.dm_with(ana))
    stage.clock.advance(timedelta(seconds=4))
    await ana.deliver(payload | {"text": "with"}, "slash_commands")
    await stage.settle()
    assert ana.modal is None
    await stage.click("ana", ana.ephemerals[-1], OPEN_AGAIN)
    assert ana.modal is not None


async def test_a_button_whose_form_came_too_late_offers_it_in_private(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.travel(hours=4)
    stage.workspace.faults.refuse("views.open", "expired_trigger_id")
    prep = stage.last("ana", "Prepare")
    await stage.click("ana", prep, "Add topic")
    told = stage.person("ana").ephemerals[-1]
    await stage.click("ana", told, OPEN_AGAIN)
    assert stage.person("ana").modal is not None
    await stage.submit("ana", {"topic": "Kept"})
    assert "Kept" in everything_in(stage.last("ana", "Prepare"))


async def test_a_shortcut_from_the_search_bar_has_nowhere_to_answer_and_gets_a_message(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    stage.workspace.faults.refuse("views.open", "expired_trigger_id")
    await stage.person("ana").shortcut("new_agenda_item")
    await stage.settle()
    told = stage.last("ana", "Nothing you wrote is lost")
    await stage.click("ana", told, OPEN_AGAIN)
    await stage.submit("ana", {"one_on_one": "Bob", "topic": "From the search bar"})
    await stage.command("ana", "/1on1", "agenda @bob")
    modal = stage.person("ana").modal
    assert modal is not None
    assert "From the search bar" in everything_in(modal.blocks)


async def test_a_kept_form_is_for_the_one_who_typed_it_alone(stage: Stage) -> None:
    await stage.command("ana", "/1on1", "with @bob")
    await stage.person("ana").close_modal()
    stage.workspace.faults.refuse("views.open", "expired_trigger_id")
    await stage.command("ana", "/1on1", "with @bob")
    payload = stage.person("ana").draft_click(stage.person("ana").ephemerals[-1], OPEN_AGAIN)
    assert payload is not None
    bob = stage.person("bob")
    forged = payload | {
        "user": payload["user"] | {"id": bob.id},
        "trigger_id": stage.workspace.keys.trigger(bob.id),
        "response_url": stage.workspace.keys.response_url(bob.id, stage.workspace.dm_with(bob).id),
    }
    await bob.deliver(forged)
    await stage.settle()
    assert bob.modal is None
    assert "no longer kept" in bob.ephemerals[-1].text


async def test_a_form_kept_under_a_number_that_was_in_use_before_comes_as_a_new_message(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    for times in (1, 2):
        stage.workspace.faults.refuse("views.open", "expired_trigger_id")
        await stage.person("ana").shortcut("new_agenda_item")
        await stage.settle()
        assert stage.count("ana", "Nothing you wrote is lost") == times
        await stage.travel(minutes=1)
        async with stage.application.database.transaction() as session:
            await queries.forget_before(session, stage.clock.now(), stage.clock.now())
