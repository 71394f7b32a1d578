"""Frozen view models of the set-up."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Step:
    """A sprint calendar that the new team could run by: which teams do already, and how it goes."""

    calendar_id: int
    teams: tuple[str, ...]
    weeks: int
    number: int
    first_day: date
    """Of the sprint with this number, the current or the next one."""


@dataclass(frozen=True)
class Filled:
    """What the form is filled in with."""

    name: str
    channel: str | None
    lead: str
    first_day: date
    zone: str
    zones: tuple[str, ...]
    steps: tuple[Step, ...] = ()
    groups: tuple[tuple[str, str], ...] = ()
    """User groups as (Slack id, handle)."""


@dataclass(frozen=True)
class Times:
    """The wall-clock times of a new calendar, as the form has them at first.

    People are asked at the hour of the preps of 1-on-1s, so that both come as one message.
    """

    planning: time = time(10, 30)
    sync_up: time = time(10, 0)
    refinement: time = time(14, 0)
    refinement_days: int = 3
    retro: time = time(14, 0)
    demo: time = time(15, 30)


@dataclass(frozen=True)
class Begun:
    """What was set up, for who did it and for the team's lead."""

    team_id: int
    team: str
    channel: str
    members: int
    set_up_by: str | None
    """None for who did it themselves."""
    sprint: int | None
    first_day: date | None
    last_day: date | None
    coming: tuple[tuple[str, datetime], ...]
    zone: ZoneInfo
