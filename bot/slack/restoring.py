"""An older state of the database was put back: what it never heard of may stand in Slack all the same."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.errors import StillInUse
from bot.schedule.moments import EARLY
from bot.schedule.ticker import DueSource, Ticker
from bot.slack.content import HOME
from bot.slack.models import Lane, Post, PostState, Received
from bot.storage.database import Database, database_now, rows
from bot.storage.reencryption import unreadable


async def take_over(database: Database, clock: Clock, sources: Sequence[DueSource]) -> int:
    """Bring an older state up to the present without saying anything; how many posts are to be looked for.

    What has fallen due since is done as after an outage. Whatever could have been said by now is in doubt: before
    it is said it is looked for, from the last instant at which the older state knew what happened. Refuses with
    `StillInUse` a database that a bot is at work on, or that holds texts no key opens.
    """
    await _check(database)
    ticker = Ticker(database, clock, sources)
    async with database.reading() as session:
        known_until = await last_known(session) or clock.now()
    while await ticker.beat():
        pass
    async with database.transaction() as session:
        await session.execute(update(Lane).values(owner=None, lease_until=None))
        return await doubt(session, known_until, clock.now())


async def last_known(session: AsyncSession) -> datetime | None:
    """The latest instant at which this state knows that anything happened; None when nothing ever has."""
    known = [
        await session.scalar(select(func.max(column)))
        for column in (Received.at, Post.tried_at, Post.shown_at, Post.edited_at)
    ]
    return max((instant for instant in known if instant is not None), default=None)


async def doubt(session: AsyncSession, known_until: datetime, now: datetime) -> int:
    """Every post that may have been said by now without this state knowing: says how many there are.

    Prompts may have been said early, in company; a reply has no time of its own and goes by its parent.
    """
    may_be_said = Post.parent_id.is_not(None) | (Post.next_try_at <= now + EARLY)
    unfinished = Post.state.in_((PostState.SENDING, PostState.IN_DOUBT))
    wanted = (Post.state == PostState.WANTED) & may_be_said & (Post.view != HOME)
    tried_at = func.coalesce(Post.tried_at, known_until)
    in_doubt = {"state": PostState.IN_DOUBT, "tried_at": tried_at, "next_try_at": now, "sender": None}
    doubted = await session.execute(update(Post).where(unfinished | wanted).values(in_doubt))
    return rows(doubted)


async def _check(database: Database) -> None:
    async with database.reading() as session:
        now = await database_now(session)
        if await session.scalar(select(Lane.workspace_id).where(Lane.lease_until > now).limit(1)) is not None:
            raise StillInUse("A bot is at work on this database, or was a minute ago: stop it, and wait a minute.")
    if lost := await unreadable(database):
        raise StillInUse(f"No key in ENCRYPTION_KEYS opens {lost} texts: add the key they were kept under.")
