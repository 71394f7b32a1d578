"""The same file name means the same thing in every folder, and keeps out of the same things."""

import ast

import pytest

from tests.architecture.source import Module, Rule, breaches

NEVER_IMPORTED = {
    "rules": ("sqlalchemy", "slack_sdk", "slack_bolt", "bot.clock"),
    "views": ("sqlalchemy", "bot.storage", "bot.clock"),
    "listeners": ("slack_sdk.models",),
    "moments": ("slack_sdk", "slack_bolt"),
}
LAST_STATEMENT = {"listeners": "SURFACE", "moments": "MOMENTS"}
SAYS_WHAT_A_TABLE_IS = frozenset({"bot.schedule.moments"})
ENDING_A_TRANSACTION = frozenset({"commit", "rollback"})
STATEMENTS = frozenset({"select", "update", "insert", "delete"})


def forbidden_imports(module: Module) -> list[str]:
    """Rules decide on plain values, views show them, listeners and moments leave blocks and sending to others."""
    return [name for kind in module.kinds for name in module.imports(*NEVER_IMPORTED.get(kind, ()))]


def a_missing_table_at_the_end(module: Module) -> list[str]:
    """Listeners end with their SURFACE, moments with their MOMENTS: everything else is derived from these."""
    wanted = None if module.name in SAYS_WHAT_A_TABLE_IS else LAST_STATEMENT.get(module.kind)
    if wanted is None or _name_assigned_by(module.tree.body[-1]) == wanted:
        return []
    return [f"ends without {wanted}"]


def _name_assigned_by(statement: ast.stmt) -> str | None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return None


def queries_that_end_a_transaction(module: Module) -> list[str]:
    """A query runs inside its caller's transaction; only `database.transaction()` commits."""
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    ending = [call.attr for call in calls if isinstance(call, ast.Attribute) and call.attr in ENDING_A_TRANSACTION]
    return ending if "queries" in module.kinds else []


def statements_in_listeners(module: Module) -> list[str]:
    """SQL lives in `queries.py`, one statement a function."""
    calls = [node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    built = [call.id for call in calls if isinstance(call, ast.Name) and call.id in STATEMENTS]
    return built if "listeners" in module.kinds else []


RULES = [
    forbidden_imports,
    a_missing_table_at_the_end,
    queries_that_end_a_transaction,
    statements_in_listeners,
]
PLANTED = [
    (forbidden_imports, "bot.agenda.rules", "from sqlalchemy import select"),
    (forbidden_imports, "bot.agenda.rules", "from bot.clock import SystemClock"),
    (forbidden_imports, "bot.agenda.rules", "import slack_sdk.models.blocks"),
    (forbidden_imports, "bot.home.views", "from bot.storage.database import Database"),
    (forbidden_imports, "bot.home.views.agenda", "import sqlalchemy"),
    (forbidden_imports, "bot.home.listeners", "from slack_sdk.models.blocks import SectionBlock"),
    (forbidden_imports, "bot.rituals.retro.moments", "from slack_sdk.web.async_client import AsyncWebClient"),
    (a_missing_table_at_the_end, "bot.home.listeners", "SURFACE = ()\n\ndef opened(): ..."),
    (a_missing_table_at_the_end, "bot.rituals.retro.moments", "def prep(): ..."),
    (queries_that_end_a_transaction, "bot.agenda.queries", "async def add(s):\n    await s.commit()"),
    (statements_in_listeners, "bot.home.listeners", "async def opened(s):\n    select(1)\nSURFACE = ()"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_has_no(rule: Rule) -> None:
    if found := breaches(rule, "bot"):
        pytest.fail(found, pytrace=False)


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED)
def test_a_planted_breach_is_reported(rule: Rule, name: str, text: str) -> None:
    assert rule(Module(name, text))


def test_a_listener_may_update_a_dictionary_and_end_with_a_typed_table() -> None:
    module = Module("bot.home.listeners", "def opened(d):\n    d.update(a=1)\nSURFACE: tuple[str, ...] = ()")
    assert not [breach for rule in RULES for breach in rule(module)]
