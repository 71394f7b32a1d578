"""What somebody said on a day, read for the thread: the answers as others see them, and what came of them."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries as blockers
from bot.opportunities import queries as opportunities
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import asked
from bot.rituals.standup.models import Answer, Part, PartState, Question, QuestionKind
from bot.rituals.standup.views.models import Reply, Report
from bot.slack.rich_text import RichText

Labels = Mapping[str, tuple[str, ...]]


async def report(session: AsyncSession, part: Part) -> Report:
    """All that this part says; nothing when its answer was taken back."""
    person = await people.person(session, part.person_id)
    said = await asked.answers(session, [part.id]) if part.state is PartState.ANSWERED else []
    questions = await asked.questions_by_id(session, [answer.question_id for answer in said])
    names = await _names(session, person, _texts(said, questions))
    labels = await _labels(session, part)
    replies = [_reply(answer, questions[answer.question_id], names, labels) for answer in said]
    return Report(person.name, tuple(replies), is_late=part.is_late, is_edited=part.edited_at is not None)


def as_text(value: str, kind: QuestionKind) -> RichText:
    """An answer as rich text, whatever the question wanted."""
    if kind is QuestionKind.TEXT:
        return RichText.from_json(value)
    return RichText.of(f"{value} of 5" if kind is QuestionKind.SCALE else value)


def _texts(said: Sequence[Answer], questions: Mapping[int, Question]) -> list[RichText]:
    return [as_text(answer.value, questions[answer.question_id].kind) for answer in said]


async def _names(session: AsyncSession, person: Person, texts: Sequence[RichText]) -> dict[str, str]:
    mentioned = [slack_id for text in texts for slack_id in text.people]
    known = await people.known(session, person.workspace_id, mentioned)
    return {slack_id: found.name for slack_id, found in known.items()}


async def _labels(session: AsyncSession, part: Part) -> Labels:
    raised = await blockers.raised_in(session, part.occurrence_id, part.person_id)
    named = await opportunities.logged_in(session, part.occurrence_id, part.person_id)
    return {
        "blockers": tuple(f"B{blocker.number}" for blocker in raised if blocker.withdrawn_at is None),
        "opportunities": tuple(f"O{noted.number}" for noted in named if noted.withdrawn_at is None),
    }


def _reply(answer: Answer, question: Question, names: Mapping[str, str], labels: Labels) -> Reply:
    text = as_text(answer.value, question.kind).shown(names.get)
    return Reply(question.text, text, labels.get(question.key, ()))
