"""What the lead is told of a team's channel, composed from the state at the moment it is sent."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.slack import posts
from bot.slack.models import UNDER_WAY, Post, PostState
from bot.slack.posts import Composed, Composer, Unsaid
from bot.slack.setting_aside import is_set_aside, set_aside
from bot.teams import queries
from bot.teams.rules import Trouble, trouble
from bot.teams.views import messages

VIEW = "team.channel_lost"


async def channel_lost(session: AsyncSession, post: Post, now: datetime) -> None:
    """A channel's post was lost: tell whoever can mend it, if the channel is to blame and is a team's."""
    await shut_out(session, post.workspace_id, post.address, post.error, now)


async def shut_out(
    session: AsyncSession, workspace_id: int, channel: str, error: str | None, now: datetime
) -> None:
    """Slack lets us into a channel no more: the lead of each team there is told, once for a channel and a reason.

    A lead who has left is not, and nobody in their place: the team's window shows it to all its people.
    """
    found = trouble(error)
    if found is None:
        return
    subject = _subject(channel, found)
    told = {
        post.recipient_id
        for post in await queries.told_of(session, workspace_id, VIEW, subject)
        if post.state in (*UNDER_WAY, PostState.SHOWN)
    }
    leads = {team.lead_id for team in await queries.by_channel(session, workspace_id, channel)} - told
    for lead in (await people.persons(session, leads)).values():
        if lead.is_member:
            await posts.want(session, "team.channel_lost", subject, lead, now)


async def let_in(session: AsyncSession, workspace_id: int, channel: str, now: datetime) -> None:
    """We are in the channel now, or it is archived no more: what waited is said, and whoever was told of it reads
    that it is settled.

    Should we be put out again, they are told anew.
    """
    await posts.revive(session, workspace_id, channel, now)
    for found in (Trouble.NOT_INVITED, Trouble.NOT_FOUND, Trouble.ARCHIVED):
        await _set_aside(session, workspace_id, channel, found)


async def moved_away(session: AsyncSession, workspace_id: int, channel: str) -> None:
    """A team was there until now; who leads no team there any more reads that the matter is settled."""
    leads = {team.lead_id for team in await queries.by_channel(session, workspace_id, channel)}
    for found in Trouble:
        await _set_aside(session, workspace_id, channel, found, leads)


async def compose_channel_lost(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """What is wrong with a channel, for the lead of the teams there; later, that it is settled."""
    _, channel, reason, *_ = post.subject.split(":")
    here = await queries.by_channel(session, post.workspace_id, channel)
    led = [(team.id, team.name) for team in here if team.lead_id == post.recipient_id]
    if led and not is_set_aside(post):
        return messages.channel_lost(Trouble(reason), channel, led)
    return messages.channel_found(channel) if post.ts else Unsaid()


async def _set_aside(
    session: AsyncSession, workspace_id: int, channel: str, found: Trouble, except_for: Collection[int] = ()
) -> None:
    subject = _subject(channel, found)
    told = await queries.told_of(session, workspace_id, VIEW, subject)
    readers = {post.recipient_id for post in told if post.recipient_id is not None}
    for person in (await people.persons(session, readers - set(except_for))).values():
        await set_aside(session, VIEW, subject, person)


def _subject(channel: str, found: Trouble) -> str:
    return f"channel:{channel}:{found.value}"


POSTS: dict[str, Composer] = {"team.channel_lost": compose_channel_lost}

WORDS = {"team.channel_lost": "I could not post in the channel of your team"}
"""What a person reads about the post under *Why did I (not) get this?*"""
