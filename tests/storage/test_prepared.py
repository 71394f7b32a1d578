"""A statement that is built once finds what each of its callers asks for."""

from typing import Any

from sqlalchemy import Select, insert, select

from bot.slack.models import Received
from bot.storage.database import Database
from bot.storage.prepared import prepared
from tests.stage import MONDAY

built: list[str] = []


@prepared
def _one(key: Any) -> Select[str]:
    built.append("one")
    return select(Received.key).where(Received.key == key)


@prepared
def _several(keys: Any) -> Select[str]:
    return select(Received.key).where(Received.key.in_(keys)).order_by(Received.key)


async def test_each_caller_finds_what_it_asks_for_by_the_same_statement(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(insert(Received), [{"key": key, "at": MONDAY} for key in "abc"])
        found = [await session.scalar(*_one(key)) for key in ("a", "c", "nowhere")]
    assert found == ["a", "c", None]
    assert built.count("one") == 1


async def test_a_parameter_may_stand_for_several_values(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(insert(Received), [{"key": key, "at": MONDAY} for key in "abc"])
        found = [(await session.scalars(*_several(keys))).all() for keys in (["a", "b"], ["c"], [])]
    assert found == [["a", "b"], ["c"], []]
