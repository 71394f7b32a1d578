"""Years of weekly 1-on-1s of one person, written in bulk."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items.models import ActionItem, ActionState
from bot.agenda.models import AgendaItem, CarryOver, ItemState
from bot.people.models import Person, Standing, Workspace
from bot.rituals.one_on_one.models import Kind, Note, OfferedQuestion, OneOnOne, Sitting
from bot.schedule.models import Occurrence, OccurrenceState, Series

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
NEXT = date(2026, 3, 3)
WEEK = timedelta(weeks=1)

Rows = dict[type, list[dict[str, Any]]]


async def write(session: AsyncSession, pairs: int, weeks: int) -> None:
    """Person 1 has this many 1-on-1s, each with another, each held for this many weeks and due tomorrow."""
    rows: Rows = {}
    _add(rows, Workspace, id=1, slack_id="T1", name="Acme", bot_user="U0")
    for person in range(1, pairs + 2):
        values = {"name": f"Person {person}", "zone": BERLIN, "standing": Standing.MEMBER}
        _add(rows, Person, id=person, workspace_id=1, slack_id=f"U{person}", **values)
    for pair in range(1, pairs + 1):
        _pair(rows, pair, weeks)
    for table, values in rows.items():
        await session.execute(insert(table), values)


def _pair(rows: Rows, pair: int, weeks: int) -> None:
    first = NEXT - weeks * WEEK
    values = {"ritual": "one_on_one", "rule": "FREQ=WEEKLY;BYDAY=TU", "zone": BERLIN, "at": time(10)}
    _add(rows, Series, id=pair, workspace_id=1, first_date=first, next_at=NOW, created_at=NOW, **values)
    two = {"owner_id": 1, "partner_id": pair + 1, "created_by": 1}
    _add(rows, OneOnOne, id=pair, series_id=pair, workspace_id=1, kind=Kind.MANAGER, **two)
    for week in range(weeks):
        _held(rows, pair, pair * 1000 + week, first + week * WEEK)
    starts_at = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
    ahead = pair * 1000 + 999
    ends_at = starts_at + timedelta(minutes=30)
    _add(rows, Occurrence, id=ahead, series_id=pair, local_date=NEXT, starts_at=starts_at, ends_at=ends_at)
    _add(rows, OfferedQuestion, occurrence_id=ahead, one_on_one_id=pair, key="a")
    open_item = {"settled_in": None, "state": ItemState.OPEN, "created_at": NOW}
    _add(rows, AgendaItem, id=ahead, series_id=pair, author_id=1, text="Open", place=1, **open_item)
    _action(rows, pair, None, ActionState.OPEN)


def _held(rows: Rows, pair: int, occurrence: int, day: date) -> None:
    starts_at = datetime.combine(day, time(9), UTC)
    ends_at = starts_at + timedelta(minutes=30)
    closed = {"state": OccurrenceState.CLOSED, "closed_at": ends_at, "touched_at": ends_at}
    times = {"local_date": day, "starts_at": starts_at, "ends_at": ends_at}
    _add(rows, Occurrence, id=occurrence, series_id=pair, **times, **closed)
    _add(rows, Sitting, occurrence_id=occurrence, was_worth_it=True, feeling=4)
    _add(rows, OfferedQuestion, occurrence_id=occurrence, one_on_one_id=pair, key="a")
    _add(rows, Note, occurrence_id=occurrence, author_id=1, is_private=False, text="Note", created_at=ends_at)
    settled = {"settled_in": occurrence, "state": ItemState.DISCUSSED, "created_at": starts_at}
    _add(rows, AgendaItem, id=occurrence, series_id=pair, author_id=1, text="Talked", place=1, **settled)
    _add(rows, CarryOver, item_id=occurrence, occurrence_id=occurrence)
    _action(rows, pair, occurrence, ActionState.DONE)


def _action(rows: Rows, pair: int, occurrence: int | None, state: ActionState) -> None:
    two = {"workspace_id": 1, "series_id": pair, "owner_id": 1, "author_id": pair + 1}
    _add(rows, ActionItem, occurrence_id=occurrence, text="Send it", state=state, created_at=NOW, **two)


def _add(rows: Rows, table: type, **values: Any) -> None:
    rows.setdefault(table, []).append(values)
