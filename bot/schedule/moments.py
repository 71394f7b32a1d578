"""What a ritual tells the schedule: which moments its occurrences have, and what happens at each."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule.models import Occurrence, Series


@dataclass(frozen=True)
class Turn:
    """A moment that has come: of which occurrence, when it was due, and the instant it is acted on."""

    session: AsyncSession
    series: Series
    occurrence: Occurrence
    due_at: datetime
    now: datetime


@dataclass(frozen=True)
class MomentKind:
    """A point around an occurrence; `grace` after it is too late, None means better late than never."""

    name: str
    grace: timedelta | None
    act: Callable[[Turn], Awaitable[None]]
    before_start: bool = False
    """It prepares for the occurrence, so that it is too late once that has begun, whatever the grace."""


DueTimes = Callable[[AsyncSession, Series, Occurrence], Awaitable[Mapping[str, datetime]]]


@dataclass(frozen=True)
class Ritual:
    """A ritual as the schedule knows it: its moments in order, and when each of them is due."""

    name: str
    moments: tuple[MomentKind, ...]
    due_times: DueTimes
