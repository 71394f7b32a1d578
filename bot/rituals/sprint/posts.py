"""What the message of a meeting shows, composed from the state at the moment it is sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.rituals.sprint.summaries import goals_shown, next_up
from bot.rituals.sprint.views import meetings as views
from bot.rituals.sprint.views.models import MeetingGoals, MeetingShown, NextUp
from bot.schedule.models import OccurrenceState
from bot.slack.models import Post
from bot.slack.posts import Composed, Composer, Unsaid
from bot.sprints import moving, queries
from bot.sprints import posts as sprint_posts
from bot.sprints.coming import Coming, is_on, meetings
from bot.sprints.crowd import teams_of
from bot.sprints.models import Meeting
from bot.sprints.views import name
from bot.teams.models import Team

WITH_GOALS = (Meeting.PLANNING, Meeting.RETRO, Meeting.DEMO)
LOOKED_AHEAD = timedelta(days=70)


async def meeting(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """What begins, with the sprint's goals where they matter; not said any more once it is off."""
    coming = await sprint_posts.coming_of_post(session, post)
    one = await sprint_posts.one_meeting(session, coming, now)
    is_over = coming.occurrence.state is OccurrenceState.CLOSED
    if post.ts is None and (one.is_off or is_over):
        return Unsaid()
    own = (await teams_of(session, [coming.held]))[coming.held.series_id]
    return views.meeting(
        MeetingShown(
            title=one.title,
            starts_at=one.starts_at,
            zone=one.zone,
            is_over=is_over,
            is_off=one.is_off,
            reason=one.reason,
            goals=await _goals(session, coming, own),
            next=await _next(session, coming, own, now) if is_over else None,
        )
    )


async def _goals(session: AsyncSession, coming: Coming, own: Sequence[Team]) -> tuple[MeetingGoals, ...]:
    if coming.held.meeting not in WITH_GOALS:
        return ()
    number = (await moving.span_of(session, coming)).number
    found = await queries.goals_of(session, [(team.id, number) for team in own])
    return tuple(MeetingGoals(team.name, goals_shown(found.get((team.id, number), ()))) for team in own)


async def _next(session: AsyncSession, coming: Coming, own: Sequence[Team], now: datetime) -> NextUp | None:
    team_ids = None if coming.held.team_id is None else [coming.held.team_id]
    since = coming.occurrence.ends_at
    found = await meetings(session, [coming.held.calendar_id], team_ids, since, now, now + LOOKED_AHEAD)
    following = [one for one in found if is_on(one.occurrence) and one.occurrence.starts_at >= since]
    if coming.held.team_id is None:
        # What comes next for all teams in step is the next joint one, and each team's planning.
        following = [one for one in following if one.held.meeting in (Meeting.PLANNING, Meeting.DEMO)]
    if not following:
        return None
    coming_next = next_up(following[0])
    of = [team.name for team in own if coming.held.team_id is None and team.id == following[0].held.team_id]
    return replace(coming_next, title=f"{coming_next.title} of {name(of[0])}") if of else coming_next


POSTS: dict[str, Composer] = {"sprint.meeting": meeting, **sprint_posts.POSTS}

WORDS = {"sprint.meeting": "A meeting of a sprint begins", **sprint_posts.WORDS}
"""What a person reads about each post under *Why did I (not) get this?*"""
