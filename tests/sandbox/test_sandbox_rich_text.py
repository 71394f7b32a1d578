"""What people type into an editor becomes rich text as Slack sends it, and can be shown as typed again."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.clock import MovableClock
from bot.sandbox.limits import view_problems
from bot.sandbox.people import Person
from bot.sandbox.refusals import NotShown
from bot.sandbox.rich_text import rich_text, typed_text
from bot.sandbox.workspace import Workspace
from tests.sandbox.blocks import modal, plain
from tests.sandbox.conftest import MONDAY

Json = dict[str, Any]


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def section(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def bullets(*items: Json, style: str = "bullet", **more: int) -> Json:
    shape = {"type": "rich_text_list", "style": style, "indent": 0, "border": 0}
    return shape | {"elements": [section(item) for item in items]} | more


def editor(block_id: str = "today", optional: bool = False, **more: Any) -> Json:
    element = {"type": "rich_text_input", "action_id": "it"} | more
    label = plain(block_id.capitalize())
    return {"type": "input", "block_id": block_id, "label": label, "element": element, "optional": optional}


def typed(workspace: Workspace, words: str) -> list[Json]:
    value = rich_text(workspace, words)
    assert value is not None
    return list(value["elements"])


PLAIN: dict[str, list[Json]] = {
    "two\nlines": [section(text("two\nlines"))],
    "a *b* _c_ ~d~ `e`": [
        section(
            text("a "), text("b", bold=True), text(" "), text("c", italic=True), text(" "),
            text("d", strike=True), text(" "), text("e", code=True),
        )
    ],
    "*_both_ one*": [section(text("both", bold=True, italic=True), text(" one", bold=True))],
    "2 * 3 * 4, snake_case_name, ~/bin": [section(text("2 * 3 * 4, snake_case_name, ~/bin"))],
    "see https://x.org/a_b?c=1&d=2.": [
        section(text("see "), {"type": "link", "url": "https://x.org/a_b?c=1&d=2"}, text("."))
    ],
    "done :tada: at 10:30:00": [
        section(text("done "), {"type": "emoji", "name": "tada", "unicode": "1f389"}, text(" at 10:30:00"))
    ],
    "```\nx = *1*\n\ny\n```": [
        {"type": "rich_text_preformatted", "elements": [text("x = *1*\n\ny")], "border": 0}
    ],
    "so:\n- a\n• b\n\nend": [section(text("so:")), bullets(text("a"), text("b")), section(text("\nend"))],
    "3. c\n4. d\n    - deep": [
        bullets(text("c"), text("d"), style="ordered", offset=2), bullets(text("deep"), indent=1),
    ],
    "> he said\n> this": [{"type": "rich_text_quote", "elements": [text("he said\nthis")]}],
    "- a\n\n- b": [bullets(text("a")), section(text("\n")), bullets(text("b"))],
    "<b>&amp;": [section(text("<b>&amp;"))],
}  # fmt: skip


@pytest.mark.parametrize(("words", "elements"), PLAIN.items())
def test_what_is_typed_is_formatted_and_shows_as_it_was_typed(
    workspace: Workspace, words: str, elements: list[Json]
) -> None:
    assert typed(workspace, words) == elements
    shown = typed_text(workspace, {"type": "rich_text", "elements": elements})
    assert shown == words.replace("• ", "- ")


def test_mentions_are_elements_of_their_own(workspace: Workspace, alice: Person) -> None:
    general = workspace.add_channel("general")
    group = workspace.add_user_group("leads", [alice])
    words = "@alice @here @leads #general *@bob* @nobody #nowhere bob@bob.example"
    [part] = typed(workspace, words)
    assert [one for one in part["elements"] if one["type"] != "text"] == [
        {"type": "user", "user_id": alice.id},
        {"type": "broadcast", "range": "here"},
        {"type": "usergroup", "usergroup_id": group},
        {"type": "channel", "channel_id": general.id},
        {"type": "user", "user_id": workspace.person("bob").id, "style": {"bold": True}},
    ]
    assert part["elements"][-1] == text(" @nobody #nowhere bob@bob.example")
    assert typed_text(workspace, {"elements": [part]}) == words


@given(st.text(alphabet="ab *_~`@#:>-•1.\n<&/", max_size=60))
def test_whatever_is_typed_is_rich_text_that_slack_takes_and_reads_back_alike(words: str) -> None:
    workspace = Workspace(MovableClock(MONDAY))
    value = rich_text(workspace, words)
    assert (value is None) is not bool(words.strip())
    if value is not None:
        assert view_problems({"type": "home", "blocks": [value]}) == []
        assert rich_text(workspace, typed_text(workspace, value)) is not None


# In a modal


async def opened(client: AsyncWebClient, workspace: Workspace, person: Person, *blocks: Json) -> None:
    trigger = workspace.keys.trigger(person.id)
    await client.views_open(trigger_id=trigger, view=modal(*blocks))


def sent(person: Person, values: Json) -> Json:
    return dict(person.draft_submission(values)["view"]["state"]["values"]["today"]["it"])


async def test_a_form_carries_what_was_typed_or_a_ready_value_or_nothing(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    await opened(client, workspace, alice, editor(optional=True))
    assert sent(alice, {}) == {"type": "rich_text_input"}, "an empty editor has no value"
    ready = {"type": "rich_text", "elements": [section(text("ready"))]}
    assert sent(alice, {"Today": ready})["rich_text_value"] == ready
    long = "ab " * 3333 + "c"
    assert len(long) == 10_000
    assert sent(alice, {"it": long})["rich_text_value"]["elements"] == [section(text(long))]
    assert sent(alice, {"today": "  \n "}) == {"type": "rich_text_input"}
    for wrong in ({"type": "rich_text", "elements": [{"type": "paragraph"}]}, {"type": "divider"}):
        with pytest.raises(NotShown, match="No editor makes this"):
            alice.fill({"today": wrong})


async def test_an_initial_value_that_is_not_edited_comes_back_untouched(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    date = {"type": "date", "timestamp": 1720710212, "format": "{date_num}", "fallback": "2024-07-11"}
    initial = {"type": "rich_text", "elements": [section(text("since "), date)]}
    await opened(client, workspace, alice, editor(initial_value=initial))
    assert sent(alice, {})["rich_text_value"] == initial
    assert typed_text(workspace, initial) == "since 2024-07-11"
    assert sent(alice, {"today": None}) == {"type": "rich_text_input"}
    answer = await alice.submit()
    assert answer.errors == {"today": "Please complete this required field."}


async def test_an_editor_that_tells_of_itself_tells_what_is_in_it(
    client: AsyncWebClient, workspace: Workspace, alice: Person
) -> None:
    await opened(client, workspace, alice, editor() | {"dispatch_action": True})
    for value, carried in (("hi", True), ("", False)):
        payload = alice.draft_click("modal", action_id="it", value=value)
        assert payload is not None
        assert ("rich_text_value" in payload["actions"][0]) is carried
