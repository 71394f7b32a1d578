"""Dates as people type them: "fri", "3 Dec", "2026-12-03"."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from difflib import get_close_matches

from bot.errors import Refusal
from bot.schedule.recurrence import WEEKDAYS
from bot.schedule.wall_clock import MONTHS

INVISIBLE = "".join(map(chr, (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF)))
"""Characters without width that come along with pasted text."""

BLANK = INVISIBLE + "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
"""What separates words: white space of every kind, and what cannot be seen."""

_FIRST_LEAP = 8  # two 29 Februaries are at most eight years apart (1896 and 1904)
_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DOTTED = re.compile(r"([0-9]{1,2})\. ?([0-9]{1,2})(?:\. ?([0-9]{4}|[0-9]{2}))?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}|[0-9]{2}))?")
_DAY_MONTH = re.compile(
    r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th|\.)? ?(?:of )?([a-z]{3,9})\.?(?: ([0-9]{4}|[0-9]{2}))?"
)
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? ?([0-9]{1,2})(?:st|nd|rd|th|\.)?(?: ([0-9]{4}|[0-9]{2}))?")
_DISTANCE = re.compile(r"in (a|one|[0-9]{1,3}) (day|week)s?")
_WEEKDAY = re.compile(r"(?:on |this )?([a-z]{3,9})\.?")
_NEXT_WEEKDAY = re.compile(r"next ([a-z]{3,9})\.?")
_MISSPELT_DATE = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th|\.)? ?([a-z]{3,})\.?(?: [0-9]+)?")
_END_OF = re.compile(r"(?:the )?end of (?:the )?(?:day|week|month|quarter|year|sprint)|e[o0][dwm]")

_NAMES = tuple(name.lower() for name in (*WEEKDAYS, *MONTHS, "Today", "Tomorrow"))
_SURNAMES_TOO = {"may", "march", "april", "june", "august"}  # "the book by May Sarton"
_FILLERS = frozenset(("the", "of", "on", "in", "this", "at", "am", "pm", "day", "days", "week", "weeks", "month"))
_FILLERS |= {"noon", "morning", "afternoon", "evening", "night"}


def spoken_date(text: str, today: date) -> date:
    """Read a date as typed, in any case and with stray spaces and dots; the earliest is `today`.

    - A weekday is the next such day after today; "next tue" is the Tuesday of the week after this one (weeks begin
      on Monday).
    - A day and month without a year are the next such date, today included; "29 Feb" waits for a leap year.
    - "3.12." is 3 December; "12/3" is refused, since it is March for some and December for others.

    Refuses what is no date, does not exist or is past, with the nearest form that would do.
    """
    said = plain(text)
    for reader in (_by_word, _by_weekday, _by_distance, _by_iso, _by_dots, _by_slashes, _by_month_name):
        found = reader(said, today)
        if found is not None:
            return found
    raise Refusal(_unknown(said, today))


def is_attempt(text: str) -> bool:
    """Tell whether `text` was clearly meant as a date, right or wrong: "30 Feb", "fryday"; not "20 %"."""
    said = plain(text)
    words = said.split()
    if not words:
        return False
    if _ISO.fullmatch(said) or _END_OF.fullmatch(said) or _is_short_date(said) or _is_misspelt(said):
        return True
    if words[0] in _NAMES and words[0] not in _SURNAMES_TOO:
        return True
    return all(map(_belongs_to_a_date, words)) and any(map(_marks_a_date, words))


def weekday_named(word: str) -> int | None:
    """Give the weekday (0 is Monday) that `word` names, from three letters on, plural too; None if it is none."""
    return _position(word.removesuffix("."), WEEKDAYS)


def plain(text: str) -> str:
    """Reduce typed text to what is compared: lower case, single spaces, no invisible characters, no end stops."""
    visible = unicodedata.normalize("NFKC", text).translate(dict.fromkeys(map(ord, INVISIBLE)))
    return " ".join(visible.lower().replace(",", " ").split()).strip(" .;!?")


def quoted(text: str) -> str:
    """Give what a person typed back to them, at most 40 characters of it."""
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def nearest(word: str, known: Sequence[str]) -> str:
    """Ask "Did you mean …? " about a near miss of a known word; nothing if there is none."""
    close = get_close_matches(word[:40], known, 1, 0.75)
    return f"Did you mean {close[0]}? " if close else ""


def _by_word(said: str, today: date) -> date | None:
    return {"today": today, "tomorrow": today + timedelta(1)}.get(said)


def _by_weekday(said: str, today: date) -> date | None:
    monday = today - timedelta(today.weekday())
    if (match := _NEXT_WEEKDAY.fullmatch(said)) and (day := weekday_named(match[1])) is not None:
        return monday + timedelta(7 + day)
    if (match := _WEEKDAY.fullmatch(said)) and (day := weekday_named(match[1])) is not None:
        return today + timedelta((day - today.weekday() - 1) % 7 + 1)
    return None


def _by_distance(said: str, today: date) -> date | None:
    match = _DISTANCE.fullmatch(said)
    if not match:
        return None
    count = int(match[1]) if match[1].isdigit() else 1
    return today + timedelta(count * (7 if match[2] == "week" else 1))


def _by_iso(said: str, today: date) -> date | None:
    match = _ISO.fullmatch(said)
    return _dated(int(match[3]), int(match[2]), int(match[1]), today) if match else None


def _by_dots(said: str, today: date) -> date | None:
    match = _DOTTED.fullmatch(said)
    return _dated(int(match[1]), int(match[2]), _year(match[3]), today) if match else None


def _by_slashes(said: str, today: date) -> date | None:
    match = _SLASHED.fullmatch(said)
    if not match:
        return None
    one, other, year = int(match[1]), int(match[2]), _year(match[3])
    if one != other and 1 <= one <= 12 and 1 <= other <= 12:
        readings = f"{one} {MONTHS[other - 1][:3]} or {other} {MONTHS[one - 1][:3]}"
        raise Refusal(f"{quoted(said)} can be read in two ways. Try {readings}.")
    return _dated(one, other, year, today) if other <= 12 else _dated(other, one, year, today)


def _by_month_name(said: str, today: date) -> date | None:
    if match := _DAY_MONTH.fullmatch(said):
        day, name, year = match[1], match[2], match[3]
    elif match := _MONTH_DAY.fullmatch(said):
        day, name, year = match[2], match[1], match[3]
    else:
        return None
    month = _position(name, MONTHS)
    return None if month is None else _dated(int(day), month + 1, _year(year), today)


def _dated(day: int, month: int, year: int | None, today: date) -> date:
    if not 1 <= month <= 12:
        raise Refusal(f"There is no month {month}. Try {_both_forms(today + timedelta(7), today)}.")
    found = _next(day, month, today) if year is None else _exact(day, month, year)
    if found is None:
        raise Refusal(_no_such_date(day, month, year, today))
    if found < today:
        again = _next(day, month, today) or today
        raise Refusal(f"{day} {MONTHS[month - 1]} {found.year} is in the past. Try {_both_forms(again, today)}.")
    return found


def _exact(day: int, month: int, year: int) -> date | None:
    exists = 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]
    return date(year, month, day) if exists else None


def _next(day: int, month: int, today: date) -> date | None:
    years = range(today.year, today.year + _FIRST_LEAP + 1)
    return next((found for year in years if (found := _exact(day, month, year)) and found >= today), None)


def _no_such_date(day: int, month: int, year: int | None, today: date) -> str:
    longest = monthrange(2027, month)[1]  # a common year: 28 February exists in every year
    near_day = min(max(day, 1), longest)
    near = _exact(near_day, month, year or today.year)
    if near is None or near < today:
        near = _next(near_day, month, today) or today
    which = f" {year}" if (day, month) == (29, 2) else ""
    return f"{day} {MONTHS[month - 1]}{which} does not exist. Try {_both_forms(near, today)}."


def _both_forms(day: date, today: date) -> str:
    """Write a date in the two forms to copy; the short one has a year if it would mean an earlier date without."""
    year = "" if _next(day.day, day.month, today) == day else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1][:3]}{year} or {day.isoformat()}"


def _unknown(said: str, today: date) -> str:
    forms = _both_forms(today + timedelta(7), today)
    if not said:
        return f"Say a date, for example fri, {forms}."
    return f"{quoted(said)} is not a date I know. {nearest(said, _NAMES)}Try fri, {forms}."


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _position(word: str, names: Sequence[str]) -> int | None:
    """Give the place of the name that `word` is, begins (three letters or more) or is the plural of."""
    candidates = [form for form in (word, word.removesuffix("s")) if len(form) >= 3]
    matches = (n for form in candidates for n, name in enumerate(names) if name.lower().startswith(form))
    return next(matches, None)


def _is_short_date(said: str) -> bool:
    match = _DOTTED.fullmatch(said) or _SLASHED.fullmatch(said)
    if not match:
        return False
    one, other = int(match[1]), int(match[2])
    return (
        match[3] is not None or (1 <= one <= 31 and 1 <= other <= 12) or ("/" in said and one <= 12 < other <= 31)
    )


def _is_misspelt(said: str) -> bool:
    match = _MISSPELT_DATE.fullmatch(said)
    if match and (_position(match[1], MONTHS) is not None or nearest(match[1], _NAMES)):
        return True
    return bool(get_close_matches(said[:40], _NAMES, 1, 0.82))


def _belongs_to_a_date(word: str) -> bool:
    number = re.fullmatch(r"[0-9]{1,4}(?:[:.][0-9]{2})?(?:am|pm)?", word)
    return number is not None or word in _FILLERS or _marks_a_date(word)


def _marks_a_date(word: str) -> bool:
    ordinal = re.fullmatch(r"[0-9]{1,2}(?:st|nd|rd|th)", word) is not None
    known = weekday_named(word) is not None or _position(word.removesuffix("."), MONTHS) is not None
    return ordinal or known or word in {"today", "tomorrow", "next"} or _END_OF.fullmatch(word) is not None
