"""The two ways between a bot and Slack without a network: calls out, envelopes in, and what happens to either."""

import asyncio
import json
import logging
from contextvars import Context
from types import SimpleNamespace, TracebackType
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.sandbox.web_api import Told
from bot.slack.client import CALL_SECONDS, Clients

if TYPE_CHECKING:
    from tests.simulation.process import Process

Json = dict[str, Any]
HTML = Told(200, {}, {})
NOWHERE = SimpleNamespace(host="slack", port=443, is_ssl=True, ssl=True)


class WiredClients(Clients):
    """slack_sdk's own clients, on a wire instead of a connection."""

    def __init__(self, wire: "Wire") -> None:
        super().__init__("http://slack/api/")
        self._session = wire  # type: ignore[assignment]


class Wire:
    """What slack_sdk takes for an aiohttp session: every request is a step of its process, and has a fate."""

    closed = False

    def __init__(self, process: "Process") -> None:
        self._process = process

    def request(self, verb: str, url: str, **given: Any) -> "Exchange":
        said = given.get("json") or given.get("data") or given.get("params") or {}
        token = given.get("headers", {}).get("Authorization", "").removeprefix("Bearer ")
        return Exchange(self._process, url.rpartition("/")[2], token, dict(said))

    def post(self, url: str, json: Json) -> "Exchange":
        """Through a response_url: nobody checks here what is said there."""
        return Exchange(self._process, "response_url", "", json)

    async def close(self) -> None:
        self.closed = True


class Exchange:
    """One request, and the response as slack_sdk reads it."""

    content_type = "application/json"

    def __init__(self, process: "Process", method: str, token: str, given: Json) -> None:
        self._process, self._method, self._token, self._given = process, method, token, given
        self._told = HTML

    async def __aenter__(self) -> "Exchange":
        self._told = await self._carried()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is kept open."""

    @property
    def status(self) -> int:
        return self._told.status

    @property
    def headers(self) -> dict[str, str]:
        return self._told.headers

    async def json(self) -> Json:
        if not self._told.body:
            raise aiohttp.ContentTypeError(SimpleNamespace(real_url="slack"), ())  # type: ignore[arg-type]
        return self._told.body

    def raise_for_status(self) -> None:
        """A response_url is always answered."""

    async def _carried(self) -> Told:
        process, world = self._process, self._process.world
        loop = asyncio.get_running_loop()
        began = loop.time()
        await process.step()
        if loop.time() - began > CALL_SECONDS:
            raise TimeoutError  # as `Clients` breaks off what is older than a call
        fate = world.weather.fate(loop.time())
        if fate.is_refused:
            raise aiohttp.ClientConnectorError(NOWHERE, OSError("refused"))  # type: ignore[arg-type]
        async with asyncio.timeout(CALL_SECONDS):
            told = await self._answer(fate)
            await asyncio.sleep(fate.back)
        await process.step()
        if fate.is_cut:
            raise aiohttp.ServerDisconnectedError
        is_html = fate.is_garbled or (fate.fault is not None and fate.fault.kind == "server_error")
        return Told(told.status, told.headers, {}) if is_html else told

    async def _answer(self, fate: Any) -> Told:
        """Slack takes a call whether or not its caller is still there to hear of it."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Told] = loop.create_future()
        if fate.is_lost:
            await asyncio.sleep(fate.out)
            return HTML

        def accept() -> None:
            told = self._process.world.answer(self._method, self._token, self._given, fate.fault)
            if not answer.done():
                answer.set_result(told)

        loop.call_later(fate.out, accept, context=Context())
        return await answer


class Link:
    """A Socket Mode connection of a process, as the sandbox knows one."""

    def __init__(self, process: "Process", app: AsyncApp) -> None:
        self._process, self._app = process, app
        self._waiting: list[asyncio.Future[Json | None]] = []

    async def ask(self, envelope: Json, seconds: float) -> Json | None:
        """Deliver an envelope and wait for its ack: None when none came in time, or it got lost."""
        weather, loop = self._process.world.weather, asyncio.get_running_loop()
        if weather.is_rough(loop.time()):
            await asyncio.sleep(weather.dice.uniform(0, weather.longest_delivery))
        waiting: asyncio.Future[Json | None] = loop.create_future()
        self._waiting.append(waiting)
        if not self._process.is_alive:
            return None
        self._process.spawn(self._dispatch(json.loads(json.dumps(envelope)), waiting))
        try:
            ack = await asyncio.wait_for(waiting, seconds)
        except TimeoutError:
            return None
        return None if weather.happens(weather.lost_acks, loop.time()) else ack

    def lost(self) -> None:
        for waiting in self._waiting:
            if not waiting.done():
                waiting.set_result(None)

    async def tell(self, message: Json) -> None:
        """Nothing is said but envelopes."""

    def cut(self) -> None:
        """It ends with its process."""

    async def close(self) -> None:
        self.lost()

    async def _dispatch(self, envelope: Json, waiting: asyncio.Future[Json | None]) -> None:
        await self._process.step()
        request = SocketModeRequest(
            type=envelope["type"],
            envelope_id=envelope["envelope_id"],
            payload=envelope["payload"],
            retry_attempt=envelope.get("retry_attempt"),
            retry_reason=envelope.get("retry_reason"),
        )
        response = await run_async_bolt_app(self._app, request)
        self._process.world.changed.set()
        await send_async_response(_Acks(waiting), request, response, 0.0)  # type: ignore[arg-type]


class _Acks:
    """What slack_bolt's adapter takes for a client."""

    logger = logging.getLogger("simulation")

    def __init__(self, waiting: asyncio.Future[Json | None]) -> None:
        self._waiting = waiting

    async def send_socket_mode_response(self, response: SocketModeResponse) -> None:
        if not self._waiting.done():
            self._waiting.set_result({"payload": response.payload or {}})
