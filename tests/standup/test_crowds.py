"""A team of five hundred: asked in time, shown in messages that Slack takes, at a cost that does not grow."""

import pytest
from sqlalchemy import func, select

from bot.people.models import Absence
from bot.rituals.standup.models import Part, PartState
from bot.rituals.standup.posts import POSTS
from bot.sandbox.limits import message_problems
from bot.slack.folding import MESSAGE_CHARACTERS, characters
from bot.slack.models import Post
from bot.storage.database import Database
from tests.standup.squads import BERLIN, Squad, at, found_squad, said
from tests.statements import statements

TODAY = "2026-03-02"
LONG = "Bartholomäus-Maximilian von und zu Hohenlohe-Langenburg & Co"


async def crowd(database: Database, count: int) -> Squad:
    """So many people in Berlin, just asked; of every four one has answered, one skips, one is away."""
    squad = await found_squad(database, f"T{count}")
    await squad.add(**{f"p{number:03}": BERLIN for number in range(count)})
    for person in squad.people.values():
        person.name = f"{person.name} {LONG}"
    await squad.begin()
    async with database.transaction() as session:
        for person in squad.people.values():
            (await session.merge(person)).name = person.name
        for number, person in enumerate(squad.people.values()):
            if number % 4 == 3:
                day = at(f"{TODAY} 12:00").date()
                session.add(Absence(person_id=person.id, first=day, last=day))
    await squad.live_until(at("2026-03-02 08:30"))
    async with database.transaction() as session:
        for number, part in enumerate((await session.scalars(select(Part).order_by(Part.person_id))).all()):
            if number % 4 == 1:
                part.state, part.answered_at, part.is_late = PartState.ANSWERED, squad.now, True
            if number % 4 == 2:
                part.state, part.reason = PartState.SKIPPED, "because " * 100
    return squad


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """How many statements there are, and how long messages get, is no matter of the database."""
    return sqlite_url


async def _cost(squad: Squad) -> int:
    post = await squad.post("standup.day", TODAY)
    with statements(squad.database) as sent:
        async with squad.database.reading() as session:
            await POSTS["standup.day"](session, post, squad.now)
    return len(sent)


async def test_a_day_is_composed_in_as_many_statements_for_eighty_as_for_eight(database: Database) -> None:
    assert await _cost(await crowd(database, 8)) == await _cost(await crowd(database, 80))


async def test_five_hundred_are_asked_once_and_their_day_fits_into_one_message(database: Database) -> None:
    squad = await crowd(database, 500)
    async with database.reading() as session:
        asked = await session.scalar(select(func.count()).where(Post.view == "standup.prompt"))
    assert asked == 500
    shown = await squad.parent(TODAY)
    assert message_problems({"text": shown.text, "blocks": list(shown.blocks)}) == []
    assert characters(list(shown.blocks)) <= MESSAGE_CHARACTERS
    assert len(shown.text) < 4000
    words = said(shown)
    assert "125 of 375 have reported." in words
    assert "and 110 more" in words
    assert "…and 115 more skipped." in words
