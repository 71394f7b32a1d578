"""The words that the forms and windows of a sync-up share: dates, weekdays and minutes."""

from collections.abc import Sequence
from datetime import date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def day_said(on: date) -> str:
    """A date in words, the same in every zone: “Monday 2 March”."""
    return f"{on:%A} {on.day} {on:%B}"


def minutes_said(minutes: int) -> str:
    """“45 minutes”, “1 hour”, “4 hours”."""
    if minutes and minutes % 60 == 0:
        hours = minutes // 60
        return f"{hours} hour{'' if hours == 1 else 's'}"
    return f"{minutes} minute{'' if minutes == 1 else 's'}"


def days_said(days: Sequence[int]) -> str:
    """“Every day”, “Monday to Friday”, or the weekdays one by one; 0 is Monday."""
    ordered = sorted(days)
    if len(ordered) == 7:
        return "Every day"
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{WEEKDAYS[ordered[0]]} to {WEEKDAYS[ordered[-1]]}"
    return ", ".join(WEEKDAYS[day] for day in ordered)
