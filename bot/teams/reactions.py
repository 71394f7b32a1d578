"""What a change of a person means for the teams they are in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.directory import Change, Reaction
from bot.people.models import Person
from bot.teams import queries
from bot.teams.following import RosterReaction, changed_in_slack
from bot.teams.telling import team_changed


def person_changed(reactions: Sequence[RosterReaction]) -> Reaction:
    """Somebody left the workspace, or is back: they are out of every roster, or in it again.

    Their seats are kept, so that an account closed by mistake costs nobody a place; a roster only has members
    of the workspace. What follows Slack is read anew for who is back.
    """

    async def changed(session: AsyncSession, person: Person, change: Change, now: datetime) -> None:
        if not (change.was_deactivated or change.was_reactivated):
            return
        for team in await queries.teams_of(session, person.id):
            await team_changed(session, team, {person.id, team.lead_id}, reactions, now)
        if change.was_reactivated:
            await changed_in_slack(session, await queries.following(session, person.workspace_id), now)

    return changed
