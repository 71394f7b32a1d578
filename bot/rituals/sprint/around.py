"""What `/sprint` asks of others and tells them, handed in where everything comes together."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person

NextSyncUps = Callable[[AsyncSession, Collection[int], datetime], Awaitable[Mapping[int, datetime]]]
"""(session, ids of teams, now) → when the next sync-up of each is, however many in the same statements."""
TeamsChanged = Callable[[AsyncSession, Collection[int], datetime], Awaitable[None]]
"""Shows anew what others show of these teams: goals or meetings have changed."""
DaysChanged = Callable[[AsyncSession, Person, datetime], Awaitable[None]]
"""Plans anew what depends on the days this person works, in the transaction that changed them."""


@dataclass(frozen=True)
class Around:
    """The rituals around the sprint, as it knows them: by what they do."""

    next_sync_ups: NextSyncUps
    teams_changed: TeamsChanged
    days_changed: DaysChanged
