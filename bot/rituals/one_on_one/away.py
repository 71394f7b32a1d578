"""When one of the two is away: another day on which both work is proposed, or both are told that it is off."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people.models import Person
from bot.people.working_days import WorkCalendar
from bot.rituals.one_on_one.access import Pair
from bot.schedule.models import Occurrence
from bot.schedule.replanning import following_date
from bot.schedule.wall_clock import instant_of, local_date

# A month ahead is as far as a move can go: the next occurrence of every recurrence comes before.
HORIZON_DAYS = 31
WEEKEND = "weekend"


async def who_is_away(session: AsyncSession, pair: Pair, occurrence: Occurrence) -> tuple[Person, str] | None:
    """The one of the two who is away when it starts, with the reason; the owner if both are.

    A weekend on which they put it themselves is theirs to choose.
    """
    since = _earliest_day(pair, occurrence.starts_at)
    found = await calendars.calendars_of(session, [pair.owner, pair.partner], since)
    for person in (pair.owner, pair.partner):
        reason = calendars.is_away(person, found[person.id], occurrence.starts_at)
        if reason is not None and not (occurrence.was_moved and reason == WEEKEND):
            return person, reason
    return None


def away_words(away: tuple[Person, str] | None) -> str | None:
    """Who is away and why, in words for both: a status and an absence are told alike, a holiday by its name."""
    if away is None:
        return None
    person, reason = away
    return f"{person.name} has a {reason}" if reason.startswith("holiday") else f"{person.name} is away"


async def proposed_day(
    session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime
) -> tuple[date, datetime] | None:
    """The next day, before the next occurrence, on which both work at the usual time, and that instant."""
    tomorrow = local_date(max(now, occurrence.starts_at), pair.series.zone) + timedelta(days=1)
    following = following_date(pair.series, occurrence)
    days = HORIZON_DAYS if following is None else (following - tomorrow).days
    since = tomorrow - timedelta(days=1)
    found = await calendars.calendars_of(session, [pair.owner, pair.partner], since)
    for day in (tomorrow + timedelta(days=more) for more in range(days)):
        starts_at = instant_of(day, pair.series.at, pair.series.zone)
        if starts_at is not None and _both_work(pair, found, starts_at):
            return day, starts_at
    return None


def _both_work(pair: Pair, found: Mapping[int, WorkCalendar], instant: datetime) -> bool:
    """Whether it is a working day for both where each of them is, and no status keeps one away."""
    return not _status_reaches(pair, instant) and all(
        found[person.id].is_working(local_date(instant, person.zone)) for person in (pair.owner, pair.partner)
    )


def _status_reaches(pair: Pair, instant: datetime) -> bool:
    """Whether a Slack status with an end keeps one of the two away until after `instant`.

    A status without an end says nothing about a day to come, so it does not stand in the way.
    """
    return any(
        person.away_by_status and person.status_until is not None and person.status_until > instant
        for person in (pair.owner, pair.partner)
    )


def _earliest_day(pair: Pair, instant: datetime) -> date:
    return min(local_date(instant, person.zone) for person in (pair.owner, pair.partner))
