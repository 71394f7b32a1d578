"""Identifiers that look like Slack's and come from counters, so two runs of a test read alike."""

import hashlib
from collections import Counter

USLACKBOT = "USLACKBOT"


class Ids:
    """Hands out identifiers; none is given twice by one workspace."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def make(self, prefix: str) -> str:
        """The next id of a kind: `U0000000001`, `C0000000001`, …"""
        return f"{prefix}{self.number(prefix):010d}"

    def number(self, kind: str) -> int:
        """How many of a kind there are now, the new one included."""
        self._given[kind] += 1
        return self._given[kind]

    def digest(self, kind: str) -> str:
        """Twenty hexadecimal digits, as in the last part of a trigger id."""
        return hashlib.sha256(f"{kind}{self.number(kind)}".encode()).hexdigest()[:20]

    def uuid(self, kind: str) -> str:
        """An identifier shaped like the ones Slack gives envelopes and typed messages."""
        digits = hashlib.sha256(f"{kind}{self.number(kind)}".encode()).hexdigest()
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
