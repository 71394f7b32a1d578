"""What holds in every file: short, well named, documented, honest about time and about errors."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.architecture.source import Module, Rule, breaches, files, modules, relative

MOST_LINES = 300
VAGUE_FILE = re.compile(r"(utils?|helpers?|common|misc|services?|managers?)$")
VAGUE_CLASS = re.compile(r"(Utils?|Helpers?|Service|Manager)$")
VAGUE_FUNCTION = re.compile(r"(handle|process|do|get)_")
NAMED_BY_OTHERS = frozenset({"process_bind_param", "process_result_value"})  # SQLAlchemy calls these by name
MAY_CATCH_ALL = frozenset({"bot.slack.failures", "bot.slack.lane", "bot.schedule.ticker"})
CATCHES_ALL = frozenset({"Exception", "BaseException"})
MAY_READ_TIME = frozenset({"bot.clock", "bot.sandbox.clock"})
READS_TIME = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime))$")


def vague_names(module: Module) -> list[str]:
    """A name says what a thing is or what a function returns."""
    parts = [part for part in module.name.split(".") if VAGUE_FILE.match(part)]
    defined = [node for node in ast.walk(module.tree) if isinstance(node, (*FUNCTIONS, ast.ClassDef))]
    return parts + [node.name for node in defined if _is_vague(node)]


FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def _is_vague(node: ast.stmt) -> bool:
    if isinstance(node, ast.ClassDef):
        return bool(VAGUE_CLASS.search(node.name))
    assert isinstance(node, FUNCTIONS)
    return bool(VAGUE_FUNCTION.match(node.name)) and node.name not in NAMED_BY_OTHERS


def catching_everything(module: Module) -> list[int]:
    """A failure reaches the one place that logs it and answers; only the ticker and the lane go on regardless."""
    return [] if module.name in MAY_CATCH_ALL else sorted(_catching(module.tree))


def _catching(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.ExceptHandler(type=None):
                yield node.lineno
            case ast.ExceptHandler(type=caught) if caught and CATCHES_ALL & set(_names(caught)):
                yield node.lineno
            case ast.Call(func=called, args=suppressed) if ast.unparse(called).endswith("suppress"):
                if any(CATCHES_ALL & set(_names(argument)) for argument in suppressed):
                    yield node.lineno


def _names(node: ast.AST) -> list[str]:
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]


def reading_the_time(module: Module) -> list[str]:
    """Time is an argument; a monotonic clock, which only measures how long, is not meant."""
    if module.name in MAY_READ_TIME:
        return []
    calls = [ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)]
    by_name = [name for name in module.imported if name in {"time.time", "time.time_ns"}]
    return [call for call in calls if READS_TIME.search(call)] + by_name


def missing_docstrings(module: Module) -> list[str]:
    """Every module begins with one sentence; in the bot, public classes, functions and longer methods too."""
    return [*_breach_of_the_module(module), *(_undocumented(module.tree) if module.lies_in("bot") else ())]


def _breach_of_the_module(module: Module) -> list[str]:
    text = ast.get_docstring(module.tree) or ""
    first = text.partition("\n\n")[0]
    if not first.endswith((".", "?")) or re.search(r"[.?!]\s+[A-Z]", first):
        return [f"one sentence, not {first!r}"]
    return []


def _undocumented(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield from _undocumented_in(node)


def _undocumented_in(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Iterator[str]:
    if node.name.startswith("_"):
        return
    if not ast.get_docstring(node):
        yield node.name
    if isinstance(node, ast.ClassDef):
        for member in node.body:
            if isinstance(member, (*FUNCTIONS, ast.ClassDef)) and not _says_all_by_its_name(member):
                yield from (f"{node.name}.{name}" for name in _undocumented_in(member))


def _says_all_by_its_name(member: ast.stmt) -> bool:
    """A method of one statement, a Protocol's line among them, or one that keeps a promise made elsewhere."""
    if not isinstance(member, FUNCTIONS):
        return False
    return len(member.body) == 1 or member.name in NAMED_BY_OTHERS | _promised_by_protocols()


def _promised_by_protocols() -> set[str]:
    protocols = (node for module in modules("bot") for node in module.tree.body if _is_protocol(node))
    return {member.name for node in protocols for member in node.body if isinstance(member, FUNCTIONS)}


def _is_protocol(node: ast.stmt) -> bool:
    return isinstance(node, ast.ClassDef) and "Protocol" in [ast.unparse(base) for base in node.bases]


PLANTED = [
    (vague_names, "bot.agenda.utils", ""),
    (vague_names, "bot.agenda.rules", "class ItemManager: ..."),
    (vague_names, "bot.agenda.rules", "async def get_items(): ..."),
    (catching_everything, "bot.agenda.rules", "try:\n    pass\nexcept Exception:\n    pass"),
    (catching_everything, "bot.agenda.rules", "try:\n    pass\nexcept (ValueError, BaseException):\n    pass"),
    (catching_everything, "bot.agenda.rules", "try:\n    pass\nexcept:\n    pass"),
    (catching_everything, "bot.agenda.rules", "with contextlib.suppress(Exception):\n    pass"),
    (reading_the_time, "bot.agenda.rules", "import datetime as d\nnow = d.datetime.now(d.UTC)"),
    (reading_the_time, "bot.agenda.rules", "import time\nnow = time.time()"),
    (reading_the_time, "bot.agenda.rules", "from time import time"),
    (missing_docstrings, "bot.agenda.rules", "x = 1"),
    (missing_docstrings, "bot.agenda.rules", '"""Two. Sentences."""'),
    (missing_docstrings, "bot.agenda.rules", '"""One."""\ndef carried_over(items): return items'),
    (
        missing_docstrings,
        "bot.agenda.rules",
        '"""One."""\nclass A:\n    """A."""\n    def b(self):\n        x = 1\n        return x',
    ),
]
RULES = [vague_names, catching_everything, reading_the_time]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_bot_has_no(rule: Rule) -> None:
    if found := breaches(rule, "bot"):
        pytest.fail(found, pytrace=False)


def test_every_docstring_is_there() -> None:
    if found := breaches(missing_docstrings, "bot", "tests", "migrations", "benchmarks"):
        pytest.fail(found, pytrace=False)


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED)
def test_a_planted_breach_is_reported(rule: Rule, name: str, text: str) -> None:
    assert rule(Module(name, text))


def test_no_file_is_longer_than_one_can_hold_in_mind() -> None:
    lines = {relative(path): _lines(path.read_text("utf-8")) for path in files(".py", ".js", ".css", ".html")}
    assert not {path: count for path, count in lines.items() if count > MOST_LINES}


def _lines(text: str) -> int:
    return len(text.splitlines())


def test_a_file_of_301_lines_is_counted_as_such() -> None:
    assert _lines("line\n" * 301) == 301 > MOST_LINES
