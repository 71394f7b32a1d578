"""What the page shows of forms, threads and statuses, and what becomes of what people put in there."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.sandbox.clock import MovableClock
from bot.sandbox.page import add_page
from bot.sandbox.page.state import SHOWN_MESSAGES
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from tests.sandbox.conftest import MONDAY
from tests.sandbox.test_page_acts import Json, Page, asks, option

NOTE = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "ship", "style": {"bold": True}}]},
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "it"}]}],
        },
    ],
}


@pytest.fixture
async def server(workspace: Workspace) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(workspace, extensions=[add_page]) as server:
        yield server


@pytest.fixture
async def page(server: SandboxServer) -> AsyncIterator[Page]:
    async with ClientSession(server.url) as session:
        yield Page(session, "alice")


def opened(workspace: Workspace, alice: Person, *blocks: Json) -> str:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "Form"}, "blocks": list(blocks)}
    view["submit"] = {"type": "plain_text", "text": "Save"}
    return workspace.views.open(view, workspace.keys.look_up(workspace.keys.trigger(alice.id))).id


async def sent(page: Page, workspace: Workspace, view_id: str, **values: Any) -> dict[str, Json]:
    """The state the bot is sent when these fields were touched."""
    workspace.delivery.ack_seconds = 0.01
    await page.act("submit", view_id=view_id, values={name: {"it": value} for name, value in values.items()})
    state = workspace.delivery.sent[-1][1]["view"]["state"]["values"]
    return {name: field["it"] for name, field in state.items()}


async def test_an_editor_shows_rich_text_as_typed_and_sends_what_was_not_touched_as_it_was(
    page: Page, workspace: Workspace, alice: Person
) -> None:
    editor = {"type": "rich_text_input"}
    view = opened(workspace, alice, asks("done", editor | {"initial_value": NOTE}), asks("today", editor))
    [shown] = (await page.state())["modals"]
    assert shown["words"] == {"done": {"it": "*ship*\n- it"}, "today": {}}
    got = await sent(page, workspace, view, today="*go*")
    assert got["done"]["rich_text_value"] == NOTE
    [part] = got["today"]["rich_text_value"]["elements"]
    assert part["elements"] == [{"type": "text", "text": "go", "style": {"bold": True}}]
    assert (await page.state())["modals"][0]["words"]["today"] == {"it": "*go*"}, "it stays when nobody answers"
    assert (await sent(page, workspace, view, done="", today="x"))["done"]["rich_text_value"] == NOTE, (
        "a required editor that was emptied is not sent"
    )


async def test_several_people_and_a_channel_are_picked_by_what_the_page_lists(
    page: Page, workspace: Workspace, alice: Person, bob: Person
) -> None:
    general = workspace.add_channel("general", members=[bob])
    workspace.add_channel("secret", private=True, members=[bob])
    workspace.archive(workspace.add_channel("old"))
    fields = (
        asks("who", {"type": "multi_users_select", "initial_users": [alice.id]}),
        asks("place", {"type": "conversations_select", "filter": {"include": ["public"]}}),
        asks("tags", {"type": "multi_static_select", "options": [option("One", "1"), option("Two", "2")]}),
    )
    view = opened(workspace, alice, *fields)
    listed = [(place["name"], place["kind"]) for place in (await page.state())["places"]]
    assert listed == [("general", "public"), ("Drumbeat", "im")]
    got = await sent(page, workspace, view, who=[bob.id], place=general.id, tags=["2", "1"])
    assert got["who"]["selected_users"] == [bob.id], "a chip that was taken away is gone"
    assert got["place"]["selected_conversation"] == general.id
    assert [one["value"] for one in got["tags"]["selected_options"]] == ["2", "1"]


async def test_a_thread_never_loses_the_message_it_is_under(
    page: Page, workspace: Workspace, alice: Person, bob: Person
) -> None:
    team = workspace.add_channel("team", members=[alice, bob])
    lost = await bob.say(team, "long ago")
    await bob.reply(team, lost, "and its reply")
    parent = await bob.say(team, "Sync-up")
    for n in range(SHOWN_MESSAGES + 5):
        await bob.reply(team, parent, str(n))
    shown = (await page.state())["conversations"][team.id]
    assert len(shown) == SHOWN_MESSAGES + 8
    for n in range(SHOWN_MESSAGES - 1):
        await bob.say(team, f"m{n}")
    shown = (await page.state())["conversations"][team.id]
    assert shown[0]["text"] == "Sync-up"
    assert {one["thread_ts"] for one in shown if one["reply"]} == {parent.ts}


# Statuses


async def test_a_status_is_set_until_a_local_time_and_is_gone_when_it_ends(
    page: Page, workspace: Workspace, alice: Person, clock: MovableClock
) -> None:
    away = {"emoji": ":palm_tree:", "text": "Vacationing"}
    assert await page.act("status", **away, until="2026-03-06T00:00") == {"ok": True}
    viewer = (await page.state())["viewer"]
    assert (viewer["status_emoji"], viewer["status_text"]) == (":palm_tree:", "Vacationing")
    assert viewer["status_until"] == "2026-03-05T23:00:00+00:00", "midnight in Berlin"
    told = workspace.delivery.sent[-1][1]["event"]["user"]["profile"]
    assert (told["status_emoji"], told["status_expiration"]) == (":palm_tree:", alice.status_expiration)
    clock.set(MONDAY.replace(day=6))
    assert (await page.state())["viewer"]["status_emoji"] == ""


async def test_a_status_may_stay_and_be_cleared(page: Page, alice: Person) -> None:
    await page.act("status", emoji=":no_entry:", text="x" * 200, until="")
    assert (alice.status_emoji, len(alice.status_text), alice.status_expiration) == (":no_entry:", 100, 0)
    assert (await page.state())["viewer"]["status_until"] is None
    await page.act("status", emoji="", text="", until="")
    assert (alice.status_emoji, alice.status_text) == ("", "")


@pytest.mark.parametrize(
    ("until", "sentence"),
    [
        ("2026-03-01T00:00", "That moment has passed; choose a later one."),
        ("soon", "That cannot be put in there."),
    ],
)
async def test_a_status_that_cannot_end_so_is_refused(
    page: Page, alice: Person, until: str, sentence: str
) -> None:
    answer = await page.act("status", emoji=":palm_tree:", text="Away", until=until)
    assert answer == {"error": sentence}
    assert alice.status_emoji == ""
