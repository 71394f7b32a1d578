"""What stands in the form of an answer, read into values that can be kept, or refused under its field."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bot.blockers.forms import chosen_again
from bot.errors import FieldRefusal
from bot.rituals.standup.models import Question, QuestionKind
from bot.rituals.standup.views.faces import NONE
from bot.rituals.standup.views.forms import MOOD, MOST_NUMBER, RESOLVED, SCALE, question_block
from bot.slack.requests import number
from bot.slack.rich_text import RichText
from bot.slack.values import Values

# What is said must fit into one form again, of which Slack takes 250,000 bytes.
MOST_BYTES = 150_000
NOTHING_SAID = "Write something. If there is nothing to say: /standup skip"
Read = Callable[[Values, Question], str | None]


@dataclass(frozen=True)
class Given:
    """What somebody answers: by question, rich text as JSON or the value; an empty answer is not in it."""

    answers: Mapping[int, str] = field(default_factory=dict)
    resolved: frozenset[int] = frozenset()
    """Open blockers that are resolved now."""
    again_of: int | None = None
    """The resolved blocker that has come back."""
    left_empty: frozenset[int] = frozenset()
    """The questions that were asked and not answered."""

    def text(self, question: Question | None) -> RichText:
        """What was said to a question in words; blank when nothing was."""
        kept = None if question is None else self.answers.get(question.id)
        return RichText.of("") if kept is None else RichText.from_json(kept)


def given(values: Values, questions: Sequence[Question]) -> Given:
    """What was answered; refuses, under its field, what is missing, too much, or no choice of the question.

    Refuses an answer in which nothing is said, and one too large for a form to show again.
    """
    read = {question.id: READERS[question.kind](values, question) for question in questions}
    answers = {question_id: value for question_id, value in read.items() if value is not None}
    if not answers:
        raise FieldRefusal(_first_block(questions), NOTHING_SAID)
    for question in questions:
        if question.is_required and question.id not in answers:
            raise FieldRefusal(question_block(question.id), "Please answer this one.")
    _check_size(answers)
    resolved = frozenset(number(each) for block in RESOLVED for each in values.choices(block))
    return Given(answers, resolved, chosen_again(values), frozenset(read.keys() - answers.keys()))


def mood_of(values: Values) -> int | None:
    """The mood that was chosen, from 1 to 5; None for “–”."""
    chosen = number(values.choice(MOOD) or "")
    return chosen if chosen in SCALE else None


def _first_block(questions: Iterable[Question]) -> str:
    ordered = sorted(questions, key=lambda question: question.key != "today")
    return question_block(ordered[0].id) if ordered else MOOD


def _check_size(answers: Mapping[int, str]) -> None:
    sizes = {question_id: len(value.encode()) for question_id, value in answers.items()}
    if sum(sizes.values()) > MOST_BYTES:
        longest = max(sizes, key=lambda question_id: sizes[question_id])
        sentence = "Together your answers are more than one form can hold. Please shorten this one."
        raise FieldRefusal(question_block(longest), sentence)


def _text(values: Values, question: Question) -> str | None:
    said = values.rich(question_block(question.id))
    return None if said is None or said.is_blank else said.to_json()


def _choice(values: Values, question: Question) -> str | None:
    chosen = values.choice(question_block(question.id))
    if chosen in (None, NONE):
        return None
    choices = (question.choices or "").split("\n")
    place = number(chosen or "")
    if str(place) != chosen or place >= len(choices):
        raise FieldRefusal(question_block(question.id), "Please choose one of these.")
    return choices[place]


def _scale(values: Values, question: Question) -> str | None:
    chosen = values.choice(question_block(question.id))
    if chosen in (None, NONE):
        return None
    if number(chosen or "") not in SCALE:
        raise FieldRefusal(question_block(question.id), "Please choose a number from 1 to 5.")
    return chosen


def _number(values: Values, question: Question) -> str | None:
    typed = values.number(question_block(question.id))
    if typed is None:
        return None
    if abs(typed) > MOST_NUMBER:
        sentence = f"Please write a number between {-MOST_NUMBER:,} and {MOST_NUMBER:,}."
        raise FieldRefusal(question_block(question.id), sentence)
    return _plain(typed)


def _plain(typed: Decimal) -> str:
    said = f"{typed:f}"
    return (said.rstrip("0").rstrip(".") if "." in said else said) or "0"


READERS: Mapping[QuestionKind, Read] = {
    QuestionKind.TEXT: _text,
    QuestionKind.CHOICE: _choice,
    QuestionKind.SCALE: _scale,
    QuestionKind.NUMBER: _number,
}
