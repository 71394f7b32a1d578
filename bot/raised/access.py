"""Who may see what was raised in a team: whoever raised it, and whoever may see all of the team."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.teams import access
from bot.teams import queries as teams
from bot.teams.models import Team


async def team_of(session: AsyncSession, person: Person, team_id: int, raiser_id: int) -> Team:
    """The team something was raised in, for whoever raised it, in it or not, and for who may see the team."""
    team = await teams.team(session, team_id)
    if team is not None and raiser_id == person.id:
        return team
    return await access.my_team(session, person, team_id)
