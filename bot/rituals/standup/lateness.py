"""Which day an answer is for, and whether it is late or too late."""

from datetime import date, datetime, timedelta

from bot.errors import Refusal
from bot.people.models import Person
from bot.rituals.standup import rules
from bot.rituals.standup.access import Held, Mine
from bot.rituals.standup.models import Part, SyncUp
from bot.schedule.models import PAUSED, Occurrence, OccurrenceState, Series
from bot.schedule.wall_clock import local_date

ANSWERED_FOR = timedelta(days=7)
TOO_OLD = "That sync-up was more than a week ago, so it is closed. Answer today’s with: /standup"
CALLED_OFF = "That day’s sync-up was called off. Answer the next one with: /standup"


def is_late(
    sync_up: SyncUp, series: Series, occurrence: Occurrence, person: Person, part: Part | None, now: datetime
) -> bool:
    """Whether an answer given now comes late, counted from when the person was asked, or would have been."""
    asked_at = part.asked_at if part is not None else None
    prompted_at = asked_at or rules.prompt_instant(
        occurrence.local_date, series.at, series.zone, person.zone, sync_up.by_local_time
    )
    return prompted_at is not None and rules.is_late(prompted_at, timedelta(minutes=sync_up.late_after), now)


def today_of(held: Held, now: datetime) -> date:
    """Today, where the person is; where all are asked by the team's clock, where the team is."""
    return local_date(now, held.me.zone if held.sync_up.by_local_time else held.series.zone)


def is_too_old(mine: Mine, now: datetime) -> bool:
    """Whether the day is more than seven days past."""
    return today_of(mine.held, now) - mine.occurrence.local_date > ANSWERED_FOR


def check_answerable(mine: Mine, now: datetime) -> None:
    """Refuse a day that a pause called off, or that is more than seven days past.

    One that was not held since all were away may be answered: then it was held.
    """
    if _is_called_off(mine):
        raise Refusal(CALLED_OFF)
    if is_too_old(mine, now):
        raise Refusal(TOO_OLD)


def is_answerable(mine: Mine, now: datetime) -> bool:
    """Whether `check_answerable` has nothing against it."""
    return not (_is_called_off(mine) or is_too_old(mine, now))


def _is_called_off(mine: Mine) -> bool:
    return mine.occurrence.state is OccurrenceState.SKIPPED and mine.occurrence.reason == PAUSED
