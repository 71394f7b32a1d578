"""The question bank of a workspace: what is shipped, as its admins changed it, and what a pair is offered."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.one_on_one import queries
from bot.rituals.one_on_one.models import BankChange, OfferedQuestion, OneOnOne
from bot.rituals.one_on_one.question_bank import (
    Question,
    QuestionChange,
    bank,
    next_suggestion,
    shipped,
    suggestions,
)
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, OccurrenceState
from bot.storage.once import insert_once


async def bank_of(session: AsyncSession, workspace_id: int) -> tuple[Question, ...]:
    """Every question this workspace uses, hidden ones left out."""
    changes = await queries.bank_changes(session, workspace_id)
    return bank(shipped(), [as_change(change) for change in changes])


async def offer_questions(session: AsyncSession, one_on_one: OneOnOne, occurrence: Occurrence) -> None:
    """Offer up to three questions for an occurrence, none that was offered the last time; once an occurrence."""
    if await queries.offers(session, occurrence.id):
        return
    questions = await bank_of(session, one_on_one.workspace_id)
    used, previous = await _offered_before(session, one_on_one, occurrence)
    for question in suggestions(questions, one_on_one.kind.value, used, previous, occurrence.id):
        await _offer(session, one_on_one, occurrence, question)


async def offer_one_more(session: AsyncSession, one_on_one: OneOnOne, occurrence: Occurrence) -> bool:
    """Offer one more question for an occurrence; false when there is none left that would not be a repeat."""
    questions = await bank_of(session, one_on_one.workspace_id)
    used, previous = await _offered_before(session, one_on_one, occurrence)
    shown = frozenset(offer.key for offer in await queries.offers(session, occurrence.id))
    question = next_suggestion(questions, one_on_one.kind.value, used, previous, shown, occurrence.id)
    if question is None:
        return False
    await _offer(session, one_on_one, occurrence, question)
    return True


def as_change(change: BankChange, is_hidden: bool | None = None) -> QuestionChange:
    """A stored change as the bank's rules take it; `is_hidden`, if given, instead of what is stored."""
    kinds = None if change.kinds is None else frozenset(change.kinds.split(","))
    hidden = change.is_hidden if is_hidden is None else is_hidden
    return QuestionChange(change.key, change.text, change.theme, kinds, hidden)


async def _offered_before(
    session: AsyncSession, one_on_one: OneOnOne, occurrence: Occurrence
) -> tuple[list[str], frozenset[str]]:
    offered = await queries.ever_offered(session, one_on_one.id)
    before = [occurrence_id for occurrence_id, _ in offered if occurrence_id != occurrence.id]
    last = before[-1] if before else 0
    past = await schedule.past_occurrences(session, occurrence.series_id, occurrence.local_date)
    held = next((one.id for one in past if one.state is OccurrenceState.CLOSED), 0)
    # When none was left to offer the last time, all may come again; otherwise none ever would.
    previous = frozenset(key for occurrence_id, key in offered if occurrence_id == last >= held)
    return [key for _, key in offered], previous


async def _offer(session: AsyncSession, one_on_one: OneOnOne, occurrence: Occurrence, question: Question) -> None:
    """Offered once, also when both ask for one more, or one asks as the prep goes out, in the same instant."""
    await insert_once(
        session, OfferedQuestion, occurrence_id=occurrence.id, one_on_one_id=one_on_one.id, key=question.key
    )
