"""The question bank: what is shipped, what admins change, and whose turn it is."""

import re
from collections.abc import Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ConfigurationError, FieldRefusal
from bot.rituals.one_on_one import question_bank as qb
from bot.rituals.one_on_one.question_bank import KINDS, Question, QuestionChange

SHIPPED = qb.shipped()


def question(
    key: str, theme: str = "one", kinds: Sequence[str] = ("manager",), standing: bool = False
) -> Question:
    return Question(key, f"{key}?", theme, frozenset(kinds), standing)


def keys(questions: Sequence[Question]) -> list[str]:
    return [one.key for one in questions]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


# What is shipped


def test_enough_questions_are_shipped_for_every_kind_and_theme():
    assert len(SHIPPED) >= 70
    for kind in KINDS:
        assert sum(kind in one.kinds and not one.standing for one in SHIPPED) >= 12, kind
    for theme in qb.themes(SHIPPED):
        assert sum(one.theme == theme for one in SHIPPED) >= 3, theme


def test_every_1_on_1_asks_whether_anything_is_on_your_mind():
    for kind in KINDS:
        assert "on your mind" in qb.standing_questions(SHIPPED, kind)[0].text.lower()


def test_only_a_skip_level_always_asks_about_the_relationship_with_your_manager():
    assert [len(qb.standing_questions(SHIPPED, kind)) for kind in KINDS] == [1, 2, 1, 1]
    assert "your manager" in qb.standing_questions(SHIPPED, "skip-level")[1].text


def test_goals_are_asked_about_in_their_four_states_and_growth_at_three_distances():
    texts = " ".join(one.text for one in SHIPPED)
    for expected in ("completed, on track, behind or at risk", "6 months", "1 year", "2 years"):
        assert expected in texts


def test_every_shipped_question_is_a_short_question_that_an_admin_could_have_written():
    for one in SHIPPED:
        others = [other for other in SHIPPED if other is not one]
        assert qb.checked_text(one.text, others) == one.text
        assert "?" in one.text or one.text.endswith("."), one.text
        assert len(re.findall(r"[.?!](?: |$)", one.text)) <= 2, one.text


def test_no_two_shipped_questions_are_nearly_the_same():
    for one, other in combinations(SHIPPED, 2):
        a, b = words(one.text), words(other.text)
        assert len(a & b) / len(a | b) < 0.55, (one.text, other.text)


def test_the_mistakes_of_a_question_file_are_named_all_at_once():
    with pytest.raises(ConfigurationError) as refused:
        qb.parsed(
            """
            [[theme]]
            name = "x"
            questions = [
              { key = "Bad Key", kinds = ["boss"], text = "" },
              { key = "twice", kinds = ["peer"], text = "Yes?" },
              { key = "twice", kinds = ["peer"], text = "No?", colour = "red", standing = 1 },
              { key = "added-1", kinds = [], text = "Why?" },
            ]
            """
        )
    told = "\n".join(refused.value.mistakes)
    for expected in (
        "the key twice is there 2 times",
        "Bad Key: its key must be words joined by hyphens",
        "Bad Key: its text must be 1 to 200 characters",
        "Bad Key: its kinds must be some of manager, skip-level, mentor, peer",
        "twice: it may only have key, kinds, standing, text",
        "twice: standing is true or false",
        "added-1: keys that begin with added- belong to workspaces",
    ):
        assert expected in told


@pytest.mark.parametrize(
    "toml", ["", "[[theme", '[[theme]]\nquestions = [{ key = "a", text = "A?", kinds = ["peer"] }]']
)
def test_a_file_without_questions_or_names_is_refused(toml: str):
    with pytest.raises(ConfigurationError, match=r"questions\.toml"):
        qb.parsed(toml)


# What admins change


def test_a_hidden_question_is_gone_and_a_reworded_one_keeps_everything_else():
    before = [question("a"), question("b", standing=True)]
    after = qb.bank(before, [QuestionChange("a", is_hidden=True), QuestionChange("b", text="Better?")])
    assert after == (Question("b", "Better?", "one", frozenset({"manager"}), standing=True),)


def test_an_added_question_comes_last_and_suits_every_kind_unless_told_otherwise():
    added = [
        QuestionChange(qb.added_key(1), "Why?"),
        QuestionChange(qb.added_key(2), "How?", "two", frozenset({"peer"})),
    ]
    after = qb.bank([question("a")], added)
    assert keys(after) == ["a", "added-1", "added-2"]
    assert (after[1].theme, after[1].kinds) == ("our own", frozenset(KINDS))
    assert (after[2].theme, after[2].kinds) == ("two", frozenset({"peer"}))


def test_the_last_change_counts_and_a_wordless_change_to_a_forgotten_question_is_passed_over():
    changes = [
        QuestionChange("a", is_hidden=True),
        QuestionChange("a", kinds=frozenset({"peer"})),
        QuestionChange("z"),
    ]
    assert qb.bank([question("a")], changes) == (question("a", kinds=["peer"]),)


def test_a_question_is_kept_on_one_line():
    assert qb.checked_text("  What\n now? ") == "What now?"


def test_a_question_too_long_is_refused_with_its_length():
    assert qb.checked_text("x" * 200) == "x" * 200
    with pytest.raises(FieldRefusal, match="201 characters") as refused:
        qb.checked_text("x" * 201)
    assert refused.value.field == "text"


@pytest.mark.parametrize("text", ["", " \n", "?!"])
def test_a_question_without_words_is_refused(text: str):
    with pytest.raises(FieldRefusal, match="Write the question first"):
        qb.checked_text(text)


