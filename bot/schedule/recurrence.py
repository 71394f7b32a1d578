"""The dates on which a series recurs, from an RFC 5545 rule and the date it starts from."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule

from bot.errors import Refusal
from bot.schedule.wall_clock import instant_of, local_date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_INTERVAL = 99

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES: dict[str, Literal[1, 2, 3]] = {
    "DAILY": rrule.DAILY,
    "WEEKLY": rrule.WEEKLY,
    "MONTHLY": rrule.MONTHLY,
}
_BY_DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
_NTH |= {-2: "second to last", -3: "third to last", -4: "fourth to last", -5: "fifth to last"}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Recurrence:
    """An endless row of dates: those that fit the rule, none before `first`, which also fixes the phase.

    Made by `weekly`, `monthly` or `parse`, which check what they are given. `rule` is what to store; weeks
    begin on Monday (RFC 5545's default), so `INTERVAL=2` counts from the Monday of the week of `first`.
    """

    first: date
    frequency: str
    interval: int
    by_day: tuple[tuple[int, int], ...] = ()
    """(nth, weekday): nth 0 is every such day, -1 the last of the month; weekday 0 is Monday."""

    @classmethod
    def weekly(cls, first: date, every: int = 1) -> "Recurrence":
        """Recur on the weekday of `first`, every `every` weeks."""
        return cls.parse(f"FREQ=WEEKLY;INTERVAL={every};BYDAY={_CODES[first.weekday()]}", first)

    @classmethod
    def monthly(cls, first: date) -> "Recurrence":
        """Recur on the same nth weekday of every month; a fifth means the last, so no month is left out."""
        nth = (first.day - 1) // 7 + 1
        code = _CODES[first.weekday()]
        return cls.parse(f"FREQ=MONTHLY;INTERVAL=1;BYDAY={-1 if nth == 5 else nth}{code}", first)

    @classmethod
    def parse(cls, rule: str, first: date) -> "Recurrence":
        """Read a rule of FREQ=DAILY, WEEKLY or MONTHLY with INTERVAL (1–99) and BYDAY; refuse any other part.

        A weekly rule without BYDAY means the weekday of `first`, a monthly one its day of the month; months
        that lack that day are left out (RFC 5545, 3.3.10). Refuses a rule that would never come true.
        """
        parts = _parts(rule)
        frequency = parts.get("FREQ", "")
        if frequency not in _FREQUENCIES:
            raise Refusal(f"“{rule}” does not say how often. Use FREQ=DAILY, WEEKLY or MONTHLY.")
        by_day = _by_day(parts.get("BYDAY", ""), frequency)
        if frequency == "WEEKLY" and not by_day:
            by_day = ((0, first.weekday()),)
        found = cls(first, frequency, _interval(parts.get("INTERVAL", "1")), by_day)
        found._refuse_never()
        return found

    @property
    def rule(self) -> str:
        """The rule as text to store: parsed again with the same `first`, it gives an equal recurrence."""
        days = ",".join(f"{nth or ''}{_CODES[day]}" for nth, day in self.by_day)
        return f"FREQ={self.frequency};INTERVAL={self.interval}" + (f";BYDAY={days}" if days else "")

    def next_date(self, on_or_after: date) -> date | None:
        """Give the first date on or after the one given; None only past the year 9999.

        It costs the same however long ago `first` was.
        """
        return next(self._from(on_or_after), None)

    def dates(self, after: date, until: date) -> Iterator[date]:
        """Give the dates in the window (after, until], in order; windows that meet miss and share none."""
        if after >= until:
            return
        for day in self._from(after + _DAY):
            if day > until:
                return
            yield day

    def words(self) -> str:
        """Say it for people: "every 2 weeks on Tuesday", "monthly on the second Tuesday"."""
        if self.frequency == "MONTHLY":
            often = "monthly" if self.interval == 1 else f"every {self.interval} months"
            return f"{often} on {self._days_of_month()}"
        unit = "week" if self.frequency == "WEEKLY" else "day"
        often = f"every {unit}" if self.interval == 1 else f"every {self.interval} {unit}s"
        return f"{often} on {_listed([WEEKDAYS[day] for _, day in self.by_day])}" if self.by_day else often

    def _days_of_month(self) -> str:
        if not self.by_day:
            return f"day {self.first.day}"
        return _listed([f"{f'the {_NTH[nth]}' if nth else 'every'} {WEEKDAYS[day]}" for nth, day in self.by_day])

    def _refuse_never(self) -> None:
        stuck = self.frequency == "DAILY" and self.by_day and self.interval % 7 == 0
        if stuck and self.first.weekday() not in {day for _, day in self.by_day}:
            raise Refusal(f"“{self.rule}” never comes true from {self.first}. Use FREQ=WEEKLY with BYDAY.")

    def _from(self, day: date) -> Iterator[date]:
        earliest = max(day, self.first)
        for found in self._rrule(self._period_of(earliest)):
            if found.date() >= earliest:
                yield found.date()

    def _rrule(self, start: date) -> rrule.rrule:
        monthly_by_date = self.frequency == "MONTHLY" and not self.by_day
        return rrule.rrule(
            _FREQUENCIES[self.frequency],
            dtstart=datetime.combine(start, time()),
            interval=self.interval,
            wkst=rrule.MO,
            byweekday=[rrule.weekday(day, nth or None) for nth, day in self.by_day] or None,
            bymonthday=self.first.day if monthly_by_date else None,
        )

    def _period_of(self, day: date) -> date:
        """Give a date in phase, on or before `day` and within one interval of it, to start counting from."""
        if self.frequency == "MONTHLY":
            return self._month_of(day)
        length = self.interval * (7 if self.frequency == "WEEKLY" else 1)
        return self.first + (day - self.first) // (length * _DAY) * (length * _DAY)

    def _month_of(self, day: date) -> date:
        start = self.first.year * 12 + self.first.month - 1
        months = day.year * 12 + day.month - 1
        year, month = divmod(start + (months - start) // self.interval * self.interval, 12)
        return date(year, month + 1, 1)


def upcoming(recurrence: Recurrence, at: time, zone: ZoneInfo, after: datetime) -> tuple[date, datetime]:
    """Give the first occurrence whose instant is later than `after`: its local date and its instant (UTC).

    `at` is wall-clock time in `zone`; dates the zone does not have are passed over. Raises OverflowError when
    the calendar ends (year 9999) first.
    """
    for day in recurrence.dates(local_date(after, zone) - _DAY, date.max):
        instant = instant_of(day, at, zone)
        if instant is not None and instant > after:
            return day, instant
    raise OverflowError("the calendar ends before the next occurrence")


def _parts(rule: str) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:")
    pairs = [part.partition("=") for part in text.split(";") if part]
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs) or not parts.keys() <= {"FREQ", "INTERVAL", "BYDAY"}:
        raise Refusal(f"“{rule}” has a part that is not supported. Use FREQ, INTERVAL and BYDAY, each once.")
    return parts


def _interval(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) == 0:
        raise Refusal(f"“{text}” is not an interval. Use a number from 1 to {LONGEST_INTERVAL}.")
    return int(text)


def _by_day(text: str, frequency: str) -> tuple[tuple[int, int], ...]:
    found = [_BY_DAY.fullmatch(part) for part in text.split(",")] if text else []
    days = {(int(match[1] or 0), _CODES.index(match[2])) for match in found if match}
    numbered = [bool(nth) for nth, _ in days]
    # dateutil joins "MO,1TU" by "and", which is never true
    if None in found or any(numbered) > all(numbered) or (any(numbered) and frequency != "MONTHLY"):
        raise Refusal(
            f"“{text}” does not fit a {frequency.lower()} rule. Use MO,TU or, by the month, 2TU or -1FR."
        )
    return tuple(sorted(days, key=lambda nth_day: (nth_day[1], nth_day[0])))


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
