"""The days a person works: by their week, the public holidays of their region and their absences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import islice
from types import MappingProxyType

import holidays

from bot.errors import Refusal

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PATIENCE_DAYS = 60
"""How far the search for a working day goes: longer than any leave that a prompt could still be meant for."""

_NO_HOLIDAYS: Mapping[date, str] = MappingProxyType({})
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingWeek:
    """The weekdays a person works (0 is Monday); Monday to Friday unless they say otherwise."""

    days: frozenset[int] = frozenset(range(5))

    @classmethod
    def parse(cls, text: str) -> "WorkingWeek":
        """Read "mon,tue,wed", in any order and case, full names too; refuse an unknown day and an empty week."""
        words = re.findall(r"[^\s,;]+", text.lower())
        if not words:
            raise Refusal("A working week needs at least one day. Write the days like this: mon,tue,wed,thu,fri.")
        return cls(frozenset(map(_weekday, words)))

    @property
    def text(self) -> str:
        """The week as text to store: "mon,tue,wed,thu,fri"."""
        return ",".join(_NAMES[day][:3] for day in sorted(self.days))


def check_region(text: str) -> str:
    """Give the code of a country, or of a country and its part, as it is to be stored: "DE", "DE-BE", "US-CA".

    Reads any case (ISO 3166); refuses what the `holidays` library has no calendar for.
    """
    country, _, part = text.strip().replace("_", "-").partition("-")
    parts = _countries().get(country.upper())
    if parts is None:
        raise Refusal(
            f"There are no holidays for “{text.strip()}”. Use a country code such as DE, or DE-BE, US-CA."
        )
    if not part:
        return country.upper()
    known = {code.upper(): code for code in parts}
    if part.upper() not in known:
        raise Refusal(f"{country.upper()} has no part “{part}”. {_nearest_parts(country.upper(), parts)}")
    return f"{country.upper()}-{known[part.upper()]}"


@cache
def regions() -> tuple[tuple[str, str], ...]:
    """List every country with holidays, by name: ("DE", "Germany"); about 250, more than one Slack menu."""
    named = [(code, _country_name(code)) for code in _countries()]
    return tuple(sorted(named, key=lambda country: country[1]))


@lru_cache(maxsize=1024)
def holidays_in(region: str | None, year: int) -> Mapping[date, str]:
    """Give the public holidays of a year with their English names where there are any; none without a region.

    Refuses a region that `check_region` refuses. Years outside the library's tables (most end in 2100) are empty.
    """
    if region is None:
        return _NO_HOLIDAYS
    country, _, part = check_region(region).partition("-")
    languages = getattr(holidays, country).supported_languages
    language = "en_US" if "en_US" in languages else None
    found = holidays.country_holidays(country, subdiv=part or None, years=year, language=language)
    return MappingProxyType({day: name for day, name in found.items() if day.year == year})


@dataclass(frozen=True)
class WorkCalendar:
    """Which days one person works; absences are (first, last), both days included."""

    week: WorkingWeek = field(default_factory=WorkingWeek)
    region: str | None = None
    absences: tuple[tuple[date, date], ...] = ()

    def is_working(self, day: date) -> bool:
        """Tell whether the person works on `day`, a date in their own zone."""
        return self.why_not(day) is None

    def why_not(self, day: date) -> str | None:
        """Say why `day` is not worked: "weekend", "holiday: Christmas Day" or "away", in that order; else None."""
        if day.weekday() not in self.week.days:
            return "weekend"
        holiday = holidays_in(self.region, day.year).get(day)
        if holiday is not None:
            return f"holiday: {holiday}"
        return "away" if any(first <= day <= last for first, last in self.absences) else None

    def working_day_before(self, day: date, count: int = 1) -> date:
        """Give the `count`-th working day before `day`; if 60 days hold fewer, plainly `count` days before."""
        earlier = (day - n * _DAY for n in range(1, PATIENCE_DAYS + 1))
        worked = filter(self.is_working, earlier)
        return next(islice(worked, count - 1, None), day - count * _DAY)

    def next_working(self, on_or_after: date, within: int = PATIENCE_DAYS) -> date | None:
        """Give the first working day of the `within` days from `on_or_after` on; None if none of them is."""
        return first_common_working_day(self, self, on_or_after, within)


def first_common_working_day(
    one: WorkCalendar, other: WorkCalendar, on_or_after: date, within: int = PATIENCE_DAYS
) -> date | None:
    """Give the first day that both work of the `within` days from `on_or_after` on; None if there is none."""
    days = _days_from(on_or_after, within)
    return next((day for day in days if one.is_working(day) and other.is_working(day)), None)


def _weekday(word: str) -> int:
    found = next((day for day, name in enumerate(_NAMES) if len(word) >= 3 and name.startswith(word)), None)
    if found is None:
        raise Refusal(f"“{word[:20]}” is not a weekday. Write the days like this: mon,tue,wed,thu,fri.")
    return found


def _days_from(first: date, count: int) -> Iterator[date]:
    return (first + n * _DAY for n in range(count))


@cache
def _countries() -> Mapping[str, tuple[str, ...]]:
    known = holidays.list_supported_countries(include_aliases=False)
    return MappingProxyType({code: tuple(parts) for code, parts in known.items()})


def _country_name(code: str) -> str:
    """Give the name of the library's class for the country ("UnitedKingdom"), written as words."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+", _class_names()[code])
    return " ".join(word.lower() if word in {"And", "Of", "The"} else word for word in words)


@cache
def _class_names() -> Mapping[str, str]:
    return {names[1]: names[0] for names in holidays.registry.COUNTRIES.values()}


def _nearest_parts(country: str, parts: tuple[str, ...]) -> str:
    if not parts:
        return f"Its holidays are the same everywhere: use {country}."
    return f"Use {country} alone, or one of {', '.join(f'{country}-{code}' for code in parts[:5])}, …"
