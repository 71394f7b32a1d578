"""The beat: every few seconds, whatever has fallen due is found and done."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.schedule import queries
from bot.schedule.moments import Ritual
from bot.schedule.turn import take_turn
from bot.storage.database import Database

log = structlog.get_logger()
BATCH = 200
# A series whose turn failed is looked at again after this long, so that it can not hold up the others.
SET_BACK = timedelta(minutes=5)
SHORT_SET_BACK = timedelta(seconds=10)
LOST_DATABASE = (OperationalError, InterfaceError, OSError, TimeoutError)


@dataclass(frozen=True)
class DueSource:
    """Something that falls due: rows with an indexed instant, each claimed by a conditional update."""

    name: str
    due: Callable[[AsyncSession, datetime, int], Awaitable[Sequence[tuple[int, datetime]]]]
    """(session, now, limit) → (id, the instant seen), longest due first."""
    turn: Callable[[AsyncSession, int, datetime, datetime], Awaitable[bool]]
    """(session, id, the instant seen, now) → whether it was ours to do; all in one transaction."""
    set_back: Callable[[AsyncSession, int, datetime, datetime], Awaitable[None]]
    """(session, id, the instant seen, until) → looked at again only then."""
    next_instant: Callable[[AsyncSession], Awaitable[datetime | None]]


class Ticker:
    """Finds what is due and does it, at a cost that grows with what is due and not with what exists."""

    def __init__(self, database: Database, clock: Clock, sources: Sequence[DueSource]) -> None:
        self._database = database
        self._clock = clock
        self._sources = sources
        self.beat_at: datetime | None = None
        """When a beat last came to its end: its age says whether the bot still does its work."""

    async def beat(self) -> int:
        """Do everything that is due by now; says how much there was. One failure stops only its own row."""
        done = 0
        for source in self._sources:
            done += await self._drain(source)
        self.beat_at = self._clock.now()
        return done

    async def guarded_beat(self) -> int:
        """A beat that never raises: what failed is logged, and the next beat comes all the same."""
        try:
            return await self.beat()
        except Exception:
            log.exception("beat failed")
            return 0

    async def next_instant(self) -> datetime | None:
        """The earliest instant at which anything is due."""
        async with self._database.reading() as session:
            instants = [await source.next_instant(session) for source in self._sources]
        return min((instant for instant in instants if instant is not None), default=None)

    async def _drain(self, source: DueSource) -> int:
        done = 0
        while True:
            now = self._clock.now()
            async with self._database.reading() as session:
                due = await source.due(session, now, BATCH)
            came = [await self._turn(source, row_id, seen, now) for row_id, seen in due]
            done += sum(came)
            if len(due) < BATCH or not any(came):
                return done

    async def _turn(self, source: DueSource, row_id: int, seen: datetime, now: datetime) -> bool:
        try:
            async with self._database.work() as session:
                return await source.turn(session, row_id, seen, now)
        except LOST_DATABASE as error:
            # A lock passes: minutes of waiting would make people's moments late for nothing.
            log.warning("turn put off", source=source.name, row=row_id, error=type(error).__name__)
            until = now + SHORT_SET_BACK
        except Exception:
            log.exception("turn failed", source=source.name, row=row_id)
            until = now + SET_BACK
        with suppress(*LOST_DATABASE):  # then it is simply due again at the next beat
            async with self._database.work() as session:
                await source.set_back(session, row_id, seen, until)
        return False


def series_source(rituals: Mapping[str, Ritual]) -> DueSource:
    """Every series of the given rituals, by name."""

    async def turn(session: AsyncSession, series_id: int, seen: datetime, now: datetime) -> bool:
        series = await queries.series(session, series_id)
        return await take_turn(session, series_id, seen, now, rituals[series.ritual])

    return DueSource("series", queries.due_series, turn, queries.set_back_series, queries.next_instant)
