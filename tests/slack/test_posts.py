"""What becomes of a post in each state when it is wanted, refreshed, withdrawn or sent again."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.people.models import Person
from bot.slack import posts
from bot.slack.models import UNDER_WAY, UNSAID, Post, PostState
from bot.storage.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DEADLINE = NOW + timedelta(hours=2)
VIEW, SUBJECT = "one_on_one.prep", "occurrence:17"
IS_SAID = {PostState.SENDING, PostState.SHOWN}
MAY_BE_COMPOSED = {PostState.WANTED, *IS_SAID}
"""States in which Slack has, or is about to have, something that can be out of date."""


def in_every_state(test: Callable[..., Any]) -> Callable[..., Any]:
    """The test runs once for each state, on SQLite: nothing in these tables is a database's own."""
    on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    return on_sqlite(pytest.mark.parametrize("state", PostState)(test))


@dataclass(frozen=True)
class Row:
    """A post in a test: stands in one state, and is read anew after each act."""

    database: Database
    person: Person

    async def stands(self, state: PostState, **more: Any) -> None:
        """Put the only post there is into a state, with nothing left to do about it."""
        async with self.database.transaction() as session:
            await posts.want(session, VIEW, SUBJECT, self.person, NOW, NOW + timedelta(minutes=1))
            shown = {"shown_version": 1} if state is PostState.SHOWN else {}
            values = {"state": state, "next_try_at": None, "attempts": 3, "error": "ratelimited", **shown, **more}
            await session.execute(update(Post).values(**values))

    async def want(self) -> Post:
        """Ask for it at a later time."""
        async with self.database.transaction() as session:
            await posts.want(session, VIEW, SUBJECT, self.person, LATER, DEADLINE)
        return await self.now()

    async def refresh(self, **which: str) -> Post:
        """Say that its subject has changed."""
        async with self.database.transaction() as session:
            await posts.refresh(session, SUBJECT, LATER, **which)
        return await self.now()

    async def withdraw(self) -> Post:
        """Say that its subject is no longer worth a message."""
        async with self.database.transaction() as session:
            await posts.withdraw(session, SUBJECT, LATER)
        return await self.now()

    async def send_again(self) -> Post:
        """Its owner decides to have it once more."""
        async with self.database.transaction() as session:
            await posts.send_again(session, (await session.scalars(select(Post))).one(), LATER)
        return await self.now()

    async def now(self) -> Post:
        """The post as the database has it."""
        async with self.database.reading() as session:
            return (await session.scalars(select(Post))).one()


@pytest.fixture
def row(database: Database, ana: Person) -> Row:
    return Row(database, ana)


async def test_a_post_that_is_wanted_is_due_at_once(row: Row) -> None:
    post = await row.want()
    assert (post.state, post.next_try_at, post.too_late_at) == (PostState.WANTED, LATER, DEADLINE)
    assert (post.address, post.recipient_id, post.wanted_version, post.shown_version) == (
        "U1",
        row.person.id,
        1,
        0,
    )


@in_every_state
async def test_wanted_again(row: Row, state: PostState) -> None:
    await row.stands(state)
    post = await row.want()
    if state in UNSAID:
        assert (post.state, post.next_try_at, post.attempts) == (PostState.WANTED, LATER, 0)
        assert (post.too_late_at, post.created_at) == (DEADLINE, LATER)
    else:
        assert post.state is state, "never said a second time, never stopped"
    if state in UNDER_WAY:
        assert post.too_late_at == DEADLINE, "the deadline of a time that no longer holds"
    assert post.wanted_version == (2 if state in {*MAY_BE_COMPOSED, *UNSAID} else 1)


@in_every_state
async def test_refreshed(row: Row, state: PostState) -> None:
    await row.stands(state)
    post = await row.refresh()
    assert post.state is state
    assert post.wanted_version == (2 if state in MAY_BE_COMPOSED else 1)
    assert post.next_try_at == (LATER if state is PostState.SHOWN else None)


@in_every_state
async def test_withdrawn(row: Row, state: PostState) -> None:
    await row.stands(state, next_try_at=NOW)
    post = await row.withdraw()
    if state is PostState.WANTED:
        assert (post.state, post.next_try_at) == (PostState.NOT_WANTED, None)
    else:
        assert (post.state, post.next_try_at) == (state, NOW)


