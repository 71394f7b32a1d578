"""Whatever two people do, each topic is in one place at each moment, none is lost and none comes twice."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.agenda import queries as agenda
from bot.agenda import topics
from bot.agenda.models import AgendaItem, CarryOver, ItemState
from bot.errors import Refusal
from bot.rituals.one_on_one import buttons, cancelling, closing, meeting, rules, setting_up
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.models import Kind
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, OccurrenceState, Series
from bot.schedule.wall_clock import local_date
from bot.slack.desk import Case
from tests.one_on_one.conftest import MONDAY, Two, two

__all__ = ["two"]

OPEN, DISCUSSED, DROPPED = "open", "discussed", "dropped"
ACTS = ("add", "discuss", "drop", "undo", "done", "skip", "move", "pause", "resume", "wait")
acts = st.lists(
    st.tuples(st.sampled_from((*ACTS, "add", "wait", "wait")), st.integers(0, 200)), min_size=5, max_size=25
)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A hundred small histories; the one statement that races is tried on both databases below."""
    return sqlite_url


@dataclass
class Story:
    """What the two have done, and what became of each topic by the rules alone."""

    two: Two
    places: dict[int, str] = field(default_factory=dict)
    made: dict[int, datetime] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)

    async def play(self, act: str, number: int) -> None:
        """One act of one of the two, half of the time Bob's; a refusal changes nothing."""
        if act == "wait":
            self.two.now += timedelta(hours=(1, 3, 20, 26, 170)[number % 5])
            await self.two.live_until(self.two.now)
            return
        self.two.now += timedelta(minutes=1)
        try:
            async with self.two.database.transaction() as session:
                me = self.two.bob if number % 2 else self.two.ana
                await getattr(self, act)(session, await self.two.pair(session, me), number)
        except Refusal:
            return

    async def add(self, session: AsyncSession, pair: Pair, number: int) -> None:
        topic = await topics.add(session, pair.series.id, pair.me, f"Topic {number}", self.two.now)
        self.places[topic], self.made[topic] = OPEN, self.two.now

    async def discuss(self, session: AsyncSession, pair: Pair, number: int) -> None:
        await self._change(session, pair, number, buttons.discuss, DISCUSSED)

    async def drop(self, session: AsyncSession, pair: Pair, number: int) -> None:
        await self._change(session, pair, number, buttons.drop, DROPPED)

    async def undo(self, session: AsyncSession, pair: Pair, number: int) -> None:
        await self._change(session, pair, number, buttons.reopen, OPEN)

    async def done(self, session: AsyncSession, pair: Pair, number: int) -> None:
        occurrence = await schedule.current(session, pair.series.id)
        if occurrence is not None and occurrence.starts_at <= self.two.now + rules.EARLY:
            await closing.close(session, pair, occurrence, self.two.now)
            await closing.close(session, pair, occurrence, self.two.now)

    async def skip(self, session: AsyncSession, pair: Pair, number: int) -> None:
        occurrence = await schedule.current(session, pair.series.id)
        if occurrence is not None:
            await cancelling.cancel(session, pair, occurrence, self.two.now)

    async def move(self, session: AsyncSession, pair: Pair, number: int) -> None:
        occurrence = await schedule.current(session, pair.series.id)
        if occurrence is not None:
            day = local_date(self.two.now, pair.series.zone) + timedelta(days=number % 8)
            await cancelling.move(session, pair, occurrence, day, pair.series.at, self.two.now)

    async def pause(self, session: AsyncSession, pair: Pair, number: int) -> None:
        day = local_date(self.two.now, pair.me.zone) + timedelta(days=number % 30)
        await setting_up.pause(session, pair, day if number % 3 else None, self.two.now)

    async def resume(self, session: AsyncSession, pair: Pair, number: int) -> None:
        await setting_up.resume(session, pair, self.two.now)

    async def _change(
        self,
        session: AsyncSession,
        pair: Pair,
        number: int,
        change: Callable[[Case, Pair, int], Awaitable[None]],
        place: str,
    ) -> None:
        if not self.places:
            return
        item = list(self.places)[number % len(self.places)]
        await change(Case(session, pair.me, self.two.now), pair, item)
        if place == OPEN or self.places[item] == OPEN:
            self.places[item] = place

    async def check(self, before: dict[int, str]) -> None:
        """The database says what the rules say; what was closed since has carried over what was open."""
        async with self.two.database.reading() as session:
            series_id = self.two.series_id
            items = (await session.scalars(select(AgendaItem).where(AgendaItem.series_id == series_id))).all()
            shown = await meeting.open_topics(session, await self.two.pair(session))
            occurrences = (
                await session.scalars(select(Occurrence).where(Occurrence.series_id == series_id))
            ).all()
            carried = [(one.occurrence_id, one.item_id) for one in await session.scalars(select(CarryOver))]
        assert {item.id: _place(item) for item in items} == self.places
        open_ids = [item for item, place in self.places.items() if place == OPEN]
        assert sorted(topic.id for topic in shown) == sorted(open_ids)
        for item in items:
            assert (item.settled_at is not None) == (_place(item) != OPEN)
            assert (item.state is ItemState.CARRIED_OVER) <= (item.id in {one for _, one in carried})
        days = [one.local_date for one in occurrences]
        assert len(days) == len(set(days))
        for one in occurrences:
            here = sorted(item for occurrence, item in carried if occurrence == one.id)
            if one.state is not OccurrenceState.CLOSED:
                assert here == []
            elif one.id not in self.closed:
                self.closed.add(one.id)
                assert one.closed_at is not None
                until = min(one.closed_at, one.ends_at)
                assert here == sorted(
                    item for item, place in before.items() if place == OPEN and self.made[item] <= until
                )


def _place(item: AgendaItem) -> str:
    return OPEN if item.state in agenda.TO_DISCUSS else item.state.value


@given(acts)
@example([("add", 0), ("wait", 3), ("add", 1), ("wait", 3), ("undo", 0), ("wait", 4)])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_each_topic_is_in_one_place_and_carried_over_once(two: Two, played: list[tuple[str, int]]) -> None:
    two.now = MONDAY
    await two.set_up(Kind.PEER)
    story = Story(two)
    for act, number in played:
        before = dict(story.places)
        await story.play(act, number)
        await story.check(before)
    async with two.database.transaction() as session:
        await session.execute(update(Series).values(state="ended", next_at=None))
