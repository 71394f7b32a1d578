"""An answer to a day's sync-up is taken: what was said, its blockers and opportunities, all or nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries as blockers
from bot.blockers import raising
from bot.blockers.form_views import AGAIN
from bot.errors import FieldRefusal, Refusal
from bot.opportunities import noting
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import asked, changed, queries
from bot.rituals.standup.given import Given
from bot.rituals.standup.lateness import is_late
from bot.rituals.standup.models import Answer, Part, PartState, Question, SyncUp
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, Series
from bot.sprints.calendar import sprint_number_on
from bot.teams import queries as teams
from bot.teams.models import Team

ALREADY_ANSWERED = "You have answered already. Change what you said with: /standup"


@dataclass(frozen=True)
class Day:
    """One person's part in one day of one team's sync-up, with all that an answer to it concerns."""

    sync_up: SyncUp
    series: Series
    team: Team
    occurrence: Occurrence
    person: Person
    part: Part


async def answer(
    session: AsyncSession, sync_up: SyncUp, part: Part, given: Given, mood: int | None, now: datetime
) -> None:
    """Take an answer, or a change of it: the same given twice leaves one.

    The first is marked late from `late_after` on; a later one that says something else is marked edited. It counts
    after *Skip today*, and while the person is away. Each item of the blockers is raised or reworded, those ticked
    are resolved, and opportunities are noted.
    """
    day = await _day(session, sync_up, part)
    is_changed = await _write(session, day.part, given)
    _mark(day, is_changed, mood, now)
    await session.flush()
    questions = {
        each.key: each
        for each in (await asked.questions_by_id(session, given.answers.keys() | given.left_empty)).values()
    }
    await _raise_blockers(session, day, given, questions.get("blockers"), now)
    await _note_opportunities(session, day, given, questions.get("opportunities"), now)
    await changed.part_changed(session, sync_up, day.occurrence, day.part, now)


async def skip(session: AsyncSession, part: Part, reason: str, now: datetime) -> None:
    """Nothing to say on that day, for a reason if one is given; undone by answering. Refuses who has answered."""
    occurrence = await schedule.occurrence(session, part.occurrence_id)
    sync_up = await queries.by_series(session, occurrence.series_id) if occurrence is not None else None
    if occurrence is None or sync_up is None:
        raise LookupError(part.occurrence_id)
    part = await queries.part_to_change(session, part.id)
    if part.state is PartState.ANSWERED:
        raise Refusal(ALREADY_ANSWERED)
    part.state = PartState.SKIPPED
    part.reason = reason.strip() or None
    await session.flush()
    await changed.part_changed(session, sync_up, occurrence, part, now)


async def _day(session: AsyncSession, sync_up: SyncUp, part: Part) -> Day:
    occurrence = await schedule.occurrence(session, part.occurrence_id)
    team = await teams.team(session, sync_up.team_id)
    if occurrence is None or team is None:
        raise LookupError(part.id)
    return Day(
        sync_up,
        await schedule.series(session, sync_up.series_id),
        team,
        occurrence,
        await people.person(session, part.person_id),
        await queries.part_to_change(session, part.id),
    )


async def _write(session: AsyncSession, part: Part, given: Given) -> bool:
    """Make what is kept what was said; says whether that changed anything. What was not asked is left alone."""
    kept = {each.question_id: each for each in await asked.answers(session, [part.id])}
    before = {question_id: each.value for question_id, each in kept.items()}
    for question_id, value in given.answers.items():
        if question_id not in kept:
            session.add(Answer(part_id=part.id, question_id=question_id, value=value))
        elif kept[question_id].value != value:
            kept[question_id].value = value
    for question_id in kept.keys() & given.left_empty:
        await session.delete(kept[question_id])
    return any(before.get(question_id) != value for question_id, value in given.answers.items()) or bool(
        kept.keys() & given.left_empty
    )


def _mark(day: Day, is_changed: bool, mood: int | None, now: datetime) -> None:
    part = day.part
    if part.answered_at is None:
        part.answered_at = now
        part.is_late = is_late(day.sync_up, day.series, day.occurrence, day.person, part, now)
    elif is_changed:
        part.edited_at = now
    part.state = PartState.ANSWERED
    part.reason = None
    part.mood = mood if day.sync_up.asks_mood else part.mood


async def _raise_blockers(
    session: AsyncSession, day: Day, given: Given, question: Question | None, now: datetime
) -> None:
    if given.resolved:
        own = {each.id: each for each in await blockers.open_of(session, day.team.id, day.person.id)}
        for blocker_id in sorted(given.resolved & own.keys()):
            await raising.resolve(session, own[blocker_id], day.person, now)
    if question is not None:
        said = given.text(question)
        try:
            await raising.raise_blockers(
                session, day.team, day.person, said, day.occurrence.id, given.again_of, now
            )
        except Refusal as refusal:
            raise FieldRefusal(AGAIN, refusal.sentence) from None


async def _note_opportunities(
    session: AsyncSession, day: Day, given: Given, question: Question | None, now: datetime
) -> None:
    if question is not None:
        sprint = await sprint_number_on(session, day.team, day.occurrence.local_date)
        said = given.text(question)
        await noting.log_opportunities(session, day.team, day.person, said, sprint, day.occurrence.id, None, now)
