"""The demo: what a newcomer finds in it, and how others act by the script as the clock moves."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import aiohttp
import pytest

from bot.cli.example import Example, example
from bot.sandbox.server import SandboxServer

OPENS = datetime(2026, 3, 23, 8, 28, tzinfo=UTC)
Opened = tuple[Example, SandboxServer]


@pytest.fixture
async def demo() -> AsyncIterator[Opened]:
    async with example(0) as (running, server):
        yield running, server
        assert running.workspace.refused == [], "the bot asked for something Slack refuses"


async def test_a_newcomer_is_ana_and_goes_through_a_morning_that_has_begun_elsewhere(demo: Opened) -> None:
    running, server = demo
    [parent, *answers, said] = running.workspace.posts_in("falcon")

    assert OPENS <= running.clock.now() < OPENS + timedelta(minutes=1)
    assert running.workspace.people[0].handle == "ana"
    assert not [text for _, text in running.workspace.person("ana").notifications if "Sync-up" in text]
    assert "2 of 5 have reported" in parent.text
    assert said.user == running.workspace.person("hugo").id
    assert [one.text.partition(" reported")[0] for one in answers] == ["Emi Sato", "Dev Patel"]

    assert await _next_event(server) == "09:30"
    asked = running.workspace.person("ana").dm[-1].text
    assert all(words in asked for words in ("Sync-up of Falcon", "Sync-up of Otter", "your 1-on-1 with Bob"))

    assert await _next_event(server) == "09:36"
    assert "Bob Okafor reported" in running.workspace.posts_in("falcon")[-1].text


async def test_everybody_acts_by_the_script_but_ana_and_whoever_is_taken_over(demo: Opened) -> None:
    running, server = demo
    bob = {"kind": "command", "as": "bob", "command": "/sprint", "text": "goals", "channel": _dm(running, "bob")}
    async with aiohttp.ClientSession() as browser:
        await browser.post(f"{server.url}/sandbox/act", json={"kind": "open_home", "as": "hugo"})
        answer = await browser.post(f"{server.url}/sandbox/act", json=bob)
        assert answer.status == 200

    await running.application.settle()
    running.clock.set(OPENS + timedelta(minutes=30))
    await running.go_on()
    assert "Hugo Klein reported" in running.workspace.posts_in("falcon")[-1].text

    await running.move(OPENS + timedelta(minutes=31))
    parent, *_ = running.workspace.posts_in("falcon")
    assert "3 of 5 have reported. No answer yet: Ana Lima and Bob Okafor." in parent.text

    await running.move(OPENS + timedelta(days=1, hours=3))
    assert any("Bob Okafor reported" in one.text for one in running.workspace.posts_in("falcon"))


async def _next_event(server: SandboxServer) -> str:
    """What the clock says in Berlin after the button was pressed."""
    async with aiohttp.ClientSession() as browser:
        answer = await browser.post(f"{server.url}/sandbox/clock", json={"next_event": True})
        at = datetime.fromisoformat((await answer.json())["now"])
    return f"{at.astimezone(ZoneInfo('Europe/Berlin')):%H:%M}"


def _dm(running: Example, handle: str) -> str:
    return running.workspace.dm_with(running.workspace.person(handle)).id
