"""The sync-ups that are open for a person, as a part of their Home tab."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.standup import queries
from bot.rituals.standup.models import Part, PartState
from bot.rituals.standup.views import at_home
from bot.rituals.standup.views.at_home import OpenPart
from bot.slack.blocks import Block


async def home_blocks(session: AsyncSession, person: Person, now: datetime) -> list[Block]:
    """Today's prompts of this person, answered or not; nothing when there is none.

    Of a team whose day has not ended elsewhere when the next begins for this person, that next one alone.
    """
    found = await queries.open_with_teams(session, person.id)
    latest = {
        team.id: OpenPart(occurrence.id, occurrence.local_date, team.name, part.state)
        for part, occurrence, team in found
        if part.state is not PartState.AWAY and _has_come(part, now)
    }
    return at_home.open_prompts(list(latest.values()))


def _has_come(part: Part, now: datetime) -> bool:
    if part.asked_at is None:
        return part.state is not PartState.EXPECTED
    return part.asked_at <= now
