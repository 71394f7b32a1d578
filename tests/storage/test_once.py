"""What is written once is silent about what is there already, so there must be no doubt what that is."""

import ast
from pathlib import Path

from sqlalchemy import Table, UniqueConstraint

import bot
from bot.catalogue import RITUALS
from bot.slack.models import Post
from bot.storage.base import Base

NUMBERS_ITSELF = ["id"]


def written_once() -> set[str]:
    """The tables that are handed to `insert_once`, by the names of their models."""
    calls = [
        node
        for path in Path(bot.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "").startswith("insert_")
    ]
    return {str(getattr(call.args[1], "id", "")) for call in calls if len(call.args) > 1}


def ways_to_collide(table: Table) -> int:
    unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    by_key = [column.name for column in table.primary_key] != NUMBERS_ITSELF
    return len(unique) + len([index for index in table.indexes if index.unique]) + by_key


def test_a_row_that_is_written_once_can_collide_in_one_way_only() -> None:
    assert RITUALS, "every table is known"
    models = {mapper.class_.__name__: mapper.class_.__table__ for mapper in Base.registry.mappers}
    found = {name: ways_to_collide(models[name]) for name in written_once()}
    assert found.pop(Post.__name__) == 2, "`bot.slack.keys` looks which of the two it was"
    assert len(found) > 5
    assert set(found.values()) == {1}
