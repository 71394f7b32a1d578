"""Frozen view models: a team's sprint, its calendar, its goals, and who is away."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.sprints.rules import Span


@dataclass(frozen=True)
class GoalShown:
    """A goal, and what became of it, if somebody said so already."""

    id: int
    text: str
    place: int
    verdict: str | None = None


@dataclass(frozen=True)
class AwayShown:
    """Somebody who is away, first and last day; `last` None: nobody knows until when."""

    name: str
    is_holiday: bool
    first: date
    last: date | None


@dataclass(frozen=True)
class NextUp:
    """Something that comes next; `was_on` is its date by the calendar if it is on another one."""

    title: str
    starts_at: datetime
    was_on: date | None = None


@dataclass(frozen=True)
class TeamSprint:
    """A team's sprint as `/sprint` shows it; `span` None: the team has no calendar yet."""

    team: int
    name: str
    zone: ZoneInfo
    today: date
    span: Span | None = None
    day: tuple[int, int] | None = None
    """Which working day today is, and of how many; None on a day that nobody works."""
    may_set_goals: bool = False
    goals: tuple[GoalShown, ...] = ()
    next: tuple[NextUp, ...] = ()
    away: tuple[AwayShown, ...] = ()
    """Who is away today."""
    away_soon: tuple[AwayShown, ...] = ()

    @property
    def has_begun(self) -> bool:
        """Whether the first sprint has."""
        return self.span is not None and self.span.first <= self.today


@dataclass(frozen=True)
class Overview:
    """A page of a person's teams, counted from 0."""

    teams: tuple[TeamSprint, ...]
    page: int = 0
    pages: int = 1


@dataclass(frozen=True)
class MeetingRow:
    """A meeting in the calendar; `key` names it in buttons."""

    key: str
    title: str
    starts_at: datetime
    was_on: date | None = None
    is_off: bool = False
    is_over: bool = False
    reason: str | None = None
    off: int = 0
    people: int = 0
    """How many it is for; `off` of them are away that day."""
    may_change: bool = False


@dataclass(frozen=True)
class CalendarPage:
    """The meetings of some sprints in a row, each with its span; `earlier`, `later` are numbers to turn to."""

    team: int
    name: str
    zone: ZoneInfo
    sprints: tuple[tuple[Span, tuple[MeetingRow, ...]], ...]
    may_change: bool
    earlier: int | None = None
    later: int | None = None


@dataclass(frozen=True)
class GoalsForm:
    """The goals of a sprint to change; `judges` when verdicts are asked for, `before` are the last one's."""

    team: int
    name: str
    span: Span
    goals: tuple[GoalShown, ...]
    judges: bool
    before: tuple[GoalShown, ...] = ()
    typed: str = ""
    """What was said already, for the first free place."""


@dataclass(frozen=True)
class ChangeForm:
    """A team's calendar to change: the sprints to choose from, and how it is from the first of them on."""

    team: int
    name: str
    zone: ZoneInfo
    sprints: tuple[Span, ...]
    chosen: int
    weeks: int
    weekday: int
    planning_at: time | None
    refinement_at: time | None
    refinement_days: int | None
    retro_at: time | None
    demo_at: time | None
    demo_channel: str | None
    others: tuple[str, ...] = ()
    """Teams in step, for whom length, first day and the joint retro & demo change too."""


@dataclass(frozen=True)
class MeetingGoals:
    """A team's goals in the message of a meeting."""

    team: str
    goals: tuple[GoalShown, ...]


@dataclass(frozen=True)
class MeetingShown:
    """A meeting as its channel sees it: what begins, or what has become of it and comes next."""

    title: str
    starts_at: datetime
    zone: ZoneInfo
    is_over: bool = False
    is_off: bool = False
    reason: str | None = None
    goals: tuple[MeetingGoals, ...] = field(default=())
    next: NextUp | None = None
