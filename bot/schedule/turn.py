"""One series in hand: its next occurrence is planned, its due moments are acted on, its next instant is set."""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule import queries
from bot.schedule.models import Moment, MomentOutcome, Occurrence, OccurrenceState, Series, SeriesState
from bot.schedule.moments import DueTimes, MomentKind, Ritual, Turn
from bot.schedule.recurrence import Recurrence
from bot.schedule.wall_clock import instant_of


async def take_turn(session: AsyncSession, series_id: int, seen: datetime, now: datetime, ritual: Ritual) -> bool:
    """Do all of a series that is due at `now`, each moment once; false when another process was faster.

    Everything is written in the caller's transaction: moments, what they cause, and the new `next_at`.
    """
    if not await queries.claim_series(session, series_id, seen):
        return False
    series = await queries.series(session, series_id)
    if series.state is SeriesState.ACTIVE:
        await plan(session, series, now)
    for occurrence in await queries.unfinished_occurrences(session, series_id):
        await _come(session, series, occurrence, now, ritual)
    series.next_at = await next_due(session, series, ritual.due_times, now)
    if series.next_at is None and series.last_date is not None and series.state is SeriesState.ACTIVE:
        series.state = SeriesState.ENDED
        series.ended_at = now
    return True


async def plan(session: AsyncSession, series: Series, now: datetime, since: date | None = None) -> None:
    """Make every occurrence up to and including the first that is planned after `now`.

    Unmoved ones that have not begun get their instant anew, so that a change of time, zone or tzdata reaches
    them. A date that does not exist in the zone has no occurrence. What was missed is made too, so that its
    moments are on record as too late; but nothing before `since`, when it was not to be held anyway.
    """
    for occurrence in await queries.unfinished_occurrences(session, series.id):
        if not occurrence.was_moved and occurrence.starts_at > now:
            _settle_instant(series, occurrence)
    latest = await queries.latest_occurrence(session, series.id)
    while latest is None or latest.state is not OccurrenceState.PLANNED or latest.starts_at <= now:
        following = _following(series, latest, since)
        if following is None:
            return
        session.add(following)
        await session.flush()
        latest = following


async def plan_until(session: AsyncSession, series: Series, day: date) -> None:
    """Make every occurrence up to and including the date `day`, for who changes one that is not the next."""
    latest = await queries.latest_occurrence(session, series.id)
    while latest is None or latest.local_date < day:
        following = _following(series, latest, None)
        if following is None or following.local_date > day:
            return
        session.add(following)
        await session.flush()
        latest = following


async def next_due(session: AsyncSession, series: Series, due_times: DueTimes, now: datetime) -> datetime | None:
    """The earliest instant at which a moment of this series comes that has not come yet."""
    waiting: list[datetime] = []
    for occurrence in await queries.unfinished_occurrences(session, series.id):
        came = await queries.came(session, occurrence.id)
        due = await due_times(session, series, occurrence)
        waiting += [moment.comes_at for name, moment in due.items() if name not in came]
        if series.state is SeriesState.ACTIVE and occurrence.starts_at > now:
            # The one after it is planned when it begins, so the series is looked at then in any case.
            waiting.append(occurrence.starts_at)
    return min(waiting, default=None)


async def _come(
    session: AsyncSession, series: Series, occurrence: Occurrence, now: datetime, ritual: Ritual
) -> None:
    due = await ritual.due_times(session, series, occurrence)
    came = await queries.came(session, occurrence.id)
    ready = [name for name, moment in due.items() if name not in came and moment.comes_at <= now]
    order = [kind.name for kind in ritual.moments]
    for name in sorted(ready, key=lambda name: (order.index(ritual.kind(name).name), due[name].at)):
        if occurrence.state is not OccurrenceState.PLANNED:
            return
        await _act(Turn(session, series, occurrence, due[name].at, now), name, ritual.kind(name))


async def _act(turn: Turn, name: str, kind: MomentKind) -> None:
    outcome = _outcome(kind, turn.occurrence, turn.due_at, turn.now)
    turn.session.add(
        Moment(
            occurrence_id=turn.occurrence.id,
            name=name,
            due_at=turn.due_at,
            came_at=turn.now,
            outcome=outcome,
        )
    )
    if outcome is MomentOutcome.ACTED:
        await kind.act(turn)
    elif kind.missed is not None:
        await kind.missed(turn)
    await turn.session.flush()


def _outcome(kind: MomentKind, occurrence: Occurrence, due_at: datetime, now: datetime) -> MomentOutcome:
    is_late = kind.grace is not None and now > due_at + kind.grace
    is_late |= kind.before_start and now >= occurrence.starts_at
    return MomentOutcome.TOO_LATE if is_late else MomentOutcome.ACTED


def _following(series: Series, latest: Occurrence | None, since: date | None) -> Occurrence | None:
    recurrence = Recurrence.parse(series.rule, series.first_date)
    day = series.first_date if latest is None else latest.local_date + timedelta(days=1)
    day = max([day, *(floor for floor in (series.not_before, since) if floor is not None)])
    while (found := recurrence.next_date(day)) is not None and not _is_past_the_last(series, found):
        starts_at = instant_of(found, series.at, series.zone)
        if starts_at is not None:
            return Occurrence(
                series_id=series.id,
                local_date=found,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=series.minutes),
                state=OccurrenceState.PLANNED,
                was_moved=False,
            )
        day = found + timedelta(days=1)
    return None


def _is_past_the_last(series: Series, day: date) -> bool:
    return series.last_date is not None and day > series.last_date


def _settle_instant(series: Series, occurrence: Occurrence) -> None:
    starts_at = instant_of(occurrence.local_date, series.at, series.zone)
    if starts_at is not None and starts_at != occurrence.starts_at:
        occurrence.starts_at = starts_at
        occurrence.ends_at = starts_at + timedelta(minutes=series.minutes)
