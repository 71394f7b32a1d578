"""How fast a lane may speak: one message a second a conversation, and never before Slack's `Retry-After`."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Pace:
    """Lets calls through in time.

    Source: docs.slack.dev/apis/web-api/rate-limits (chat.postMessage: one a second a channel). Seconds are of
    the event loop's clock, since they are about this connection and not about anyone's calendar.
    """

    def __init__(self, conversation_seconds: float = 1.0, at_once: int = 10) -> None:
        self._spacing = conversation_seconds
        self._places = asyncio.Semaphore(at_once)
        self._free_at: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, method: str, conversation: str | None) -> AsyncIterator[None]:
        """Wait until this method may be called, and this conversation may get its next message."""
        async with self._places:
            await self._reach(self._free_at.get(method, 0.0))
            if conversation is not None:
                start = max(asyncio.get_running_loop().time(), self._free_at.get(conversation, 0.0))
                self._free_at[conversation] = start + self._spacing
                await self._reach(start)
            yield

    def hold(self, method: str, seconds: float) -> None:
        """Slack said 429: nothing more of this method for so many seconds."""
        self._free_at[method] = asyncio.get_running_loop().time() + seconds

    async def _reach(self, instant: float) -> None:
        wait = instant - asyncio.get_running_loop().time()
        if wait > 0:
            await asyncio.sleep(wait)
