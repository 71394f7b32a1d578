"""Names that code hands to the machinery, read off the syntax: actions, forms, posts."""

import ast
from collections.abc import Iterator

from tests.architecture.source import Module, modules

Place = tuple[str, int, str]
"""A function, and where among its arguments the name stands: by position, and by keyword."""

ACTIONS: tuple[Place, ...] = (("button", 1, "action_id"), ("overflow", 0, "action_id"))
WINDOWS: tuple[Place, ...] = (("modal", 0, "callback"),)
POSTS: tuple[Place, ...] = (
    ("want", 1, "view"),
    ("want_in", 1, "view"),
    ("unsaid", 1, "view"),
    # Which of `want_all` and `unsaid_to_all` it is, bot.rituals.standup.asking decides for each who is asked.
    ("_say_or_not", 2, "view"),
)
OF_NO_LISTENER = "input"
"""The element of an input block: Slack sends what is in it with the form, and no action."""
PASSING_ON = frozenset({"bot.slack.blocks", "bot.slack.posts", "bot.slack.manifest"})
"""Modules that are given a name and hand it on; they make none."""


def actions(module: Module) -> set[str]:
    """The actions of its buttons and menus, without the argument behind `:`."""
    made = {*_named(module, ACTIONS), *_in_dictionaries(module, "action_id")} - {OF_NO_LISTENER}
    return {name.partition(":")[0] for name in made}


def forms(module: Module) -> set[str]:
    """The callback ids of its modals that can be sent."""
    sent = {call for call in _calls(module, WINDOWS) if any(word.arg == "submit" for word in call.keywords)}
    found = {name for call in sent for name in _texts(module, _argument(call, *WINDOWS[0][1:]))}
    return found | set(_in_dictionaries(module, "callback_id"))


def posts(module: Module) -> set[str]:
    """The views of the posts that it asks for, or records as not said."""
    return set(_named(module, POSTS))


def makers() -> list[Module]:
    """The bot's modules that make names; the sandbox is Slack, and makes none."""
    return [module for module in modules("bot") if not module.lies_in("bot.sandbox", *PASSING_ON)]


def _named(module: Module, places: tuple[Place, ...]) -> Iterator[str]:
    for function, position, keyword in places:
        for call in _calls(module, ((function, position, keyword),)):
            yield from _texts(module, _argument(call, position, keyword))


def _calls(module: Module, places: tuple[Place, ...]) -> list[ast.Call]:
    functions = {place[0] for place in places}
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return [call for call in calls if ast.unparse(call.func).rpartition(".")[2] in functions]


def _argument(call: ast.Call, position: int, keyword: str) -> ast.expr:
    by_keyword = [word.value for word in call.keywords if word.arg == keyword]
    return (by_keyword or call.args[position : position + 1])[0]


def _in_dictionaries(module: Module, key: str) -> Iterator[str]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Dict):
            for name, value in zip(node.keys, node.values, strict=True):
                if isinstance(name, ast.Constant) and name.value == key:
                    yield from _texts(module, value)


def _texts(module: Module, node: ast.expr) -> list[str]:
    """The texts an expression can be; one that cannot be read off the code is a breach by itself."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return [text]
        case ast.IfExp(body=one, orelse=other):
            return [*_texts(module, one), *_texts(module, other)]
        case ast.Name(id=name) if texts := _assigned(module, name):
            return texts
    raise AssertionError(f"{module.name}:{node.lineno}: nobody can read this name: {ast.unparse(node)}")


def _assigned(module: Module, name: str) -> list[str]:
    here = [
        text
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assign) and name in [ast.unparse(target) for target in node.targets]
        for text in _texts(module, node.value)
    ]
    return here or _imported(module, name)


def _imported(module: Module, name: str) -> list[str]:
    sources = [full.rpartition(".")[0] for full in module.imported if full.endswith(f".{name}")]
    return [text for other in modules("bot") if other.name in sources for text in _assigned(other, name)]
