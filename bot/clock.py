"""The one place that asks what time it is."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the current instant, always aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's clock, read anew at every call: nothing is remembered between two reads."""

    def now(self) -> datetime:
        return datetime.now(UTC)
