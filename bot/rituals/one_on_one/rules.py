"""The etiquette of 1-on-1s, as decisions on plain values: who may do what, and when the bot speaks."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import FieldRefusal, Refusal
from bot.people.working_days import WorkCalendar
from bot.schedule.wall_clock import instant_of, local_date

LONGEST_NOTE = 3000
START_LEAD = timedelta(minutes=5)
CLOSE_AFTER = timedelta(hours=24)
EARLY = timedelta(hours=1)
"""How long before its start an occurrence may be closed: people do begin early."""
PARTNER_PREP_AFTER = timedelta(hours=1)
SHORTEST_PREP = timedelta(hours=1)
LONGEST_LEAD = timedelta(days=7)
END_OF_DAY = time(18, 0)
NOT_HELD_LIMIT = 2
IGNORED_LIMIT = 3
RECURRENCES = ("weekly", "every 2 weeks", "every 4 weeks", "monthly")
NOT_YOURS = "I can’t find that in your 1-on-1s. Type /1on1 to see what you have."


def may_cancel(kind: str, is_owner: bool) -> bool:
    """A manager never cancels, only reschedules; in a mentor or peer 1-on-1 either may cancel."""
    return is_owner or kind in ("mentor", "peer")


def needs_agreement(kind: str) -> bool:
    """A report's cancel stays a request until the manager agrees."""
    return kind in ("manager", "skip-level")


def check_may_cancel(kind: str, is_owner: bool, owner: str, mention: str) -> None:
    """Refuse a manager's cancel, and show what they can do; `mention` is how they type the owner."""
    if not may_cancel(kind, is_owner):
        raise Refusal(
            f"This 1-on-1 is {owner}’s, so only they can cancel it. You can move it: /1on1 move {mention}"
        )


def check_partner(asker: str, partner: str | None, standing: str | None, field: str = "partner") -> None:
    """Refuse anyone a 1-on-1 cannot be set up with; ids are Slack's, `standing` None is a person unknown."""
    if partner is None or standing is None:
        raise FieldRefusal(field, "I don’t know that person. Please choose a member of this workspace.")
    if partner == asker:
        raise FieldRefusal(field, "A 1-on-1 takes two. Please choose somebody else.")
    reasons = {
        "bot": "That is a bot. Please choose a person.",
        "guest": "Guests can’t take part in 1-on-1s here. Please choose a member of this workspace.",
        "deactivated": "Their account is deactivated. Please choose somebody else.",
    }
    if standing in reasons:
        raise FieldRefusal(field, reasons[standing])


def checked_note(text: str, is_blank: bool) -> str:
    """A note as it is kept; refuses a blank one and more than 3,000 characters."""
    note = text.strip()
    if is_blank:
        raise FieldRefusal("text", "The note is empty. Please write a few words.")
    if len(note) > LONGEST_NOTE:
        raise FieldRefusal(
            "text",
            f"This note has {len(note):,} characters; {LONGEST_NOTE:,} is the most. Please split it in two.",
        )
    return note


def prep_instant(
    starts_at: datetime, prep_days: int, prep_at: time, zone: ZoneInfo, calendar: WorkCalendar
) -> datetime:
    """When the owner is asked: `prep_days` of their working days before, at their own local `prep_at`.

    Never later than an hour before the start, so that a 1-on-1 early in the owner's day is prepared in time.
    Who comes back from more than a week off is asked that hour before; who is off on the day itself too, as if
    they worked: then it is about another day.
    """
    on = local_date(starts_at, zone)
    day = calendar.working_day_before(on, prep_days) if prep_days else on
    if on - day > LONGEST_LEAD:
        day = on if calendar.is_working(on) else on - timedelta(days=prep_days)
    if on == day and prep_days:
        return starts_at - SHORTEST_PREP
    instant = instant_of(day, prep_at, zone) or starts_at - SHORTEST_PREP
    return min(instant, starts_at - SHORTEST_PREP)


def partner_prep_instant(
    owner_prep: datetime, starts_at: datetime, prep_at: time, zone: ZoneInfo, calendar: WorkCalendar
) -> datetime:
    """When the other one gets their prep: after the owner, in their own working day if there is time for that.

    The owner is asked first; an hour later the other sees what the owner has brought, or, where that is before
    or after their day (`prep_at` to 18:00) or on a day they do not work, at `prep_at` of their next working
    day. When no such time comes an hour before the start, it is an hour after the owner's or half of what is
    left; on a day they do not work, an hour before the start.
    """
    soon = owner_prep + PARTNER_PREP_AFTER
    latest = starts_at - SHORTEST_PREP
    for instant in (_in_their_day(soon, prep_at, zone, calendar), soon):
        if owner_prep < instant <= latest and calendar.is_working(local_date(instant, zone)):
            return instant
    if soon <= latest:
        return latest
    return owner_prep + min(PARTNER_PREP_AFTER, (starts_at - owner_prep) / 2)


def _in_their_day(soon: datetime, prep_at: time, zone: ZoneInfo, calendar: WorkCalendar) -> datetime:
    """`soon`, if it is in the person's working day; else the next morning of one."""
    day, at = local_date(soon, zone), soon.astimezone(zone).time()
    if calendar.is_working(day) and prep_at <= at < max(END_OF_DAY, prep_at):
        return soon
    first = day if at < prep_at else day + timedelta(days=1)
    return instant_of(calendar.next_working(first) or first, prep_at, zone) or soon


def streak(held: Sequence[bool], length: int) -> bool:
    """Whether the last `length` occurrences, newest first, all were not held (or not touched)."""
    return len(held) >= length and not any(held[:length])


def check_move(starts_at: datetime, now: datetime, following: date | None, to: date) -> None:
    """Refuse a move into the past, or onto or beyond the date the series gives the next occurrence anyway."""
    if starts_at <= now:
        raise FieldRefusal("day", "That is in the past. Please choose a later day or time.")
    if following is not None and to >= following:
        raise FieldRefusal(
            "day",
            f"The next 1-on-1 is on {following:%A} {following.day} {following:%B} anyway. "
            "Please choose an earlier day, or cancel this one.",
        )


def recurrence_rule(recurrence: str) -> str:
    """The name of a recurrence as it is chosen in a form; refuses any other."""
    if recurrence not in RECURRENCES:
        raise FieldRefusal("recurrence", "Please choose how often you meet.")
    return recurrence


def first_on_or_after(day: date, weekday: int) -> date:
    """The first date that is this weekday (0 is Monday), on or after `day`."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)
