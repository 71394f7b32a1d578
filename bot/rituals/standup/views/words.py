"""The words that what people see of a sync-up shares: its title, lists of names, dates and minutes."""

from collections.abc import Sequence
from datetime import date

from bot.rituals.standup.views.models import Absent
from bot.slack.text import escape, is_blank, one_line

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LONGEST_NAME = 60
LONGEST_TITLE = 80
MOST_NAMES = 15


def name(words: str) -> str:
    """A name on one line, for plain and rich text; “someone” where there is nothing to read."""
    return "someone" if is_blank(words) else one_line(words, LONGEST_NAME)


def title(team: str, day: date) -> str:
    """“Sync-up of Falcon · Tue 3 March”; a date, which is the same in every zone."""
    return f"Sync-up of {one_line(team, LONGEST_TITLE)} · {day:%a} {day.day} {day:%B}"


def short_day(day: date) -> str:
    """“Thu 5 Mar”."""
    return f"{day:%a} {day.day} {day:%b}"


def names(all_of_them: Sequence[str], most: int = MOST_NAMES) -> str:
    """The first fifteen of several, and how many more there are: “Ana, Bob and 3 more”."""
    shown, rest = list(all_of_them[:most]), len(all_of_them) - most
    if rest > 0:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1]))) if shown else ""


def absent(who: Absent, today: date) -> str:
    """“Ana (back Thu 5 Mar)”, “Ana (back later today)”, or the name alone."""
    if who.back_on is None:
        return name(who.name)
    when = short_day(who.back_on) if who.back_on > today else "later today"
    return f"{name(who.name)} (back {when})"


def counted(number: int, noun: str) -> str:
    """“1 answer”, “3 answers”."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def safe(words: str) -> str:
    """Words for a message's `text`: nothing in them formats, links or mentions."""
    return escape(words)


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
