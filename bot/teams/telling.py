"""What follows from a change of a team: the answers of whatever depends on it, and Home tabs shown anew."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack import posts
from bot.slack.content import HOME, home_subject
from bot.teams import queries
from bot.teams.following import RosterReaction
from bot.teams.models import Team


async def team_changed(
    session: AsyncSession,
    team: Team,
    persons: Iterable[int],
    reactions: Sequence[RosterReaction],
    now: datetime,
) -> None:
    """The team has changed for these persons (ids): every reaction is awaited, their Home tabs are shown anew."""
    await session.flush()
    for reaction in reactions:
        await reaction(session, team, now)
    for person_id in await queries.with_home(session, persons):
        await posts.refresh(session, home_subject(person_id), now, view=HOME)


async def all_of(session: AsyncSession, team: Team) -> set[int]:
    """Everyone a team is anything to: its members, its observers and its lead."""
    seats = await queries.seats(session, team.id)
    return {team.lead_id} | {person_id for person_id, (seat, _) in seats.items() if seat.left_at is None}
