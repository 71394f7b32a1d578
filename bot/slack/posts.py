"""Asking for posts: what Slack should show, never how or when it is sent."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.slack.content import HomeView, Message
from bot.slack.models import LOST, Post, PostState
from bot.storage.once import insert_once


@dataclass(frozen=True)
class Unsaid:
    """Why a post is not to be shown: one of the outcomes of `PostState`."""

    outcome: PostState = PostState.NOT_WANTED


UNDER_WAY = (PostState.WANTED, PostState.SENDING, PostState.IN_DOUBT)
UNSAID = (PostState.NOT_WANTED, PostState.AWAY, PostState.PAUSED, PostState.TOO_LATE)
Composed = Message | HomeView | Unsaid
Composer = Callable[[AsyncSession, Post, datetime], Awaitable[Composed]]
"""Reads the state as it is now and says what the post shows. It may not write."""
Composers = Mapping[str, Composer]


async def want(
    session: AsyncSession,
    view: str,
    subject: str,
    recipient: Person,
    now: datetime,
    too_late_at: datetime | None = None,
) -> None:
    """Ask that this person be shown this view of this subject; asked again, it is only brought up to date.

    A post that has not been shown by `too_late_at` is not shown at all, and says so in its outcome; asked
    again, the new `too_late_at` counts.
    """
    if not await _insert(session, view, subject, recipient, now, next_try_at=now, too_late_at=too_late_at):
        same = update(Post).where(
            Post.workspace_id == recipient.workspace_id,
            Post.view == view,
            Post.subject == subject,
            Post.address == recipient.slack_id,
        )
        await session.execute(same.where(Post.state.in_(UNDER_WAY)).values(too_late_at=too_late_at))
        # What was not said, for a reason that has passed (a new date, a return), may be said now.
        await session.execute(
            same.where(Post.state.in_(UNSAID)).values(
                state=PostState.WANTED, next_try_at=now, too_late_at=too_late_at, created_at=now, attempts=0
            )
        )
        await refresh(session, subject, now, view=view, address=recipient.slack_id)


async def unsaid(
    session: AsyncSession, view: str, subject: str, recipient: Person, now: datetime, outcome: PostState
) -> None:
    """Record that this was due for this person and, for a reason that has a name, is not said."""
    await _insert(session, view, subject, recipient, now, state=outcome)


async def _insert(
    session: AsyncSession, view: str, subject: str, recipient: Person, now: datetime, **more: Any
) -> bool:
    return await insert_once(
        session,
        Post,
        workspace_id=recipient.workspace_id,
        view=view,
        subject=subject,
        address=recipient.slack_id,
        recipient_id=recipient.id,
        key=str(uuid4()),
        created_at=now,
        **more,
    )


async def refresh(
    session: AsyncSession, subject: str, now: datetime, view: str | None = None, address: str | None = None
) -> None:
    """What is shown about this subject is out of date: show it anew, in place. Costs no message."""
    stale = update(Post).where(Post.subject == subject, Post.state.in_((PostState.SHOWN, PostState.SENDING)))
    if view is not None:
        stale = stale.where(Post.view == view)
    if address is not None:
        stale = stale.where(Post.address == address)
    await session.execute(stale.values(wanted_version=Post.wanted_version + 1))
    await session.execute(
        update(Post)
        .where(Post.subject == subject, Post.state == PostState.SHOWN, Post.wanted_version > Post.shown_version)
        .where(or_(Post.next_try_at.is_(None), Post.next_try_at > now))
        .values(next_try_at=now)
    )


async def withdraw(
    session: AsyncSession, subject: str, now: datetime, outcome: PostState = PostState.NOT_WANTED
) -> None:
    """What is wanted about this subject and not yet said is not wanted any more; what is shown is refreshed."""
    await session.execute(
        update(Post)
        .where(Post.subject == subject, Post.state == PostState.WANTED)
        .values(state=outcome, next_try_at=None)
    )
    await refresh(session, subject, now)


async def send_again(session: AsyncSession, post: Post, now: datetime) -> None:
    """A person has decided that a post whose fate is unknown, or that was given up, should be said once more."""
    await session.execute(
        update(Post)
        .where(Post.id == post.id, Post.state.in_(LOST))
        .values(state=PostState.WANTED, next_try_at=now, too_late_at=None, attempts=0, error=None, created_at=now)
    )


async def recent(session: AsyncSession, person: Person, since: datetime, limit: int = 50) -> Sequence[Post]:
    """What was due for a person since an instant, newest first, whatever became of it."""
    return (
        await session.scalars(
            select(Post)
            .where(Post.recipient_id == person.id, Post.created_at > since)
            .order_by(Post.created_at.desc(), Post.id.desc())
            .limit(limit)
        )
    ).all()
