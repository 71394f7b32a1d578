"""A day's answers to read, whichever day: a page of them, who is missing, and the days before and after."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import asked, past, queries
from bot.rituals.standup.access import Held, Mine
from bot.rituals.standup.board import board
from bot.rituals.standup.days import Day
from bot.rituals.standup.lateness import is_answerable
from bot.rituals.standup.models import Answer, Part, PartState, Question
from bot.rituals.standup.reporting import as_text
from bot.rituals.standup.views import windows
from bot.rituals.standup.views.form_models import Answered, Said, ShownDay
from bot.slack.blocks import View

NOTHING_YET = "Nobody has answered this team’s sync-up yet. Answer today’s with: /standup"


async def latest_day(session: AsyncSession, held: Held) -> Mine:
    """The latest day that there is something to read of; refuses a sync-up that was never held."""
    occurrence = await past.opened_before(session, held.series.id, None)
    if occurrence is None:
        raise Refusal(NOTHING_YET)
    return Mine(held, occurrence)


async def day_window(
    session: AsyncSession, seen: Mine, now: datetime, first: int = 0, *, names_alone: bool = False
) -> View:
    """A page of a day, from answer `first` (from 0) on, in as many statements for 500 answers as for one.

    With `names_alone` it is everybody's names instead.
    """
    occurrence, held = seen.occurrence, seen.held
    stands = await board(session, Day(held.sync_up, held.series, occurrence, held.team), now)
    answered = [each for each in await queries.parts(session, occurrence.id) if each.state is PartState.ANSWERED]
    first = first if first < len(answered) else 0
    earlier = await past.opened_before(session, held.series.id, occurrence.local_date)
    later = await past.opened_after(session, held.series.id, occurrence.local_date)
    day = ShownDay(
        occurrence=occurrence.id,
        team_id=held.team.id if held.role or held.may_change else None,
        team=held.team.name,
        day=occurrence.local_date,
        answers=() if names_alone else await _answers(session, held.me, answered[first : first + windows.BATCH]),
        first=first,
        total=len(answered),
        missing=stands.missing + stands.not_asked,
        later_today=stands.later,
        away=tuple(who.name for who in stands.away),
        skipped=tuple((who.name, who.reason or "") for who in stands.skipped),
        earlier=None if earlier is None else earlier.id,
        reported=tuple(who.name for who in stands.reported),
        later=None if later is None else later.id,
        is_mine=held.is_member and is_answerable(seen, now),
        has_answered=any(each.person_id == held.me.id for each in answered),
        is_over=stands.is_over,
        names_alone=names_alone,
    )
    return windows.day_window(day)


async def _answers(session: AsyncSession, me: Person, parts: Sequence[Part]) -> tuple[Answered, ...]:
    persons = await people.persons(session, [part.person_id for part in parts])
    found = await asked.answers(session, [part.id for part in parts])
    questions = await asked.questions_by_id(session, [answer.question_id for answer in found])
    said = {answer.id: _said(answer, questions[answer.question_id]) for answer in found}
    mentioned = {slack_id for each in said.values() for slack_id in each.answer.people}
    known = await people.known(session, me.workspace_id, mentioned) if mentioned else {}
    names = {slack_id: person.name for slack_id, person in known.items()}
    return tuple(
        Answered(
            persons[part.person_id].name,
            tuple(_harmless(said[each.id], names) for each in found if each.part_id == part.id),
            part.is_late,
            part.edited_at is not None,
            part.person_id == me.id,
        )
        for part in parts
    )


def _said(answer: Answer, question: Question) -> Said:
    return Said(question.text, as_text(answer.value, question.kind))


def _harmless(said: Said, names: dict[str, str]) -> Said:
    return Said(said.question, said.answer.shown(names.get))
