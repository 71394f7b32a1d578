"""The form of an answer, filled in with what was said already: today's own words, or yesterday's plan."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries as blockers
from bot.blockers import rules as blocker_rules
from bot.blockers.models import Blocker
from bot.rituals.standup import asked, queries
from bot.rituals.standup.access import Mine
from bot.rituals.standup.lateness import is_late, today_of
from bot.rituals.standup.models import Answer, Question, QuestionKind
from bot.rituals.standup.views import forms
from bot.rituals.standup.views.form_models import AnswerForm, Asked, Listed
from bot.slack.blocks import LABEL, View
from bot.slack.rich_text import RichText
from bot.slack.text import one_line

COMES_BACK = timedelta(days=blocker_rules.RESOLVED_DAYS)
"""How long a resolved blocker is offered as one that may have come back."""


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
    resolved = await blockers.resolved_of(session, held.team.id, held.me.id, now - COMES_BACK)
    today = today_of(held, now)
    form = AnswerForm(
        occurrence=occurrence.id,
        team=held.team.name,
        day=occurrence.local_date,
        today=today,
        asked=tuple(_asked(question, said.get(question.id), plan) for question in questions),
        open_blockers=_open(mine, found, today),
        resolved=tuple(Listed(each.id, _label(each)) for each in resolved),
        again_of=next((each.again_of for each in found if each.occurrence_id == occurrence.id), None),
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


def _open(mine: Mine, found: Sequence[Blocker], today: date) -> tuple[Listed, ...]:
    """What is open from other days; this day's stand in the answer itself."""
    others = [each for each in found if each.occurrence_id != mine.occurrence.id]
    return tuple(Listed(each.id, _label(each), _age(each, today)) for each in others)


def _age(blocker: Blocker, today: date) -> str:
    age = blocker_rules.age(blocker.opened_on, today)
    return "since today" if age == "today" else f"for {age}"


def _label(blocker: Blocker) -> str:
    return one_line(f"B{blocker.number} {RichText.from_json(blocker.text).plain()}", LABEL)
