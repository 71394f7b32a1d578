"""A Slack that limits, and a fan-out into it that never ends, in a time of its own: hours pass in a moment."""

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.slack.rate import LearnedRate

AT_ONCE = 10
MINUTE = 60
INSTANT, IDLE = 1e-9, 0.5


@dataclass
class Bucket:
    """Lets `per_minute` calls through, and after a rest up to `size` at once: as Slack's limits are described."""

    per_minute: float
    size: float = 0
    begun: float = 0.0

    def __post_init__(self) -> None:
        self.size = self.size or self.per_minute
        self._level, self._read = (self.size if not self.begun else 0.0), self.begun

    def wait(self, now: float) -> int:
        """What `Retry-After` says; 0 lets the call through."""
        rate = self.per_minute / MINUTE
        self._level = min(self.size, self._level + (now - self._read) * rate)
        self._read = now
        if self._level < 1 - 1e-9:
            return max(1, math.ceil((1 - self._level) / rate))
        self._level -= 1
        return 0


@dataclass
class FanOut:
    """Calls as fast as a learned rate lets them out, and what became of each, by when it reached Slack."""

    limit: Callable[[float], Bucket]
    latency: float = 0.1
    is_wanted: Callable[[float], bool] = lambda _: True
    rate: LearnedRate = field(default_factory=LearnedRate)
    accepted: list[float] = field(default_factory=list)
    refused: list[tuple[float, int]] = field(default_factory=list)
    now: float = 0.0

    def __post_init__(self) -> None:
        self._coming: list[tuple[float, int, float, int | None]] = []
        self._under_way = self._begun = 0

    def run(self, until: float) -> "FanOut":
        """Go on until that second."""
        while self.now < until:
            self._begin_all()
            self.now = min(self._instants())
            while self._coming and self._coming[0][0] <= self.now:
                self._happens(*heapq.heappop(self._coming)[2:])
        return self

    def _instants(self) -> list[float]:
        """When something may happen next."""
        instants = [self._coming[0][0]] if self._coming else []
        if not self.is_wanted(self.now):
            return [*instants, self.now + IDLE]
        if self._under_way < self.rate.at_once(AT_ONCE):
            instants.append(self.now + max(self.rate.wait(self.now), INSTANT))
        return instants

    def _begin_all(self) -> None:
        while self._under_way < self.rate.at_once(AT_ONCE) and self.is_wanted(self.now):
            if self.rate.wait(self.now) > INSTANT:
                break
            self._under_way += 1
            self._later(self.rate.begin(self.now), None)

    def _later(self, start: float, wait: int | None) -> None:
        self._begun += 1
        heapq.heappush(self._coming, (self.now + self.latency / 2, self._begun, start, wait))

    def _happens(self, start: float, wait: int | None) -> None:
        if wait is None:  # it reaches Slack
            wait = self.limit(self.now).wait(self.now)
            self.refused.append((self.now, wait)) if wait else self.accepted.append(self.now)
            self._later(start, wait)
            return
        self._under_way -= 1
        if wait:
            self.rate.refused(start, self.now, wait)
        else:
            self.rate.accepted(start)

    def used(self, since: float, per_minute: float) -> float:
        """Which part of what the limit lets through went out, from an instant on."""
        return len([at for at in self.accepted if at >= since]) / ((self.now - since) * per_minute / MINUTE)

    def share_refused(self, since: float = 0.0) -> float:
        """Which part of all calls was answered with 429, from an instant on."""
        refused = len([at for at, _ in self.refused if at >= since])
        return refused / (refused + len([at for at in self.accepted if at >= since]))
