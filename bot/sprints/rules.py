"""When sprints are, which day of one it is, and on which of its days each meeting is held."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType

from bot.errors import FieldRefusal, Refusal
from bot.sprints.models import Cadence, Meeting

RITUALS: Mapping[Meeting, str] = MappingProxyType(
    {
        Meeting.PLANNING: "planning",
        Meeting.REFINEMENT: "refinement",
        Meeting.RETRO: "team_retro",
        Meeting.DEMO: "joint_demo",
    }
)
"""The ritual that each meeting is, as the schedule names it."""
WEEKS = range(1, 5)
MINUTES = range(5, 481)
SHORTEST, LONGEST = 7, 34
"""How many days the sprint before a change may have: a week, or four and the days to another first weekday."""
HIGHEST_NUMBER = 99_999
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A numbered sprint, first and last day included; spans follow one another without gap or overlap."""

    number: int
    first: date
    last: date

    @property
    def weekdays(self) -> tuple[date, ...]:
        """Its days from Monday to Friday."""
        days = (self.first + n * _DAY for n in range((self.last - self.first).days + 1))
        return tuple(day for day in days if day.weekday() < 5)

    @property
    def last_weekday(self) -> date:
        """Its last day as people say it: the last one from Monday to Friday, whatever weekday it began on."""
        return self.weekdays[-1] if self.weekdays else self.last


@dataclass(frozen=True)
class Run:
    """Sprints in a row whose meetings recur every `weeks` weeks; `last` None: they go on."""

    first: Span
    last: Span | None
    weeks: int


def span_on(cadences: Sequence[Cadence], day: date) -> Span | None:
    """The sprint that `day` lies in; None before the first one. Cadences are in the order of their numbers."""
    begun = [cadence for cadence in cadences if cadence.first_day <= day]
    if not begun:
        return None
    number = begun[-1].from_number + (day - begun[-1].first_day).days // (7 * begun[-1].weeks)
    following = _following(cadences, begun[-1])
    return span_number(cadences, number if following is None else min(number, following.from_number - 1))


def span_number(cadences: Sequence[Cadence], number: int) -> Span:
    """The sprint with this number; refuses one before the first.

    Numbering goes on across a change of length, and the sprint before a change lasts until the day before it.
    """
    begun = [cadence for cadence in cadences if cadence.from_number <= number <= HIGHEST_NUMBER]
    if not begun:
        raise Refusal(f"There is no sprint {number}. Type /sprint calendar to see which there are.")
    cadence, following = begun[-1], _following(cadences, begun[-1])
    first = cadence.first_day + (number - cadence.from_number) * cadence.weeks * 7 * _DAY
    last = first + (cadence.weeks * 7 - 1) * _DAY
    if following is not None and number == following.from_number - 1:
        last = following.first_day - _DAY
    return Span(number, first, last)


def span_now(cadences: Sequence[Cadence], day: date) -> Span:
    """The sprint that `day` lies in, or the first one while it has not begun."""
    return span_on(cadences, day) or span_number(cadences, cadences[0].from_number)


def day_of(span: Span, day: date, is_working: Callable[[date], bool]) -> tuple[int, int] | None:
    """Which working day of the sprint `day` is, and of how many: (1, 10) to (10, 10).

    None for a day outside the sprint, and for one on which nobody works.
    """
    if not span.first <= day <= span.last or not is_working(day):
        return None
    worked = [one for one in _days(span) if is_working(one)]
    return worked.index(day) + 1, len(worked)


def runs(cadences: Sequence[Cadence], from_number: int, until: int | None = None) -> Iterator[Run]:
    """The sprints from a number on, until another number or for good, as runs of one length each.

    A sprint that a change has made longer or shorter than its cadence is a run of its own.
    """
    ends = [following.from_number - 1 for _, following in pairwise(cadences)]
    for cadence, end in zip(cadences, [*ends, None], strict=True):
        first = max(from_number, cadence.from_number)
        last = min((one for one in (end, until) if one is not None), default=None)
        if last is None:
            yield Run(span_number(cadences, first), None, cadence.weeks)
        elif first <= last:
            yield from _bounded(cadences, cadence.weeks, first, last)


def meeting_day(meeting: Meeting, span: Span, days_before_end: int | None) -> date:
    """The day of a sprint on which a meeting is held, before holidays move it.

    Planning is on the first day, whatever weekday. The others are on the last weekday (Monday to Friday), or so
    many weekdays before it; a sprint that is too short for that has it on its first.
    """
    if meeting is Meeting.PLANNING or not span.weekdays:
        return span.first
    return span.weekdays[max(0, len(span.weekdays) - 1 - (days_before_end or 0))]