def test_a_question_that_is_already_there_is_refused_whatever_its_dots_and_capitals():
    with pytest.raises(FieldRefusal, match="already in the list"):
        qb.checked_text("what do you spend the most time WAITING for", SHIPPED)


def test_kinds_are_at_least_one_and_known():
    assert qb.checked_kinds(["peer", "mentor"]) == {"peer", "mentor"}
    with pytest.raises(FieldRefusal, match="at least one kind") as refused:
        qb.checked_kinds([])
    assert refused.value.field == "kinds"
    with pytest.raises(FieldRefusal, match="called boss"):
        qb.checked_kinds(["boss", "peer"])


# Whose turn it is


def test_the_three_suggestions_are_of_three_themes():
    for seed in range(50):
        assert len({one.theme for one in qb.suggestions(SHIPPED, "peer", [], frozenset(), seed)}) == 3


def test_two_pairs_are_not_suggested_the_same():
    assert len({tuple(keys(qb.suggestions(SHIPPED, "manager", [], frozenset(), seed))) for seed in range(20)}) > 15


def test_a_question_never_offered_comes_before_one_offered_longest_ago():
    ours = [question(key, theme=key) for key in "abcd"]
    assert keys(qb.suggestions(ours, "manager", ["b", "a", "d", "b"], frozenset("d"), 1)) == ["c", "a", "b"]


def test_fewer_are_suggested_rather_than_last_times_again():
    ours = [question("a"), question("b"), question("c", standing=True)]
    assert keys(qb.suggestions(ours, "manager", ["b"], frozenset("b"), 1)) == ["a"]
    assert qb.suggestions(ours, "manager", ["a", "b"], frozenset("ab"), 1) == ()


def test_one_more_suggestion_is_of_a_theme_not_shown_yet_and_ends_when_all_are_shown():
    ours = [question("a"), question("b"), question("c", theme="two")]
    assert keys([found for found in [qb.next_suggestion(ours, "manager", [], (), "a", 1)] if found]) == ["c"]
    assert qb.next_suggestion(ours, "manager", [], "b", "ac", 1) is None


CHANGES = st.lists(
    st.builds(
        QuestionChange,
        key=st.sampled_from([*keys(SHIPPED)[:40], "added-1", "added-2", "added-3"]),
        text=st.none() | st.just("Reworded?"),
        theme=st.none() | st.sampled_from(["growth", "new"]),
        kinds=st.none() | st.frozensets(st.sampled_from(KINDS), min_size=1),
        is_hidden=st.booleans(),
    ),
    max_size=12,
)
SMALL = st.lists(st.sampled_from(SHIPPED), max_size=9, unique=True)
WEEKS = st.lists(st.tuples(CHANGES, st.integers(1, 10**6), st.integers(0, 4)), min_size=2, max_size=12)


@settings(max_examples=150, deadline=None)
@given(st.just(list(SHIPPED)) | SMALL, st.sampled_from(KINDS), WEEKS)
def test_law_never_the_same_twice_in_a_row_whatever_admins_change_in_between(
    ours: list[Question], kind: str, weeks: list[tuple[list[QuestionChange], int, int]]
):
    used: list[str] = []
    previous: frozenset[str] = frozenset()
    for changes, seed, presses in weeks:
        bank = qb.bank(ours, changes)
        shown = list(qb.suggestions(bank, kind, used, previous, seed))
        eligible = {q.key for q in bank if kind in q.kinds and not q.standing} - previous
        assert len(shown) == min(3, len(eligible))
        assert tuple(shown) == qb.suggestions(tuple(reversed(bank)), kind, list(used), previous, seed)
        for _ in range(presses):
            more = qb.next_suggestion(bank, kind, used, previous, keys(shown), seed)
            assert (more is None) == (len(shown) == len(eligible))
            shown += [more] if more else []
        assert len(set(keys(shown))) == len(shown)
        assert set(keys(shown)) <= eligible
        assert not {change.key for change in {c.key: c for c in changes}.values() if change.is_hidden} & set(
            keys(shown)
        )
        used, previous = used + keys(shown), frozenset(keys(shown))


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(KINDS), CHANGES, st.integers(1, 10**6), st.integers(1, 4))
def test_law_the_whole_bank_has_its_turn_before_anything_is_repeated(
    kind: str, changes: list[QuestionChange], seed: int, count: int
):
    bank = qb.bank(SHIPPED, changes)
    everything = {q.key for q in bank if kind in q.kinds and not q.standing}
    used: list[str] = []
    while len(used) + count <= len(everything):
        used += keys(qb.suggestions(bank, kind, used, frozenset(used[-count:]), seed + len(used), count))
    assert len(set(used)) == len(used)
    rest = keys(qb.suggestions(bank, kind, used, frozenset(used[-count:]), seed, count))
    assert everything <= {*used, *rest}


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(KINDS), st.integers(1, 10**6))
def test_law_nothing_is_forgotten_once_all_have_had_a_turn(kind: str, seed: int):
    everything = {q.key for q in SHIPPED if kind in q.kinds and not q.standing}
    used: list[str] = []
    for week in range(2 * len(everything)):
        used += keys(qb.suggestions(SHIPPED, kind, used, frozenset(used[-3:]), seed + week))
    gap = 2 * len(everything)
    assert all(set(used[start : start + gap]) == everything for start in range(0, len(used) - gap, 3))
