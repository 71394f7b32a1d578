"""Whatever people write is shown as text: it never mentions, links, formats or hides by itself."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.text import (
    domain_of,
    escape,
    first_word,
    folded,
    is_blank,
    leading_mention,
    mentioned,
    one_line,
    permalink,
    plain,
    when,
)

NAMES = {"U1": "Ana", "U2": "Bob <b> & co"}


@given(st.text())
def test_escaped_text_has_no_sign_that_slack_obeys(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert plain(escaped) == text


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("ask <@U1> now", "ask @Ana now"),
        ("<@U2|bob>", "@Bob <b> & co"),
        ("<@U9|carol> and <@U9>", "@carol and @U9"),
        ("<!channel> <!here|here> <!everyone>", "@channel @here @everyone"),
        ("<!subteam^S1|@team> <!subteam^S1>", "@team @group"),
        ("<#C1|general> <#C1>", "#general #C1"),
        ("<https://a.example|a page> <https://a.example>", "a page (https://a.example) https://a.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<!date^1770000000^{date}|2 Feb>", "2 Feb"),
        ("a &lt;b&gt; &amp;amp; c", "a <b> &amp; c"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("a < b", "a < b"),
    ],
)
def test_what_slack_sends_reads_as_it_was_typed(sent: str, typed: str) -> None:
    assert plain(sent, NAMES.get) == typed


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b", "\u00a0\u2007", "\u2800\u3164", "\u202e\u2066", "\ufe0f"])
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["x", ".", "🙂", "\u200bx", "é", "٣", "👩\u200d💻"])
def test_what_shows_anything_is_not_blank(text: str) -> None:
    assert not is_blank(text)


def test_those_who_are_mentioned_are_each_named_once_in_order() -> None:
    assert mentioned("<@U2|bob> <@U1> <@U2> <@W3> <#C1> @carol") == ["U2", "U1", "W3"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<@U1|ana> the release", ("U1", "the release")),
        ("\u200b<@U1>the release", ("U1", "the release")),
        ("@bob  the release", ("@bob", "the release")),
        ("the release <@U1>", (None, "the release <@U1>")),
        ("@ the release", (None, "@ the release")),
        ("<@U1>", ("U1", "")),
        ("", (None, "")),
    ],
)
def test_only_a_mention_at_the_beginning_says_with_whom(text: str, found: tuple[str | None, str]) -> None:
    assert leading_mention(text) == found


@pytest.mark.parametrize(
    ("text", "words"),
    [("add x  y", ("add", "x  y")), ("add\nx\ny", ("add", "x\ny")), ("add", ("add", "")), (" ", ("", ""))],
)
def test_the_first_word_ends_at_any_white_space(text: str, words: tuple[str, str]) -> None:
    assert first_word(text) == words


@given(st.text(), st.integers(1, 50))
def test_folded_text_is_never_longer_than_its_limit_and_says_that_it_was_cut(text: str, limit: int) -> None:
    short = folded(text, limit)
    assert len(short) <= limit
    assert short == text or short.endswith("…")


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_an_instant_is_slack_s_to_show_and_readable_where_it_cannot() -> None:
    shown = when(datetime(2026, 3, 3, 9, 0, tzinfo=UTC), ZoneInfo("Europe/Berlin"))
    assert shown == "<!date^1772528400^{date_short_pretty} at {time}|Tue 3 Mar 10:00 (Europe/Berlin)>"


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://acme.slack.com/", "acme"),
        ("https://acme-2.slack.com", "acme-2"),
        ("https://acme.slack-gov.com/", None),
        ("https://acme.enterprise.slack.com/", None),
        ("https://evil.example/?acme.slack.com/", None),
        ("", None),
    ],
)
def test_a_domain_is_known_where_addresses_are_built_the_usual_way(address: str, domain: str | None) -> None:
    assert domain_of(address) == domain


def test_a_message_is_linked_where_the_domain_is_known() -> None:
    assert permalink("acme", "C1:1772528400.000100") == "https://acme.slack.com/archives/C1/p1772528400000100"
    assert permalink(None, "C1:1772528400.000100") is None
    assert permalink("acme", "nowhere") is None
