"""What stands in the form of an answer is read exactly, or refused under its own field."""

from typing import Any

import pytest

from bot.errors import FieldRefusal
from bot.rituals.standup.given import MOST_BYTES, Given, given, mood_of
from bot.rituals.standup.models import Question, QuestionKind
from bot.slack.rich_text import RichText
from bot.slack.values import Values


def question(number: int, kind: QuestionKind = QuestionKind.TEXT, **more: Any) -> Question:
    return Question(
        **({"id": number, "key": f"own{number}", "text": "?", "kind": kind, "is_required": False} | more)
    )


TODAY = question(1, key="today")
CHOICE = question(2, QuestionKind.CHOICE, choices="Red\nGreen")
SCALE = question(3, QuestionKind.SCALE)
NUMBER = question(4, QuestionKind.NUMBER)
ALL = [TODAY, CHOICE, SCALE, NUMBER]


def text(*words: str) -> dict[str, Any]:
    sections = [{"type": "rich_text_section", "elements": [{"type": "text", "text": each}]} for each in words]
    return {"rich_text_value": {"type": "rich_text", "elements": sections}}


def option(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


def values(**inputs: dict[str, Any]) -> Values:
    return Values({block: {"input": state} for block, state in inputs.items()})


def refused(inputs: Values, questions: list[Question]) -> tuple[str, str]:
    with pytest.raises(FieldRefusal) as refusal:
        given(inputs, questions)
    return refusal.value.field, refusal.value.sentence


def test_each_kind_is_read_as_it_is_kept() -> None:
    said = given(
        values(question1=text("Code"), question2=option("1"), question3=option("5"), question4={"value": "2.50"}),
        ALL,
    )
    assert said.text(TODAY).plain() == "Code"
    assert {number: said.answers[number] for number in (2, 3, 4)} == {2: "Green", 3: "5", 4: "2.5"}
    assert said.left_empty == frozenset()


def test_what_was_left_empty_is_known_as_such() -> None:
    said = given(values(question1=text("Code"), question2=option("none"), question3={}), ALL)
    assert set(said.answers) == {1}
    assert said.left_empty == {2, 3, 4}
    assert said.text(SCALE).is_blank


@pytest.mark.parametrize("blank", [text(), text("  \n"), text("\u200b"), {"rich_text_value": None}])
def test_nothing_said_at_all_is_refused_under_today(blank: dict[str, Any]) -> None:
    sentence = "Write something. If there is nothing to say: /standup skip"
    assert refused(values(question1=blank, mood=option("3")), [SCALE, TODAY]) == ("question1", sentence)


def test_a_required_one_is_missed_under_its_own_field() -> None:
    required = question(5, is_required=True)
    assert refused(values(question1=text("Code")), [TODAY, required])[0] == "question5"


def test_too_much_text_is_refused_under_its_own_field() -> None:
    field, sentence = refused(values(question1=text("x" * 20_001)), [TODAY])
    assert field == "question1"
    assert "20,000" in sentence


def test_too_much_altogether_is_refused_under_the_longest() -> None:
    questions = [question(number) for number in range(1, 11)]
    inputs = {f"question{number}": text("ä" * (8_000 + (number == 7))) for number in range(1, 11)}
    assert MOST_BYTES < 10 * 8_000 * 2
    assert refused(values(**inputs), questions)[0] == "question7"


@pytest.mark.parametrize("value", ["2", "-1", "01", "x", "999999999999"])
def test_a_choice_that_is_none_is_refused(value: str) -> None:
    assert refused(values(question2=option(value)), [CHOICE])[0] == "question2"


@pytest.mark.parametrize("value", ["0", "6", "x"])
def test_a_step_that_is_not_on_the_scale_is_refused(value: str) -> None:
    assert refused(values(question3=option(value)), [SCALE])[0] == "question3"


@pytest.mark.parametrize("typed", ["1000000000.1", "-1000000001", "many", "1e3", "∞", "NaN"])
def test_a_number_out_of_range_or_none_at_all_is_refused(typed: str) -> None:
    assert refused(values(question4={"value": typed}), [NUMBER])[0] == "question4"


@pytest.mark.parametrize(
    ("typed", "kept"), [("0", "0"), ("-0.50", "-0.5"), ("1000000000", "1000000000"), ("007", "7")]
)
def test_a_number_is_kept_as_it_is_read(typed: str, kept: str) -> None:
    assert given(values(question4={"value": typed}), [NUMBER]).answers == {4: kept}


def test_moods_go_from_one_to_five() -> None:
    moods = {value: mood_of(values(mood=option(value))) for value in ("none", "0", "1", "5", "6", "x")}
    assert moods == {"none": None, "0": None, "1": 1, "5": 5, "6": None, "x": None}


def test_blockers_that_are_resolved_come_from_both_lists() -> None:
    ticked = {
        "resolved": {"selected_options": [{"value": "7"}, {"value": "8"}]},
        "resolved2": {"selected_options": [{"value": "9"}]},
        "again": option("12"),
    }
    said = given(values(question1=text("Code"), **ticked), [TODAY])
    assert (said.resolved, said.again_of) == (frozenset({7, 8, 9}), 12)
    assert given(values(question1=text("Code"), again=option("none")), [TODAY]).again_of is None


def test_an_answer_without_words_has_none() -> None:
    assert Given().text(None) == RichText.of("")
