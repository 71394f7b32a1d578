"""What a person does on the page reaches a real Bolt app, and what it answers comes back."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bot.sandbox.page import add_page
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(label: str, value: str) -> Json:
    return {"text": plain(label), "value": value}


def asks(block_id: str, element: Json, **more: Any) -> Json:
    label = plain(block_id.capitalize())
    return {"type": "input", "block_id": block_id, "label": label, "element": element | {"action_id": "it"}} | more


FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("New 1-on-1"),
    "submit": plain("Set up"),
    "blocks": [
        asks("topic", {"type": "plain_text_input"}),
        asks("partner", {"type": "users_select"}),
        asks("kind", {"type": "static_select", "options": [option("b", "a"), option("a", "b")]}),
        asks("also", {"type": "checkboxes", "options": [option("One", "1"), option("Two", "2")]}, optional=True),
        asks("day", {"type": "datepicker"}, optional=True),
        asks("when", {"type": "datetimepicker"}, optional=True),
    ],
}
MENU = {"type": "overflow", "action_id": "menu", "options": [option("Drop", "drop"), option("Edit", "edit")]}
ROW = {"type": "section", "block_id": "row1", "text": plain("Row"), "accessory": MENU}
NAME = asks("name", {"type": "plain_text_input"})
PRESS = {
    "type": "actions",
    "block_id": "acts",
    "elements": [{"type": "button", "action_id": "press", "text": plain("Press"), "value": "v"}],
}


class Page:
    """A browser on the page, acting as one person."""

    def __init__(self, session: ClientSession, handle: str) -> None:
        self._session, self._handle = session, handle

    async def act(self, kind: object, **details: Any) -> Json:
        body = {"as": self._handle, "kind": kind} | details
        async with self._session.post("/sandbox/act", json=body) as response:
            return dict(await response.json())

    async def state(self) -> Json:
        async with self._session.get("/sandbox/state", params={"as": self._handle}) as response:
            return dict(await response.json())


@pytest.fixture
async def server(workspace: Workspace) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(workspace, extensions=[add_page]) as server:
        yield server


@pytest.fixture
async def page(server: SandboxServer, connected: AsyncSocketModeHandler) -> AsyncIterator[Page]:
    async with ClientSession(server.url) as session:
        yield Page(session, "alice")


@pytest.fixture
def heard(app: AsyncApp) -> list[Json]:
    """A small app that opens a form, answers, and keeps what it was sent."""
    heard: list[Json] = []

    @app.command("/1on1")
    async def command(ack: Any, body: Json, client: Any) -> None:
        await (ack(text="*help*") if body["text"] == "help" else ack())
        heard.append(body)
        if body["text"] != "help":
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("form")
    async def form(ack: Any, body: Json) -> None:
        heard.append(body)
        taken = body["view"]["state"]["values"]["topic"]["it"]["value"] == "taken"
        await (ack(response_action="errors", errors={"topic": "It is there already."}) if taken else ack())

    @app.action("press")
    @app.action("menu")
    async def action(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    @app.shortcut("add_to_agenda")
    async def shortcut(ack: Any, body: Json) -> None:
        heard.append(body)
        await ack()

    @app.event("message")
    async def message(event: Json) -> None:
        heard.append(event)

    @app.event("app_home_opened")
    async def home(event: Json, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [NAME, PRESS]})

    return heard


async def opened(page: Page) -> Json:
    """The form, as the page gets it after the command that opens it."""
    dm = (await page.state())["viewer"]["dm_id"]
    assert await page.act("command", command="/1on1", text="with @bob", channel=dm) == {"ok": True}
    return dict((await page.state())["modals"][-1])


async def test_a_command_opens_a_form_and_its_answer_carries_what_was_filled_in(
    page: Page, heard: list[Json], bob: Person
) -> None:
    view = await opened(page)
    values = {
        "topic": {"it": "Release"},
        "partner": {"it": bob.id},
        "kind": {"it": "a"},
        "also": {"it": ["2"]},
        "day": {"it": "2026-03-10"},
        "when": {"it": "2026-03-10T09:30"},
        "a field that is gone": {"it": "x"},
    }
    assert await page.act("submit", view_id=view["id"], values=values) == {"ok": True}
    sent = {name: field["it"] for name, field in heard[-1]["view"]["state"]["values"].items()}
    assert sent["topic"]["value"] == "Release"
    assert sent["partner"]["selected_user"] == bob.id
    assert sent["kind"]["selected_option"] == option("b", "a")
    assert sent["also"]["selected_options"] == [option("Two", "2")]
    assert sent["day"]["selected_date"] == "2026-03-10"
    assert sent["when"]["selected_date_time"] == 1773131400  # 09:30 in Berlin is 08:30 UTC
    assert (await page.state())["modals"] == []


async def test_errors_stand_under_their_fields_and_what_was_written_stays(page: Page, heard: list[Json]) -> None:
    view = await opened(page)
    await page.act("submit", view_id=view["id"], values={"topic": {"it": "taken"}})
    missing = (await page.state())["modals"][-1]["errors"]
    assert set(missing) == {"partner", "kind"}
    filled = {"topic": {"it": "taken"}, "partner": {"it": "bob"}, "kind": {"it": "b"}}
    await page.act("submit", view_id=view["id"], values=filled)
    shown = (await page.state())["modals"][-1]
    assert shown["errors"] == {"topic": "It is there already."}
    assert shown["values"]["topic"]["it"]["value"] == "taken"


async def test_a_form_that_was_closed_takes_nothing_more(page: Page, heard: list[Json]) -> None:
    view = await opened(page)
    assert await page.act("close", view_id=view["id"]) == {"ok": True}
    answer = await page.act("submit", view_id=view["id"], values={})
    assert answer == {"error": "This form is not open any more."}


async def test_help_is_shown_only_to_who_asked(page: Page, heard: list[Json], workspace: Workspace) -> None:
    channel = workspace.add_channel("general", members=["alice", "bob"])
    await page.act("command", command="/1on1", text="help", channel=channel.id)
    [shown] = (await page.state())["conversations"][channel.id]
    assert (shown["text"], shown["ephemeral"]) == ("*help*", True)
    assert workspace.person("bob").sees(channel) == []


async def test_a_click_tells_the_exact_element_and_the_inputs_beside_it(page: Page, heard: list[Json]) -> None:
    assert await page.act("open_home") == {"ok": True}
    home = (await page.state())["home"]
    where = {"view_id": home["id"]}
    clicked = {"container": where, "block_id": "acts", "action_id": "press", "values": {"name": {"it": "Ann"}}}
    assert await page.act("click", **clicked) == {"ok": True}
    assert heard[-1]["actions"][0]["value"] == "v"
    assert heard[-1]["view"]["state"]["values"]["name"]["it"]["value"] == "Ann"


async def test_an_overflow_menu_tells_which_of_its_options(
    page: Page, heard: list[Json], app: AsyncApp, alice: Person
) -> None:
    posted = await app.client.chat_postMessage(channel=alice.id, text="x", blocks=[ROW])
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    menu = {"container": where, "block_id": "row1", "action_id": "menu"}
    assert await page.act("click", **menu, value="edit") == {"ok": True}
    assert heard[-1]["actions"][0]["selected_option"] == option("Edit", "edit")
    assert heard[-1]["message"]["ts"] == posted["ts"]
    gone = await page.act("click", **menu, value="burn")
    assert gone == {"error": "That choice is not there any more."}


async def test_a_message_shortcut_carries_the_message(page: Page, heard: list[Json], alice: Person) -> None:
    said = await alice.say("bot", "remember this")
    answer = await page.act("message_shortcut", callback_id="add_to_agenda", channel=said.channel, ts=said.ts)
    assert answer == {"ok": True}
    assert heard[-1]["message"]["text"] == "remember this"


async def test_what_is_said_in_a_thread_stands_under_its_message(page: Page, workspace: Workspace) -> None:
    channel = workspace.add_channel("general", members=["alice", "bob"])
    root = await workspace.person("bob").say("general", "first")
    assert await page.act("say", channel=channel.id, text="second", thread_ts=root.ts) == {"ok": True}
    shown = (await page.state())["conversations"][channel.id]
    assert [(one["text"], one["reply"]) for one in shown] == [("first", False), ("second", True)]


async def test_a_bot_that_does_not_answer_is_reported_as_slack_would(page: Page, workspace: Workspace) -> None:
    workspace.delivery.ack_seconds = 0.05
    dm = (await page.state())["viewer"]["dm_id"]
    answer = await page.act("command", command="/unheard", text="", channel=dm)
    assert answer["notice"].startswith("Drumbeat did not answer")


WRONG = {
    "There is nothing called “dance” to do here.": {"kind": "dance"},
    "There is nothing called “None” to do here.": {"kind": None},
    "“text” must be some text.": {"kind": "say", "channel": "D1", "text": " "},
    "“command” must be some text.": {"kind": "command", "command": 5},
    "“container” must be an object.": {"kind": "click", "container": "here"},
    "That message is not there any more.": {"kind": "click", "container": {"channel": "C9", "ts": "1"}},
    "This form is not open any more.": {"kind": "click", "container": {"view_id": "V9"}},
    "There is no channel called C9.": {"kind": "say", "channel": "C9", "text": "x"},
}


@pytest.mark.parametrize(("sentence", "body"), WRONG.items())
async def test_what_cannot_be_done_is_told_in_a_sentence_and_breaks_nothing(
    page: Page, sentence: str, body: Json
) -> None:
    assert await page.act(**body) == {"error": sentence}
    assert (await page.state())["as"] == "alice"


async def test_something_that_does_not_fit_a_field_is_refused(page: Page, heard: list[Json]) -> None:
    view = await opened(page)
    for values in ({"day": {"it": "soon"}}, {"when": {"it": "soon"}}, {"day": {"it": ["x"]}}):
        answer = await page.act("submit", view_id=view["id"], values=values)
        assert answer == {"error": "That cannot be put in there."}
