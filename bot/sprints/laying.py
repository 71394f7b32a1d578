"""Laying a calendar's meetings out as series, and ending what they held before a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule import queries as schedule
from bot.schedule import replanning
from bot.schedule.models import OccurrenceState, Series, SeriesState
from bot.schedule.recurrence import Recurrence
from bot.schedule.wall_clock import instant_of
from bot.slack import posts
from bot.sprints.models import Cadence, Meeting, MeetingSeries, SprintCalendar
from bot.sprints.queries import Held
from bot.sprints.rules import RITUALS, Run, Span, meeting_day, runs, span_number

REPLACED = "it was given another time"


@dataclass(frozen=True)
class Terms:
    """When a meeting of every sprint is held: a team's own, or (`team_id` None) the joint one."""

    meeting: Meeting
    team_id: int | None
    zone: ZoneInfo
    at: time
    minutes: int
    days_before_end: int | None


def in_effect(held: Sequence[Held], span: Span) -> Terms | None:
    """The terms of one meeting in a sprint, out of its rows by `from_number`; the first ones before they begin."""
    begun = [one for one in held if one[0].from_number <= span.number and _reaches(one[1], span.first)]
    later = [one for one in held if one[0].from_number > span.number]
    return terms_of(begun[-1]) if begun else terms_of(later[0]) if later else None


def terms_of(held: Held) -> Terms:
    """The terms by which a series holds its meeting."""
    one, series = held
    return Terms(one.meeting, one.team_id, series.zone, series.at, series.minutes, one.days_before_end)


def pieces(held: Sequence[Held], span: Span) -> list[tuple[int, Terms]]:
    """The terms of one meeting from a sprint on, each with the number from which they hold."""
    now = in_effect(held, span)
    found = [(span.number, now)] if now is not None else []
    for one in held:
        if one[0].from_number > span.number and terms_of(one) != found[-1][1]:
            found.append((one[0].from_number, terms_of(one)))
    return found


async def supersede(
    session: AsyncSession, held: Iterable[Held], cadences: Sequence[Cadence], number: int, now: datetime
) -> None:
    """Hold a meeting no more from a sprint on, by the cadences that were in effect; what has begun is kept."""
    is_first = number <= cadences[0].from_number
    end = date.min if is_first else span_number(cadences, number - 1).last
    for _, series in held:
        await replanning.hold(session, series)
        if series.state is SeriesState.ENDED or (series.last_date is not None and series.last_date <= end):
            continue
        series.last_date = max(end, series.first_date - timedelta(days=1))
        series.next_at = now
        await _take_back(session, series, now)


async def lay(
    session: AsyncSession,
    calendar: SprintCalendar,
    cadences: Sequence[Cadence],
    laid: Sequence[tuple[int, Terms]],
    now: datetime,
) -> None:
    """Hold a meeting from a sprint on, by terms that each hold until the next; nothing is held in the past.

    The next beat plans the occurrences.
    """
    ends = [following - 1 for _, (following, _) in pairwise(laid)]
    for (number, terms), until in zip(laid, [*ends, None], strict=False):
        for run in runs(cadences, number, until):
            await _lay_run(session, calendar, cadences, terms, run, now)


async def _lay_run(
    session: AsyncSession,
    calendar: SprintCalendar,
    cadences: Sequence[Cadence],
    terms: Terms,
    run: Run,
    now: datetime,
) -> None:
    first = _first_date(cadences, terms, run, now)
    if first is None:
        return
    series = Series(
        workspace_id=calendar.workspace_id,
        ritual=RITUALS[terms.meeting],
        rule=Recurrence.weekly(first, run.weeks).rule,
        first_date=first,
        last_date=meeting_day(terms.meeting, run.last, terms.days_before_end) if run.last else None,
        at=terms.at,
        zone=terms.zone,
        minutes=terms.minutes,
        state=SeriesState.ACTIVE,
        next_at=now,
        created_at=now,
    )
    session.add(series)
    await session.flush()
    session.add(
        MeetingSeries(
            series_id=series.id,
            calendar_id=calendar.id,
            team_id=terms.team_id,
            meeting=terms.meeting,
            days_before_end=terms.days_before_end,
            from_number=run.first.number,
        )
    )
    await session.flush()


def _first_date(cadences: Sequence[Cadence], terms: Terms, run: Run, now: datetime) -> date | None:
    """The first date of a run that lies ahead; one that the zone does not have is passed over."""
    number = run.first.number
    while run.last is None or number <= run.last.number:
        day = meeting_day(terms.meeting, span_number(cadences, number), terms.days_before_end)
        starts_at = instant_of(day, terms.at, terms.zone)
        if starts_at is not None and starts_at > now:
            return day
        number += 1
    return None


async def _take_back(session: AsyncSession, series: Series, now: datetime) -> None:
    for occurrence in await schedule.unfinished_occurrences(session, series.id):
        is_past_the_last = series.last_date is not None and occurrence.local_date > series.last_date
        if is_past_the_last and occurrence.starts_at > now:
            occurrence.state = OccurrenceState.SKIPPED
            occurrence.reason = REPLACED
            occurrence.closed_at = now
            await posts.withdraw(session, f"occurrence:{occurrence.id}", now)


def _reaches(series: Series, day: date) -> bool:
    return series.last_date is None or series.last_date >= day
