"""Replies and the post in whose thread they stand: they wait for it, and share its fate while it is not shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.models import LOST, UNSAID, Post, PostState
from bot.slack.verdicts import LOST_MESSAGE


async def standing(session: AsyncSession, parent_id: int, now: datetime) -> dict[str, Any]:
    """How a reply that was not said stands: due at once, waiting for its parent, or ended as that has.

    The parent is held until the transaction ends, so that it is not shown meanwhile with the reply unseen.
    """
    held = select(Post.state, Post.error).where(Post.id == parent_id).with_for_update()
    state, error = (await session.execute(held)).one()
    if state is PostState.SHOWN:
        return {"next_try_at": now}
    ended = {"state": state, "error": error} if state in (*UNSAID, *LOST) else {}
    return {"next_try_at": None} | ended


async def is_gone(session: AsyncSession, parent: Post) -> bool:
    """Whether Slack has said that this message is no more, with nothing under it: a reply would stand alone."""
    if parent.error not in LOST_MESSAGE:
        return False
    reply = select(Post.id).where(Post.parent_id == parent.id, Post.state == PostState.SHOWN)
    return await session.scalar(reply.limit(1)) is None


async def begin_anew(session: AsyncSession, reply: Post, thread: str | None, now: datetime) -> None:
    """The message of this `ts`, which this reply was meant for, was deleted: it is said anew, for those to come.

    A reply that already stands in the channel stays there. Whoever deletes the new one as well has as much of it.
    """
    anew = {"state": PostState.WANTED, "next_try_at": now, "attempts": 0, "error": None, "created_at": now}
    nowhere = {"channel": None, "ts": None, "shown_at": None, "edited_at": None, "too_late_at": None}
    gone = update(Post).where(Post.id == reply.parent_id, Post.state == PostState.SHOWN, Post.ts == thread)
    await session.execute(gone.values(**anew, **nowhere))


async def follow(session: AsyncSession, parent: Post, state: PostState, error: str | None, now: datetime) -> None:
    """The parent has come to stand like this: the replies that wait for it are due, or end as it has."""
    if parent.recipient_id is not None or parent.parent_id is not None:
        return
    if state is PostState.SHOWN:
        await session.execute(_waiting(select(Post.id).filter_by(id=parent.id)).values(next_try_at=now))
    elif state in (*UNSAID, *LOST):
        await end(session, select(Post.id).filter_by(id=parent.id), state, error)


async def end(session: AsyncSession, parents: Select[int], outcome: PostState, error: str | None = None) -> None:
    """Replies that wait for these posts end with their outcome."""
    await session.execute(_waiting(parents).values(state=outcome, error=error))


async def revive(
    session: AsyncSession, parents: Select[int], ended_as: Sequence[PostState], now: datetime
) -> None:
    """These posts, of which those that stand as `ended_as` are wanted again: so are the replies that ended so."""
    again = parents.where(Post.state.in_(ended_as))
    await session.execute(
        update(Post)
        .where(Post.parent_id.in_(again.correlate(None)), Post.state.in_(ended_as))
        .values(state=PostState.WANTED, next_try_at=None, attempts=0, error=None, created_at=now)
    )


def _waiting(parents: Select[int]) -> Update:
    return update(Post).where(
        Post.parent_id.in_(parents.correlate(None)),
        Post.state == PostState.WANTED,
        Post.next_try_at.is_(None),
    )
