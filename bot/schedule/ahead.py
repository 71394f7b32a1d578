"""What is coming: the occurrences that are planned, and those that the rule will give after them."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule import queries
from bot.schedule.models import Occurrence, OccurrenceState, Series, SeriesState
from bot.schedule.recurrence import Recurrence
from bot.schedule.wall_clock import instant_of, local_date

_DAY = timedelta(days=1)


async def occurrences(
    session: AsyncSession, series: Sequence[Series], since: datetime, now: datetime, until: datetime
) -> list[tuple[Series, Occurrence]]:
    """Occurrences of these series that end after `since` and start by `until`, in two statements.

    Those up to the present are rows, whatever became of them; later ones are reckoned from the rule and have no
    id, since absences, moves and pauses may still change them.
    """
    ids = [one.id for one in series]
    latest = await queries.latest_dates(session, ids)
    by_id = {one.id: one for one in series}
    rows = await queries.occurrences_between(session, ids, since, until)
    found = [(by_id[occurrence.series_id], occurrence) for occurrence in rows]
    for one in series:
        found += [(one, occurrence) for occurrence in projected(one, latest.get(one.id), now, until)]
    return found


def projected(series: Series, latest: date | None, now: datetime, until: datetime) -> Iterator[Occurrence]:
    """What the rule gives after `latest`, the date of the last row, and starts after `now` and by `until`."""
    if series.state is SeriesState.ENDED or (series.state is SeriesState.PAUSED and series.not_before is None):
        return
    day = series.first_date if latest is None else latest + _DAY
    day = max(day, local_date(now, series.zone), series.not_before or day)
    recurrence = Recurrence.parse(series.rule, series.first_date)
    last = min(series.last_date or date.max, local_date(until, series.zone) + _DAY)
    while (found := recurrence.next_date(day)) is not None and found <= last:
        starts_at = instant_of(found, series.at, series.zone)
        if starts_at is not None and now < starts_at <= until:
            yield _occurrence(series, found, starts_at)
        day = found + _DAY


def _occurrence(series: Series, day: date, starts_at: datetime) -> Occurrence:
    return Occurrence(
        series_id=series.id,
        local_date=day,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=series.minutes),
        state=OccurrenceState.PLANNED,
    )
