"""A workspace with a channel, and a lane into it whose posts show what a test tells them to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Person
from bot.sandbox.records import Channel, Message
from bot.slack import content, posts, queries
from bot.slack.blocks import section
from bot.slack.lanes import Lanes
from bot.slack.models import Post, PostState
from bot.slack.pacing import Pace
from bot.slack.posts import Composed, Unsaid
from tests.stage import MONDAY, Stage, open_stage

VIEW = "toy"


@dataclass
class Town:
    """A bot's lane, the channel it posts in, and what each subject says at the moment."""

    stage: Stage
    channel: Channel
    workspace_id: int
    says: dict[str, str | content.Message | Unsaid | Exception] = field(default_factory=dict)
    meanwhile: dict[str, str] = field(default_factory=dict)
    """What a subject comes to say, by a change of somebody else's, while it is composed."""
    lost: list[tuple[str, PostState, str | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lanes = self.another_lane()

    def another_lane(self) -> Lanes:
        """The way out as a process of its own would have it."""
        app = self.stage.application
        pace = Pace(conversation_seconds=0)
        return Lanes(app.database, self.stage.clock, app.clients, {VIEW: self.compose}, pace, self.was_lost)

    async def compose(self, session: AsyncSession, post: Post, now: datetime) -> Composed:
        said = self.says.get(post.subject.split(":")[0], post.subject)
        if isinstance(said, Exception):
            raise said
        if (changed := self.meanwhile.pop(post.subject, None)) is not None:
            await self.refresh(post.subject, changed)
        return content.Message(said, [section(said)]) if isinstance(said, str) else said

    async def was_lost(self, session: AsyncSession, post: Post, now: datetime) -> None:
        self.lost.append((post.subject, post.state, post.error))

    @property
    def now(self) -> datetime:
        return self.stage.clock.now()

    async def wait(self, **how_long: float) -> None:
        """Time goes by, and what is due on the way is done when it is."""
        end = self.now + timedelta(**how_long)
        await self.lanes.drive()
        while self.now < end:
            async with self.stage.application.database.reading() as session:
                due = await queries.next_try(session) or end
            self.stage.clock.set(min(max(due, self.now + timedelta(seconds=1)), end))
            await self.lanes.drive()

    async def say(self, subject: str, parent: str | None = None, until: datetime | None = None) -> Post:
        """Ask for a post in the channel, in the thread of another one if given."""
        above = None if parent is None else await self.post(parent)
        async with self.stage.application.database.transaction() as session:
            return await posts.want_in(
                session, VIEW, subject, self.workspace_id, self.channel.id, self.now, until, above
            )

    async def tell(self, handle: str, subject: str, *, late: datetime | None = None, **how: Any) -> None:
        """Ask for a post to a person."""
        async with self.stage.application.database.transaction() as session:
            await posts.want(session, VIEW, subject, await self.person(session, handle), self.now, late, **how)

    async def person(self, session: AsyncSession, handle: str) -> Person:
        slack_id = self.stage.person(handle).id
        found = await people.person_by_slack_id(session, self.stage.workspace.team_id, slack_id)
        assert found is not None
        return found

    async def refresh(self, subject: str, says: str | Unsaid | None = None) -> None:
        """What a subject says has changed."""
        self.says |= {} if says is None else {subject.split(":")[0]: says}
        async with self.stage.application.database.transaction() as session:
            await posts.refresh(session, subject, self.now)

    async def post(self, subject: str) -> Post:
        """A post as the database has it."""
        async with self.stage.application.database.reading() as session:
            return (await session.scalars(select(Post).where(Post.subject == subject))).one()

    async def change(self, subject: str, **values: Any) -> None:
        async with self.stage.application.database.transaction() as session:
            await session.execute(update(Post).where(Post.subject == subject).values(**values))

    def shown(self) -> list[Message]:
        """What everyone sees in the channel, replies included."""
        return self.stage.workspace.posts_in(self.channel)

    def texts(self) -> list[str]:
        return [message.text for message in self.shown()]

    def calls(self, method: str) -> int:
        """How often the bot has made this call."""
        return len([call for call in self.stage.workspace.calls if call.method == method])


@asynccontextmanager
async def open_town(database_url: str, start: datetime = MONDAY, private: bool = False) -> AsyncIterator[Town]:
    async with open_stage(database_url, start) as stage:
        channel = stage.workspace.add_channel("team", private=private, members=["ana", "bob"])
        await stage.workspace.invite_bot(channel)
        async with stage.application.database.reading() as session:
            [workspace] = await people.workspaces(session)
        yield Town(stage, channel, workspace.id)
