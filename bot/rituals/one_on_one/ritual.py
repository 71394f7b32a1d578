"""The 1-on-1 as the schedule and the Home tab know it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.one_on_one import summaries
from bot.rituals.one_on_one.moments import MOMENTS
from bot.rituals.one_on_one.schedule import due_times
from bot.rituals.one_on_one.setting_up import NAME
from bot.rituals.one_on_one.views import overview
from bot.schedule.moments import Ritual
from bot.slack.answers import Block


async def home_blocks(session: AsyncSession, person: Person, now: datetime) -> list[Block]:
    """A person's part of the Home tab: the next 1-on-1s and their own action items."""
    return overview.home_blocks(
        await summaries.summaries(session, person, now),
        await summaries.my_promises(session, person, now),
        person.is_admin,
    )


RITUAL = Ritual(NAME, MOMENTS, due_times)
