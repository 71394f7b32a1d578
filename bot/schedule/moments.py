"""What a ritual tells the schedule: which moments its occurrences have, and what happens at each."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.schedule.models import Occurrence, Series

# product.md: all prompts of one person that fall within this span go out as one message.
GATHER = timedelta(minutes=15)
# What gathers is asked for this early: by the time a prompt goes out, a beat has come to all that goes with it.
EARLY = GATHER + timedelta(minutes=1)


@dataclass(frozen=True)
class Turn:
    """A moment that has come: of which occurrence, when it is due, and the instant it is acted on.

    A moment that gathers is acted on before it is due, so what it asks for is to be said `at=due_at`.
    """

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
    missed: Callable[[Turn], Awaitable[None]] | None = None
    """Records, for those who would have been told something, that it came too late; it says nothing."""
    is_silent: bool = False
    """As a rule it tells nobody anything, or only edits what is there: in no list of what will be sent."""


@dataclass(frozen=True)
class Due:
    """The true instant (UTC) of a moment; one that `gathers` comes early, to be said with others."""

    at: datetime
    gathers: bool = False

    @property
    def comes_at(self) -> datetime:
        """The instant from which it is acted on."""
        return self.at - EARLY if self.gathers else self.at


DueTimes = Callable[[AsyncSession, Series, Occurrence], Awaitable[Mapping[str, Due]]]
"""When each moment of an occurrence is due.

Several of one kind are told apart by what follows `@`, as in `prompt@2026-03-02T08:30`; at most 64 characters.
"""


@dataclass(frozen=True)
class About:
    """What a series is, for lists of what is coming: in words, for whom, and of which team if it is one's."""

    title: str
    people: tuple[Person, ...]
    team_id: int | None = None
    by_local_time: bool = False
    """Its time holds by the clocks of each of them, not by those of its zone."""


Whom = Callable[[AsyncSession, Series, Occurrence, str, Due, About], Awaitable[tuple[Person, ...]]]
"""For whom of those that a series is about the moment of this name, due then, is, by what is known now."""


async def everybody(
    session: AsyncSession, series: Series, occurrence: Occurrence, name: str, due: Due, about: About
) -> tuple[Person, ...]:
    """Each moment is for all that the series is about."""
    return about.people


Told = Callable[[AsyncSession, Sequence[Series]], Awaitable[Mapping[int, About]]]
SeriesOf = Callable[[AsyncSession, Sequence[int], int | None], Awaitable[Sequence[Series]]]
"""(session, ids of teams, id of a person) → the series of these teams, and of this person if given.

A series that has ended is among them where another has taken its place, so that what it held is still known.
"""


@dataclass(frozen=True)
class Ritual:
    """A ritual as the schedule knows it: its moments in order, when each is due, and what its series are.

    `about` tells of many series at once, by id, in a number of statements that does not grow with them.
    """

    name: str
    moments: tuple[MomentKind, ...]
    due_times: DueTimes
    about: Told
    series_of: SeriesOf
    whom: Whom = everybody

    def kind(self, name: str) -> MomentKind:
        """The kind of the moment with this name."""
        return next(kind for kind in self.moments if kind.name == name.partition("@")[0])
