"""The form for the day that somebody's `/standup` means now, or the sentence that says which day comes next."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.rituals.standup import days, queries
from bot.rituals.standup.access import Held, Mine
from bot.rituals.standup.lateness import today_of
from bot.rituals.standup.models import Part, PartState
from bot.rituals.standup.prefilling import answer_form
from bot.rituals.standup.views import offers, windows
from bot.rituals.standup.views.form_models import Choosable
from bot.rituals.standup.views.saying import day_said
from bot.slack.answers import Answer, opened
from bot.slack.blocks import View

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
