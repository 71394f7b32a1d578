"""What a set-up may say: pure decisions on plain values."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import FieldRefusal

LATEST_START = timedelta(days=120)
EARLIEST_START = timedelta(days=28)


@dataclass(frozen=True)
class SprintsAsked:
    """A calendar of its own: how long, from when, and counted from which number."""

    weeks: int
    first_day: date
    first_number: int
    zone: ZoneInfo


@dataclass(frozen=True)
class MeetingsAsked:
    """When the meetings of every sprint are; `refinement_days` before the last day, None for none."""

    planning_at: time
    refinement_days: int | None
    refinement_at: time
    retro_at: time
    demo_at: time
    demo_channel: str | None


@dataclass(frozen=True)
class SyncUpAsked:
    """When the sync-up is; weekdays with 0 for Monday."""

    days: frozenset[int]
    at: time
    by_local_time: bool


def check_first_day(first_day: date, today: date) -> None:
    """Refuse a first sprint that began more than four weeks ago, or begins more than 120 days from now."""
    if first_day < today - EARLIEST_START:
        raise FieldRefusal("first_day", "That is more than four weeks ago. Please choose the sprint you are in.")
    if first_day > today + LATEST_START:
        raise FieldRefusal("first_day", "That is more than 120 days away. Please choose an earlier day.")
    if first_day.weekday() > 4:
        raise FieldRefusal("first_day", "A sprint begins on a day from Monday to Friday. Please choose one.")


def check_order(meetings: MeetingsAsked) -> None:
    """Refuse a joint retro & demo that is not after the team's own retro."""
    if meetings.demo_channel is not None and meetings.demo_at <= meetings.retro_at:
        raise FieldRefusal(
            "demo_at", "The joint retro & demo comes after the team retro. Please choose a later time."
        )


def next_monday(today: date) -> date:
    """The Monday a new calendar begins on unless somebody chooses otherwise: today if it is one."""
    return today + timedelta(days=-today.weekday() % 7)
