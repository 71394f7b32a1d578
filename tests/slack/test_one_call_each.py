"""Whatever goes wrong with a call, it is made once: slack_sdk and aiohttp make no second one by themselves."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import Clients
from bot.slack.verdicts import CALL_FAILURES, Meaning, verdict

ENOUGH = 0.2
"""Seconds a call waits for its answer here."""


class Slack:
    """Counts what it is told to say, and answers each call as `answer` does."""

    def __init__(self) -> None:
        self.posted = 0
        self.answer: Callable[[web.Request], web.StreamResponse] = lambda request: web.json_response({"ok": True})

    async def said(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        self.posted += 1
        return self.answer(request)

    async def too_late(self, request: web.Request) -> web.StreamResponse:
        await request.read()
        self.posted += 1
        await asyncio.sleep(2 * ENOUGH)
        return web.json_response({"ok": True})


@pytest.fixture
async def slack() -> AsyncIterator[tuple[Slack, str]]:
    slack, app = Slack(), web.Application()
    app.router.add_post("/api/chat.postMessage", slack.said)
    app.router.add_post("/slow/chat.postMessage", slack.too_late)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield slack, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


def cut(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.close()
    return web.Response()


def reset(request: web.Request) -> web.StreamResponse:
    assert request.transport
    request.transport.abort()
    return web.Response()


def told(status: int, text: str, kind: str = "application/json") -> Callable[[web.Request], web.StreamResponse]:
    return lambda request: web.Response(status=status, text=text, content_type=kind, headers={"Retry-After": "1"})


FAULTS = {
    "the connection is closed": (cut, Meaning.IN_DOUBT),
    "the connection is reset": (reset, Meaning.IN_DOUBT),
    "500": (told(500, '{"ok": false, "error": "internal_error"}'), Meaning.IN_DOUBT),
    "503 with a page": (told(503, "<html>upstream connect error</html>", "text/html"), Meaning.IN_DOUBT),
    "a page instead of JSON": (told(200, "<html>sign in</html>", "text/html"), Meaning.IN_DOUBT),
    "half an answer": (told(200, '{"ok": tr'), Meaning.IN_DOUBT),
    "fatal_error": (told(200, '{"ok": false, "error": "fatal_error"}'), Meaning.IN_DOUBT),
    "429": (told(429, '{"ok": false, "error": "ratelimited"}'), Meaning.LATER),
    "a refusal": (told(200, '{"ok": false, "error": "is_archived"}'), Meaning.REFUSED),
}


async def _failure_of(client: AsyncWebClient) -> BaseException:
    with pytest.raises(CALL_FAILURES) as failed:
        await client.chat_postMessage(channel="C1", text="x")
    return failed.value


@pytest.mark.parametrize(("answer", "meaning"), FAULTS.values(), ids=FAULTS.keys())
async def test_a_call_that_goes_wrong_is_made_once(
    slack: tuple[Slack, str], answer: Callable[[web.Request], web.StreamResponse], meaning: Meaning
) -> None:
    there, url = slack
    async with Clients(f"{url}/api/") as clients:
        client = clients.of("xoxb-1")
        await client.chat_postMessage(channel="C1", text="x")  # so that it has a connection to use again
        there.answer = answer
        assert verdict(await _failure_of(client)).meaning is meaning
        assert there.posted == 2
        there.answer = Slack().answer
        await client.chat_postMessage(channel="C1", text="x")
        assert there.posted == 3


async def test_a_call_whose_answer_does_not_come_is_made_once(
    slack: tuple[Slack, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.client.CALL_SECONDS", ENOUGH)
    async with Clients(f"{slack[1]}/slow/") as clients:
        assert verdict(await _failure_of(clients.of("xoxb-1"))).meaning is Meaning.IN_DOUBT
    assert slack[0].posted == 1


async def test_left_to_itself_slack_sdk_says_it_twice(slack: tuple[Slack, str]) -> None:
    there, url = slack
    client = AsyncWebClient("xoxb-1", base_url=f"{url}/api/")
    client.proxy = None
    there.answer = cut
    with suppress(*CALL_FAILURES):
        await client.chat_postMessage(channel="C1", text="x")
    assert there.posted == 2


async def test_a_call_that_was_held_up_for_all_of_its_time_is_not_sent(
    slack: tuple[Slack, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Clients(f"{slack[1]}/api/") as clients:
        client = clients.of("xoxb-1")
        await client.chat_postMessage(channel="C1", text="x")
        monkeypatch.setattr("bot.slack.client.CALL_SECONDS", -1)  # what began just now is too old
        assert verdict(await _failure_of(client)).meaning is Meaning.IN_DOUBT
    assert slack[0].posted == 1


async def test_a_call_during_which_the_machine_slept_is_not_sent(
    slack: tuple[Slack, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with Clients(f"{slack[1]}/api/") as clients:
        client = clients.of("xoxb-1")
        await client.chat_postMessage(channel="C1", text="x")
        nap = iter((0.0, 3600.0))
        monkeypatch.setattr("bot.slack.client._awake_or_not", lambda: next(nap))
        assert verdict(await _failure_of(client)).meaning is Meaning.IN_DOUBT
    assert slack[0].posted == 1


async def test_linux_is_told_to_drop_what_it_could_not_deliver_in_the_time_of_a_call(
    slack: tuple[Slack, str],
) -> None:
    async with Clients(f"{slack[1]}/api/") as clients:
        await clients.of("xoxb-1").chat_postMessage(channel="C1", text="x")
        assert clients._session
        assert clients._session.connector
        [(held, *_)] = [held[0] for held in clients._session.connector._conns.values()]
        assert held.transport
        kept, option = held.transport.get_extra_info("socket"), getattr(socket, "TCP_USER_TIMEOUT", None)
        assert option is None or kept.getsockopt(socket.IPPROTO_TCP, option) == 10_000
