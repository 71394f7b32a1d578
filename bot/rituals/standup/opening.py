"""The form of an answer, opened for the day that is meant, filled in with what was said already."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries as blockers
from bot.blockers import seeing
from bot.blockers.access import Viewer
from bot.blockers.models import Blocker
from bot.blockers.views import open_for, option_label
from bot.errors import Refusal
from bot.rituals.standup import asked, days, queries
from bot.rituals.standup.access import Held, Mine
from bot.rituals.standup.lateness import is_late, today_of
from bot.rituals.standup.models import Answer as Kept
from bot.rituals.standup.models import Part, PartState, Question, QuestionKind
from bot.rituals.standup.views import forms, offers, windows
from bot.rituals.standup.views.form_models import AnswerForm, Asked, Choosable, Listed
from bot.rituals.standup.views.words import day_said
from bot.slack.answers import Answer, opened
from bot.slack.blocks import View
from bot.slack.rich_text import RichText

PAUSED = "paused. Its lead can resume it in: /standup settings"


async def form_or_offer(session: AsyncSession, held: Held, now: datetime) -> Answer:
    """The form for today; where there is no sync-up today, when the next is, and whether to answer it early."""
    mine = await _meant(session, held, now)
    if mine.occurrence.local_date > today_of(held, now):
        return offers.answer_early(held.team.name, mine.occurrence.local_date, mine.occurrence.id)
    return opened(await answer_form(session, mine, now))


async def form(session: AsyncSession, held: Held, now: datetime) -> View:
    """The form for today, or for the next day there is."""
    return await answer_form(session, await _meant(session, held, now), now)


async def which_window(session: AsyncSession, mine: list[Held], now: datetime) -> View:
    """Which of several teams' sync-ups to answer, each with where the answer stands."""
    shown = [await _choosable(session, held, now) for held in mine[: windows.MOST_TEAMS]]
    return windows.which(shown, len(mine) - len(shown))


async def answer_form(session: AsyncSession, mine: Mine, now: datetime) -> View:
    """The form for a day, in a number of statements that does not grow with what was ever said."""
    held, occurrence, day = mine.held, mine.occurrence, mine.occurrence.local_date
    part = await queries.part(session, occurrence.id, held.me.id)
    said = {} if part is None else {each.question_id: each for each in await asked.answers(session, [part.id])}
    questions = await asked.questions_on(session, held.sync_up.id, day)
    plan = None if said else await asked.last_answer(session, held.series.id, held.me.id, "today", day)
    found = await blockers.open_of(session, held.team.id, held.me.id)
    raised = [each for each in found if each.occurrence_id == occurrence.id]
    later = next((each for each in raised if each.again_of is not None), raised[0] if raised else None)
    form = AnswerForm(
        occurrence=occurrence.id,
        team=held.team.name,
        day=day,
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


async def _meant(session: AsyncSession, held: Held, now: datetime) -> Mine:
    return Mine(held, await days.day_for(session, held.sync_up, held.me, now))


async def _choosable(session: AsyncSession, held: Held, now: datetime) -> Choosable:
    try:
        mine = await _meant(session, held, now)
    except Refusal:
        return Choosable(held.sync_up.id, held.team.name, PAUSED, is_paused=True)
    part = await queries.part(session, mine.occurrence.id, held.me.id)
    is_answered = part is not None and part.state is PartState.ANSWERED
    return Choosable(held.sync_up.id, held.team.name, _standing(mine, part, now), is_answered)


def _standing(mine: Mine, part: Part | None, now: datetime) -> str:
    day = mine.occurrence.local_date
    when = "today" if day == today_of(mine.held, now) else day_said(day)
    if part is None or part.state is PartState.EXPECTED:
        return f"{when}: not answered yet"
    said = {PartState.ANSWERED: "answered", PartState.SKIPPED: "skipped", PartState.AWAY: "you are away"}
    return f"{when}: {said[part.state]}"


def _asked(question: Question, said: Kept | None, plan: tuple[Kept, date] | None) -> Asked:
    is_text = question.kind is QuestionKind.TEXT
    filled = plan if said is None and question.key == "yesterday" and is_text else None
    kept = said.value if said is not None else filled[0].value if filled is not None else None
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
