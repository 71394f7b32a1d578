"""Another bot on the same database, a bot that dies, and what the database says became of posts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy import select, update

from bot.application import Application
from bot.slack.models import Lane, Post
from bot.slack.pacing import Pace
from tests.stage import Stage

BEGUN = "one_on_one.begun"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def another_bot(stage: Stage, api_url: str | None = None) -> AsyncIterator[Application]:
    """A second process's application on the stage's database; it reaches Slack at `api_url` if one is given."""
    settings = stage.application.settings
    if api_url is not None:
        settings = settings.model_copy(update={"slack_api_url": api_url})
    async with Application.build(settings, stage.clock, Pace(conversation_seconds=0)) as application:
        yield application


async def kill(stage: Stage) -> None:
    """The stage's bot is gone as after `kill -9`: nothing is finished or given back."""
    if stage.application.socket is not None:
        await stage.application.socket.close()
        stage.application.socket = None
    await stage.application.clients.__aexit__(None, None, None)
    await stage.application.database.close()


async def expire_leases(application: Application) -> None:
    """As if a minute had gone by on the database's clock without a sign of life of any lane's owner."""
    async with application.database.transaction() as session:
        await session.execute(update(Lane).values(lease_until=LONG_AGO))


async def posts_of(application: Application, view: str) -> list[Post]:
    """What the database has of posts of this view, oldest first."""
    async with application.database.reading() as session:
        return list((await session.scalars(select(Post).where(Post.view == view).order_by(Post.id))).all())


async def the_post(stage: Stage, handle: str = "bob", view: str = BEGUN) -> Post:
    """The one post of this view to this person."""
    found = await posts_of(stage.application, view)
    (post,) = [post for post in found if post.address == stage.person(handle).id]
    return post
