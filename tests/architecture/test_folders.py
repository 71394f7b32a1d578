"""Imports go one way: from what knows Slack's rituals down to machinery that knows none of them."""

import pytest

from tests.architecture.source import Module, Rule, breaches, lies_in

UPPER = (
    "bot.rituals",
    "bot.home",
    "bot.setup",
    "bot.sandbox",
    "bot.cli",
    "bot.application",
    "bot.catalogue",
    "bot.running",
    "bot.__main__",
)
ABOVE_RITUALS = tuple(folder for folder in UPPER if folder != "bot.rituals")
MAY_START_A_SANDBOX = ("bot.sandbox", "bot.cli")
SANDBOX_MAY_IMPORT = ("bot.sandbox", "bot.clock", "bot.errors")


def machinery_that_knows_what_is_above_it(module: Module) -> list[str]:
    """Whatever is not in the upper folders imports nothing from them."""
    return [] if module.lies_in(*UPPER) else module.imports(*UPPER)


def rituals_that_know_what_is_above_them(module: Module) -> list[str]:
    """A ritual is assembled by Home, set-up and the application, and imports none of them."""
    return module.imports(*ABOVE_RITUALS) if module.lies_in("bot.rituals") else []


def rituals_that_know_one_another(module: Module) -> list[str]:
    """What two rituals share is a folder of its own."""
    parts = module.name.split(".")
    if not module.lies_in("bot.rituals") or len(parts) < 4:
        return []
    own = ".".join(parts[:3])
    return [name for name in module.imports("bot.rituals") if not lies_in(name, own)]


def a_sandbox_that_knows_the_bot(module: Module) -> list[str]:
    """The sandbox stands in for Slack, and knows the bot as little as Slack does."""
    if not module.lies_in("bot.sandbox"):
        return []
    return [name for name in module.imports("bot") if not lies_in(name, *SANDBOX_MAY_IMPORT)]


def a_bot_that_knows_the_sandbox(module: Module) -> list[str]:
    """Nothing in a running bot knows whether Slack is real."""
    return [] if module.lies_in(*MAY_START_A_SANDBOX) else module.imports("bot.sandbox")


def relative_imports(module: Module) -> list[str]:
    """Imports are written in full, so that the rules above can read them."""
    return sorted(name for name in module.imported if name.startswith("."))


PLANTED = [
    (machinery_that_knows_what_is_above_it, "bot.slack.posts", "from bot.rituals.one_on_one import views"),
    (machinery_that_knows_what_is_above_it, "bot.agenda.rules", "import bot.home.page"),
    (rituals_that_know_what_is_above_them, "bot.rituals.retro.views", "from bot import home"),
    (rituals_that_know_one_another, "bot.rituals.retro.views", "from bot.rituals import standup"),
    (a_sandbox_that_knows_the_bot, "bot.sandbox.server", "def start():\n    from bot.slack import posts"),
    (a_bot_that_knows_the_sandbox, "bot.application", "from bot.sandbox.server import serve"),
    (relative_imports, "bot.agenda.rules", "from ..slack import posts"),
]
RULES = sorted({planted[0] for planted in PLANTED}, key=lambda rule: rule.__name__)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_code_has_no(rule: Rule) -> None:
    if found := breaches(rule, "bot"):
        pytest.fail(found, pytrace=False)


@pytest.mark.parametrize(("rule", "name", "text"), PLANTED)
def test_a_planted_import_is_reported(rule: Rule, name: str, text: str) -> None:
    assert rule(Module(name, text))


def test_neighbours_and_what_lies_below_may_be_imported() -> None:
    text = "from bot.rituals.retro import rules\nfrom bot.slack import posts\nfrom bot.clock import Clock"
    ritual = Module("bot.rituals.retro.listeners", text)
    assert not [breach for rule in RULES for breach in rule(ritual)]
    assert not a_sandbox_that_knows_the_bot(Module("bot.sandbox.clock", "from bot.clock import Clock"))
