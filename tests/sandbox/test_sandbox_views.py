"""views.* by Slack's rules: triggers, stacks, hashes, external ids, and what stays typed."""

from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.people import Person
from bot.sandbox.refusals import NotShown
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import actions, button, modal, section, select, text_input

FORM = modal(text_input("topic", "Topic"))


def trigger(person: Person, workspace: Workspace) -> str:
    return workspace.keys.trigger(person.id, person.modal.id if person.modal else None)


async def error_of(call: Any) -> str:
    with pytest.raises(SlackApiError) as refused:
        await call
    return str(refused.value.response["error"])


async def test_a_trigger_works_once_and_for_three_seconds(
    client: AsyncWebClient, workspace: Workspace, alice: Person, clock: MovableClock
) -> None:
    used, late = trigger(alice, workspace), trigger(alice, workspace)
    await client.views_open(trigger_id=used, view=FORM)
    assert await error_of(client.views_open(trigger_id=used, view=FORM)) == "exchanged_trigger_id"
    clock.advance(timedelta(seconds=3.1))
    assert await error_of(client.views_open(trigger_id=late, view=FORM)) == "expired_trigger_id"
    assert await error_of(client.views_open(trigger_id="1.2.3", view=FORM)) == "invalid_trigger_id"


async def test_a_refused_view_does_not_use_up_its_trigger(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    one = trigger(alice, workspace)
    without_submit = {name: value for name, value in FORM.items() if name != "submit"}
    with pytest.raises(SlackApiError) as refused:
        await client.views_open(trigger_id=one, view=without_submit)
    assert refused.value.response["error"] == "invalid_arguments"
    assert "must define `submit`" in refused.value.response["response_metadata"]["messages"][0]
    assert alice.modal is None
    await client.views_open(trigger_id=one, view=FORM)


async def test_a_stack_is_three_deep(client: AsyncWebClient, workspace: Workspace, alice: Person) -> None:
    assert await error_of(client.views_push(trigger_id=trigger(alice, workspace), view=FORM)) == "not_found"
    await client.views_open(trigger_id=trigger(alice, workspace), view=FORM)
    for _ in range(2):
        await client.views_push(trigger_id=trigger(alice, workspace), view=FORM)
    fourth = client.views_push(trigger_id=trigger(alice, workspace), view=FORM)
    assert await error_of(fourth) == "push_limit_reached"
    root, middle, top = alice.stack
    assert (top.previous_view_id, top.root_view_id, middle.previous_view_id) == (middle.id, root.id, root.id)


async def test_an_old_hash_is_a_conflict(client: AsyncWebClient, workspace: Workspace, alice: Person) -> None:
    view = (await client.views_open(trigger_id=trigger(alice, workspace), view=FORM))["view"]
    newer = (await client.views_update(view_id=view["id"], hash=view["hash"], view=FORM))["view"]
    assert newer["hash"] != view["hash"]
    assert await error_of(client.views_update(view_id=view["id"], hash=view["hash"], view=FORM)) == "hash_conflict"
    await alice.close_modal()
    assert await error_of(client.views_update(view_id=view["id"], view=FORM)) == "not_found"


async def test_an_external_id_is_taken_once(client: AsyncWebClient, workspace: Workspace, alice: Person) -> None:
    named = FORM | {"external_id": "form-1"}
    await client.views_open(trigger_id=trigger(alice, workspace), view=named)
    second = client.views_push(trigger_id=trigger(alice, workspace), view=named)
    assert await error_of(second) == "duplicate_external_id"
    await client.views_update(external_id="form-1", view=named)
    await alice.close_modal()
    await client.views_open(trigger_id=trigger(alice, workspace), view=named)


async def test_typed_values_stay_where_the_field_stays(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    two = modal(text_input("topic", "Topic"), text_input("why", "Why", initial_value="because"))
    view = (await client.views_open(trigger_id=trigger(alice, workspace), view=two))["view"]
    alice.fill({"Topic": "Hiring", "Why": "soon"})
    kept = modal(
        text_input("topic", "Topic", initial_value="ignored"), text_input("why2", "Why", initial_value="new")
    )
    updated = (await client.views_update(view_id=view["id"], view=kept))["view"]
    values = updated["state"]["values"]
    assert (values["topic"]["input"]["value"], values["why2"]["input"]["value"]) == ("Hiring", "new")


async def test_a_modal_cannot_be_published_nor_a_home_opened(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    home = {"type": "home", "blocks": [section("x")]}
    assert await error_of(client.views_publish(user_id=alice.id, view=FORM)) == "invalid_arguments"
    assert (
        await error_of(client.views_open(trigger_id=trigger(alice, workspace), view=home)) == "invalid_arguments"
    )
    first = (await client.views_publish(user_id=alice.id, view=home))["view"]
    await client.views_publish(user_id=alice.id, view=home, hash=first["hash"])
    assert await error_of(client.views_publish(user_id=alice.id, view=home, hash=first["hash"])) == "hash_conflict"


async def test_every_kind_of_field_is_filled_as_slack_would(
    client: AsyncWebClient, workspace: Workspace, alice: Person, bob: Person
) -> None:
    def field(block_id: str, kind: str, **more: Any) -> dict[str, Any]:
        block = text_input(block_id, block_id.capitalize()) | {"optional": True}
        return block | {"element": {"type": kind, "action_id": "input"} | more}

    offered = select("x", "Weekly", "Monthly")["options"]
    view = modal(
        field("partner", "users_select"),
        field("day", "datepicker"),
        field("time", "timepicker", initial_time="09:00"),
        field("kind", "static_select", options=offered),
        field("days", "checkboxes", options=offered),
        field("people", "multi_users_select"),
        field("empty", "multi_static_select", options=offered),
    )
    await client.views_open(trigger_id=trigger(alice, workspace), view=view)
    filled = {
        "partner": "@bob",
        "day": "2026-03-09",
        "kind": "Weekly",
        "Days": ["monthly"],
        "people": [alice, bob],
    }
    values = alice.draft_submission(filled)["view"]["state"]["values"]
    held = {
        block: next(value for name, value in one["input"].items() if name != "type")
        for block, one in values.items()
    }
    assert held == {
        "partner": bob.id,
        "day": "2026-03-09",
        "time": "09:00",
        "kind": offered[0],
        "days": [offered[1]],
        "people": [alice.id, bob.id],
        "empty": [],
    }
    with pytest.raises(NotShown, match="no option"):
        alice.fill({"kind": "Yearly"})
    with pytest.raises(NotShown, match="no field"):
        alice.fill({"colour": "red"})


async def test_slack_itself_checks_a_form_before_the_bot_hears_of_it(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    view = modal(text_input("short", "Short", max_length=5), text_input("long", "Long", min_length=3))
    await client.views_open(trigger_id=trigger(alice, workspace), view=view)
    answer = await alice.submit({"short": "123456", "long": "x"})
    assert set(answer.errors) == {"short", "long"}
    assert workspace.delivery.sent == []


async def test_choices_in_a_modal_are_told_and_kept(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    view = modal(actions(select("kind", "Weekly", "Monthly"), button("Go", "go")), text_input("topic", "Topic"))
    await client.views_open(trigger_id=trigger(alice, workspace), view=view)
    click = alice.draft_click("modal", "Monthly")
    assert click is not None
    assert click["actions"][0]["selected_option"]["value"] == "monthly"
    assert click["container"] == {"type": "view", "view_id": alice.stack[0].id}
    later = alice.draft_click("modal", "Go")
    assert later is not None
    [choice] = [one["kind"] for one in later["state"]["values"].values() if "kind" in one]
    assert choice["selected_option"]["value"] == "monthly"
    assert alice.draft_click("modal", action_id="input", value="typed") is None
