"""What the posts about one meeting show, composed from the state at the moment they are sent."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule import queries as schedule
from bot.schedule.models import OccurrenceState
from bot.slack.models import Post
from bot.slack.posts import Composed, Composer, Unsaid
from bot.sprints import moving, queries, views
from bot.sprints.coming import Coming, is_replaced
from bot.sprints.crowd import teams_of
from bot.sprints.looking_ahead import outlook
from bot.sprints.views import HalfAway, OneMeeting


async def changed(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """That a meeting is at another time, off, or on after all."""
    coming = await coming_of_post(session, post)
    if post.ts is None and is_replaced(coming.series, coming.occurrence):
        return Unsaid()
    return views.changed(await one_meeting(session, coming, now))


async def half_away(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The question to a lead; not said once it is decided, or when enough people are there after all.

    Somebody who leads none of these teams any more reads no more of who is away.
    """
    coming = await coming_of_post(session, post)
    own = (await teams_of(session, [coming.held]))[coming.held.series_id]
    if post.recipient_id not in {team.lead_id for team in own}:
        return Unsaid() if post.ts is None else views.asked_of_another(await one_meeting(session, coming, now))
    seen = await outlook(session, coming, now)
    one = await one_meeting(session, coming, now)
    is_decided = one.is_off or one.is_over or one.is_settled or one.is_elsewhere
    if post.ts is None and (is_decided or not seen.is_thin):
        return Unsaid()
    return views.half_away(HalfAway(one, seen.off, seen.people, seen.other))


async def coming_of_post(session: AsyncSession, post: Post) -> Coming:
    """The meeting that a post is about; it must exist."""
    occurrence = await schedule.occurrence(session, int(post.subject.split(":")[1]))
    held = await queries.meeting(session, occurrence.series_id) if occurrence else None
    if occurrence is None or held is None:
        raise LookupError(f"post {post.id} is about no meeting")
    return Coming(held, await schedule.series(session, held.series_id), occurrence)


async def one_meeting(session: AsyncSession, coming: Coming, now: datetime) -> OneMeeting:
    """A meeting as its posts show it."""
    occurrence, held = coming.occurrence, coming.held
    own = (await teams_of(session, [held]))[held.series_id]
    span = await moving.span_of(session, coming)
    team = next((team.name for team in own if team.id == held.team_id), None)
    return OneMeeting(
        key=key_of(coming),
        title=views.title_of(held.meeting, team, span.number),
        starts_at=occurrence.starts_at,
        zone=coming.series.zone,
        was_on=occurrence.local_date,
        is_off=occurrence.state is OccurrenceState.SKIPPED,
        is_over=occurrence.state is OccurrenceState.CLOSED or occurrence.ends_at <= now,
        is_settled=moving.SETTLED in await schedule.came(session, occurrence.id),
        reason=occurrence.reason,
    )


def key_of(coming: Coming) -> str:
    """What names a meeting in buttons, planned or not: the id of its series, and its date by the rule."""
    return f"{coming.series.id}:{coming.occurrence.local_date.isoformat()}"


POSTS: dict[str, Composer] = {"sprint.changed": changed, "sprint.half_away": half_away}

WORDS = {
    "sprint.changed": "A meeting of a sprint was moved, or is off",
    "sprint.half_away": "The question whether to move a meeting that half of the team would miss",
}
"""What a person reads about each post under *Why did I (not) get this?*"""
