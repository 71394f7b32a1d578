"""What the set-up form says of sprints, meetings and the sync-up, with what is missing said under its field."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from bot.errors import FieldRefusal
from bot.setup.rules import MeetingsAsked, SprintsAsked, SyncUpAsked, check_first_day, check_order
from bot.setup.views.forms import NO_REFINEMENT, OWN_CALENDAR, WEEKDAYS
from bot.slack.requests import number
from bot.slack.values import Values

MOST_WEEKS = 4


@dataclass(frozen=True)
class Asked:
    """What the form said about sprints, meetings and the sync-up; who is in the team is read with the people."""

    step: int | None
    """The calendar to run by; None for one of its own."""
    sprints: SprintsAsked
    meetings: MeetingsAsked
    sync_up: SyncUpAsked


def asked(values: Values, home_zone: ZoneInfo, today: date) -> Asked:
    """Read the form; refuses, under its field, what is missing or cannot be."""
    meetings = _meetings(values)
    check_order(meetings)
    return Asked(
        step=_step(values),
        sprints=_sprints(values, home_zone, today),
        meetings=meetings,
        sync_up=_sync_up(values),
    )


def _step(values: Values) -> int | None:
    chosen = values.choice("step")
    return None if chosen in (None, OWN_CALENDAR) else number(chosen or "")


def _sprints(values: Values, home_zone: ZoneInfo, today: date) -> SprintsAsked:
    weeks = number(values.choice("weeks") or "")
    if not 1 <= weeks <= MOST_WEEKS:
        raise FieldRefusal("weeks", "Please choose from 1 to 4 weeks.")
    first_day = values.day("first_day")
    if first_day is None:
        raise FieldRefusal("first_day", "Please choose the first day of a sprint.")
    if _step(values) is None:
        check_first_day(first_day, today)
    return SprintsAsked(weeks, first_day, _first_number(values), _zone(values, home_zone))


def _first_number(values: Values) -> int:
    found = values.number("first_number")
    if found is None:
        return 1
    if found != found.to_integral_value() or not Decimal(1) <= found <= Decimal(9999):
        raise FieldRefusal("first_number", "Please write a whole number from 1 to 9999.")
    return int(found)


def _zone(values: Values, home_zone: ZoneInfo) -> ZoneInfo:
    name = values.choice("zone")
    try:
        return ZoneInfo(name) if name else home_zone
    except (ValueError, OSError, LookupError):
        raise FieldRefusal("zone", "I don’t know that time zone. Please choose another.") from None


def _meetings(values: Values) -> MeetingsAsked:
    refinement = values.choice("refinement_day")
    return MeetingsAsked(
        planning_at=_time(values, "planning_at"),
        refinement_days=None if refinement in (None, NO_REFINEMENT) else number(refinement or ""),
        refinement_at=_time(values, "refinement_at"),
        retro_at=_time(values, "retro_at"),
        demo_at=_time(values, "demo_at"),
        demo_channel=values.channel("demo_channel"),
    )


def _sync_up(values: Values) -> SyncUpAsked:
    days = frozenset(WEEKDAYS.index(code) for code in values.choices("sync_up_days") if code in WEEKDAYS)
    if not days:
        raise FieldRefusal("sync_up_days", "Please choose at least one day.")
    return SyncUpAsked(days, _time(values, "sync_up_at"), values.choice("sync_up_by") != "team")


def _time(values: Values, block: str) -> time:
    found = values.time(block)
    if found is None:
        raise FieldRefusal(block, "Please choose a time.")
    return found
