"""No word of a person mentions, links or formats, in any view: it is plain text, rich text, or escaped."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.rituals.one_on_one.views import prep
from bot.slack.blocks import section
from bot.slack.content import Message
from bot.slack.text import escape
from tests.one_on_one.all_views import Shown, everything
from tests.one_on_one.view_models import CANARY, HARD, extreme, meeting, planted, topic

MARKS = ("<!channel>", "<@U1>", "<http:", " & ", "x|y>")


def live(shown: Shown) -> list[str]:
    """Every text of it in which Slack reads markup."""
    if isinstance(shown, Message):
        return [shown.text, *_mrkdwn(list(shown.blocks))]
    return list(_mrkdwn(shown))


def _mrkdwn(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield node["text"]
        for each in node.values():
            yield from _mrkdwn(each)
    elif isinstance(node, list):
        for each in node:
            yield from _mrkdwn(each)


def breaches(shown: Shown) -> list[str]:
    """Texts of it in which markup that a person wrote is alive."""
    return [text for text in live(shown) if any(mark in text for mark in MARKS)]


def test_what_people_write_never_becomes_markup() -> None:
    assert not {name: found for name, shown in everything(planted()) if (found := breaches(shown))}


def test_what_people_write_is_shown_as_they_wrote_it() -> None:
    seen = {name for name, shown in everything(planted()) if CANARY in _flat(_blocks(shown))}
    silent = {name for name, _ in everything(planted())} - seen
    assert not silent


def _blocks(shown: Shown) -> Any:
    return list(shown.blocks) if isinstance(shown, Message) else shown


def _flat(node: Any) -> str:
    if isinstance(node, dict):
        return " ".join(_flat(each) for each in node.values())
    if isinstance(node, list):
        return " ".join(_flat(each) for each in node)
    return str(node)


def test_words_of_a_person_stand_in_no_mrkdwn_at_all() -> None:
    hidden = {
        name for name, shown in everything(planted()) for text in _in_blocks(shown) if escape(CANARY) in text
    }
    assert not hidden


def _in_blocks(shown: Shown) -> list[str]:
    return list(_mrkdwn(_blocks(shown)))


def test_a_breach_would_be_seen() -> None:
    assert breaches(Message(CANARY, []))
    assert breaches(Message("", [section(f"Topic: {CANARY}")]))
    assert not breaches(Message(escape(CANARY), []))


def test_no_rich_text_element_mentions_anyone() -> None:
    mentioning = {"user", "usergroup", "channel", "broadcast", "team"}
    for name, shown in everything(planted()):
        assert not mentioning & set(_types(_blocks(shown))), name


def _types(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("type"), str):
            yield node["type"]
        for each in node.values():
            yield from _types(each)
    elif isinstance(node, list):
        for each in node:
            yield from _types(each)


@pytest.mark.parametrize("source", [CANARY, "javascript:alert(1)", "https://", "not an address", "https://a b"])
def test_a_source_that_is_no_address_links_nowhere(source: str) -> None:
    shown = prep.prep(meeting(topics=(topic(source=source),)))
    assert "link" not in set(_types(_blocks(shown)))


def test_a_source_that_is_an_address_is_linked() -> None:
    shown = prep.prep(meeting(topics=(topic(source="https://x.slack.com/archives/C1/p1"),)))
    assert "link" in set(_types(_blocks(shown)))


@pytest.mark.parametrize("words", HARD)
def test_every_message_can_be_read_without_its_blocks(words: str) -> None:
    for name, shown in everything(extreme(words, 5)):
        if isinstance(shown, Message):
            assert shown.text.rstrip().endswith((".", "?", "…")), (name, shown.text)


def test_a_name_that_cannot_be_read_is_someone() -> None:
    text = prep.prep(meeting(partner="\u200b")).text
    assert "with someone (" in text


def test_a_blank_topic_does_not_hide_the_others() -> None:
    shown = prep.prep(replace(meeting(), topics=(topic(1, text=" "), topic(2, text="Offsite"))))
    assert "2. Offsite" in _flat(_blocks(shown))
