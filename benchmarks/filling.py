"""A workspace with any number of weekly 1-on-1s and what lies behind them, written in bulk."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, String, case, cast, create_engine, func, insert, literal, select, update
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from bot.people.models import Person, Standing, Workspace
from bot.rituals.one_on_one.models import Kind, OneOnOne
from bot.schedule.models import Moment, MomentOutcome, Occurrence, OccurrenceState, Series, SeriesState
from bot.schedule.moments import EARLY
from bot.slack.models import Post, PostState
from bot.storage.base import Base
from bot.storage.keyring import ATTRIBUTE, Keyring
from bot.storage.migration import SYNC_DRIVERS

TURNS = 1000
"""So many of the 1-on-1s, spread evenly over all, can be made due, some at a time."""
NOW = datetime(2026, 3, 3, 7, 0, tzinfo=UTC) - EARLY
"""A Tuesday: 1-on-1s are on Wednesdays at 13:00 UTC, and whoever owns one is asked at 07:00 of the day before."""
WEDNESDAY = 2
DAYS_AHEAD = 14
TOKEN = "xoxb-benchmark"  # noqa: S105 - of a workspace that nobody can reach
Number = ColumnElement[int]


@dataclass(frozen=True)
class Crowd:
    """How many weekly 1-on-1s there are, of how many people, and what time it is."""

    count: int
    people: int
    now: datetime = NOW
    team: str = "T1"
    token: str = TOKEN

    @property
    def next(self) -> datetime:
        """When the next ones begin."""
        day = self.now.date() + timedelta(days=(WEDNESDAY - self.now.weekday()) % 7)
        start = datetime.combine(day, time(13), UTC)
        return start if start > self.now else start + timedelta(weeks=1)

    @property
    def held(self) -> datetime:
        """When the last ones were."""
        return self.next - timedelta(weeks=1)


def fill(url: str, keyring: Keyring, crowd: Crowd) -> None:
    """Write the 1-on-1s, spread over their people, each with what a week leaves behind.

    Each has an occurrence that was held, with a moment and a message that was shown, and one that is planned. None
    is looked at before three days have gone by unless `make_due` says so.
    """
    with _quick(url, keyring) as connection:
        own = {"slack_id": crowd.team, "bot_user": "U0", "bot_token": crowd.token, "directory_read_at": crowd.now}
        connection.execute(insert(Workspace).values(id=1, name="Acme", **own))
        _people(connection, crowd.people)
        _one_on_ones(connection, crowd)
        _occurrences(connection, crowd)
        _behind(connection, crowd)
        _number_on(connection)
    _settled_down(url)


def make_due(url: str, count: int, turn: int, size: int) -> None:
    """Have `size` of the 1-on-1s looked at from `NOW` on, when their prep is due: others at each turn."""
    step = count // TURNS
    chosen = [1 + step * place for place in range(turn * size, (turn + 1) * size)]
    engine = _engine(url)
    with engine.begin() as connection:
        connection.execute(update(Series).where(Series.id.in_(chosen)).values(next_at=NOW))
    engine.dispose()


def _people(connection: Connection, people: int) -> None:
    i = _numbers(people)
    own = {"workspace_id": 1, "slack_id": _named("U", i), "name": _named("Person ", i)}
    _insert(connection, Person, id=i, zone=ZoneInfo("UTC"), standing=Standing.MEMBER, **own)


def _one_on_ones(connection: Connection, crowd: Crowd) -> None:
    i, people = _numbers(crowd.count), crowd.people
    days = [crowd.now + timedelta(days=3 + day) for day in range(DAYS_AHEAD)]
    next_at = case(*[(i % DAYS_AHEAD == day, _value(Series.next_at, at)) for day, at in enumerate(days)])
    rhythm = {
        "rule": "FREQ=WEEKLY;BYDAY=WE",
        "at": time(13),
        "zone": ZoneInfo("UTC"),
        "first_date": crowd.held.date(),
    }
    own = {"id": i, "workspace_id": 1, "ritual": "one_on_one", "next_at": next_at, "created_at": crowd.held}
    _insert(connection, Series, **own, **rhythm, minutes=30, state=SeriesState.ACTIVE)
    two = {"owner_id": _owner(i, people), "partner_id": _owner(i + people // 2, people), "created_by": 1}
    own = {"id": i, "workspace_id": 1, "series_id": i, "kind": Kind.PEER, "is_open": False}
    _insert(connection, OneOnOne, **own, **two, prep_days=1, prep_at=time(7))


def _occurrences(connection: Connection, crowd: Crowd) -> None:
    i = _numbers(crowd.count)
    both = ((0, crowd.held, OccurrenceState.CLOSED), (crowd.count, crowd.next, OccurrenceState.PLANNED))
    for first, at, state in both:
        times = {"local_date": at.date(), "starts_at": at, "ends_at": at + timedelta(minutes=30)}
        _insert(connection, Occurrence, id=i + first, series_id=i, state=state, was_moved=False, **times)


def _behind(connection: Connection, crowd: Crowd) -> None:
    i, people, held = _numbers(crowd.count), crowd.people, crowd.held
    came = {"due_at": held, "came_at": held, "outcome": MomentOutcome.ACTED}
    _insert(connection, Moment, id=i, occurrence_id=i, name="start", **came)
    whose = {"recipient_id": _owner(i, people), "address": _named("U", _owner(i, people))}
    what = {"view": "one_on_one.start", "subject": _named("occurrence:", i), "key": _named("key-", i)}
    shown = {"state": PostState.SHOWN, "created_at": held, "shown_at": held, "ts": _named("1.", i)}
    counts = {"wanted_version": 1, "shown_version": 1, "attempts": 1, "gathers": False}
    _insert(connection, Post, id=i, workspace_id=1, **whose, **what, **shown, **counts)


def _number_on(connection: Connection) -> None:
    """PostgreSQL has not seen the ids that were given, and would give them again."""
    if connection.dialect.name != "postgresql":
        return
    for table in (Workspace, Person, Series, OneOnOne, Occurrence, Moment, Post):
        last = func.coalesce(func.max(table.id), 1)
        connection.execute(select(func.setval(func.pg_get_serial_sequence(table.__tablename__, "id"), last)))


def _owner(i: Number, people: int) -> Number:
    return i % people + 1


def _numbers(count: int) -> Number:
    numbers = select(literal(1, Integer).label("i")).cte("numbers", recursive=True)
    return numbers.union_all(select(numbers.c.i + 1).where(numbers.c.i < count)).c.i


def _named(prefix: str, i: Number) -> ColumnElement[str]:
    return literal(prefix).concat(cast(i, String))


def _value(column: InstrumentedAttribute[Any], value: Any) -> ColumnElement[Any]:
    return literal(value, column.type)


def _insert(connection: Connection, table: type[Base], **values: Any) -> None:
    columns = [getattr(table, name) for name in values]
    given = [
        value if isinstance(value, ColumnElement) else _value(column, value)
        for column, value in zip(columns, values.values(), strict=True)
    ]
    connection.execute(insert(table).from_select([column.key for column in columns], select(*given)))


@contextmanager
def _quick(url: str, keyring: Keyring) -> Iterator[Connection]:
    """A transaction that trusts what it writes and waits for no disk: a power cut costs a benchmark, no more."""
    engine = _engine(url)
    setattr(engine.dialect, ATTRIBUTE, keyring)
    with engine.connect() as connection:
        for setting in QUICK[engine.dialect.name]:
            connection.exec_driver_sql(setting)
        connection.commit()
        yield connection
        connection.commit()
    engine.dispose()


def _settled_down(url: str) -> None:
    """As after a night: PostgreSQL has looked at its tables, SQLite's log is in its file."""
    engine = _engine(url).execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(SETTLING[engine.dialect.name])
    engine.dispose()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    return create_engine(parsed.set(drivername=SYNC_DRIVERS[parsed.get_backend_name()]))


QUICK = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF"),
    "postgresql": ("SET session_replication_role = replica", "SET synchronous_commit = off"),
}
SETTLING = {"sqlite": "PRAGMA wal_checkpoint(TRUNCATE)", "postgresql": "VACUUM ANALYZE"}
