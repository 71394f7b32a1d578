"""A team whose people raise blockers, at the level of what the bot does and not of what Slack shows."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries, raising, seeing
from bot.blockers.models import Blocker
from bot.blockers.moments import MOMENTS
from bot.blockers.views import BlockerLine
from bot.people import queries as people
from bot.people.models import Absence, Person
from bot.sandbox.clock import MovableClock
from bot.schedule.models import Occurrence, OccurrenceState, Series
from bot.schedule.ticker import Ticker
from bot.slack.models import Post, PostState
from bot.slack.rich_pieces import BULLET, TEXT, Paragraph, Piece
from bot.slack.rich_text import RichText
from bot.teams import forming
from bot.teams.models import Team
from tests.teams.conftest import BERLIN, Office, office

__all__ = ["office"]

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def in_berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """A wall-clock time in Berlin in March 2026."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN).astimezone(UTC)


def said(*items: str) -> RichText:
    """A list with these items."""
    return RichText(tuple(Paragraph(BULLET, (Piece(TEXT, item),)) for item in items))


@dataclass
class Falcon:
    """The team Falcon: Ana leads it, Bob and Carol are in it; `now` is the time they go by."""

    office: Office
    team: Team
    now: datetime = MONDAY
    occurrences: dict[int, int] = field(default_factory=dict)

    async def raised(
        self, *words: str, owner: str = "bob", day: int | None = None, again_of: int | None = None
    ) -> list[Blocker]:
        """Raise each of these, in the sync-up of a day in March if it is given."""
        occurrence_id = None if day is None else await self.sync_up(day)
        async with self.office.database.transaction() as session:
            return await raising.raise_blockers(
                session, self.team, self.office.people[owner], said(*words), occurrence_id, again_of, self.now
            )

    async def sync_up(self, day: int) -> int:
        """The id of the sync-up on a day in March."""
        if day not in self.occurrences:
            async with self.office.database.transaction() as session:
                self.occurrences[day] = await _sync_up(session, self.team, day, self.now)
        return self.occurrences[day]

    async def blocker(self, blocker: Blocker) -> Blocker:
        """The blocker as the database has it."""
        async with self.office.database.reading() as session:
            found = await queries.blocker(session, blocker.id)
        assert found is not None
        return found

    async def seen(self) -> tuple[BlockerLine, ...]:
        """What is open, as the team's channel sees it."""
        async with self.office.database.reading() as session:
            return await seeing.open_in(session, self.team, self.now)

    async def open(self) -> dict[str, str]:
        """The words of what is open, by name."""
        return {line.name: line.text.plain() for line in await self.seen()}

    async def beat(self, now: datetime) -> int:
        """What a bot that has just been started does at an instant."""
        self.now = now
        return await Ticker(self.office.database, MovableClock(now), [MOMENTS]).beat()

    async def live_until(self, now: datetime) -> list[datetime]:
        """Let every moment come at its own instant; gives the instants at which there was something to do."""
        came = []
        while True:
            async with self.office.database.reading() as session:
                due = await queries.next_instant(session)
            if due is None or due > now:
                self.now = now
                return came
            came.append(due)
            await self.beat(max(due, self.now))

    async def told(self, blocker: Blocker) -> list[Post]:
        """The messages to a lead about it."""
        async with self.office.database.reading() as session:
            return list(await queries.posts_about(session, "blocker.lead", f"blocker:{blocker.id}"))

    async def shown(self, blocker: Blocker, state: PostState = PostState.SHOWN) -> None:
        """Slack has taken the message, or not."""
        async with self.office.database.transaction() as session:
            for post in await queries.posts_about(session, "blocker.lead", f"blocker:{blocker.id}"):
                post.state = state
                post.ts = "1.1" if state is PostState.SHOWN else None

    async def away(self, name: str, first: int, last: int) -> Person:
        """Somebody is away on these days in March."""
        async with self.office.database.transaction() as session:
            person = await people.person(session, self.office.people[name].id)
            session.add(Absence(person_id=person.id, first=date(2026, 3, first), last=date(2026, 3, last)))
        return person


async def _sync_up(session: AsyncSession, team: Team, day: int, now: datetime) -> int:
    series = Series(
        workspace_id=team.workspace_id,
        ritual="toy",
        rule="FREQ=DAILY",
        first_date=date(2026, 3, day),
        at=time(9),
        zone=ZoneInfo("Europe/Berlin"),
        created_at=now,
    )
    session.add(series)
    await session.flush()
    starts_at = in_berlin(day, 9)
    occurrence = Occurrence(
        series_id=series.id,
        local_date=date(2026, 3, day),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=15),
        state=OccurrenceState.PLANNED,
    )
    session.add(occurrence)
    await session.flush()
    return occurrence.id


@pytest.fixture
async def falcon(office: Office) -> Falcon:
    team = await office.form("Falcon", "ana", "bob", "carol", now=MONDAY)
    return Falcon(office, team)


async def observe(falcon: Falcon, name: str) -> None:
    """Somebody observes the team from now on."""
    async with falcon.office.database.transaction() as session:
        await forming.add_observer(session, falcon.team, falcon.office.people[name], falcon.now)