def check_terms(meeting: Meeting, span: Span, minutes: int, days_before_end: int | None) -> None:
    """Refuse a refinement on the last day, or longer before it than a sprint lasts, and odd lengths."""
    if minutes not in MINUTES:
        raise FieldRefusal("minutes", "A meeting lasts from 5 minutes to 8 hours. Please choose another length.")
    most = len(span.weekdays) - 1
    if meeting is Meeting.REFINEMENT and not days_before_end:
        raise FieldRefusal(
            "refinement_day", "Refinement comes before the last day. Please choose at least one day before it."
        )
    if (days_before_end or 0) > most:
        raise FieldRefusal(
            "refinement_day",
            f"A sprint has {most + 1} days from Monday to Friday. Please choose {most} before its last or fewer.",
        )


def check_cadence(cadences: Sequence[Cadence], from_number: int, first_day: date, weeks: int, today: date) -> None:
    """Refuse a change that reaches into what has been: a sprint that is over, or the first day of a begun one.

    The sprint before it must keep between 7 and 34 days.
    """
    if weeks not in WEEKS:
        raise FieldRefusal("weeks", "Please choose from 1 to 4 weeks.")
    span = span_number(cadences, from_number)
    check_not_over(span, today)
    if span.first <= today:
        _check_begun(span, first_day, weeks, today)
    elif first_day <= today:
        raise FieldRefusal("first_day", "That day has come already. Please choose a later first day or sprint.")
    if from_number > cadences[0].from_number:
        days = (first_day - span_number(cadences, from_number - 1).first).days
        if not SHORTEST <= days <= LONGEST:
            raise FieldRefusal(
                "first_day",
                f"Then sprint {from_number - 1} would have {days} days. "
                f"Please choose a day that leaves it between {SHORTEST} and {LONGEST}.",
            )


def check_not_over(span: Span, today: date) -> None:
    """Refuse a change from a sprint on that is over."""
    if span.last < today:
        raise FieldRefusal("from_number", f"Sprint {span.number} is over. Please choose a later one.")


def check_order(retro: datetime, demo: datetime, field: str, whose: str) -> None:
    """Refuse a team's retro that does not begin before the joint one, which is what it feeds."""
    if retro >= demo:
        raise FieldRefusal(
            field, f"The retro of {whose} comes before the joint retro & demo. Please choose another time."
        )


def with_change(cadences: Sequence[Cadence], change: Cadence) -> list[Cadence]:
    """The cadences with another length from a sprint on, instead of what was to change then or later."""
    return [*(one for one in cadences if one.from_number < change.from_number), change]


def on_weekday(day: date, weekday: int, after: date) -> date:
    """The date nearest to `day` that is this weekday (0 is Monday) and later than `after`."""
    shift = (weekday - day.weekday() + 3) % 7 - 3
    near = day + shift * _DAY
    return near if near > after else near + 7 * _DAY


def verdicts_are_open(span: Span, today: date) -> bool:
    """Whether it can be said what became of a sprint's goals: from its last two weekdays on."""
    return today >= (span.weekdays[-2:] or (span.last,))[0]


def other_days(meeting: Meeting, span: Span, day: date) -> list[date]:
    """The days of the sprint to which a meeting gives way, nearest first: later for planning, else earlier."""
    if meeting is Meeting.PLANNING:
        return [one for one in _days(span) if one > day]
    return [one for one in reversed(list(_days(span))) if one < day]


def is_half(off: int, people: int) -> bool:
    """Whether half of these people or more are off."""
    return people > 0 and 2 * off >= people


def _days(span: Span) -> Iterator[date]:
    return (span.first + n * _DAY for n in range((span.last - span.first).days + 1))


def _following(cadences: Sequence[Cadence], cadence: Cadence) -> Cadence | None:
    return next((one for one in cadences if one.from_number > cadence.from_number), None)


def _bounded(cadences: Sequence[Cadence], weeks: int, first: int, last: int) -> Iterator[Run]:
    ending = span_number(cadences, last)
    if (ending.last - ending.first).days + 1 == weeks * 7:
        yield Run(span_number(cadences, first), ending, weeks)
        return
    if first < last:
        yield Run(span_number(cadences, first), span_number(cadences, last - 1), weeks)
    yield Run(ending, ending, weeks)


def _check_begun(span: Span, first_day: date, weeks: int, today: date) -> None:
    if first_day != span.first:
        raise FieldRefusal(
            "first_day", f"Sprint {span.number} has begun. Please choose another first day for a later sprint."
        )
    if first_day + (weeks * 7 - 1) * _DAY < today:
        raise FieldRefusal("weeks", f"Then sprint {span.number} would be over. Please choose a later sprint.")
