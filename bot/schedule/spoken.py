"""What people type after a slash command about when and for whom: times, recurrences, schedules, action items."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Literal

from bot.errors import Refusal
from bot.schedule.recurrence import WEEKDAYS
from bot.schedule.spoken_dates import BLANK, is_attempt, nearest, plain, quoted, spoken_date, weekday_named

__all__ = [
    "SpokenAction",
    "SpokenRecurrence",
    "SpokenSchedule",
    "split_action",
    "split_schedule",
    "spoken_date",
    "spoken_recurrence",
    "spoken_time",
]

SpokenRecurrence = Literal["weekly", "every 2 weeks", "every 4 weeks", "monthly"]

EXAMPLE = "every 2 weeks Tue 10:00"

_WEEKLY = r"weekly|(?:every|each) (?:1 )?week|once (?:a|per) week"
_SECOND = r"(?:2|two|second|2nd|other)"
_EVERY_2_WEEKS = rf"bi-?weekly|fortnightly|(?:every|each) fortnight|(?:every |each )?{_SECOND} weeks?"
_EVERY_4_WEEKS = r"(?:every |each )?(?:4|four|fourth|4th) weeks?"
_MONTHLY = r"monthly|(?:every|each) (?:1 )?month|once (?:a|per) month"
_RECURRENCES: tuple[tuple[str, SpokenRecurrence], ...] = (
    (_WEEKLY, "weekly"),
    (_EVERY_2_WEEKS, "every 2 weeks"),
    (_EVERY_4_WEEKS, "every 4 weeks"),
    (_MONTHLY, "monthly"),
)
_OTHER_RECURRENCE = re.compile(
    r"(?:every|each) (?:\S+ )??(?:day|week|month|quarter|year)s?|[0-9]+ ?(?:day|week|month|year)s?"
    r"|daily|quarterly|yearly|annually|hourly"
)
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.h]?([0-9]{2}))? ?(?:([ap])\.?m\.?)?")

_GAP = f"[{re.escape(BLANK)}]"
_WHO = re.compile(rf"(?:^|{_GAP})[Ff][Oo][Rr]{_GAP}+<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>[{re.escape(BLANK)}.,;!]*$")
_BY = re.compile(rf"(?:^|{_GAP})by(?={_GAP})", re.IGNORECASE)
_LONGEST_DATE = 60


@dataclass(frozen=True)
class SpokenSchedule:
    """What was said of a schedule; None where nothing was. Weekday 0 is Monday, `at` is wall-clock time."""

    recurrence: SpokenRecurrence | None = None
    weekday: int | None = None
    at: time | None = None


@dataclass(frozen=True)
class SpokenAction:
    """An action item as typed: what, for whom (a Slack user id, None if not said) and by when."""

    text: str
    who: str | None = None
    due: date | None = None


def spoken_time(text: str) -> time:
    """Read a time of day: "10", "10:00", "14.30", "1430", "2:30pm", "10 a.m.", "noon"; refuse anything else.

    Without am or pm the 24-hour clock is meant; 12am is midnight and 12pm noon.
    """
    said = plain(text)
    match = _CLOCK.fullmatch("12pm" if said == "noon" else said)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    if match and match[3]:
        hour = hour % 12 + (12 if match[3] == "p" else 0) if 1 <= hour <= 12 else 24
    if hour > 23 or minute > 59:
        wrong = f"{quoted(said)} is not a time of day." if said else "Say a time of day."
        raise Refusal(f"{wrong} Try 10:00, 2:30pm or 14:30.")
    return time(hour, minute)


def spoken_recurrence(text: str) -> SpokenRecurrence:
    """Read one of the four recurrences of a 1-on-1, by its name or another ("biweekly"); refuse any other."""
    said = plain(text)
    for pattern, name in _RECURRENCES:
        if re.fullmatch(pattern, said):
            return name
    raise Refusal(f"{quoted(said)} is not on offer. Choose weekly, every 2 weeks, every 4 weeks or monthly.")


def split_schedule(text: str) -> SpokenSchedule:
    """Read "every 2 weeks Tue 10:00": any of recurrence, weekday and time, in any order; "every other Tue" too.

    Refuses a word that is none of them, by that word, and a second, different one of a kind.
    """
    rest, found = plain(text), SpokenSchedule()
    while rest:
        part, rest = _next_part(rest)
        _refuse_two(found, part)
        found = replace(found, **{name: value for name, value in vars(part).items() if value is not None})
    return found


def split_action(text: str, today: date) -> SpokenAction:
    """Take `for @who` and `by DATE` off the end of an action item, in either order; the rest stays as typed.

    A mention is `<@U123|bob>`, as Slack sends it. A last "by" that no date follows to the end stays text ("the
    book by Fowler", "faster by 20 ms"), but a date that is wrong is refused as `spoken_date` refuses it, and so
    is an item of which nothing is left.
    """
    found = SpokenAction(text.strip(BLANK))
    for take in (_take_who, _take_due, _take_who):
        found = take(found, today)
    if not found.text:
        raise Refusal("Say what is to be done, for example: Send the draft by fri")
    return found


def _next_part(rest: str) -> tuple[SpokenSchedule, str]:
    for pattern, read in _PARTS:
        match = re.match(rf"(?:{pattern})(?:\.?(?= )|$)", rest)
        part = read(match[0]) if match else None
        if match and part is not None:
            return part, rest[match.end() :].strip()
    word = " ".join(rest.split()[: 2 if rest.startswith(("every ", "each ")) else 1])
    known = [name.lower() for name in WEEKDAYS] + ["weekly", "biweekly", "fortnightly", "monthly", "every"]
    raise Refusal(f"{quoted(word)} is not part of a schedule. {nearest(word, known)}For example: {EXAMPLE}")


def _weekday(word: str) -> SpokenSchedule | None:
    day = weekday_named(word)
    return None if day is None else SpokenSchedule(weekday=day)


def _recurring_weekday(words: str) -> SpokenSchedule | None:
    first, _, word = words.rpartition(" ")
    day = weekday_named(word)
    recurrence: SpokenRecurrence = "weekly" if first in {"every", "each"} else "every 2 weeks"
    return None if day is None else SpokenSchedule(recurrence, day)


def _recurrence(words: str) -> SpokenSchedule:
    return SpokenSchedule(recurrence=spoken_recurrence(words))


_PARTS: tuple[tuple[str, Callable[[str], SpokenSchedule | None]], ...] = (
    (r"on|at|and|&", lambda _: SpokenSchedule()),
    ("|".join(pattern for pattern, _ in _RECURRENCES), _recurrence),
    (rf"(?:every|each) (?:{_SECOND} )?[a-z]+\.?", _recurring_weekday),
    (_OTHER_RECURRENCE.pattern, _recurrence),
    (r"[a-z]+", _weekday),
    (r"noon|[0-9]\S*(?: [ap]\.?m\.?)?", lambda words: SpokenSchedule(at=spoken_time(words))),
)


def _refuse_two(found: SpokenSchedule, part: SpokenSchedule) -> None:
    kinds = {"recurrence": "how often", "weekday": "the day", "at": "the time"}
    for name, kind in kinds.items():
        before, now = getattr(found, name), getattr(part, name)
        if before is not None and now not in (None, before):
            raise Refusal(f"You said {kind} twice. Say it once, for example: {EXAMPLE}")


def _take_who(found: SpokenAction, _today: date) -> SpokenAction:
    match = _WHO.search(found.text)
    if match is None or found.who is not None:
        return found
    return replace(found, text=_before(found.text, match), who=match[1])


def _take_due(found: SpokenAction, today: date) -> SpokenAction:
    match = next(reversed(list(_BY.finditer(found.text))), None)
    tail = plain(found.text[match.end() :]) if match else ""
    if match is None or not tail or len(tail) > _LONGEST_DATE:
        return found
    try:
        due = spoken_date(tail, today)
    except Refusal:
        if is_attempt(tail):
            raise
        return found
    return replace(found, text=_before(found.text, match), due=due)


def _before(text: str, match: "re.Match[str]") -> str:
    return text[: match.start()].rstrip(BLANK + ",")
