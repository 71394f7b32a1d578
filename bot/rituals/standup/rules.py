"""What holds for sync-ups: when who is asked, until when it is worth saying, and what a mood may show."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from statistics import fmean
from zoneinfo import ZoneInfo

from bot.schedule.wall_clock import instant_of, local_date, start_of_day

WORK_ENDS = time(18)
"""A day is not closed before this wall-clock time where its last person is: the bot knows nobody's hours."""
REMINDER_GRACE = timedelta(hours=1)
FEWEST_MOODS = 4
IGNORED_DAYS = 3
LONGEST_REMINDER, LONGEST_BEFORE_LATE, SHORTEST_BEFORE_LATE = 480, 1440, 15
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STANDARD_QUESTIONS = (
    ("yesterday", "What did you do since last time?"),
    ("today", "What will you do today?"),
    ("blockers", "Is anything in your way?"),
    ("opportunities", "Problems or opportunities?"),
)


def weekly_rule(days: Iterable[int]) -> str:
    """The recurrence of a sync-up held on these weekdays, 0 for Monday."""
    return f"FREQ=WEEKLY;INTERVAL=1;BYDAY={','.join(CODES[day] for day in sorted(days))}"


def weekdays(rule: str) -> frozenset[int]:
    """The weekdays of a rule that `weekly_rule` made, 0 for Monday."""
    return frozenset(CODES.index(code) for code in rule.rpartition("BYDAY=")[2].split(","))


def prompt_instant(
    day: date, at: time, team_zone: ZoneInfo, person_zone: ZoneInfo, by_local_time: bool
) -> datetime | None:
    """When somebody is asked on a date of the sync-up (UTC): at `at` by their own clock, or by the team's.

    None where they are has no such date; `instant_of` says what becomes of a time that the clocks skip or repeat.
    """
    return instant_of(day, at, person_zone if by_local_time else team_zone)


def said_until(instant: datetime, late_after: timedelta, zone: ZoneInfo) -> datetime:
    """Until when a prompt is worth saying: as long as an answer is not late, and on no other day than its own.

    `zone` is where the person is, and the day is the one it is there at the prompt's instant.
    """
    return min(instant + late_after, end_of_day(instant, zone))


def reminded_until(instant: datetime, zone: ZoneInfo) -> datetime:
    """Until when a reminder due at an instant is worth saying: an hour, and not on another day."""
    return min(instant + REMINDER_GRACE, end_of_day(instant, zone))


def end_of_day(instant: datetime, zone: ZoneInfo) -> datetime:
    """The last moment (UTC) of the day that it is in a zone at an instant."""
    return start_of_day(local_date(instant, zone) + timedelta(days=1), zone) - timedelta(seconds=1)


def is_late(prompted_at: datetime, late_after: timedelta, now: datetime) -> bool:
    """Whether an answer given now is late: from `late_after` after the prompt on, exclusive."""
    return now > prompted_at + late_after


def close_instant(day: date, prompts: Iterable[tuple[datetime, ZoneInfo]], patience: timedelta) -> datetime:
    """When a day is over (UTC): nobody could still answer in time, and nobody still works.

    `prompts` are the instants at which people are asked, each with where they are; one at least.
    """
    ends = [instant_of(day, WORK_ENDS, zone) or instant for instant, zone in prompts]
    return max([instant + patience for instant, _ in prompts] + ends)


def ignored_in_a_row(was_ignored: Sequence[bool]) -> bool:
    """Whether it is now to be asked if this should stop: the last three, newest first, were ignored, and not four.

    So each row of days is asked about once, and nobody has to keep in mind that it was.
    """
    row, before = was_ignored[:IGNORED_DAYS], was_ignored[IGNORED_DAYS : IGNORED_DAYS + 1]
    return len(row) == IGNORED_DAYS and all(row) and not any(before)


def mood_to_show(moods: Sequence[int], shown_count: int | None) -> tuple[int, int] | None:
    """The average to show from now on, in halves of a point, with the number of moods; None to leave it as it is.

    It is first shown from four moods on, and changes only when four more have come: what two averages that were
    shown after one another differ by is always about four people at least, whoever else edits, comes or goes.
    """
    count = len(moods)
    if count < FEWEST_MOODS or (shown_count is not None and count < shown_count + FEWEST_MOODS):
        return None
    return round(2 * fmean(moods)), count
