"""How fast a lane may speak: one message a second a conversation, and not too many calls at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

# A message that a whole channel writes to is changed no more often: chat.update is tier 3, fifty or more calls a
# minute for all of a workspace, and twenty a minute leave room for others. docs.slack.dev/apis/web-api/rate-limits
EDIT_SPACING = timedelta(seconds=3)
MOST_REMEMBERED = 5000


def next_edit_at(shown_at: datetime | None, edited_at: datetime | None, is_in_channel: bool) -> datetime | None:
    """From when a message may be changed: in a channel `EDIT_SPACING` after it was last; None means at once."""
    last = edited_at or shown_at
    return last + EDIT_SPACING if is_in_channel and last is not None else None


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
    async def turn(self, conversation: str | None) -> AsyncIterator[None]:
        """Wait until this conversation may get its next message (None: until there is room for any call)."""
        if conversation is not None:
            await self._reach(self._reserve(conversation))
        async with self._places:
            yield

    def _reserve(self, conversation: str) -> float:
        now = asyncio.get_running_loop().time()
        if len(self._free_at) > MOST_REMEMBERED:
            self._free_at = {name: free_at for name, free_at in self._free_at.items() if free_at > now}
        start = max(now, self._free_at.get(conversation, 0.0))
        self._free_at[conversation] = start + self._spacing
        return start

    async def _reach(self, instant: float) -> None:
        wait = instant - asyncio.get_running_loop().time()
        if wait > 0:
            await asyncio.sleep(wait)
