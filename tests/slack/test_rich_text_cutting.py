"""A long text is cut where it hurts least, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.limits import message_problems
from bot.slack.cutting import folded, pieces
from bot.slack.rich_text import RichText, read
from tests.slack.rich_texts import TEXTS, items, link, part, rich, text_of

LIMITS = st.integers(2, 60)


def cut(text: RichText, most: int) -> list[str]:
    return [piece.plain() for piece in pieces(text, most)]


@given(TEXTS, LIMITS)
def test_no_character_is_lost_but_the_white_space_of_a_cut(text: RichText, most: int) -> None:
    rest = text.plain()
    for words in cut(text, most):
        start = rest.index(words)
        assert RichText.of(rest[:start]).is_blank
        rest = rest[start + len(words) :]
    assert RichText.of(rest).is_blank


@given(TEXTS, LIMITS)
def test_every_piece_is_within_the_limit_and_slack_takes_it(text: RichText, most: int) -> None:
    for piece in pieces(text.shown(), most):
        assert 0 < len(piece.plain()) <= most
        assert not message_problems({"text": "x", "blocks": piece.showing()})
        assert piece.shown() == piece
        assert read(piece.for_editing()) == piece


@given(TEXTS, LIMITS)
def test_a_beginning_is_a_beginning_and_tells_what_is_missing(text: RichText, most: int) -> None:
    beginning, left_out = folded(text, most)
    words, whole = beginning.plain(), text.plain()
    assert len(words) <= most
    if left_out:
        assert words.endswith("…")
        assert whole.startswith(words[:-1])
        assert left_out == len(whole) - len(words) + 1
    else:
        assert whole.startswith(words)
        assert RichText.of(whole[len(words) :]).is_blank


def test_paragraphs_stay_whole_while_they_fit() -> None:
    text = text_of(part("a" * 6), part("b" * 6), part("c" * 3))
    assert cut(text, 10) == ["a" * 6, "b" * 6 + "\n" + "c" * 3]


def test_lines_then_words_then_signs() -> None:
    assert cut(text_of(part("one two\nthree four")), 12) == ["one two", "three four"]
    assert cut(text_of(part("one two three")), 9) == ["one two ", "three"]
    assert cut(text_of(part("abcdefghij")), 4) == ["abcd", "efgh", "ij"]


def test_code_stays_code_in_both_halves_and_keeps_its_indentation() -> None:
    text = text_of(part("if x:\n    return y\n", kind="preformatted", border=1))
    assert [piece.for_editing() for piece in pieces(text, 10)] == [
        rich(part("if x:", kind="preformatted", border=1)),
        rich(part("    return", kind="preformatted", border=1)),
        rich(part(" y\n", kind="preformatted", border=1)),
    ]


def test_a_quote_stays_a_quote_and_styles_stay_in_both_halves() -> None:
    bold = {"type": "text", "text": "abcdef", "style": {"bold": True}}
    first, second = pieces(text_of(part(bold, kind="quote")), 3)
    assert first.for_editing() == rich(part(bold | {"text": "abc"}, kind="quote"))
    assert second.for_editing() == rich(part(bold | {"text": "def"}, kind="quote"))


def test_a_numbered_list_goes_on_with_its_numbers() -> None:
    first, second = pieces(text_of(items("one", "two", "three", "four", style="ordered")), 10)
    assert first.for_editing() == rich(items("one", "two", style="ordered"))
    assert second.for_editing()["elements"][0]["offset"] == 2


def test_an_item_longer_than_a_piece_goes_on_without_a_second_bullet() -> None:
    first, second = pieces(text_of(items("abc def")), 4)
    assert (first.for_editing(), second.for_editing()) == (rich(items("abc ")), rich(part("def")))


def test_a_link_is_never_cut_unless_it_alone_is_too_long() -> None:
    address = link("https://a.example/")
    assert cut(text_of(part("abcdefgh", address)), 20) == ["abcdefgh", "https://a.example/"]
    assert cut(text_of(part(address)), 10) == ["https://a.", "example/"]


@pytest.mark.parametrize("sign", ["👩\u200d👩", "👍🏽", "e\u0301"])
def test_what_belongs_to_a_sign_is_not_cut_from_it(sign: str) -> None:
    whole = "a" * (11 - len(sign)) + sign + "b"
    assert cut(text_of(part(whole)), 10)[1] == sign + "b"


def test_a_beginning_fills_its_place_and_counts_the_rest() -> None:
    beginning, left_out = folded(text_of(part("short"), part("x" * 50, kind="preformatted")), 16)
    assert beginning.plain() == "short\n" + "x" * 9 + "…"
    assert left_out == 41


def test_what_fits_is_not_folded() -> None:
    text = text_of(part("short"))
    assert folded(text, 5) == (text, 0)


def test_ten_thousand_characters_fill_four_blocks() -> None:
    text = text_of(part("All is well. " * 800))
    assert len(text.plain()) > 10_000
    assert len(cut(text, 3000)) == 4
    assert "".join(cut(text, 3000)) == text.plain()


def test_a_blank_text_has_no_pieces() -> None:
    assert pieces(text_of(part(" \n ")), 10) == []
