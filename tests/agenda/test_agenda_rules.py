"""What a topic may be, and how two of them change places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agenda.rules import LONGEST_TOPIC, TopicTooLong, checked_topic, swapped
from bot.errors import FieldRefusal

PLACES = st.lists(st.integers(1, 50), unique=True).map(lambda ids: [(item, 10 * n) for n, item in enumerate(ids)])


def test_a_topic_is_kept_without_white_space_around_it() -> None:
    assert checked_topic("  On-call,\n and why \n", is_blank=False) == "On-call,\n and why"


def test_a_topic_as_long_as_may_be_is_kept_whole() -> None:
    assert checked_topic(f" {'x' * LONGEST_TOPIC} ", is_blank=False) == "x" * LONGEST_TOPIC


def test_a_topic_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(TopicTooLong, match=r"has 3,001 characters; 3,000 is the most"):
        checked_topic("x" * (LONGEST_TOPIC + 1), is_blank=False)


def test_a_blank_topic_is_refused_under_its_field() -> None:
    with pytest.raises(FieldRefusal, match="What would you like to talk about") as refused:
        checked_topic("\u200b", is_blank=True, field="text")
    assert refused.value.field == "text"


def test_an_item_changes_places_with_its_neighbour() -> None:
    places = [(7, 1), (8, 5), (9, 6)]
    assert swapped(places, 8, 1) == [(8, 6), (9, 5)]
    assert swapped(places, 8, -1) == [(8, 1), (7, 5)]


@pytest.mark.parametrize(("item", "step"), [(7, -1), (9, 1), (99, 1)])
def test_at_the_end_and_for_a_stranger_nothing_moves(item: int, step: int) -> None:
    assert swapped([(7, 1), (8, 5), (9, 6)], item, step) == []


@given(PLACES, st.integers(1, 50), st.sampled_from([-1, 1]))
def test_moving_loses_no_item_and_no_place(places: list[tuple[int, int]], item: int, step: int) -> None:
    moved = dict(places) | dict(swapped(places, item, step))
    assert moved.keys() == dict(places).keys()
    assert sorted(moved.values()) == [place for _, place in places]


@given(PLACES, st.integers(1, 50), st.sampled_from([-1, 1]))
def test_moving_there_and_back_changes_nothing(places: list[tuple[int, int]], item: int, step: int) -> None:
    there = swapped(places, item, step)
    moved = sorted((dict(places) | dict(there)).items(), key=lambda pair: pair[1])
    back = dict(moved) | dict(swapped(moved, item, -step)) if there else dict(places)
    assert back == dict(places)
