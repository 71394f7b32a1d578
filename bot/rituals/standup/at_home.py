"""The sync-ups that are open for a person, as a part of their Home tab."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.standup import queries
from bot.rituals.standup.models import PartState
from bot.rituals.standup.views import at_home
from bot.rituals.standup.views.at_home import OpenPart
from bot.slack.blocks import Block


async def home_blocks(session: AsyncSession, person: Person, now: datetime) -> list[Block]:
    """Today's prompts of this person, answered or not; nothing when there is none."""
    found = await queries.open_with_teams(session, person.id)
    return at_home.open_prompts(
        [
            OpenPart(occurrence.id, occurrence.local_date, team.name, part.state is PartState.ANSWERED)
            for part, occurrence, team in found
            if part.state in (PartState.EXPECTED, PartState.ANSWERED)
            and (part.asked_at is not None or part.answered_at is not None)
            and (part.asked_at is None or part.asked_at <= now)
        ]
    )
