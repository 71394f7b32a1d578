"""Buttons of who is asked and never answers: they watch from now on, or are asked again; a lead ends it."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people.models import Person
from bot.rituals.standup import access, prompts, setting_up
from bot.rituals.standup.access import NOT_YOURS, WATCHING, Mine
from bot.rituals.standup.asking import occurrence_subject
from bot.slack import posts
from bot.slack.answers import Answer, nothing
from bot.slack.desk import Desk
from bot.slack.requests import ActionRequest
from bot.slack.surface import OnAction
from bot.teams import forming
from bot.teams.following import RosterReaction
from bot.teams.models import Team

Seating = Callable[[AsyncSession, Team, Person, datetime], Awaitable[None]]
Check = Callable[[AsyncSession, Mine, datetime], Awaitable[None]]


def stop_asking(reactions: Sequence[RosterReaction]) -> OnAction:
    """Watch the team from now on, asked nothing and missing nowhere; the value is the occurrence."""
    return _seat(forming.add_observer, reactions)


def ask_again(reactions: Sequence[RosterReaction]) -> OnAction:
    """Be asked again from the next day on, if that day's prompt was stopped; the value is the occurrence."""
    return _seat(forming.add_member, reactions, _check_stopped)


async def end_it(request: ActionRequest, desk: Desk) -> Answer:
    """The lead, asked whether it is still worth the time, ends it; the value is the team."""
    async with desk.case(request) as case:
        held = await access.led(case.session, case.person, request.number())
        await setting_up.end(case.session, held.team, case.now)
    return nothing()


def _seat(seating: Seating, reactions: Sequence[RosterReaction], check: Check | None = None) -> OnAction:
    async def pressed(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            mine = await _in_team(case.session, case.person, request.number())
            if check is not None:
                await check(case.session, mine, case.now)
            await seating(case.session, mine.held.team, case.person, case.now)
            for react in reactions:
                await react(case.session, mine.held.team, case.now)
            subject = occurrence_subject(mine.occurrence.id)
            await posts.refresh(case.session, subject, case.now, address=case.person.slack_id)
        return nothing()

    return pressed


async def _in_team(session: AsyncSession, person: Person, occurrence_id: int) -> Mine:
    """The day, for whoever is in its team; one who only may read it is not seated by pressing a button."""
    mine = await access.seen_day(session, person, occurrence_id)
    if mine.held.role is None:
        raise Refusal(NOT_YOURS)
    return mine


async def _check_stopped(session: AsyncSession, mine: Mine, now: datetime) -> None:
    """Refuse an observer who was made one by the lead: only the prompt that they stopped offers the way back."""
    if mine.held.is_member:
        return
    shown = await prompts.prompt(session, mine.held.me, mine.occurrence.id, now)
    if not shown.has_stopped:
        raise Refusal(WATCHING)
