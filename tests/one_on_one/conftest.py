"""A database with two people who have a 1-on-1, at the level of what the bot does and not of what Slack shows."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person, Standing, Workspace
from bot.rituals.one_on_one import access, setting_up
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.models import Kind
from bot.rituals.one_on_one.ritual import RITUAL
from bot.rituals.one_on_one.setting_up import Rhythm
from bot.schedule import queries as schedule
from bot.schedule.turn import take_turn
from bot.storage.database import Database

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)
# Long enough for the second to reach the row the first one holds.
A_MOMENT = 0.2
Work = Callable[[AsyncSession], Awaitable[None]]


@dataclass
class Two:
    """Ana, who owns the 1-on-1, and Bob; `now` is the time they both go by."""

    database: Database
    workspace_id: int
    ana: Person
    bob: Person
    one_on_one_id: int = 0
    series_id: int = 0
    now: datetime = MONDAY

    async def set_up(self, kind: Kind = Kind.MANAGER, rhythm: Rhythm | None = None) -> None:
        """Begin their 1-on-1: weekly on Tuesday at 10:00 unless said otherwise."""
        when = rhythm or Rhythm("weekly", TUESDAY, time(10), BERLIN)
        async with self.database.transaction() as session:
            pair = await setting_up.set_up(session, self.ana, self.bob, kind, True, when, self.now)
        self.one_on_one_id, self.series_id = pair.one_on_one.id, pair.series.id

    async def pair(self, session: AsyncSession, me: Person | None = None) -> Pair:
        """Their 1-on-1 in the hands of one of them, Ana if not said."""
        return await access.my_pair(session, me or self.ana, self.one_on_one_id)

    async def beat(self, now: datetime) -> None:
        """Do all that is due by an instant, as of then."""
        self.now = max(self.now, now)
        while True:
            async with self.database.transaction() as session:
                due = dict(await schedule.due_series(session, self.now, 10)).get(self.series_id)
                if due is None:
                    return
                await take_turn(session, self.series_id, due, self.now, RITUAL)

    async def live_until(self, now: datetime) -> None:
        """Let every moment come at its own instant."""
        while True:
            async with self.database.reading() as session:
                due = (await schedule.series(session, self.series_id)).next_at
            if due is None or due > now:
                break
            await self.beat(due)
        self.now = max(self.now, now)


@pytest.fixture
async def two(database: Database) -> Two:
    async with database.transaction() as session:
        workspace = Workspace(slack_id="T1", name="Acme", bot_user="UBOT")
        session.add(workspace)
        await session.flush()
        people = [
            Person(
                workspace_id=workspace.id, slack_id=f"U{name}", name=name, zone=BERLIN, standing=Standing.MEMBER
            )
            for name in ("Ana", "Bob")
        ]
        session.add_all(people)
    return Two(database, workspace.id, *people)


async def one_in_the_middle_of_the_other(two: Two, first: Work, second: Work) -> None:
    """`second` begins after `first` has written and before it has committed."""

    async def run() -> None:
        async with two.database.transaction() as session:
            await second(session)

    async with two.database.transaction() as session:
        await first(session)
        other = asyncio.create_task(run())
        await asyncio.wait({other}, timeout=A_MOMENT)
    await other
