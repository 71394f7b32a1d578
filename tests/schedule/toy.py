"""A toy ritual: a word before, a word at the start, a word after; it writes down what it was made to do."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Workspace
from bot.schedule.models import Moment, Occurrence, Series, SeriesState
from bot.schedule.moments import About, Due, MomentKind, Ritual, Turn
from bot.schedule.replanning import replan
from bot.storage.database import Database

BEFORE, START, AFTER = "before", "start", "after"
GRACES = {BEFORE: timedelta(hours=30), START: timedelta(minutes=20), AFTER: None}
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)


async def due_times(session: AsyncSession, series: Series, occurrence: Occurrence) -> Mapping[str, Due]:
    return {
        BEFORE: Due(occurrence.starts_at - timedelta(hours=24)),
        START: Due(occurrence.starts_at),
        AFTER: Due(occurrence.ends_at),
    }


async def about(session: AsyncSession, series: Sequence[Series]) -> Mapping[int, About]:
    return {one.id: About("Toy", ()) for one in series}


async def series_of(session: AsyncSession, team_ids: Sequence[int], person_id: int | None) -> Sequence[Series]:
    return ()


class Toy:
    """The ritual, and the (moment, local date, instant) of each act, in order."""

    def __init__(self) -> None:
        self.acts: list[tuple[str, date, datetime]] = []
        self.breaks_at: set[str] = set()
        kinds = [self._kind(name) for name in (BEFORE, START, AFTER)]
        self.ritual = Ritual("toy", tuple(kinds), due_times, about, series_of)

    def _kind(self, name: str) -> MomentKind:
        async def act(turn: Turn) -> None:
            self.acts.append((name, turn.occurrence.local_date, turn.now))
            if f"{name} {turn.series.minutes}" in self.breaks_at:
                raise ValueError("a turn that fails")

        return MomentKind(name, GRACES[name], act, before_start=name == BEFORE)


async def add_workspace(database: Database, slack_id: str = "T1") -> int:
    async with database.transaction() as session:
        row = Workspace(slack_id=slack_id, name="Acme", bot_user="UBOT")
        session.add(row)
    return row.id


async def add_series(
    database: Database,
    workspace_id: int,
    *,
    now: datetime = MONDAY,
    rule: str = "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU",
    first: date = TUESDAY,
    at: time = time(10, 0),
    zone: str = "Europe/Berlin",
    minutes: int = 30,
) -> int:
    async with database.transaction() as session:
        series = Series(
            workspace_id=workspace_id,
            ritual="toy",
            rule=rule,
            first_date=first,
            at=at,
            zone=ZoneInfo(zone),
            minutes=minutes,
            state=SeriesState.ACTIVE,
            created_at=now,
        )
        session.add(series)
        await session.flush()
        await replan(session, series, now, due_times)
    return series.id


async def moments_of(database: Database, series_id: int) -> list[tuple[Occurrence, Moment]]:
    async with database.reading() as session:
        found = await session.execute(
            select(Occurrence, Moment)
            .join(Moment, Moment.occurrence_id == Occurrence.id)
            .where(Occurrence.series_id == series_id)
            .order_by(Moment.due_at, Moment.id)
        )
        return [(one, other) for one, other in found]
