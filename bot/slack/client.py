"""The way out: one connection pool a process, one client a token, and no hidden second try."""

import asyncio
import socket
import time
from types import SimpleNamespace, TracebackType
from typing import Any, Self

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

CALL_SECONDS = 10


class Clients:
    """Makes Web API clients that share one session.

    slack_sdk posts a message again by itself when a connection drops, and would show it twice: its retry
    handlers are off, so each call is made once and its caller decides what a failure means.
    """

    def __init__(self, base_url: str, tracing: aiohttp.TraceConfig | None = None) -> None:
        self._base_url = base_url
        self._tracing = [tracing] if tracing is not None else []
        self._session: aiohttp.ClientSession | None = None
        self._by_token: dict[str | None, AsyncWebClient] = {}

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS),
            trace_configs=[*self._tracing, _in_time()],
            connector=aiohttp.TCPConnector(socket_factory=_connection),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    def of(self, token: str | None) -> AsyncWebClient:
        """The client that speaks with this token; without one, it can only ask where it says a token itself."""
        if token not in self._by_token:
            client = AsyncWebClient(
                token=token,
                base_url=self._base_url,
                session=self._session,
                timeout=CALL_SECONDS,
                retry_handlers=[],
            )
            if self._base_url.startswith("http://"):
                client.proxy = None  # slack_sdk takes a proxy from the environment even for a local address
            self._by_token[token] = client
        return self._by_token[token]

    async def answer(self, response_url: str, body: dict[str, Any]) -> None:
        """Say something through a `response_url`; its failure is of no consequence to what was committed."""
        if self._session is None:
            raise RuntimeError("the clients are not open")
        async with self._session.post(response_url, json=body) as response:
            response.raise_for_status()


def _in_time() -> aiohttp.TraceConfig:
    """Breaks off a call of whose time all has passed before its first byte is sent.

    So does a process that was stopped in between and is woken, or whose machine slept: by then another may have
    made the call. The timeout alone comes too late, since what is ready to be written is written before any timer
    is looked at, and timers stand still while a machine sleeps.
    """
    tracing = aiohttp.TraceConfig()

    async def begun(session: aiohttp.ClientSession, call: SimpleNamespace, told: Any) -> None:
        call.began = asyncio.get_running_loop().time(), _awake_or_not()

    async def about_to_send(session: aiohttp.ClientSession, call: SimpleNamespace, told: Any) -> None:
        began, began_awake = call.began
        if max(asyncio.get_running_loop().time() - began, _awake_or_not() - began_awake) > CALL_SECONDS:
            raise TimeoutError

    tracing.on_request_start.append(begun)
    tracing.on_request_chunk_sent.append(about_to_send)
    return tracing


def _awake_or_not() -> float:
    """Seconds of a clock that nobody sets, and that goes on while the machine sleeps where the system has such."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def _connection(address: tuple[Any, ...]) -> socket.socket:
    """A socket that drops what it could not deliver in the time of a call.

    Without that, Linux goes on sending for minutes after a call was given up, or its process killed: what the
    network held back would reach Slack after it was looked for, and said again.
    """
    family, kind, protocol = address[:3]
    made = socket.socket(family=family, type=kind, proto=protocol)
    if hasattr(socket, "TCP_USER_TIMEOUT"):
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(CALL_SECONDS * 1000))
    return made
