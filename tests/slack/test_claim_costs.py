"""Taking in hand costs as many statements with many sections as with few, and for many messages as for one."""

from collections.abc import AsyncIterator

import pytest

from bot.slack import claims, delivery, queries
from tests.slack.town import VIEW, Town, open_town
from tests.statements import statements

FEW, MANY = 2, 12


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url) as town:
        yield town


async def _cost(town: Town, subject: str) -> int:
    """How many statements it takes to claim this post, whose composer runs none; nothing of it is kept."""
    database = town.stage.application.database
    post = await town.post(subject)
    async with database.reading() as session:
        with statements(database) as sent:
            assert await claims.claim(session, post.id, "somebody", town.now, {VIEW: town.compose}) is not None
        return len(sent)


async def _costs_together(town: Town, count: int) -> int:
    """How many statements it takes to claim so many posts, and to write down that they were said."""
    database = town.stage.application.database
    async with database.reading() as session:
        due = await queries.due_posts(session, town.workspace_id, town.now, count)
        with statements(database) as sent:
            claimed = await claims.claim_all(session, due, "somebody", town.now, {VIEW: town.compose})
            said = [(one, {"channel": "D1", "ts": "1.0"}) for one in claimed]
            await delivery.record_messages(session, said, "somebody", town.now)
        shown = await queries.due_posts(session, town.workspace_id, town.now, MANY)
        assert (len(claimed), len(shown)) == (count, MANY - count)
        return len(sent)


async def _prompts(town: Town, handle: str, count: int) -> None:
    for number in range(count):
        await town.tell(handle, f"{handle}{number}", gathers=True)


async def test_a_message_costs_the_same_however_many_sections_there_are(town: Town) -> None:
    await _prompts(town, "ana", FEW)
    await _prompts(town, "bob", MANY)
    assert await _cost(town, "ana0") == await _cost(town, "bob0")


async def test_many_messages_are_taken_in_hand_and_written_down_by_as_many_statements_as_one(town: Town) -> None:
    for number in range(MANY):
        await town.tell("ana", f"note{number}")
    many = await _costs_together(town, MANY)
    assert await _costs_together(town, 1) == many


async def test_an_edit_costs_the_same_however_many_sections_there_are(town: Town) -> None:
    await _prompts(town, "ana", FEW)
    await _prompts(town, "bob", MANY)
    await town.wait()
    await town.refresh("ana1")
    await town.refresh("bob1")
    assert await _cost(town, "ana1") == await _cost(town, "bob1")
