"""Socket Mode that comes back: a watchdog asks for a new address when the connection stays lost."""

import asyncio
from time import monotonic
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

log = structlog.get_logger()
# slack_sdk reconnects by itself in under two seconds, except on a spent address: that it tries for ever.
PATIENCE_SECONDS = 15.0
CLOSING_SECONDS = 2.5


class Socket:
    """The connection over which Slack delivers; `is_connected` says whether it stands.

    Seconds: `watch` between two looks at it, `patience` until it counts as lost, `ping` between slack_sdk's own
    tries.
    """

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        base_url_is_local: bool,
        watch: float = 5.0,
        patience: float = PATIENCE_SECONDS,
        ping: float = 10.0,
    ) -> None:
        self._app = app
        self._client = SocketModeClient(app_token, logger=app.logger, web_client=app.client, ping_interval=ping)
        self._at_work: set[asyncio.Task[Any]] = set()
        if base_url_is_local:
            self._client.proxy = None
        self._client.socket_mode_request_listeners.append(self._receive)
        self._watch_seconds, self._patience = watch, patience
        self._lost_since: float | None = None

    async def connect(self) -> None:
        """Connect, trying until Slack lets us; cancel to give up. A failed address is not tried for long."""
        async with self._client.connect_operation_lock:
            while not await self.is_connected():
                self._client.wss_uri = None
                try:
                    await asyncio.wait_for(self._client.connect(), self._patience)  # type: ignore[no-untyped-call]
                except TimeoutError:
                    log.warning("socket not connected", seconds=self._patience)

    async def is_connected(self) -> bool:
        return bool(await self._client.is_connected())

    async def watch(self) -> None:
        """Run for as long as the bot does: a connection lost for `patience` gets a new address."""
        while True:
            await asyncio.sleep(self._watch_seconds)
            await self._look()

    async def close(self) -> None:
        """Take in nothing more, finish what has come in, and leave nothing running."""
        client = self._client
        readers = [client.message_receiver, client.message_processor, client.current_session_monitor]
        running = [task for task in readers if task is not None]
        client.auto_reconnect_enabled = False
        for task in running:
            task.cancel()
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=CLOSING_SECONDS)
        await client.close()  # type: ignore[no-untyped-call]
        for task in self._at_work:
            task.cancel()
        await asyncio.gather(*running, *self._at_work, return_exceptions=True)

    async def _look(self) -> None:
        if await self.is_connected():
            self._lost_since = None
            return
        self._lost_since = self._lost_since or monotonic()
        if monotonic() - self._lost_since < self._patience:
            return
        log.warning("socket lost", seconds=round(monotonic() - self._lost_since))
        self._client.wss_uri = None  # the old address is spent; slack_sdk, if it is at it, asks for a new one
        if not self._client.connect_operation_lock.locked():
            await self.connect()

    async def _receive(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        started = monotonic()
        task = asyncio.current_task()
        if task is not None:
            self._at_work.add(task)  # slack_sdk keeps no reference to it
            task.add_done_callback(self._at_work.discard)
        response = await run_async_bolt_app(self._app, request)
        await send_async_response(client, request, response, started)
