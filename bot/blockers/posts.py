"""What the message to a team's lead shows."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries, seeing, telling, views
from bot.people import calendars
from bot.people import queries as people
from bot.people.models import Person
from bot.schedule.wall_clock import local_date
from bot.slack.models import Post, PostState
from bot.slack.posts import Composed, Composer, Unsaid
from bot.teams import access
from bot.teams import queries as teams


async def to_lead(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The one message about a blocker; not said to who is away or leads the team no more, or once it is over.

    Whoever may not see the team any more keeps what they were told, and reads nothing new of it.
    """
    blocker = await queries.blocker(session, int(post.subject.partition(":")[2]))
    team = await teams.team(session, blocker.team_id) if blocker is not None else None
    if blocker is None or team is None or post.recipient_id is None:
        return Unsaid()
    lead = await people.person(session, post.recipient_id)
    if post.ts is None:
        if not telling.may_be_told(blocker, team) or team.lead_id != lead.id:
            return Unsaid()
        if await _is_away(session, lead, now):
            return Unsaid(PostState.AWAY)
    elif not await access.sees_all(session, lead, team):
        return Unsaid()
    return views.to_lead(await seeing.one(session, blocker, team, lead, now), team.id, team.name)


async def _is_away(session: AsyncSession, lead: Person, now: datetime) -> bool:
    calendar = await calendars.calendar_of(session, lead, local_date(now, lead.zone))
    return calendars.is_away(lead, calendar, now) is not None


POSTS: dict[str, Composer] = {telling.LEAD: to_lead}

WORDS = {telling.LEAD: "A blocker that is open for two working days"}
"""What a person reads about each post under *Why did I (not) get this?*"""
