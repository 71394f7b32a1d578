"""What `/sprint` decides on plain values: who counts as away and until when, and what was said about days."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from bot.errors import Refusal
from bot.schedule.spoken_dates import spoken_date

SOON_DAYS = 7
LOOKED_DAYS = 60
WEEKEND = "weekend"
_DAY = timedelta(days=1)
_LONGEST_TURN = timedelta(days=180)
"""Of days away that go on into a year which is not named."""
_RANGE = re.compile(r"\s+(?:to|till|until|through|bis|-|–|—)\s+", re.IGNORECASE)
_UNTIL = re.compile(r"(?:to|till|until|through)\s+", re.IGNORECASE)
_FROM = re.compile(r"(?:from|on)\s+", re.IGNORECASE)
_NOW = frozenset({"today", "tomorrow"})


@dataclass(frozen=True)
class Absent:
    """Days on which somebody is away, first and last, weekends at their end left out."""

    first: date
    last: date
    is_holiday: bool
    """All of them are public holidays."""


def absent_from(first: date, why_not: Callable[[date], str | None]) -> Absent | None:
    """The absence that begins on or goes on over a day, to its last day of the next 60; None for a day worked.

    A weekend is no absence, but one in the middle does not end it.
    """
    if why_not(first) in (None, WEEKEND):
        return None
    off: list[date] = []
    for day in (first + n * _DAY for n in range(LOOKED_DAYS)):
        why = why_not(day)
        if why is None:
            break
        off += [day] if why != WEEKEND else []
    return Absent(first, off[-1], all((why_not(day) or "").startswith("holiday") for day in off))


def absent_soon(today: date, why_not: Callable[[date], str | None]) -> Absent | None:
    """The first absence that begins in the next seven days."""
    days = (today + n * _DAY for n in range(1, SOON_DAYS + 1))
    return next((found for day in days if (found := absent_from(day, why_not)) is not None), None)


def spoken_days(text: str, today: date) -> tuple[date, date]:
    """First and last day of “fri”, “3 Dec to 7 Dec”, “until tue”; refuses what is no date, and an odd order.

    The last day is read from the first on: “fri to mon” ends on the Monday after that Friday.
    """
    said = _FROM.sub("", text.strip(), count=1) if _FROM.match(text.strip()) else text.strip()
    if found := _UNTIL.match(said):
        return today, spoken_date(said[found.end() :], today)
    parts = _RANGE.split(said)
    if len(parts) > 2:
        raise Refusal("Please say one first and one last day, such as: /sprint away fri to tue")
    first = spoken_date(parts[0], today)
    if len(parts) == 1:
        return first, first
    since = today if parts[1].strip().casefold() in _NOW else first
    return first, _in_order(first, spoken_date(parts[1], since), spoken_date(parts[1], today))


def _in_order(first: date, last: date, from_today: date) -> date:
    """The last day; refuses a slip that only the next year would put in order, such as “3 Apr to 1 Apr”."""
    if from_today < first and last - first > _LONGEST_TURN:
        right = f"{from_today.day} {from_today:%b} to {first.day} {first:%b}"
        raise Refusal(f"The last day comes before the first. Try: {right}")
    return last
