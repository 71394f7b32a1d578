"""The page's routes over loopback: what they serve, what they tell, and what they turn away."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.sandbox.clock import MovableClock
from bot.sandbox.page import add_page
from bot.sandbox.page.state import next_working_morning
from bot.sandbox.people import Person
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace

FILES = Path(__file__).parents[2] / "bot" / "sandbox" / "page"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
async def server(workspace: Workspace) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(workspace, extensions=[add_page]) as server:
        yield server


@pytest.fixture
async def browser(server: SandboxServer) -> AsyncIterator[ClientSession]:
    async with ClientSession(server.url) as session:
        yield session


async def post(browser: ClientSession, path: str, body: Any, **headers: str) -> tuple[int, dict[str, Any]]:
    async with browser.post(path, json=body, headers=headers) as response:
        return response.status, await response.json()


async def state(browser: ClientSession, handle: str = "alice") -> dict[str, Any]:
    async with browser.get("/sandbox/state", params={"as": handle}) as response:
        assert response.status == 200
        return dict(await response.json())


async def test_the_page_names_the_workspace_and_the_bot(browser: ClientSession) -> None:
    async with browser.get("/") as response:
        html = await response.text()
    assert "<strong>Acme</strong>" in html
    assert "Drumbeat" in html
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_every_file_the_page_needs_is_served_with_its_type(browser: ClientSession) -> None:
    types = {".js": "text/javascript", ".css": "text/css"}
    for path in (path for path in FILES.iterdir() if path.suffix in types):
        async with browser.get(f"/sandbox/page/{path.name}") as response:
            assert response.status == 200
            assert response.content_type == types[path.suffix]


@pytest.mark.parametrize("name", ["routes.py", "page.html", "..%2Fworkspace.py", "nothing.js"])
async def test_no_other_file_is_served(browser: ClientSession, name: str) -> None:
    async with browser.get(f"/sandbox/page/{name}") as response:
        assert response.status == 404


def test_what_people_write_is_never_set_as_html_and_nothing_comes_from_elsewhere() -> None:
    for path in FILES.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", source), path.name
        imported = re.findall(r'from "([^"]+)"', source)
        assert all(name.startswith("./") and (FILES / name).is_file() for name in imported), path.name
    assert "http" not in (FILES / "page.html").read_text(encoding="utf-8")


def test_every_name_that_a_module_imports_is_exported() -> None:
    for path in FILES.glob("*.js"):
        source = path.read_text(encoding="utf-8")
        for names, module in re.findall(r'import \{([^}]+)\} from "\./([^"]+)"', source):
            exported = (FILES / module).read_text(encoding="utf-8")
            for name in (each.strip() for each in names.split(",")):
                assert re.search(rf"export (async )?(function|class|const) {name}\b", exported), (path.name, name)


async def test_a_person_sees_their_own_messages_and_not_anothers(
    workspace: Workspace, browser: ClientSession, alice: Person
) -> None:
    await alice.say("bot", "hello <b>you</b>")
    seen = await state(browser, "alice")
    assert [one["text"] for one in seen["conversations"][seen["viewer"]["dm_id"]]] == [
        "hello &lt;b&gt;you&lt;/b&gt;"
    ]
    assert "hello" not in str(await state(browser, "bob"))


async def test_channels_show_to_their_members_and_private_names_to_nobody_else(
    workspace: Workspace, browser: ClientSession
) -> None:
    workspace.add_channel("general", members=["alice", "bob"])
    workspace.add_channel("secret", private=True, members=["alice"])
    shown = {
        handle: [one["name"] for one in (await state(browser, handle))["channels"]] for handle in ("alice", "bob")
    }
    assert shown == {"alice": ["Drumbeat", "general", "secret"], "bob": ["Drumbeat", "general"]}
    assert "secret" not in str(await state(browser, "bob"))


async def test_looking_at_one_person_does_not_open_a_dm_for_another(
    workspace: Workspace, browser: ClientSession
) -> None:
    people = (await state(browser, "alice"))["people"]
    assert [one["dm_id"] == "" for one in people] == [False, True]


async def test_nobody_named_means_the_first_person(browser: ClientSession) -> None:
    assert (await state(browser, ""))["as"] == "alice"


@pytest.mark.parametrize("handle", ["nobody", "slackbot", "drumbeat"])
async def test_one_can_act_as_people_only(browser: ClientSession, handle: str) -> None:
    async with browser.get("/sandbox/state", params={"as": handle}) as response:
        assert response.status == 400
        assert (await response.json())["error"] == f"Nobody here is called {handle}."


# The clock


async def test_the_clock_moves_by_seconds_and_to_an_instant(browser: ClientSession, clock: MovableClock) -> None:
    assert (await post(browser, "/sandbox/clock", {"advance_seconds": 900}))[0] == 200
    assert clock.now() == MONDAY + timedelta(minutes=15)
    await post(browser, "/sandbox/clock", {"to": "2026-03-03T10:00:00+01:00"})
    assert clock.now() == MONDAY + timedelta(days=1)


WRONG_CLOCKS: dict[str, Any] = {
    "The clock only moves forward.": {"advance_seconds": -1},
    "The clock moves at most a year at a time.": {"to": "2036-01-01T00:00:00+00:00"},
    "That is not a JSON object.": [900],
    "Say how far: ": {"advance_seconds": "900"},
    "Say how far: advance": {"to": "2026-03-03T10:00:00"},
    "Say how far: advance_seconds": {},
}


@pytest.mark.parametrize(("sentence", "body"), WRONG_CLOCKS.items())
async def test_a_clock_that_cannot_move_so_says_why_and_stays(
    browser: ClientSession, clock: MovableClock, sentence: str, body: Any
) -> None:
    status, answer = await post(browser, "/sandbox/clock", body)
    assert status == 400
    assert answer["error"].startswith(sentence)
    assert clock.now() == MONDAY


async def test_travel_moves_the_clock_when_it_is_given_and_next_event_says_where_to(workspace: Workspace) -> None:
    planned: list[datetime | None] = [MONDAY + timedelta(hours=3), MONDAY - timedelta(hours=1), None]
    travelled: list[datetime] = []

    async def travel(instant: datetime) -> None:
        travelled.append(instant)

    async def next_event() -> datetime | None:
        return planned.pop(0)

    def page(server: SandboxServer) -> None:
        add_page(server, travel=travel, next_event=next_event)

    async with SandboxServer(workspace, extensions=[page]) as server, ClientSession(server.url) as browser:
        answers = [await post(browser, "/sandbox/clock", {"next_event": True}) for _ in range(3)]
        assert (await state(browser))["clock"]["has_next_event"]
    assert travelled == [MONDAY + timedelta(hours=3), MONDAY]
    assert answers[-1] == (200, {"ok": True, "notice": "Nothing is planned."})


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ("2026-03-02T07:59", "Europe/Berlin", "2026-03-02T08:00"),
        ("2026-03-02T08:00", "Europe/Berlin", "2026-03-03T08:00"),
        ("2026-03-06T12:00", "Europe/Berlin", "2026-03-09T08:00"),
        ("2026-03-27T12:00", "Europe/Berlin", "2026-03-30T07:00"),  # the clocks change on the Sunday between
        ("2026-03-02T01:00", "America/New_York", "2026-03-02T14:00"),
    ],
)
def test_the_next_working_morning_is_nine_on_a_weekday_where_they_are(now: str, zone: str, morning: str) -> None:
    instant = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert next_working_morning(instant, zone) == datetime.fromisoformat(morning).replace(tzinfo=UTC)


# Watching, and keeping others out


async def test_a_visible_change_reaches_a_browser_that_watches(browser: ClientSession, alice: Person) -> None:
    async with browser.get("/sandbox/live") as response:
        assert await response.content.readline() == b": watching\n"
        await response.content.readline()
        await alice.say("bot", "hello")
        async with asyncio.timeout(2):
            assert await response.content.readline() == b"data: changed\n"


async def test_the_server_stops_at_once_while_a_browser_watches(workspace: Workspace) -> None:
    async with ClientSession() as browser:
        async with SandboxServer(workspace, extensions=[add_page]) as server:
            response = await browser.get(f"{server.url}/sandbox/live")
            await response.content.readline()
        async with asyncio.timeout(0.5):
            await response.content.read()


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "http://127.0.0.1:1"}, {"Host": "evil.example"}],
)
async def test_another_site_can_neither_act_nor_move_the_clock(
    browser: ClientSession, clock: MovableClock, headers: dict[str, str]
) -> None:
    for path in ("/sandbox/act", "/sandbox/clock"):
        status, answer = await post(browser, path, {"advance_seconds": 900}, **headers)
        assert status == 403
        assert answer["error"].startswith("The sandbox")
    assert clock.now() == MONDAY


async def test_the_page_may_act_and_a_plain_form_may_not(server: SandboxServer, browser: ClientSession) -> None:
    assert (await post(browser, "/sandbox/clock", {"advance_seconds": 1}, Origin=server.url))[0] == 200
    async with browser.post("/sandbox/clock", data={"advance_seconds": "1"}) as response:
        assert response.status == 403


async def test_reading_is_refused_under_a_foreign_host_name(browser: ClientSession) -> None:
    for path in ("/", "/sandbox/state", "/sandbox/live"):
        async with browser.get(path, headers={"Host": "evil.example"}) as response:
            assert response.status == 403
