"""A clock that people and tests move forward by hand."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock import SystemClock


class MovableClock:
    """Tells the instant it was set to; `running` lets it go on from there at the speed of the machine's clock."""

    def __init__(self, start: datetime | None = None, *, running: bool = False) -> None:
        self._system = SystemClock()
        self._running = running
        self._set_to = _aware(start) if start else self._system.now()
        self._set_at = self._system.now()
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> datetime:
        if not self._running:
            return self._set_to
        return self._set_to + (self._system.now() - self._set_at)

    def set(self, instant: datetime) -> None:
        """Move to an aware instant; refuses to go backwards, since nothing in Slack ever does."""
        if _aware(instant) < self.now():
            raise ValueError("The clock only moves forward.")
        self._set_to, self._set_at = instant, self._system.now()
        for watcher in self._watchers:
            watcher()

    def advance(self, span: timedelta) -> None:
        self.set(self.now() + span)

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` after every move."""
        self._watchers.append(watcher)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("The clock is set to an aware instant.")
    return instant
