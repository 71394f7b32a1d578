"""What a benchmark says: rows of the table, ratios with their spread, and how much effort to take."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median, quantiles


class Effort(StrEnum):
    """How much is measured: all of it, enough to see a direction, or just that the measuring works."""

    FULL = "full"
    QUICK = "quick"
    TINY = "tiny"


@dataclass(frozen=True)
class Row:
    """One line of the table; `holds` is None where there is no bar to reach."""

    what: str
    figure: str
    ratio: str = ""
    bar: str = ""
    holds: bool | None = None

    @property
    def verdict(self) -> str:
        return {True: "holds", False: "**missed**", None: ""}[self.holds]


@dataclass(frozen=True)
class Spread:
    """Measurements of one thing, or the ratios of two that were measured in turns."""

    values: tuple[float, ...]

    @classmethod
    def of_ratios(cls, measured: Sequence[float], against: Sequence[float]) -> "Spread":
        """Each of the one side to what was measured of the other just before or after it."""
        return cls(tuple(one / other for one, other in zip(measured, against, strict=True)))

    @property
    def middle(self) -> float:
        return median(self.values)

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({min(self.values):.2f}–{max(self.values):.2f})"


def at_most(what: str, figure: str, ratio: Spread, bar: float) -> Row:
    """A row whose ratio may be no more than the bar, by its median."""
    return Row(what, figure, str(ratio), f"at most {bar:g}", ratio.middle <= bar)


def milliseconds(seconds: float) -> str:
    """As people read it, such as `8.2 ms`."""
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that this percent of them do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]
