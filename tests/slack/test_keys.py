"""A key is the name of one message: what is said again at a new time never has that of the message before it."""

from collections.abc import Sequence

import pytest
from sqlalchemy import select, update

from bot.people.models import Person
from bot.slack import posts
from bot.slack.models import Post, PostState
from bot.slack.setting_aside import set_aside
from bot.storage.database import Database
from tests.slack.test_posts import LATER, NOW, SUBJECT, VIEW
from tests.slack.town import VIEW as TOY
from tests.slack.town import open_town


async def say(database: Database, *people: Person) -> None:
    """They are asked for, and shown."""
    async with database.transaction() as session:
        await posts.want_all(session, VIEW, SUBJECT, people, NOW)
        await session.execute(update(Post).values(state=PostState.SHOWN, shown_version=1, next_try_at=None))


async def put_aside(database: Database, person: Person) -> None:
    async with database.transaction() as session:
        await set_aside(session, VIEW, SUBJECT, person)


async def all_posts(database: Database) -> Sequence[Post]:
    async with database.reading() as session:
        return (await session.scalars(select(Post).order_by(Post.id))).all()


async def test_each_time_it_is_said_again_it_is_another_post_under_another_key(
    database: Database, ana: Person
) -> None:
    for times in range(1, 4):
        await say(database, ana)
        await say(database, ana)
        found = await all_posts(database)
        assert len({post.key for post in found}) == len(found) == times
        assert [post.subject for post in found[:-1]] == [f"{SUBJECT}:{post.id}" for post in found[:-1]]
        assert found[-1].subject == SUBJECT
        await put_aside(database, ana)


async def test_of_several_only_who_had_it_set_aside_gets_another(
    database: Database, ana: Person, bob: Person
) -> None:
    await say(database, ana, bob)
    await put_aside(database, bob)
    async with database.transaction() as session:
        await posts.want_all(session, VIEW, SUBJECT, [ana, bob], LATER)
    found = [(post.address, post.state, post.wanted_version) for post in await all_posts(database)]
    assert found == [("U1", PostState.SHOWN, 2), ("U2", PostState.SHOWN, 2), ("U2", PostState.WANTED, 1)]


async def test_what_is_not_said_at_the_new_time_says_why(database: Database, ana: Person) -> None:
    await say(database, ana)
    await put_aside(database, ana)
    async with database.transaction() as session:
        await posts.unsaid(session, VIEW, SUBJECT, ana, LATER, PostState.AWAY)
    assert [post.state for post in await all_posts(database)] == [PostState.SHOWN, PostState.AWAY]


async def test_a_key_is_the_same_in_a_database_that_has_forgotten_the_posts(
    database: Database, ana: Person
) -> None:
    known = []
    for _ in range(2):
        await say(database, ana)
        await put_aside(database, ana)
        await say(database, ana)
        known.append([post.key for post in await all_posts(database)])
        async with database.transaction() as session:
            await session.execute(Post.__table__.delete())  # type: ignore[attr-defined]
    assert known[0] == known[1]


async def test_a_key_that_another_post_has_is_said_aloud(database: Database, ana: Person) -> None:
    await say(database, ana)
    async with database.transaction() as session:
        await session.execute(update(Post).values(subject="occurrence:18"))
    with pytest.raises(LookupError):
        await say(database, ana)


async def test_looked_for_it_is_not_taken_for_the_message_it_follows(database_url: str) -> None:
    async with open_town(database_url) as town:
        app, ana = town.stage.application, town.stage.person("ana")
        await town.tell("ana", "prep:1")
        await town.lanes.drive()
        first = await town.post("prep:1")
        async with app.database.transaction() as session:
            await set_aside(session, TOY, "prep:1", await town.person(session, "ana"))
        await town.change(f"prep:1:{first.id}", next_try_at=None)  # not edited yet
        await town.tell("ana", "prep:1")
        await town.change("prep:1", state=PostState.IN_DOUBT, tried_at=town.now, next_try_at=town.now)
        await town.wait(minutes=3)
        with_ana = town.stage.workspace.posts_in(ana)
        assert len(with_ana) == 2
        assert (await town.post("prep:1")).ts == with_ana[-1].ts
