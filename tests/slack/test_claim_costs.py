"""Taking a message in hand costs as many statements with many sections as with few, but for the taking itself."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import event

from bot.slack import claims
from tests.slack.town import VIEW, Town, open_town

FEW, MANY = 2, 12


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url) as town:
        yield town


async def _cost(town: Town, subject: str) -> int:
    """How many statements it takes to claim this post, whose composer runs none; nothing of it is kept."""
    database = town.stage.application.database
    post, statements = await town.post(subject), []
    event.listen(database.engine.sync_engine, "before_cursor_execute", lambda *run: statements.append(run[2]))
    async with database.reading() as session:
        statements.clear()
        assert await claims.claim(session, post.id, "somebody", town.now, {VIEW: town.compose}) is not None
        return len(statements)


async def _prompts(town: Town, handle: str, count: int) -> None:
    for number in range(count):
        await town.tell(handle, f"{handle}{number}", gathers=True)


async def test_each_more_section_costs_the_one_statement_that_takes_it(town: Town) -> None:
    await _prompts(town, "ana", FEW)
    await _prompts(town, "bob", MANY)
    few, many = await _cost(town, "ana0"), await _cost(town, "bob0")
    assert many - few == MANY - FEW


async def test_an_edit_costs_the_same_however_many_sections_there_are(town: Town) -> None:
    await _prompts(town, "ana", FEW)
    await _prompts(town, "bob", MANY)
    await town.wait()
    await town.refresh("ana1")
    await town.refresh("bob1")
    assert await _cost(town, "ana1") == await _cost(town, "bob1")
