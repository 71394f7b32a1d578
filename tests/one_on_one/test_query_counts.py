"""What a person looks at costs as many statements with fifty 1-on-1s and five years behind them as with one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from bot.catalogue import POSTS
from bot.people import queries as people
from bot.rituals.one_on_one import access, past, screens
from bot.slack.models import Post
from bot.slack.posts import Unsaid
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.storage.migration import upgrade
from tests.one_on_one.years import NOW, write
from tests.statements import statements

Look = Callable[[AsyncSession], Awaitable[Any]]


@dataclass
class Cost:
    """The statements that were run, and how many rows became objects."""

    statements: list[str] = field(default_factory=list)
    objects: int = 0


@contextmanager
def counted(database: Database, session: AsyncSession) -> Any:
    """Counts what happens in the block."""
    with statements(database) as sent:
        cost = Cost(sent)

        def loaded(session: Session, instance: object) -> None:
            cost.objects += 1

        event.listen(session.sync_session, "loaded_as_persistent", loaded)
        yield cost


@asynccontextmanager
async def filled(url: str, pairs: int, weeks: int) -> AsyncIterator[Database]:
    """A database with so many 1-on-1s of person 1, each so old."""
    database = Database.open(url, Keyring([Keyring.new_key()]))
    async with database.transaction() as session:
        await write(session, pairs, weeks)
    yield database
    await database.close()


async def cost_of(look: Look, database: Database) -> Cost:
    """What it costs to look, with nothing read before."""
    async with database.reading() as session:
        with counted(database, session) as cost:
            await look(session)
    return cost


def _post(view: str, subject: str) -> Look:
    async def look(session: AsyncSession) -> Any:
        post = Post(view=view, subject=subject, address="U1", recipient_id=1, workspace_id=1, created_at=NOW)
        shown = await POSTS[view](session, post, NOW)
        assert not isinstance(shown, Unsaid)
        return shown

    return look


async def _overview(session: AsyncSession) -> Any:
    return await screens.overview(session, await people.person(session, 1), NOW)


async def _agenda(session: AsyncSession) -> Any:
    return await screens.agenda(session, await _pair(session), NOW)


async def _history(session: AsyncSession) -> Any:
    return await screens.history(session, await _pair(session), NOW)


async def _search(session: AsyncSession) -> Any:
    return await screens.history(session, await _pair(session), NOW, "nowhere")


async def _pair(session: AsyncSession) -> access.Pair:
    return await access.my_pair(session, await people.person(session, 1), 1)


LOOKS = {
    "the Home tab": _post("home", "person:1"),
    "the list of `/1on1`": _overview,
    "the prep": _post("one_on_one.prep", "occurrence:1999"),
    "the start": _post("one_on_one.start", "occurrence:1999"),
    "the recap": _post("one_on_one.recap", "occurrence:1000"),
    "the agenda": _agenda,
    "the history": _history,
    "a search": _search,
}


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Cost, Cost]]:
    """For each look: with one 1-on-1 of two weeks, and with fifty of five years. Made once, and only read."""
    few, many = (asyncio.run(_costs(tmp_path_factory.mktemp("years"), *much)) for much in ((1, 2), (50, 260)))
    return {name: (few[name], many[name]) for name in LOOKS}


async def _costs(folder: Path, pairs: int, weeks: int) -> dict[str, Cost]:
    url = f"sqlite+aiosqlite:///{folder}/drumbeat.sqlite"
    await asyncio.to_thread(upgrade, url)
    async with filled(url, pairs, weeks) as database:
        return {name: await cost_of(look, database) for name, look in LOOKS.items()}


@pytest.mark.parametrize("name", sorted(LOOKS.keys() - {"a search"}))
def test_the_number_of_statements_does_not_grow(costs: dict[str, tuple[Cost, Cost]], name: str) -> None:
    few, many = costs[name]
    assert len(many.statements) == len(few.statements)


@pytest.mark.parametrize("name", ["the prep", "the start", "the recap", "the agenda"])
def test_one_occurrence_is_shown_without_reading_the_years_before(
    costs: dict[str, tuple[Cost, Cost]], name: str
) -> None:
    few, many = costs[name]
    assert many.objects == few.objects


def test_a_search_reads_no_more_than_its_batches(costs: dict[str, tuple[Cost, Cost]]) -> None:
    _, history = costs["the history"]
    _, search = costs["a search"]
    assert len(search.statements) <= len(history.statements) * past.SEARCHED_BATCHES


def test_a_list_reads_a_few_rows_for_each_of_its_lines(costs: dict[str, tuple[Cost, Cost]]) -> None:
    assert costs["the list of `/1on1`"][1].objects <= 5 * 50
    assert costs["the Home tab"][1].objects <= 6 * 50


async def test_a_statement_for_each_1_on_1_would_be_noticed(sqlite_url: str) -> None:
    async def one_by_one(session: AsyncSession) -> None:
        for pair in range(1, 4):
            await access.my_pair(session, await people.person(session, 1), pair)

    async with filled(sqlite_url, pairs=3, weeks=1) as database:
        assert len((await cost_of(one_by_one, database)).statements) > 3
