"""What an answer raises, and what of it was raised before."""

from hypothesis import given
from hypothesis import strategies as st

from bot.raised.rules import Before, items, match
from bot.slack.rich_pieces import BULLET, CODE, ORDERED, SECTION, TEXT, Paragraph, Piece
from bot.slack.rich_text import RichText


def rich(*paragraphs: tuple[str, str, int]) -> RichText:
    """Paragraphs as (kind, words, indent)."""
    return RichText(tuple(Paragraph(kind, (Piece(TEXT, words),), indent) for kind, words, indent in paragraphs))


def said(text: RichText) -> list[str]:
    return [item.plain() for item in items(text)]


def test_each_item_of_a_list_is_one() -> None:
    assert said(rich((BULLET, "VPN", 0), (BULLET, "Review", 0))) == ["VPN", "Review"]
    assert said(rich((ORDERED, "VPN", 0), (ORDERED, "Review", 0))) == ["VPN", "Review"]


def test_without_a_list_the_whole_text_is_one() -> None:
    assert said(RichText.of("The VPN is down\nand the review waits")) == ["The VPN is down\nand the review waits"]


def test_what_is_nested_in_an_item_or_follows_it_belongs_to_it() -> None:
    text = rich(
        (BULLET, "VPN", 1),
        (BULLET, "since Monday", 2),
        (CODE, "timeout", 0),
        (BULLET, "Review", 1),
        (SECTION, "of PR 12", 0),
    )
    first, second = items(text)
    assert [(each.kind, each.plain(), each.indent) for each in first.paragraphs] == [
        (SECTION, "VPN", 0),
        (BULLET, "since Monday", 0),
        (CODE, "timeout", 0),
    ]
    assert second.plain() == "Review\nof PR 12"


def test_what_only_introduces_a_list_is_none_and_what_stands_before_it_is_one() -> None:
    assert said(rich((SECTION, "I wait for:\n", 0), (BULLET, "VPN", 0))) == ["VPN"]
    assert said(rich((SECTION, "No desk", 0), (BULLET, "VPN", 0))) == ["No desk", "VPN"]


def test_saying_that_there_is_nothing_raises_nothing() -> None:
    for nothing in ("", "  ", "-", "None", "none.", "N/A", "No  blockers!", "nichts"):
        assert items(RichText.of(nothing)) == []
    assert said(rich((BULLET, "none", 0), (BULLET, "VPN", 0))) == ["VPN"]
    assert said(RichText.of("None of the tests pass")) == ["None of the tests pass"]


def before(*words: str, settled: str = "") -> list[Before]:
    return [Before(number, RichText.of(each), each == settled) for number, each in enumerate(words, start=1)]


def texts(*words: str) -> list[RichText]:
    return [RichText.of(each) for each in words]


def test_the_same_words_are_the_same_one_wherever_they_stand() -> None:
    found = match(before("a", "b", "c"), texts("c", "a", "new", "b"))
    assert (found.found, found.gone) == ((3, 1, None, 2), ())


def test_one_in_other_words_keeps_its_place_and_what_is_left_out_is_gone() -> None:
    found = match(before("a", "b", "c"), texts("a", "B"))
    assert (found.found, found.gone) == ((1, 2), (3,))


def test_a_new_problem_does_not_take_the_place_of_one_that_is_over() -> None:
    found = match(before("a", "b", settled="a"), texts("A", "b"))
    assert (found.found, found.gone) == ((None, 2), (1,))


def test_two_with_the_same_words_stay_two() -> None:
    assert match(before("a", "a"), texts("a", "a")).found == (1, 2)
    assert match(before("a"), texts("a", "a")).found == (1, None)


WORDS = st.lists(st.sampled_from("abcde"), max_size=6)


@given(WORDS, WORDS, st.sampled_from("abcde"))
def test_everything_before_is_found_once_or_gone(was: list[str], now: list[str], settled: str) -> None:
    earlier = before(*was, settled=settled)
    result = match(earlier, texts(*now))
    assert len(result.found) == len(now)
    numbers = [number for number in (*result.found, *result.gone) if number is not None]
    assert sorted(numbers) == [one.id for one in earlier]
    pairs = [(was[number - 1], word) for number, word in zip(result.found, now, strict=True) if number]
    assert all(old == new for old, new in pairs if old == settled), "what is over is found by equal words alone"
    for word in "abcde":
        assert pairs.count((word, word)) >= min(was.count(word), now.count(word))


@given(WORDS, st.sampled_from("abcde"))
def test_an_answer_given_again_changes_nothing(was: list[str], settled: str) -> None:
    result = match(before(*was, settled=settled), texts(*was))
    assert (result.found, result.gone) == (tuple(range(1, len(was) + 1)), ())
