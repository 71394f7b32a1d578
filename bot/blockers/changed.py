"""Who is told, in the same transaction, that something about a team's blockers has changed."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

OnChange = Callable[[AsyncSession, int, datetime], Awaitable[None]]
"""(session, id of the team, now)."""
