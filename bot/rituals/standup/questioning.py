"""Changing what a sync-up asks: it counts from the next day that has not opened, and past answers stay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.rituals.standup import asked, past
from bot.rituals.standup.access import Held
from bot.rituals.standup.models import Question, QuestionKind
from bot.rituals.standup.views.form_models import ShownQuestion
from bot.rituals.standup.views.settings import (
    FEWEST_CHOICES,
    KINDS,
    LONGEST_CHOICE,
    LONGEST_QUESTION,
    MOST_CHOICES,
)
from bot.rituals.standup.views.words import day_said
from bot.schedule import replanning
from bot.slack.text import is_blank

MOST_QUESTIONS = 10
STANDARD = frozenset(("yesterday", "today", "blockers", "opportunities"))
MUST_STAY = "today"
CHANGED_MEANWHILE = "Somebody else has changed this question meanwhile. Please open the settings again."


@dataclass(frozen=True)
class Wording:
    """A question as it is to be asked."""

    text: str
    kind: QuestionKind = QuestionKind.TEXT
    choices: str | None = None
    """A line each; None for a kind that has none."""
    is_required: bool = False


def wording(text: str, kind: str | None, choices: str, is_required: bool) -> Wording:
    """A question as it was typed, made ready to be asked.

    Refuses, under `text`, a blank one and more than 150 characters; under `kind`, no kind; under `choices`, fewer
    than 2 or more than 20 of them, one twice, and one of more than 75 characters.
    """
    words = " ".join(text.split())
    if is_blank(words) or len(words) > LONGEST_QUESTION:
        raise FieldRefusal("text", f"Please write a question of 1 to {LONGEST_QUESTION} characters.")
    try:
        chosen = QuestionKind(kind or "")
    except ValueError:
        raise FieldRefusal("kind", "Please choose how it is answered.") from None
    lines = _choices(choices) if chosen is QuestionKind.CHOICE else None
    return Wording(words, chosen, lines, is_required)


def _choices(typed: str) -> str:
    lines = [" ".join(line.split()) for line in typed.splitlines() if not is_blank(line)]
    if not FEWEST_CHOICES <= len(lines) <= MOST_CHOICES:
        sentence = f"Please write {FEWEST_CHOICES} to {MOST_CHOICES} choices, a line each."
        raise FieldRefusal("choices", sentence)
    if too_long := [line for line in lines if len(line) > LONGEST_CHOICE]:
        raise FieldRefusal("choices", f"“{too_long[0][:30]}…” is longer than {LONGEST_CHOICE} characters.")
    if len({line.casefold() for line in lines}) < len(lines):
        raise FieldRefusal("choices", "Two of the choices are the same. Please leave one out.")
    return "\n".join(lines)


def shown(question: Question, since: date | None) -> ShownQuestion:
    """A question as the settings list it; `since` is the first day that has not opened."""
    kind = KINDS[question.kind.value]
    count = f" ({len(question.choices.splitlines())} choices)" if question.choices else ""
    is_ahead = since is not None and question.asked_from is not None and question.asked_from >= since
    from_day = f" · from {day_said(question.asked_from)} on" if is_ahead and question.asked_from else ""
    about = f"{kind}{count} · {'required' if question.is_required else 'optional'}{from_day}"
    return ShownQuestion(question.id, question.text, about, question.key != MUST_STAY)


async def counts_from(session: AsyncSession, held: Held) -> date | None:
    """The first day that a change counts on; None while no day has opened, for then it counts at once."""
    latest = await past.last_opened(session, held.series.id)
    return None if latest is None else latest + timedelta(days=1)


async def add(session: AsyncSession, held: Held, words: Wording) -> Question:
    """Ask one more question, after all others; refuses an eleventh."""
    questions = await _in_hand(session, held)
    if len(questions) >= MOST_QUESTIONS:
        raise Refusal(f"{MOST_QUESTIONS} questions are the most. Please remove one first.")
    place = max((question.place for question in questions), default=-1) + 1
    return await _put(session, held, f"own-{uuid4().hex[:12]}", place, words, await counts_from(session, held))


async def reword(session: AsyncSession, held: Held, question_id: int, words: Wording, now: datetime) -> None:
    """Ask it in other words from the next day on; refuses one that was changed or removed meanwhile.

    One of the standard questions stays a text.
    """
    question = _own(await _in_hand(session, held), question_id)
    since = await counts_from(session, held)
    if question.key in STANDARD:
        words = Wording(words.text, QuestionKind.TEXT, None, words.is_required)
    if since is None or (question.asked_from is not None and question.asked_from >= since):
        question.text, question.kind = words.text, words.kind
        question.choices, question.is_required = words.choices, words.is_required
        return
    question.removed_at, question.asked_until = now, since
    await _put(session, held, question.key, question.place, words, since)


async def remove(session: AsyncSession, held: Held, question_id: int, now: datetime) -> None:
    """Ask it no more from the next day on; refuses “today”, without which nothing could be filled in tomorrow."""
    question = _own(await _in_hand(session, held), question_id)
    if question.key == MUST_STAY:
        raise Refusal("This question stays: tomorrow’s form begins with what is said to it. You can reword it.")
    since = await counts_from(session, held)
    question.removed_at = now
    question.asked_until = since or question.asked_from or held.series.first_date


async def move(session: AsyncSession, held: Held, question_id: int, by: int) -> None:
    """One place up (-1) or down (1) in the list; at its end it stays where it is."""
    questions = await _in_hand(session, held)
    question = _own(questions, question_id)
    place = questions.index(question)
    other = min(max(place + by, 0), len(questions) - 1)
    questions[place], questions[other] = questions[other], questions[place]
    for number, each in enumerate(questions):
        each.place = number


async def _in_hand(session: AsyncSession, held: Held) -> list[Question]:
    """The questions as they are, kept from being changed by somebody else until the transaction ends."""
    await replanning.hold(session, held.series)
    return list(await asked.questions(session, held.sync_up.id))


def _own(questions: list[Question], question_id: int) -> Question:
    found = next((question for question in questions if question.id == question_id), None)
    if found is None:
        raise Refusal(CHANGED_MEANWHILE)
    return found


async def _put(
    session: AsyncSession, held: Held, key: str, place: int, words: Wording, since: date | None
) -> Question:
    question = Question(
        sync_up_id=held.sync_up.id,
        key=key,
        place=place,
        text=words.text,
        kind=words.kind,
        choices=words.choices,
        is_required=words.is_required,
        asked_from=since,
    )
    session.add(question)
    await session.flush()
    return question