@in_every_state
async def test_sent_again(row: Row, state: PostState) -> None:
    await row.stands(state)
    post = await row.send_again()
    if state in (PostState.UNKNOWN, PostState.GIVEN_UP, PostState.REFUSED):
        assert (post.state, post.next_try_at, post.attempts) == (PostState.WANTED, LATER, 0)
        assert (post.error, post.too_late_at, post.created_at) == (None, None, LATER)
    else:
        assert (post.state, post.next_try_at, post.attempts) == (state, None, 3)


async def test_ten_changes_before_it_is_shown_are_one_edit(row: Row) -> None:
    await row.stands(PostState.SHOWN)
    for _ in range(10):
        post = await row.refresh()
    assert (post.wanted_version, post.next_try_at) == (11, LATER)


async def test_a_change_brings_an_edit_that_was_put_off_no_later(row: Row) -> None:
    await row.stands(PostState.SHOWN, next_try_at=NOW)
    assert (await row.refresh()).next_try_at == NOW
    await row.stands(PostState.SHOWN, next_try_at=LATER + timedelta(minutes=5))
    assert (await row.refresh()).next_try_at == LATER


async def test_only_the_view_or_the_address_that_is_named_is_refreshed(row: Row) -> None:
    await row.stands(PostState.SHOWN)
    assert (await row.refresh(view="one_on_one.recap")).wanted_version == 1
    assert (await row.refresh(address="U2")).wanted_version == 1
    assert (await row.refresh(view=VIEW, address="U1")).wanted_version == 2


async def test_another_subject_stays_as_it_is(row: Row) -> None:
    await row.stands(PostState.SHOWN, subject="occurrence:18")
    assert (await row.refresh()).wanted_version == 1
    assert (await row.withdraw()).next_try_at is None


async def test_what_is_not_said_has_its_reason_and_nothing_left_to_do(row: Row) -> None:
    async with row.database.transaction() as session:
        await posts.unsaid(session, VIEW, SUBJECT, row.person, NOW, PostState.AWAY)
    post = await row.now()
    assert (post.state, post.next_try_at) == (PostState.AWAY, None)


@in_every_state
async def test_a_reason_not_to_say_it_changes_nothing_that_is_on_its_way(row: Row, state: PostState) -> None:
    await row.stands(state)
    async with row.database.transaction() as session:
        await posts.unsaid(session, VIEW, SUBJECT, row.person, NOW, PostState.AWAY)
    assert (await row.now()).state is (PostState.AWAY if state in UNSAID else state)


async def test_each_person_and_each_view_has_a_post_of_its_own(
    database: Database, ana: Person, bob: Person
) -> None:
    async with database.transaction() as session:
        for person in (ana, bob, ana):
            await posts.want(session, VIEW, SUBJECT, person, NOW)
        await posts.want(session, "one_on_one.start", SUBJECT, ana, NOW)
    async with database.reading() as session:
        found = (await session.scalars(select(Post))).all()
    assert sorted((post.address, post.view) for post in found) == [
        ("U1", VIEW),
        ("U1", "one_on_one.start"),
        ("U2", VIEW),
    ]
    assert len({post.key for post in found}) == 3


async def test_of_many_who_want_the_same_at_once_there_is_one_post(database: Database, ana: Person) -> None:
    async def want() -> None:
        async with database.transaction() as session:
            await posts.want(session, VIEW, SUBJECT, ana, NOW)

    await asyncio.gather(*(want() for _ in range(10)))
    async with database.reading() as session:
        [post] = (await session.scalars(select(Post))).all()
    assert post.state is PostState.WANTED


async def test_what_was_due_is_listed_newest_first_whatever_became_of_it(
    database: Database, ana: Person, bob: Person
) -> None:
    async with database.transaction() as session:
        for hour in range(4):
            await posts.want(session, VIEW, f"occurrence:{hour}", ana, NOW + timedelta(hours=hour))
        await posts.unsaid(session, VIEW, "occurrence:9", ana, NOW + timedelta(hours=9), PostState.AWAY)
        await posts.want(session, VIEW, "occurrence:5", bob, NOW + timedelta(hours=5))
    async with database.reading() as session:
        found = await posts.recent(session, ana, since=NOW, limit=3)
    assert [post.subject for post in found] == ["occurrence:9", "occurrence:3", "occurrence:2"]
