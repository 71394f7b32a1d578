"""However much there is to show, Slack takes the view, and no part pushes out another."""

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.limits import view_problems, view_too_large
from bot.slack.blocks import context, divider, header, words
from bot.slack.folding import VIEW_BYTES, Part, fitted, shares

FEW = st.lists(st.integers(0, 300), max_size=12)


def part(count: int, name: str = "1-on-1s", text: str = "a line") -> Part:
    return Part(name, [words(text)] * count)


def last_text(blocks: list) -> str:
    return blocks[-1]["elements"][0]["text"]


def test_what_fits_is_shown_as_it_is() -> None:
    assert fitted([part(3), part(96)], [divider()]) == [*part(99).blocks, divider()]


def test_a_part_that_does_not_fit_says_how_much_is_left_out() -> None:
    shown = fitted([part(120)], [])
    assert len(shown) == 100
    assert last_text(shown) == "… and 21 more lines of 1-on-1s that do not fit here."


def test_a_long_part_leaves_a_short_one_whole_wherever_it_stands() -> None:
    shown = fitted([part(500, "retros"), part(40, text="short"), part(500, "goals")], [])
    assert len([block for block in shown if block == words("short")]) == 32
    shown = fitted([part(500, "retros"), part(10, text="short"), part(500, "goals")], [])
    assert len([block for block in shown if block == words("short")]) == 10
    assert len(shown) == 100


def test_what_comes_after_is_never_cut() -> None:
    after = list(part(20, text="settings").blocks)
    assert fitted([part(1000)], after)[-20:] == after


def test_a_cut_part_does_not_end_in_a_heading_or_a_rule() -> None:
    blocks = [words("one")] * 97 + [divider(), header("Next"), words("two"), words("three")]
    shown = fitted([Part("wins", blocks)], [])
    assert [block["type"] for block in shown[-2:]] == ["section", "context"]
    assert last_text(shown) == "… and 4 more lines of wins that do not fit here."


def test_long_words_of_many_bytes_are_cut_by_size() -> None:
    shown = fitted([part(95, text="😀" * 3000)], [context("end")])
    view = {"type": "home", "blocks": shown}
    assert view_problems(view) == []
    assert not view_too_large(view)
    assert shown[-1] == context("end")


def test_nothing_to_show_is_no_blocks() -> None:
    assert fitted([], []) == []
    assert fitted([part(0)], []) == []


def test_more_parts_than_a_view_has_room_for_do_not_overflow_it() -> None:
    assert len(fitted([part(2)] * 300, list(part(30).blocks))) <= 100


@given(FEW, st.integers(0, 120))
def test_shares_never_exceed_the_room_nor_what_is_wanted(wanted: list[int], room: int) -> None:
    given_each = shares(wanted, room)
    assert all(0 <= one <= most for one, most in zip(given_each, wanted, strict=True))
    assert sum(given_each) == min(sum(wanted), room)


@given(FEW, st.integers(0, 120))
def test_who_is_cut_has_no_less_than_anyone_less_one(wanted: list[int], room: int) -> None:
    given_each = shares(wanted, room)
    cut = [one for one, most in zip(given_each, wanted, strict=True) if one < most]
    assert not cut or min(cut) >= max(given_each) - 1


@given(st.lists(st.integers(0, 150), max_size=6), st.integers(0, 100))
def test_no_view_is_larger_than_slack_takes(counts: list[int], after: int) -> None:
    shown = fitted([part(count) for count in counts], list(part(after).blocks))
    assert len(shown) <= 100
    assert VIEW_BYTES <= 250_000
