"""Changing when a series or one of its occurrences is, with its next instant set anew."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule import queries
from bot.schedule.models import PAUSED, Occurrence, OccurrenceState, Series, SeriesState
from bot.schedule.moments import DueTimes
from bot.schedule.recurrence import Recurrence, upcoming
from bot.schedule.turn import next_due, plan
from bot.schedule.wall_clock import instant_of, local_date


async def replan(
    session: AsyncSession, series: Series, now: datetime, due_times: DueTimes, since: date | None = None
) -> None:
    """Plan what comes next and set the series' next instant; what is already due is done by the next beat.

    Nothing new is planned before `since`, if given.
    """
    await session.flush()
    if series.state is SeriesState.ACTIVE:
        await plan(session, series, now, since)
    series.next_at = await next_due(session, series, due_times, now)


async def hold(session: AsyncSession, series: Series, occurrence: Occurrence | None = None) -> None:
    """Keep a series from being changed by a beat or by somebody else until the transaction ends.

    It, and the occurrence if given, are read anew: they may have changed since they were looked up. Whoever
    changes when something is calls this first.
    """
    await session.flush()
    await session.refresh(series, with_for_update=True)
    if occurrence is not None:
        await session.refresh(occurrence)


async def move_occurrence(
    session: AsyncSession,
    series: Series,
    occurrence: Occurrence,
    starts_at: datetime,
    due_times: DueTimes,
    now: datetime,
) -> None:
    """Hold one occurrence at another instant; it keeps its date by the rule, so there is never a second one.

    Moments that now lie ahead come again: who was told of the old time is asked at the new one.
    """
    occurrence.starts_at = starts_at
    occurrence.ends_at = starts_at + timedelta(minutes=series.minutes)
    occurrence.was_moved = True
    await session.flush()
    await _forget_moments_ahead(session, series, occurrence, due_times, now)
    await replan(session, series, now, due_times)


async def ask_again(
    session: AsyncSession,
    series: Series,
    occurrence: Occurrence,
    names: Iterable[str],
    due_times: DueTimes,
    now: datetime,
) -> None:
    """Have these moments come once more, at the next beat where their instant has passed."""
    await queries.forget_moments(session, occurrence.id, names)
    await replan(session, series, now, due_times)


async def skip_occurrence(
    session: AsyncSession, series: Series, occurrence: Occurrence, reason: str, due_times: DueTimes, now: datetime
) -> None:
    """Do not hold this occurrence; the next one is planned."""
    occurrence.state = OccurrenceState.SKIPPED
    occurrence.reason = reason
    occurrence.closed_at = now
    await replan(session, series, now, due_times)


async def reschedule_series(
    session: AsyncSession,
    series: Series,
    recurrence: Recurrence,
    at: time,
    zone: ZoneInfo,
    minutes: int,
    due_times: DueTimes,
    now: datetime,
) -> None:
    """Change the rule of a series from its next occurrence on; one that is under way keeps its time.

    So does one that was moved, as long as nothing about when the series recurs has changed.
    """
    kept = _kept_moved(series, recurrence, at, zone, now, await queries.unfinished_occurrences(session, series.id))
    if kept is not None:
        recurrence = Recurrence.parse(series.rule, series.first_date)
    series.rule = recurrence.rule
    series.first_date = recurrence.first
    series.at = at
    series.zone = zone
    series.minutes = minutes
    for occurrence in await queries.unfinished_occurrences(session, series.id):
        if occurrence is kept:
            occurrence.ends_at = occurrence.starts_at + timedelta(minutes=minutes)
            await _forget_moments_ahead(session, series, occurrence, due_times, now)
        elif occurrence.starts_at > now:
            await _put_on_the_rule(session, series, recurrence, occurrence, now)
            await _forget_moments_ahead(session, series, occurrence, due_times, now)
    await replan(session, series, now, due_times)


async def pause_series(
    session: AsyncSession, series: Series, until: date | None, due_times: DueTimes, now: datetime
) -> None:
    """Plan nothing before `until`, or nothing at all when it is None; what has not begun is taken back."""
    for occurrence in await queries.unfinished_occurrences(session, series.id):
        if occurrence.starts_at > now and (until is None or occurrence.local_date < until):
            occurrence.state = OccurrenceState.SKIPPED
            occurrence.reason = PAUSED
            occurrence.closed_at = now
    series.state = SeriesState.PAUSED if until is None else SeriesState.ACTIVE
    series.not_before = until
    await replan(session, series, now, due_times)


async def resume_series(session: AsyncSession, series: Series, due_times: DueTimes, now: datetime) -> None:
    """Go on from today; an occurrence that the pause took back and that still lies ahead is held after all.

    What was planned for after the pause comes on the next date there is, so that the pause leaves no gap.
    """
    series.state = SeriesState.ACTIVE
    series.not_before = None
    for occurrence in await queries.paused_ahead(session, series.id, now):
        occurrence.state = OccurrenceState.PLANNED
        occurrence.reason = None
        occurrence.closed_at = None
    await session.flush()
    recurrence = Recurrence.parse(series.rule, series.first_date)
    for occurrence in await queries.unfinished_occurrences(session, series.id):
        if occurrence.starts_at > now and not occurrence.was_moved:
            await _put_on_the_rule(session, series, recurrence, occurrence, now)
            await _forget_moments_ahead(session, series, occurrence, due_times, now)
    await replan(session, series, now, due_times, since=next_regular(series, now))


async def end_series(
    session: AsyncSession, series: Series, reason: str, due_times: DueTimes, now: datetime
) -> None:
    """Nothing comes any more; an occurrence that is under way is still brought to its close."""
    for occurrence in await queries.unfinished_occurrences(session, series.id):
        if occurrence.starts_at > now:
            occurrence.state = OccurrenceState.SKIPPED
            occurrence.reason = reason
            occurrence.closed_at = now
    series.state = SeriesState.ENDED
    series.ended_at = now
    await replan(session, series, now, due_times)


def following_date(series: Series, occurrence: Occurrence) -> date | None:
    """The date the rule gives the occurrence after this one."""
    recurrence = Recurrence.parse(series.rule, series.first_date)
    return recurrence.next_date(occurrence.local_date + timedelta(days=1))


def next_regular(series: Series, now: datetime) -> date:
    """The next date that the rule gives, whatever was moved, skipped or paused."""
    recurrence = Recurrence.parse(series.rule, series.first_date)
    return upcoming(recurrence, series.at, series.zone, now)[0]


def _kept_moved(
    series: Series,
    recurrence: Recurrence,
    at: time,
    zone: ZoneInfo,
    now: datetime,
    unfinished: Sequence[Occurrence],
) -> Occurrence | None:
    """The occurrence that was moved by hand and is not put back, since the series recurs as it did."""
    old = Recurrence.parse(series.rule, series.first_date)
    is_same = (series.rule, series.at, series.zone) == (recurrence.rule, at, zone)
    if not is_same or old.next_date(recurrence.first) != recurrence.first:
        return None
    moved = [occurrence for occurrence in unfinished if occurrence.was_moved and occurrence.starts_at > now]
    offered = [found for found in moved if recurrence.first in (found.local_date, next_regular(series, now))]
    return offered[0] if offered else None


async def _put_on_the_rule(
    session: AsyncSession, series: Series, recurrence: Recurrence, occurrence: Occurrence, now: datetime
) -> None:
    day = max(recurrence.first, local_date(now, series.zone) - timedelta(days=1))
    while (found := recurrence.next_date(day)) is not None:
        starts_at = instant_of(found, series.at, series.zone)
        is_taken = await queries.is_taken(session, series.id, found, occurrence.id)
        if starts_at is not None and starts_at > now and not is_taken:
            occurrence.local_date = found
            occurrence.starts_at = starts_at
            occurrence.ends_at = starts_at + timedelta(minutes=series.minutes)
            occurrence.was_moved = False
            return
        day = found + timedelta(days=1)


async def _forget_moments_ahead(
    session: AsyncSession, series: Series, occurrence: Occurrence, due_times: DueTimes, now: datetime
) -> None:
    due = await due_times(session, series, occurrence)
    ahead = [name for name, moment in due.items() if moment.at > now]
    await queries.forget_moments(session, occurrence.id, ahead)
