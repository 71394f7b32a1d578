"""Decisions about action items: what one may be, and when its owner is reminded."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from bot.errors import FieldRefusal
from bot.people.working_days import WorkCalendar
from bot.schedule.wall_clock import instant_of

LONGEST_ACTION = 1000
REMIND_AT = time(9, 0)


def checked_action(text: str, is_blank: bool) -> str:
    """The words of an action item as they are kept; refuses blank ones and more than 1,000 characters."""
    words = text.strip()
    if is_blank:
        raise FieldRefusal("text", "What is to be done? Please write a few words.")
    if len(words) > LONGEST_ACTION:
        raise FieldRefusal(
            "text",
            f"This has {len(words):,} characters; {LONGEST_ACTION:,} is the most. Please shorten it.",
        )
    return words


def reminder_instant(
    due_on: date | None, zone: ZoneInfo, calendar: WorkCalendar, now: datetime
) -> datetime | None:
    """09:00 of the owner's zone on the due day, or on their first working day after it.

    None without a due date, and when that instant has passed: being told now what one has just promised
    is no reminder.
    """
    if due_on is None:
        return None
    instant = instant_of(calendar.next_working(due_on) or due_on, REMIND_AT, zone)
    return instant if instant is not None and instant > now else None
