"""Socket Mode that comes back: a watchdog asks for a new address when the connection stays lost."""

import asyncio

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp

from bot.slack.verdicts import CALL_FAILURES

log = structlog.get_logger()
WATCH_SECONDS = 5.0
# slack_sdk reconnects by itself in under two seconds, except on a spent address: that it tries for ever.
PATIENCE_SECONDS = 15.0


class Socket:
    """The connection over which Slack delivers; `is_connected` says whether it stands."""

    def __init__(self, app: AsyncApp, app_token: str, base_url_is_local: bool) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token)
        if base_url_is_local:
            self._handler.client.proxy = None
        self._lost_for = 0.0

    async def connect(self) -> None:
        """Connect, trying until Slack lets us; cancel to give up."""
        await self._handler.client.connect()  # type: ignore[no-untyped-call]

    async def is_connected(self) -> bool:
        return bool(await self._handler.client.is_connected())

    async def watch(self) -> None:
        """Run for as long as the bot does: a connection lost for `PATIENCE_SECONDS` gets a new address."""
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            await self._look()

    async def _look(self) -> None:
        client = self._handler.client
        if await self.is_connected():
            self._lost_for = 0.0
            return
        self._lost_for += WATCH_SECONDS
        if self._lost_for < PATIENCE_SECONDS:
            return
        log.warning("socket lost", seconds=self._lost_for)
        client.wss_uri = None  # the old address is spent; slack_sdk would try it for ever
        try:
            await client.connect_to_new_endpoint(force=True)
        except CALL_FAILURES as error:
            log.warning("socket not back", error=type(error).__name__)

    async def close(self) -> None:
        await self._handler.client.close()  # type: ignore[no-untyped-call]
