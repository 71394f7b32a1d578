"""What a meeting is called in posts, where they stand, and what is shown anew when it changes."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule.models import Occurrence
from bot.slack import posts
from bot.slack.content import HOME, home_subject
from bot.sprints import queries
from bot.sprints.crowd import teams_of
from bot.sprints.models import MeetingSeries
from bot.teams import queries as teams
from bot.teams.models import Team
from bot.teams.telling import all_of

TOLD_UNTIL = timedelta(hours=12)


def subject_of(occurrence: Occurrence) -> str:
    """What a post about one meeting is about."""
    return f"occurrence:{occurrence.id}"


async def channel_of(session: AsyncSession, held: MeetingSeries) -> tuple[int, str] | None:
    """Workspace and channel in which a meeting is held; None when there is none any more."""
    own = (await teams_of(session, [held]))[held.series_id]
    if not own:
        return None
    if held.team_id is not None:
        return own[0].workspace_id, own[0].channel
    calendar = await queries.calendar(session, own[0].workspace_id, held.calendar_id)
    return (own[0].workspace_id, calendar.demo_channel) if calendar and calendar.demo_channel else None


async def homes_changed(session: AsyncSession, changed: Iterable[Team], now: datetime) -> None:
    """What the Home tabs of everyone in these teams show of their sprints is out of date."""
    everybody: set[int] = set()
    for team in changed:
        everybody |= await all_of(session, team)
    for person_id in await teams.with_home(session, everybody):
        await posts.refresh(session, home_subject(person_id), now, view=HOME)


async def announce(session: AsyncSession, held: MeetingSeries, occurrence: Occurrence, now: datetime) -> None:
    """The channel reads that this meeting begins, until it is over."""
    place = await channel_of(session, held)
    if place is not None:
        subject = subject_of(occurrence)
        await posts.want_in(session, "sprint.meeting", subject, *place, now, occurrence.ends_at)


async def tell_change(session: AsyncSession, held: MeetingSeries, occurrence: Occurrence, now: datetime) -> None:
    """The channel reads that this meeting is at another time, off, or on after all: one message, kept current.

    So do all other posts about it, and Home tabs.
    """
    place = await channel_of(session, held)
    if place is not None:
        latest = max(occurrence.starts_at, now + TOLD_UNTIL)
        await posts.want_in(session, "sprint.changed", subject_of(occurrence), *place, now, latest)
    await posts.refresh(session, subject_of(occurrence), now)
    await homes_changed(session, (await teams_of(session, [held]))[held.series_id], now)
