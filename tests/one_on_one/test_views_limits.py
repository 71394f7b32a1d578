"""Everything a 1-on-1 shows is what Slack would take, however little or much there is, and whatever is in it."""

from inspect import isfunction
from types import ModuleType

import pytest

from bot.sandbox.limits import message_problems, view_problems, view_too_large
from bot.slack.blocks import View
from bot.slack.content import Message
from tests.one_on_one.all_views import MESSAGES, WINDOWS, Shown, everything
from tests.one_on_one.view_models import HARD, World, extreme, planted, typical

# Blocks whose text together is longer than about this were refused; Slack does not say where the limit is.
MOST_CHARACTERS = 13_000
LONGEST_FALLBACK = 4000


def problems(shown: Shown) -> list[str]:
    """What Slack would object to, and what it is known to object to without having documented it."""
    if not isinstance(shown, Message):
        return [*view_problems(shown), *(["view_too_large"] if view_too_large(shown) else [])]
    found = message_problems({"text": shown.text, "blocks": list(shown.blocks)})
    if _characters(list(shown.blocks)) > MOST_CHARACTERS:
        found.append(f"{_characters(list(shown.blocks))} characters in one message")
    return found + ([f"{len(shown.text)} in text"] if not 0 < len(shown.text) <= LONGEST_FALLBACK else [])


def _characters(node: object) -> int:
    if isinstance(node, list):
        return sum(map(_characters, node))
    if not isinstance(node, dict):
        return 0
    own = len(node["text"]) if isinstance(node.get("text"), str) else 0
    return own + sum(map(_characters, node.values()))


WORLDS = {
    "empty": World(),
    "typical": typical(),
    "planted": planted(),
    "long": extreme(),
    "many": extreme("short", 90),
    "emoji": extreme("👩‍👩‍👧‍👦" * 250),
    **{f"hard-{number}": extreme(words, 9) for number, words in enumerate(HARD)},
}


@pytest.mark.parametrize("world", WORLDS.values(), ids=WORLDS)
def test_slack_takes_every_view(world: World) -> None:
    refused = {name: found for name, shown in everything(world) if (found := problems(shown))}
    assert not refused


def test_every_view_is_shown_here() -> None:
    messages = {view for module in MESSAGES for view in _returning(module, Message)}
    windows = {view for module in WINDOWS for view in _returning(module, View)}
    assert {name for name, _ in everything(typical())} == messages | windows | {"home_blocks"}


def _returning(module: ModuleType, kind: object) -> set[str]:
    own = {
        name: each
        for name, each in vars(module).items()
        if isfunction(each) and each.__module__ == module.__name__
    }
    return {name for name, each in own.items() if name[0] != "_" and each.__annotations__["return"] == kind}
