"""Asking for many at once means what asking for each of them means, and costs what asking for one does."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person, Standing, Workspace
from bot.slack import posts
from bot.slack.models import Post, PostState
from bot.storage.database import Database
from tests.statements import statements

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER, DEADLINE = NOW + timedelta(minutes=10), NOW + timedelta(hours=2)
VIEW, SUBJECT = "standup.prompt", "occurrence:17"
BEFORE = [None, *PostState]
"""How the post of each of the people stands when they are asked; None: there is none."""

Ask = Callable[[AsyncSession, Sequence[Person]], Awaitable[None]]


async def a_crowd(database: Database, slack_id: str, count: int = len(BEFORE)) -> list[Person]:
    """So many people in a workspace of their own."""
    async with database.transaction() as session:
        workspace = Workspace(slack_id=slack_id, name="Acme", bot_user="UBOT")
        session.add(workspace)
        await session.flush()
        people = [
            Person(
                workspace_id=workspace.id,
                slack_id=f"U{number:03}",
                name=f"Number {number}",
                zone=ZoneInfo("Etc/UTC"),
                standing=Standing.MEMBER,
            )
            for number in range(count)
        ]
        session.add_all(people)
    return people


async def stand(database: Database, people: Sequence[Person]) -> None:
    """There is a post in each state, tried once or never."""
    async with database.transaction() as session:
        for number, (person, state) in enumerate(zip(people, BEFORE, strict=True)):
            if state is not None:
                await posts.want(session, VIEW, SUBJECT, person, NOW - timedelta(hours=1))
                post = (await session.scalars(select(Post).where(Post.recipient_id == person.id))).one()
                post.state, post.attempts, post.next_try_at = state, number % 2, None


async def rows(database: Database, people: Sequence[Person]) -> list[dict[str, Any]]:
    """The posts of these people, without what makes each row another."""
    async with database.reading() as session:
        wanted = select(Post).where(Post.workspace_id == people[0].workspace_id).order_by(Post.address)
        found = (await session.scalars(wanted)).all()
    own = {"id", "key", "workspace_id", "recipient_id"}
    names = [column.key for column in Post.__table__.columns if column.key not in own]
    return [{name: getattr(post, name) for name in names} for post in found]


async def want_each(session: AsyncSession, people: Sequence[Person]) -> None:
    for person in people:
        await posts.want(session, VIEW, SUBJECT, person, NOW, DEADLINE, at=LATER, gathers=True)


async def want_all(session: AsyncSession, people: Sequence[Person]) -> None:
    await posts.want_all(session, VIEW, SUBJECT, people, NOW, DEADLINE, at=LATER, gathers=True)


async def unsaid_to_each(session: AsyncSession, people: Sequence[Person]) -> None:
    for person in people:
        await posts.unsaid(session, VIEW, SUBJECT, person, NOW, PostState.AWAY)


async def unsaid_to_all(session: AsyncSession, people: Sequence[Person]) -> None:
    await posts.unsaid_to_all(session, VIEW, SUBJECT, people, NOW, PostState.AWAY)


@pytest.mark.parametrize(("one_by_one", "at_once"), [(want_each, want_all), (unsaid_to_each, unsaid_to_all)])
async def test_asked_for_at_once_each_stands_as_if_asked_for_alone(
    database: Database, one_by_one: Ask, at_once: Ask
) -> None:
    found = []
    for number, ask in enumerate((one_by_one, at_once)):
        people = await a_crowd(database, f"T{number}")
        await stand(database, people)
        async with database.transaction() as session:
            await ask(session, people)
        found.append(await rows(database, people))
    assert found[0] == found[1]
    assert len(found[0]) == len(BEFORE)


@pytest.mark.parametrize("ask", [want_all, unsaid_to_all])
async def test_five_hundred_cost_what_one_costs_the_first_time_and_again(database: Database, ask: Ask) -> None:
    cost = {}
    for count in (1, 500):
        people = await a_crowd(database, f"T{count}", count)
        for time in ("first", "again"):
            with statements(database) as seen:
                async with database.transaction() as session:
                    await ask(session, people)
            cost[count, time] = len([one for one in seen if "posts" in one])
        assert len(await rows(database, people)) == count
    assert cost[500, "first"] == cost[1, "first"] == 1
    assert cost[500, "again"] == cost[1, "again"] <= 7


async def test_the_same_person_named_twice_and_nobody_at_all_are_no_trouble(database: Database) -> None:
    people = await a_crowd(database, "T1", 2)
    async with database.transaction() as session:
        await want_all(session, [*people, *people])
        await want_all(session, [])
        await unsaid_to_all(session, [])
    assert [row["state"] for row in await rows(database, people)] == [PostState.WANTED] * 2
