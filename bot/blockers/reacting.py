"""What a change of a person or a team means for the leads who are to be told of blockers."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries, telling
from bot.people.directory import Change
from bot.people.models import Person
from bot.teams.models import Team


async def person_changed(session: AsyncSession, person: Person, change: Change, now: datetime) -> None:
    """Somebody moved, is away, left or came back: whom they are to be told by, and when, is set anew."""
    if change.zone_changed or change.away_changed or change.was_deactivated or change.was_reactivated:
        await days_changed(session, person, now)
    if change.was_deactivated or change.was_reactivated:
        await telling.refresh(session, await queries.told_of(session, owner_id=person.id), now)


async def days_changed(session: AsyncSession, person: Person, now: datetime) -> None:
    """The zone or days of an owner or a lead have changed: the lead is told by the new ones."""
    await telling.replan(session, await queries.waiting_for(session, person.id), now)


async def roster_changed(session: AsyncSession, team: Team, now: datetime) -> None:
    """The team may have another lead, or have ended: who is told, and when, is set anew.

    An owner may have left: the lead reads it in what they were told.
    """
    await telling.plan(session, team, await queries.waiting_in(session, team.id), now)
    await telling.refresh(session, await queries.told_of(session, team_id=team.id), now)
