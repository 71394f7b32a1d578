"""Socket Mode's connections: tickets, hello, envelopes out, acks in."""

import asyncio
import json
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from bot.sandbox.ids import Ids

Json = dict[str, Any]

MOST_CONNECTIONS = 10


class Connection:
    """One open socket and the envelopes on it that nobody has acknowledged yet."""

    def __init__(self, socket: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self._socket = socket
        self._transport = transport
        self._waiting: dict[str, asyncio.Future[Json | None]] = {}

    async def ask(self, envelope: Json, seconds: float) -> Json | None:
        """Send an envelope and wait for its ack: the ack, or None when none came in time."""
        waiting: asyncio.Future[Json | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            await self._socket.send_json(envelope)
            return await asyncio.wait_for(waiting, seconds)
        except (TimeoutError, ConnectionError):
            return None
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    async def tell(self, message: Json) -> None:
        await self._socket.send_json(message)

    def receive(self, text: str) -> None:
        """Take in an ack; anything else a client says is ignored, as Slack ignores it."""
        said = json.loads(text)
        waiting = self._waiting.get(said.get("envelope_id", "")) if isinstance(said, dict) else None
        if waiting and not waiting.done():
            waiting.set_result(said)

    def lost(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_result(None)

    def cut(self) -> None:
        """End the connection without a closing handshake."""
        if self._transport is not None:
            self._transport.abort()

    async def close(self) -> None:
        await self._socket.close(code=WSCloseCode.GOING_AWAY)


class Sockets:
    """Every open connection of the app; any of them may get any envelope."""

    def __init__(self, ids: Ids, app_id: str) -> None:
        self._ids = ids
        self._app_id = app_id
        self._tickets: set[str] = set()
        self._turn = 0
        self.open: list[Connection] = []
        self.arrived = asyncio.Event()

    def ticket(self) -> str:
        """A ticket for one connection."""
        ticket = self._ids.uuid("ticket")
        self._tickets.add(ticket)
        return ticket

    async def link(self, request: web.Request) -> web.StreamResponse:
        """The endpoint of a `wss` url; a ticket that was used or never given is turned away."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=403)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        if len(self.open) >= MOST_CONNECTIONS:
            await connection.tell({"type": "disconnect", "reason": "too_many_websockets"})
            await connection.close()
            return socket
        await self._serve(connection, socket)
        return socket

    async def _serve(self, connection: Connection, socket: web.WebSocketResponse) -> None:
        self.open.append(connection)
        try:
            await connection.tell(self._hello())
            self.arrived.set()
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    connection.receive(message.data)
        except ConnectionError:
            pass  # the other side went away while being greeted
        finally:
            self._forget(connection)

    def _forget(self, connection: Connection) -> None:
        if connection in self.open:
            self.open.remove(connection)
        if not self.open:
            self.arrived.clear()
        connection.lost()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "connection_info": {"app_id": self._app_id},
            "debug_info": {"host": "sandbox", "approximate_connection_time": 18060},
        }

    def next(self) -> Connection | None:
        """The connection whose turn it is, or None when the bot is not connected."""
        self._turn += 1
        return self.open[self._turn % len(self.open)] if self.open else None

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Tell every connection to come back on a new one, as Slack does about once an hour; see `arrived`."""
        self.arrived.clear()
        for connection in list(self.open):
            await connection.tell({"type": "disconnect", "reason": reason})

    def cut_all(self) -> None:
        for connection in list(self.open):
            connection.cut()
            self._forget(connection)

    async def close_all(self) -> None:
        for connection in list(self.open):
            await connection.close()
