"""Whether this person may: every id of an opportunity that comes from Slack is looked up here first.

What does not exist and what is not theirs is refused with the same sentence, so nothing can be probed.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.opportunities import queries
from bot.opportunities.models import Opportunity
from bot.people.models import Person
from bot.raised.access import team_of
from bot.teams import access
from bot.teams import queries as teams
from bot.teams.models import Team


async def naming_team(session: AsyncSession, person: Person, team_id: int) -> Team:
    """The live team with this id, for who may name an opportunity in it: its members, observers and lead."""
    team = await access.my_team(session, person, team_id)
    if team.id not in {mine.id for mine in await teams.teams_of(session, person.id)}:
        raise Refusal(f"Only those in {team.name} can do this. Its lead can take you in, also as an observer.")
    return team


async def seen_opportunity(session: AsyncSession, person: Person, opportunity_id: int) -> tuple[Opportunity, Team]:
    """The opportunity with this id, for its raiser and for who may see its team; also one that was taken back."""
    opportunity = await queries.opportunity(session, opportunity_id)
    if opportunity is None:
        raise Refusal(access.NOT_YOURS)
    return opportunity, await team_of(session, person, opportunity.team_id, opportunity.raiser_id)


async def own_opportunity(session: AsyncSession, person: Person, opportunity_id: int) -> tuple[Opportunity, Team]:
    """The same, for its raiser alone: they own no more of it than its words."""
    opportunity, team = await seen_opportunity(session, person, opportunity_id)
    if opportunity.raiser_id != person.id:
        raise Refusal("Only the person who named an opportunity can do this. Please ask them.")
    return opportunity, team
