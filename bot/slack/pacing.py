"""How fast a workspace may be spoken to: by conversation, by method, and not too many calls at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.slack.rate import LearnedRate

# A message that a whole channel writes to is changed no more often: chat.update is tier 3, fifty or more calls a
# minute for all of a workspace, and twenty a minute leave room for others. docs.slack.dev/apis/web-api/rate-limits
EDIT_SPACING = timedelta(seconds=3)
MOST_REMEMBERED = 5000
AT_ONCE = 10
# All workspaces together, of the hundred connections that a process has: who clicks never waits for a free one.
PLACES = 80
TIER_3, TIER_4 = 50, 100
TIERS = {
    "chat.update": TIER_3,
    "conversations.history": TIER_3,
    "conversations.replies": TIER_3,
    "views.publish": TIER_4,
}
"""Calls a minute and workspace that Slack promises at least; of chat.postMessage it says “several hundred”."""


def next_edit_at(shown_at: datetime | None, edited_at: datetime | None, is_in_channel: bool) -> datetime | None:
    """From when a message may be changed: in a channel `EDIT_SPACING` after it was last; None means at once."""
    last = edited_at or shown_at
    return last + EDIT_SPACING if is_in_channel and last is not None else None


class Pace:
    """The pace of a process, kept for each workspace by itself: a slow or limited one delays no other.

    With no seconds between the messages of a conversation nothing waits but for a free place (tests, the demo).
    """

    def __init__(self, conversation_seconds: float = 1.0, at_once: int = AT_ONCE) -> None:
        self._spacing = conversation_seconds
        self._at_once = at_once
        self._places = asyncio.Semaphore(PLACES)
        self._of: dict[int, LanePace] = {}

    def of(self, workspace_id: int) -> "LanePace":
        """The pace of one workspace: what was learned of it is kept as long as the process lives."""
        if workspace_id not in self._of:
            self._of[workspace_id] = LanePace(self._spacing, self._at_once, self._places)
        return self._of[workspace_id]

    def learned(self) -> dict[int, float]:
        """Messages a second by workspace, of those whose limit has been met."""
        known = {workspace_id: pace.rate("chat.postMessage") for workspace_id, pace in self._of.items()}
        return {workspace_id: rate for workspace_id, rate in known.items() if rate is not None}


class LanePace:
    """When the next call to one workspace may begin.

    Source: docs.slack.dev/apis/web-api/rate-limits (chat.postMessage: one a second a channel). Seconds are of
    the event loop's clock, since they are about this connection and not about anyone's calendar.
    """

    def __init__(self, conversation_seconds: float, at_once: int, places: asyncio.Semaphore) -> None:
        self._spacing = conversation_seconds
        self._at_once = at_once
        self._places = places
        self._own_places = asyncio.Semaphore(at_once)
        self._free_at: dict[str, float] = {}
        self._rates: dict[str, LearnedRate] = {}

    @property
    def spaces(self) -> bool:
        """Whether the messages of a conversation keep a distance."""
        return self._spacing > 0

    def rate(self, method: str) -> float | None:
        """Calls a second of this method as learned; None while Slack has refused none."""
        return self._rate(method).per_second

    def at_once(self, method: str) -> int:
        """How many calls of this method may be under way."""
        return self._rate(method).at_once(self._at_once) if self._spacing else self._at_once

    def wait(self, method: str, conversation: str | None, others: int = 0) -> float:
        """Seconds until a call may begin that is also `others` calls of its method behind."""
        if not self._spacing:
            return 0.0
        now = asyncio.get_running_loop().time()
        free_at = self._free_at.get(conversation, now) if conversation is not None else now
        return max(free_at - now, self._rate(method).wait(now, others))

    @asynccontextmanager
    async def turn(self, method: str, conversation: str | None) -> AsyncIterator[float]:
        """Wait for the next turn of the method and the conversation, and for a place; gives when it began."""
        start = self._begin(method, conversation)
        await asyncio.sleep(max(start - asyncio.get_running_loop().time(), 0.0))
        async with self._own_places, self._places:
            yield max(start, asyncio.get_running_loop().time())

    def accepted(self, method: str, start: float) -> None:
        """The call that began then was not refused for its rate."""
        self._rate(method).accepted(start)

    def refused(self, method: str, start: float, wait: float) -> None:
        """The call that began then was answered with 429, and to wait so many seconds."""
        self._rate(method).refused(start, asyncio.get_running_loop().time(), wait)

    def _begin(self, method: str, conversation: str | None) -> float:
        now = asyncio.get_running_loop().time()
        if not self._spacing:
            return now
        start = self._rate(method).begin(now)
        if conversation is None:
            return start
        if len(self._free_at) > MOST_REMEMBERED:
            self._free_at = {name: free_at for name, free_at in self._free_at.items() if free_at > now}
        start = max(start, self._free_at.get(conversation, start))
        self._free_at[conversation] = start + self._spacing
        return start

    def _rate(self, method: str) -> LearnedRate:
        if method not in self._rates:
            self._rates[method] = LearnedRate(TIERS.get(method))
        return self._rates[method]
