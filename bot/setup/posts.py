"""What is said when a team was set up."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.schedule.ahead import occurrences
from bot.schedule.models import OccurrenceState
from bot.schedule.moments import Ritual
from bot.schedule.wall_clock import local_date
from bot.setup.views import begun as views
from bot.setup.views.models import Begun
from bot.slack.models import Post
from bot.slack.posts import Composed, Composer, Unsaid
from bot.sprints import queries as sprints
from bot.sprints.rules import Span, span_now
from bot.teams import queries as teams
from bot.teams.models import Team

SHOWN_AHEAD = timedelta(days=35)
MOST_COMING = 8


def posts(rituals: Mapping[str, Ritual]) -> dict[str, Composer]:
    """The composer of the one message of a set-up; `rituals` say what is coming for the team."""

    async def begun(session: AsyncSession, post: Post, now: datetime) -> Composed:
        team = await teams.team(session, int(post.subject.split(":")[1]))
        if team is None or post.recipient_id is None:
            return Unsaid()
        reader = await people.person(session, post.recipient_id)
        maker = await people.person(session, team.created_by)
        span = await _span(session, team, now)
        return views.begun(
            Begun(
                team_id=team.id,
                team=team.name,
                channel=team.channel,
                members=len(await teams.roster(session, team.id)),
                set_up_by=None if maker.id == reader.id else maker.name,
                sprint=span.number if span else None,
                first_day=span.first if span else None,
                last_day=span.last_weekday if span else None,
                coming=await _coming(session, team, rituals, now),
                zone=reader.zone,
            )
        )

    return {"setup.begun": begun}


async def _span(session: AsyncSession, team: Team, now: datetime) -> Span | None:
    calendar = await sprints.calendar_of_team(session, team.id)
    if calendar is None:
        return None
    return span_now(await sprints.cadences(session, calendar.id), local_date(now, calendar.zone))


async def _coming(
    session: AsyncSession, team: Team, rituals: Mapping[str, Ritual], now: datetime
) -> tuple[tuple[str, datetime], ...]:
    """The next date of each of the team's rituals, soonest first."""
    first: dict[str, datetime] = {}
    for ritual in rituals.values():
        series = await ritual.series_of(session, [team.id], None)
        about = await ritual.about(session, series)
        for one, occurrence in await occurrences(session, series, now, now, now + SHOWN_AHEAD):
            if occurrence.state is OccurrenceState.PLANNED and occurrence.starts_at > now:
                title = about[one.id].title
                first[title] = min(occurrence.starts_at, first.get(title, occurrence.starts_at))
    return tuple(sorted(first.items(), key=lambda pair: pair[1])[:MOST_COMING])


POSTS = posts

WORDS = {"setup.begun": "A team was set up"}
"""What a person reads about each post under *Why did I (not) get this?*"""
