"""Decisions about blockers: how old one is, when the lead is told of it, and what may be said of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot.people.working_days import PATIENCE_DAYS, WorkCalendar
from bot.schedule.wall_clock import MONTHS, instant_of, local_date, start_of_day

WORKING_DAYS = 2
TELL_AT = time(10)
# Later on the same day it would be read after work: then it waits for the next one.
GRACE = timedelta(hours=8)
RESOLVED_DAYS = 30
AGAIN_DAYS = 90
ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
DAY = timedelta(days=1)
SAY_WHAT = "What is in the way? Please write a few words."


@dataclass(frozen=True)
class Recurrence:
    """That a blocker has come back, by its author's word: for the how-manieth time, and since when."""

    times: int
    first: date


def name(number: int) -> str:
    """How people call it, such as B7."""
    return f"B{number}"


def age(opened_on: date, today: date) -> str:
    """How long it has been open, in plain days: “today”, “1 day”, “12 days”; both dates where its owner is.

    A clock that has gone back a day, as it may for who flies east to west, makes nothing older than today.
    """
    days = (today - opened_on).days
    if days <= 0:
        return "today"
    return "1 day" if days == 1 else f"{days} days"


def due_day(opened_on: date, owner: WorkCalendar) -> date:
    """The owner's second working day after the day it was raised; without two in 60 days, the last of these."""
    return next(islice(_worked_after(opened_on, owner), WORKING_DAYS - 1, None), opened_on + PATIENCE_DAYS * DAY)


def telling_instant(due: date, lead: WorkCalendar, zone: ZoneInfo, now: datetime) -> datetime:
    """When the lead is told: at 10:00 of their zone, on the first day from `due` on that they work.

    An instant up to eight hours ago is still good, and means now; after that it is their next working day.
    """
    today = local_date(now, zone)
    at = _ten_on(_working(max(due, today), lead), zone)
    return at if at + GRACE >= now else next_telling(at, lead, zone)


def next_telling(after: datetime, lead: WorkCalendar, zone: ZoneInfo) -> datetime:
    """10:00 of the lead's zone on their first working day after the day of an instant."""
    return _ten_on(_working(local_date(after, zone) + DAY, lead), zone)


def again_words(again: Recurrence | None) -> str:
    """Such as “again (third time, first on 3 March)”; empty for what has not come back."""
    if again is None or again.times < 2:
        return ""
    place = again.times - 2
    often = ORDINALS[place] if place < len(ORDINALS) else f"{again.times}th"
    return f"again ({often} time, first on {day_words(again.first)})"


def day_words(day: date) -> str:
    """A date as people say it, such as “3 March”."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def _worked_after(day: date, calendar: WorkCalendar) -> Iterator[date]:
    days = (day + n * DAY for n in range(1, PATIENCE_DAYS + 1))
    return filter(calendar.is_working, days)


def _working(day: date, calendar: WorkCalendar) -> date:
    return calendar.next_working(day) or day + PATIENCE_DAYS * DAY


def _ten_on(day: date, zone: ZoneInfo) -> datetime:
    return instant_of(day, TELL_AT, zone) or start_of_day(day, zone)
