"""Frozen view models: a person's settings, and what was due for them, with nothing in it of what it said."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.slack.models import PostState


@dataclass(frozen=True)
class DaysAway:
    """Days on which the person is away, first and last included."""

    id: int
    first: date
    last: date


@dataclass(frozen=True)
class Settings:
    """What the bot knows of a person's own calendar; `quiet_because` is why they are away just now."""

    zone: ZoneInfo
    week: frozenset[int]
    region: str | None
    """In words."""
    away: tuple[DaysAway, ...] = ()
    quiet_because: str | None = None


@dataclass(frozen=True)
class Due:
    """One thing that was due for a person: when, what kind of thing, and what became of it."""

    id: int
    at: datetime
    about: str
    state: PostState
    shown_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True)
class DuePage:
    """A page of what was due, counted from 0; `is_cut` when there was more than is looked through."""

    rows: tuple[Due, ...]
    zone: ZoneInfo
    page: int = 0
    pages: int = 1
    is_cut: bool = False


@dataclass(frozen=True)
class CalendarChoice:
    """What the form for working days and holidays is filled in with; `part` is of the country, such as “BE”."""

    week: frozenset[int]
    countries: tuple[tuple[str, str], ...]
    country: str | None = None
    part: str = ""


@dataclass(frozen=True)
class Offered:
    """One way to use the bot, for the help: how it is written or called, and what it does."""

    title: str
    lines: tuple[str, ...] = ()
    """As mrkdwn, escaped."""
