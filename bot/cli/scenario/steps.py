"""A step of the script: at which instant who does what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.cli.scenario.acts import Act
from bot.cli.scenario.cast import CAST


@dataclass(frozen=True)
class Step:
    """One person does one thing or several, one after the other, without anything in between."""

    at: datetime
    """By the actor's own wall clock."""
    who: str
    acts: tuple[Act, ...]


def on(day: str, *entries: tuple[str, str, *tuple[Act, ...]]) -> Iterator[Step]:
    """The steps of a date: the actor's own wall-clock time, who it is, and what they do."""
    for clock, who, *acts in entries:
        local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(CAST[who].zone))
        yield Step(local, who, tuple(acts))
