"""When the moments of a meeting are due."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule.models import Occurrence, Series
from bot.schedule.moments import Due

LOOK_AHEAD = "look ahead"
START = "start"
CLOSE = "close"
AHEAD = timedelta(days=5)
"""How long before a meeting it is looked whether its people work that day."""
START_LEAD = timedelta(minutes=10)


async def due_times(session: AsyncSession, series: Series, occurrence: Occurrence) -> Mapping[str, Due]:
    """The instant of each moment of an occurrence, UTC."""
    return {
        LOOK_AHEAD: Due(occurrence.starts_at - AHEAD),
        START: Due(occurrence.starts_at - START_LEAD),
        CLOSE: Due(occurrence.ends_at),
    }
