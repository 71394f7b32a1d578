"""Brings payloads to the bot, over its socket or to its request URL, and waits for the ack."""

import asyncio
import json
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientConnectionError, ClientSession, ClientTimeout

from bot.clock import SystemClock
from bot.sandbox.ids import Ids
from bot.sandbox.signing import signed_headers
from bot.sandbox.sockets import Sockets

Json = dict[str, Any]

ACK_SECONDS = 3.0


@dataclass(frozen=True)
class Reply:
    """What came back for a payload; `seconds` is how long the ack took."""

    acknowledged: bool
    body: Json = field(default_factory=dict)
    seconds: float = 0.0
    reason: str = "http_timeout"


class Emission:
    """An event on its way; may be awaited until the bot has acknowledged it, or left alone."""

    def __init__(self, task: asyncio.Task[None] | None = None) -> None:
        self._task = task

    def __await__(self) -> Generator[Any, None, None]:
        if self._task is not None:
            yield from self._task.__await__()


@dataclass
class Undelivered:
    """An event nobody acknowledged, and how often it was tried."""

    payload: Json
    reason: str
    tried: int = 1


class Delivery:
    """The one way from the workspace to the bot: Socket Mode, unless a request URL is set."""

    def __init__(self, ids: Ids, app_id: str) -> None:
        self._ids = ids
        self.sockets = Sockets(ids, app_id)
        self.ack_seconds = ACK_SECONDS
        self.live = False
        self.sent: list[tuple[str, Json]] = []
        self.undelivered: list[Undelivered] = []
        self.take_repeat: Callable[[], bool] = bool
        self._target: tuple[str, str] | None = None
        self._session: ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def deliver_to(self, request_url: str, signing_secret: str) -> None:
        """From now on payloads are signed and posted there instead of going over a socket."""
        self._target = (request_url, signing_secret)

    async def send(self, kind: str, payload: Json, retry: Undelivered | None = None) -> Reply:
        """Deliver one payload of a Socket Mode kind (events_api, interactive, slash_commands)."""
        self.sent.append((kind, payload))
        repeated = self.take_repeat()
        reply = await self._send_once(kind, payload, retry)
        if repeated:
            await self._send_once(kind, payload, retry)
        return reply

    async def _send_once(self, kind: str, payload: Json, retry: Undelivered | None) -> Reply:
        started = asyncio.get_running_loop().time()
        if self._target:
            reply = await self._post(kind, payload, retry)
        else:
            reply = await self._over_socket(kind, payload, retry)
        seconds = asyncio.get_running_loop().time() - started
        return Reply(reply.acknowledged, reply.body, seconds, reply.reason)

    async def _over_socket(self, kind: str, payload: Json, retry: Undelivered | None) -> Reply:
        connection = self.sockets.next()
        if connection is None:
            return Reply(False, reason="connection_failed")
        ack = await connection.ask(self._envelope(kind, payload, retry), self.ack_seconds)
        return Reply(ack is not None, (ack or {}).get("payload") or {})

    def _envelope(self, kind: str, payload: Json, retry: Undelivered | None) -> Json:
        envelope = {
            "envelope_id": self._ids.uuid("envelope"),
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope["retry_attempt"] = retry.tried if retry else 0
            envelope["retry_reason"] = retry.reason if retry else ""
        return envelope

    async def _post(self, kind: str, payload: Json, retry: Undelivered | None) -> Reply:
        url, secret = self._target or ("", "")
        content_type, body = _http_body(kind, payload)
        headers = signed_headers(secret, body, SystemClock().now()) | {"Content-Type": content_type}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry.tried), "X-Slack-Retry-Reason": retry.reason}
        try:
            async with self._http().post(url, data=body, headers=headers) as answer:
                return _read(answer.status, await answer.text())
        except TimeoutError:
            return Reply(False)
        except ClientConnectionError:
            return Reply(False, reason="connection_failed")

    def _http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession(timeout=ClientTimeout(total=self.ack_seconds))
        return self._session

    def emit(self, payload: Json) -> Emission:
        """Send an event in the background; one that is not acknowledged waits for `redeliver`."""
        if not self.live:
            return Emission()
        task = asyncio.get_running_loop().create_task(self._send_event(payload))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return Emission(task)

    async def _send_event(self, payload: Json) -> None:
        reply = await self.send("events_api", payload)
        if not reply.acknowledged:
            self.undelivered.append(Undelivered(payload, reply.reason))

    async def redeliver(self) -> int:
        """Try every unacknowledged event once more, in order; how many were acknowledged this time."""
        waiting, self.undelivered = self.undelivered, []
        for event in waiting:
            reply = await self.send("events_api", event.payload, retry=event)
            if not reply.acknowledged:
                self.undelivered.append(Undelivered(event.payload, reply.reason, event.tried + 1))
        return len(waiting) - len(self.undelivered)

    async def settled(self) -> None:
        """Wait until no event is on its way."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        """Close the sockets, and wait for what is on its way."""
        self.live = False
        await self.sockets.close_all()
        await self.settled()
        if self._session is not None:
            await self._session.close()
            self._session = None


def _http_body(kind: str, payload: Json) -> tuple[str, str]:
    if kind == "events_api":
        return "application/json", json.dumps(payload)
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urlencode(form)


def _read(status: int, text: str) -> Reply:
    if status != 200:
        return Reply(False, reason="http_error")
    try:
        body = json.loads(text) if text else {}
    except ValueError:
        body = {"text": text}
    return Reply(True, body if isinstance(body, dict) else {"text": text})
