"""The form of an answer, filled in with what was said already: today's own words, or yesterday's plan."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries as blockers
from bot.blockers import seeing
from bot.blockers.access import Viewer
from bot.blockers.models import Blocker
from bot.blockers.views import open_for, option_label
from bot.rituals.standup import asked, queries
from bot.rituals.standup.access import Held, Mine
from bot.rituals.standup.lateness import is_late, today_of
from bot.rituals.standup.models import Answer, Question, QuestionKind
from bot.rituals.standup.views import forms
from bot.rituals.standup.views.form_models import AnswerForm, Asked, Listed
from bot.slack.blocks import View
from bot.slack.rich_text import RichText


async def answer_form(session: AsyncSession, mine: Mine, now: datetime) -> View:
    """The form for a day, in a number of statements that does not grow with what was ever said."""
    held, occurrence = mine.held, mine.occurrence
    part = await queries.part(session, occurrence.id, held.me.id)
    said = {} if part is None else {each.question_id: each for each in await queries.answers(session, [part.id])}
    questions = await asked.questions_on(session, held.sync_up.id, occurrence.local_date)
    plan = (
        None if said else await asked.last_said(session, held.sync_up, held.me.id, "today", occurrence.local_date)
    )
    found = await blockers.open_of(session, held.team.id, held.me.id)
    raised = [each for each in found if each.occurrence_id == occurrence.id]
    later = next((each for each in raised if each.again_of is not None), raised[0] if raised else None)
    form = AnswerForm(
        occurrence=occurrence.id,
        team=held.team.name,
        day=occurrence.local_date,
        today=today_of(held, now),
        asked=tuple(_asked(question, said.get(question.id), plan) for question in questions),
        open_blockers=await _open(session, held, [each for each in found if each not in raised], now),
        resolved=await seeing.earlier(session, held.team, held.me, later, now),
        again_of=None if later is None or later.again_of is None else str(later.again_of),
        asks_mood=held.sync_up.asks_mood,
        mood=None if part is None else part.mood,
        is_edit=bool(said),
        will_be_late=is_late(held.sync_up, held.series, occurrence, held.me, part, now),
    )
    return forms.answer_form(form)


def _asked(question: Question, said: Answer | None, plan: tuple[str, date] | None) -> Asked:
    is_text = question.kind is QuestionKind.TEXT
    filled = plan if said is None and question.key == "yesterday" and is_text else None
    kept = said.value if said is not None else filled[0] if filled is not None else None
    return Asked(
        id=question.id,
        key=question.key,
        text=question.text,
        kind=question.kind.value,
        is_required=question.is_required,
        choices=tuple((question.choices or "").split("\n")) if question.choices else (),
        said=RichText.from_json(kept) if is_text and kept is not None else None,
        value=None if is_text else kept,
        filled_from=None if filled is None else filled[1],
    )


async def _open(session: AsyncSession, held: Held, others: Sequence[Blocker], now: datetime) -> tuple[Listed, ...]:
    """What is open from other days; this day's stand in the answer itself."""
    lines = await seeing.lines(session, held.team, others, Viewer(held.me.id), now)
    return tuple(Listed(each.id, option_label(each.name, each.text), open_for(each)) for each in lines)
