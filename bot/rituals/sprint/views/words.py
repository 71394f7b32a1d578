"""The words that all views of sprints share."""

from collections.abc import Sequence
from datetime import date

from bot.rituals.sprint.views.models import AwayShown, GoalShown, TeamSprint
from bot.schedule.wall_clock import MONTHS
from bot.slack.text import one_line
from bot.sprints.rules import Span
from bot.sprints.views import day, name

MOST_NAMES = 12
LONGEST_GOAL = 300
VERDICTS = {"met": "✅ met", "partly": "🌓 partly", "missed": "❌ missed"}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def dates(span: Span) -> str:
    """The days of a sprint as people say them, to its last weekday: “2–13 Mar”, “30 Mar – 10 Apr”."""
    first, last = span.first, max(span.first, span.last_weekday)
    if (first.month, first.year) == (last.month, last.year):
        return f"{first.day}–{last.day} {first:%b}"
    return f"{first.day} {first:%b} – {last.day} {last:%b}"


def sprint_line(shown: TeamSprint) -> tuple[str, str]:
    """“Sprint 12” and “ · day 4 of 10 (2–13 Mar)”; before the first one, when it begins."""
    if shown.span is None:
        return "No sprints yet", " · its lead or an admin sets them up with /sprint setup"
    number = f"Sprint {shown.span.number}"
    if not shown.has_begun:
        first = shown.span.first
        return number, f" begins on {first:%a} {first.day} {MONTHS[first.month - 1]}"
    if shown.day is None:
        return number, f" · nobody works today ({dates(shown.span)})"
    return number, f" · day {shown.day[0]} of {shown.day[1]} ({dates(shown.span)})"


def goal_lines(goals: Sequence[GoalShown]) -> str:
    """The goals, a line each, with their verdicts."""
    return "\n".join(
        f"{place}. {one_line(goal.text, LONGEST_GOAL)}" + (f" · {VERDICTS[goal.verdict]}" if goal.verdict else "")
        for place, goal in enumerate(goals, 1)
    )


def absent(people: Sequence[AwayShown], today: date) -> str:
    """“Ana (until Fri 6 Mar), Bob (holiday, Mon 9 Mar) and 3 more”; never why beyond that."""
    shown = [f"{name(one.name)} ({_while(one, today)})" for one in people[:MOST_NAMES]]
    rest = len(people) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _while(one: AwayShown, today: date) -> str:
    why = "holiday" if one.is_holiday else "away"
    if one.first > today:
        span = (
            day(one.first) if one.first == one.last or one.last is None else f"{day(one.first)} – {day(one.last)}"
        )
        return f"{why}, {span}"
    if one.last is None:
        return why
    return f"{why} today" if one.last <= today else f"{why} until {day(one.last)}"
