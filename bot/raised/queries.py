"""Statements about whose team something may be raised in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.teams.models import Role, Team, TeamMember


async def teams_with(session: AsyncSession, person_id: int, role: Role) -> Sequence[Team]:
    """The live teams in which a person is this now, by name."""
    found = await session.scalars(
        select(Team)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(
            TeamMember.person_id == person_id,
            TeamMember.role == role,
            TeamMember.left_at.is_(None),
            Team.ended_at.is_(None),
        )
    )
    return sorted(found, key=lambda team: (team.name.casefold(), team.id))
