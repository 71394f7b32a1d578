"""Replies and the post in whose thread they stand: they wait for it, and share its fate while it is not shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Update, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.models import LOST, UNDER_WAY, UNSAID, Post, PostState
from bot.slack.verdicts import LOST_MESSAGE

CONTINUED = 2
"""How many parts the subject has of what may go on in further replies; one more has the number of each."""


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


async def continues(session: AsyncSession, reply: Post) -> bool:
    """Whether this goes on with what another reply, of which nobody knows yet how it ends, begins.

    `part:7:2` goes on with `part:7`, and `part:7:3` with both. Of two calls that are under way, or one that is
    made again, the second may be the first to arrive; it is due when what it goes on with has come to its end.
    """
    if reply.parent_id is None or reply.subject.count(":") < CONTINUED:
        return False
    before = (_beginning(reply), *(f"{_beginning(reply)}:{number}" for number in range(2, _number(reply))))
    same = select(Post.id).where(Post.parent_id == reply.parent_id, Post.subject.in_(before))
    return await session.scalar(same.where(Post.state.in_(UNDER_WAY)).limit(1)) is not None


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
    if parent.recipient_id is not None:
        return
    if parent.parent_id is not None:
        await _go_on(session, parent, state, now)
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


async def _go_on(session: AsyncSession, reply: Post, state: PostState, now: datetime) -> None:
    if state in UNDER_WAY:
        return
    following = Post.subject.startswith(f"{_beginning(reply)}:", autoescape=True)
    waiting = _waiting(select(Post.id).filter_by(id=reply.parent_id)).where(following)
    await session.execute(waiting.values(next_try_at=now))


def _beginning(reply: Post) -> str:
    return ":".join(reply.subject.split(":")[:CONTINUED])


def _number(reply: Post) -> int:
    return int(reply.subject.split(":")[CONTINUED])


def _waiting(parents: Select[int]) -> Update:
    return update(Post).where(
        Post.parent_id.in_(parents.correlate(None)),
        Post.state == PostState.WANTED,
        Post.next_try_at.is_(None),
    )
