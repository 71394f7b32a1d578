"""What people write with formatting survives, trusts nobody, and pings nobody when it is shown."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refusal
from bot.sandbox.limits import message_problems, view_problems
from bot.slack.blocks import modal
from bot.slack.inputs import field, rich_text_input
from bot.slack.rich_text import RichText, read
from tests.slack.rich_texts import ANYTHING, PAYLOADS, TEXTS, items, link, part, rich, text_of, types

BOB = {"type": "user", "user_id": "U2"}
EMOJI = {"type": "emoji", "name": "tada", "unicode": "1f389"}
CHANNEL = {"type": "channel", "channel_id": "C1"}
BOLD = {"type": "text", "text": "bold", "style": {"bold": True}}
PINGS = {"user", "usergroup", "broadcast", "team"}


def name_of(user: str) -> str | None:
    return {"U2": "Bob"}.get(user)


def only(text: RichText) -> dict:
    """The one piece that is shown of a text of one piece."""
    [block] = text.showing(name_of)
    [[piece]] = [each["elements"] for each in block["elements"]]
    return piece


@pytest.mark.parametrize(
    "block",
    [
        rich(part("Hello ", BOB, " & ", BOLD, " ", EMOJI, CHANNEL, link("https://a.example/", "there"))),
        rich(part("Before\n"), items("one", "two"), items("three", indent=1), items("four")),
        rich(items("one", "two", style="ordered"), part("between"), items("three", style="ordered", offset=2)),
        rich(part("def f():\n    pass", kind="preformatted", border=1), part("quoted", kind="quote")),
        rich(part({"type": "usergroup", "usergroup_id": "S1"}, {"type": "broadcast", "range": "here"})),
    ],
    ids=["pieces", "bullets", "numbers", "code", "mentions"],
)
def test_what_was_written_comes_back_for_editing_as_it_was(block: dict) -> None:
    text = read(block)
    assert text is not None
    assert text.for_editing() == block
    assert RichText.from_json(text.to_json()).for_editing() == block


@pytest.mark.parametrize(
    "value", [None, {}, rich(), rich(part()), rich(part("")), rich(items("")), "x", {"elements": 3}]
)
def test_an_empty_box_reads_as_none(value: dict) -> None:
    assert read(value) is None


@pytest.mark.parametrize(("typed", "blank"), [(" \n\u200b", True), ("x", False)])
def test_text_that_does_not_show_is_blank(typed: str, blank: bool) -> None:
    assert text_of(part(typed)).is_blank is blank


def test_an_emoji_alone_is_not_blank() -> None:
    assert not text_of(part(EMOJI)).is_blank


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ({"type": "poem", "text": "Roses"}, "Roses"),
        ({"type": "poem", "elements": [{"type": "text", "text": "Roses"}]}, "Roses"),
        ({"type": "user", "user_id": "<!channel>", "text": "@bob"}, "@bob"),
        ({"type": "color", "value": "#ff0000"}, "#ff0000"),
        ({"type": "date", "timestamp": 0, "format": "{date}", "fallback": "Monday"}, "Monday"),
        ({"type": "date", "timestamp": 0, "format": "{date}"}, "1970-01-01 00:00 UTC"),
        (link("javascript:alert(1)", "click"), "click (javascript:alert(1))"),
        (link("https://user@a.example/"), "https://user@a.example/"),
        (link("https://а.example/"), "https://а.example/"),
        (link("https://a.example\\@b.example/"), "https://a.example\\@b.example/"),
        ({"type": "text", "text": "a\x00b\ud800c"}, "a\ufffdb\ufffdc"),
    ],
)
def test_what_is_unknown_or_unsafe_becomes_its_text(element: dict, words: str) -> None:
    assert only(text_of(part(element))) == {"type": "text", "text": words}


@pytest.mark.parametrize(
    ("element", "words"),
    [
        (BOB, "@Bob"),
        ({"type": "user", "user_id": "U9"}, "@someone"),
        ({"type": "usergroup", "usergroup_id": "S1"}, "@group"),
        ({"type": "broadcast", "range": "channel"}, "@channel"),
    ],
)
def test_a_mention_is_shown_as_a_name_in_bold(element: dict, words: str) -> None:
    assert only(text_of(part(element))) == {"type": "text", "text": words, "style": {"bold": True}}


@pytest.mark.parametrize(
    ("url", "label", "shown"),
    [
        ("https://a.example/b", "here", "here"),
        ("https://a.example/b", "https://a.example/b", None),
        ("https://a.example/b", "a.example/c.html", "a.example/c.html"),
        ("https://www.a.example/", "A.example", "A.example"),
        ("https://b.example/", "a.example", "a.example (b.example)"),
        ("https://b.example/", "see https://a.example/", "see https://a.example/ (b.example)"),
        ("https://b.example/a.example", "a。example", "a。example (b.example)"),
        ("https://b.example/", "аррӏе.example", "аррӏе.example (b.example)"),
        ("mailto:eve@b.example", "bob@a.example", "bob@a.example (b.example)"),
        ("mailto:bob@a.example", "bob@a.example", "bob@a.example"),
    ],
)
def test_a_link_whose_label_names_another_host_says_where_it_leads(
    url: str, label: str, shown: str | None
) -> None:
    assert only(text_of(part(link(url, label)))) == link(url, shown or "")


def test_letters_of_the_world_in_a_path_are_encoded_and_linked() -> None:
    shown = only(text_of(part(link("https://de.example/Größe?a=b#c", "Größe"))))
    assert shown == link("https://de.example/Gr%C3%B6%C3%9Fe?a=b#c", "Größe")


def test_plain_words_have_a_line_for_each_paragraph() -> None:
    text = text_of(
        part("To ", BOB, "\n"), items("one", "two"), part("x", kind="preformatted"), part(EMOJI, CHANNEL)
    )
    assert text.plain(name_of) == "To @Bob\none\ntwo\nx\n:tada:#C1"


def test_the_people_mentioned_are_named_once_each() -> None:
    assert text_of(part(BOB, "and", BOB), part({"type": "user", "user_id": "U1"})).people == ["U2", "U1"]


def test_ten_thousand_characters_are_kept_and_more_than_twenty_thousand_refused() -> None:
    assert len(text_of(part("x" * 10_000)).plain()) == 10_000
    assert read(rich(part("x" * 20_000))) is not None
    with pytest.raises(Refusal, match=r"That is 20,001 characters; please keep it under 20,000\."):
        read(rich(part("x" * 20_001)))


def test_more_pieces_than_a_form_could_show_again_are_refused() -> None:
    with pytest.raises(Refusal, match="use fewer styles"):
        read(rich(part(*["a", BOLD] * 1001)))


def test_a_version_of_tomorrow_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="version 2"):
        RichText.from_json('{"v":2,"e":[]}')


def test_a_repr_tells_nothing_that_was_written() -> None:
    assert "secret" not in repr(text_of(part("secret", link("https://secret.example/", "secret"))))


def test_plain_text_stays_plain() -> None:
    text = RichText.of("*a* <@U2> https://a.example/ \x00")
    assert text.for_editing() == rich(part("*a* <@U2> https://a.example/ \ufffd"))
    assert RichText.of("").showing() == []


def test_the_text_of_a_command_keeps_its_mentions_links_and_code() -> None:
    text = RichText.of_mrkdwn(
        "To <@U2|bob> in <#C1|general> &amp; <!here> <!subteam^S1|@ops>: <https://a.example|it> "
        "<http://b.example|b.example>\n```\n  x &lt; y\n```\n<!date^1^{date}|Monday> <tel:123|123>"
    )
    assert text.for_editing() == rich(
        part(
            "To ",
            BOB,
            " in ",
            CHANNEL,
            " & ",
            {"type": "broadcast", "range": "here"},
            " ",
            {"type": "usergroup", "usergroup_id": "S1"},
            ": ",
            link("https://a.example", "it"),
            " ",
            link("http://b.example", "b.example"),
        ),
        part("  x < y", kind="preformatted"),
        part("Monday 123"),
    )


@given(ANYTHING | PAYLOADS)
def test_reading_refuses_in_words_or_not_at_all(value: object) -> None:
    try:
        text = read(value)  # type: ignore[arg-type]
    except Refusal:
        return
    assert text is None or text.paragraphs


@given(TEXTS)
def test_what_is_kept_is_what_was_read(text: RichText) -> None:
    kept = text.to_json()
    assert RichText.from_json(kept) == text
    assert "\\u0000" not in kept
    kept.encode()


@given(TEXTS)
def test_what_is_shown_pings_nobody_and_slack_takes_it(text: RichText) -> None:
    blocks = text.showing(name_of)
    assert not PINGS & types(blocks)
    assert not message_problems({"text": "x", "blocks": blocks})


@given(TEXTS)
def test_slack_takes_what_is_given_back_for_editing(text: RichText) -> None:
    form = modal("x", "X", [field("answer", "Answer", rich_text_input(text))], submit="Save")
    assert not view_problems(json.loads(json.dumps(form)))


@given(st.text(st.sampled_from("ab<>@#!|&;`\n:/^. U1C"), max_size=60))
def test_no_text_of_a_command_breaks_or_pings(typed: str) -> None:
    blocks = RichText.of_mrkdwn(typed).showing()
    assert not PINGS & types(blocks)
    assert not message_problems({"text": "x", "blocks": blocks})
