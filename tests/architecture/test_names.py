"""No control without a listener, no listener without a control, and no post that nobody can compose or explain."""

import ast
from collections.abc import Callable

import pytest

from bot.catalogue import POSTS, SURFACE, WORDS
from tests.architecture import names
from tests.architecture.source import Module, Rule, breaches

ONLY_PUBLISHED = {"home"}
"""The Home tab is a post, but no message: nobody asks why they got it."""
CALLS_SLACK = frozenset({"api_call", "auth_test"})
FAMILIES = ("chat_", "views_", "conversations_", "users_", "usergroups_", "reactions_", "bookmarks_", "pins_")


def made(read: Callable[[Module], set[str]]) -> set[str]:
    """What all modules of the bot make."""
    return {name for module in names.makers() for name in read(module)}


def calls_to_slack(module: Module) -> list[str]:
    """A ritual asks for posts and answers with values; only machinery calls Slack."""
    attributes = [node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)]
    calls = [name for name in attributes if name in CALLS_SLACK or name.startswith(FAMILIES)]
    return calls + module.imports("slack_sdk.web", "slack_bolt", "bot.slack.client", "bot.slack.talk")


def test_every_control_has_a_listener() -> None:
    assert made(names.actions) - SURFACE.actions.keys() == set()


def test_every_listener_of_an_action_has_a_control() -> None:
    assert SURFACE.actions.keys() - made(names.actions) == set()


def test_every_form_that_can_be_sent_has_a_listener() -> None:
    assert made(names.forms) - SURFACE.forms.keys() == set()


def test_every_listener_of_a_form_has_a_form() -> None:
    assert SURFACE.forms.keys() - made(names.forms) == set()


def test_every_post_that_is_asked_for_can_be_composed_and_the_other_way_round() -> None:
    assert made(names.posts) == set(POSTS)


def test_every_post_has_words_for_whoever_asks_why_they_got_it() -> None:
    assert set(WORDS) == set(POSTS) - ONLY_PUBLISHED


@pytest.mark.parametrize("folder", ["bot.rituals", "bot.agenda", "bot.action_items", "bot.home", "bot.people"])
def test_only_machinery_calls_slack(folder: str) -> None:
    def rule(module: Module) -> list[str]:
        is_asked = module.lies_in(folder) and module.name != "bot.people.directory"
        return calls_to_slack(module) if is_asked else []

    rule.__doc__ = calls_to_slack.__doc__
    if found := breaches(rule, "bot"):
        pytest.fail(found, pytrace=False)


PLANTED: list[tuple[Rule, str]] = [
    (calls_to_slack, "async def tell(client):\n    await client.chat_postMessage()"),
    (calls_to_slack, "async def show(self):\n    await self.client.views_open(trigger_id='1')"),
    (calls_to_slack, "from slack_sdk.web.async_client import AsyncWebClient"),
]


@pytest.mark.parametrize(("rule", "text"), PLANTED)
def test_a_planted_call_is_reported(rule: Rule, text: str) -> None:
    assert rule(Module("bot.rituals.retro.reveal", text))


@pytest.mark.parametrize(
    ("read", "text", "found"),
    [
        (names.actions, "button('Done', 'retro.done', 1)", {"retro.done"}),
        (names.actions, "button('1', action_id=f'retro.vote:{number}')", {"retro.vote"}),
        (names.actions, "blocks.overflow('retro.a' if x else 'retro.b', [])", {"retro.a", "retro.b"}),
        (names.actions, "{'type': 'button', 'action_id': 'retro.raw'}", {"retro.raw"}),
        (names.actions, "{'type': 'plain_text_input', 'action_id': 'input'}", set()),
        (names.forms, "FORM = 'retro.card'\nmodal(FORM, 'A card', [], submit='Add')", {"retro.card"}),
        (names.forms, "modal('retro.board', 'Board', [])", set()),
        (names.posts, "posts.want(session, 'retro.summary', subject, ana, now)", {"retro.summary"}),
        (names.posts, "from bot.home.why import HOME\nunsaid(session, HOME, subject, ana, now, AWAY)", {"home"}),
    ],
)
def test_a_name_is_found_however_it_is_given(read: Callable[[Module], set[str]], text: str, found: set) -> None:
    assert read(Module("bot.rituals.retro.views", text)) == found


def test_a_name_that_nobody_can_read_off_the_code_is_reported() -> None:
    with pytest.raises(AssertionError, match="nobody can read this name"):
        names.actions(Module("bot.rituals.retro.views", "def b(name):\n    return button('Done', name)"))
