"""Slack's rate limits, as token buckets on the workspace's clock."""

import math
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock

TIERS = {2: 20, 3: 50, 4: 100}
METHOD_TIERS = {
    "users.list": 2,
    "usergroups.list": 2,
    "usergroups.users.list": 2,
    "conversations.list": 2,
    "conversations.open": 3,
    "conversations.info": 3,
    "conversations.history": 3,
    "conversations.replies": 3,
    "conversations.join": 3,
    "chat.update": 3,
    "chat.delete": 3,
    "team.info": 3,
    "bots.info": 3,
    "reactions.add": 3,
    "apps.connections.open": 3,
    "users.info": 4,
    "conversations.members": 4,
    "views.open": 4,
    "views.push": 4,
    "views.update": 4,
    "views.publish": 4,
    "chat.postEphemeral": 4,
}
POSTS_A_MINUTE = 300
CHANNEL_BURST = 3


@dataclass
class Bucket:
    """Holds up to `size` calls and gains `rate` a second."""

    size: float
    rate: float
    level: float
    read: datetime

    def wait(self, now: datetime) -> int:
        """Seconds until a call is allowed, rounded up; 0 takes one."""
        self.level = min(self.size, self.level + (now - self.read).total_seconds() * self.rate)
        self.read = now
        if self.level < 1:
            return max(1, math.ceil((1 - self.level) / self.rate))
        self.level -= 1
        return 0


class RateLimits:
    """Per method and minute by tier; posts also one a second a channel, after a short burst."""

    def __init__(self, clock: Clock, *, enforced: bool) -> None:
        self._clock = clock
        self.enforced = enforced
        self._buckets: dict[str, Bucket] = {}

    def wait(self, method: str, channel: str) -> int:
        """Seconds to tell the caller in `Retry-After`; 0 when the call may go on."""
        if not self.enforced:
            return 0
        if method == "chat.postMessage":
            workspace_wait = self._take(method, POSTS_A_MINUTE, POSTS_A_MINUTE / 60)
            return workspace_wait or self._take(f"{method} {channel}", CHANNEL_BURST, 1.0)
        per_minute = TIERS.get(METHOD_TIERS.get(method, 0))
        return self._take(method, per_minute, per_minute / 60) if per_minute else 0

    def _take(self, key: str, size: int, rate: float) -> int:
        now = self._clock.now()
        bucket = self._buckets.setdefault(key, Bucket(size, rate, size, now))
        return bucket.wait(now)
