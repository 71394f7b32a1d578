"""What depends on the days somebody works, and is planned anew when they change."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person

DaysReaction = Callable[[AsyncSession, Person, datetime], Awaitable[None]]
"""Plans anew what depends on a person's days; called in the transaction that changed them."""


def in_turn(reactions: Sequence[DaysReaction]) -> DaysReaction:
    """All of these reactions as one, each after the other."""

    async def react(session: AsyncSession, person: Person, now: datetime) -> None:
        for reaction in reactions:
            await reaction(session, person, now)

    return react
