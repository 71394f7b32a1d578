"""Leaving a message that was said as a line in the log, so that the same can be said once more."""

from sqlalchemy import String, cast, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.slack.models import Post, PostState


async def set_aside(session: AsyncSession, view: str, subject: str, recipient: Person) -> None:
    """A shown post gets a subject of its own, the old one and its id, and is edited one last time.

    It keeps its key, which its message carries. The view may then be asked for again and comes as a new message,
    under another key; what was not shown is left as it is.
    """
    await session.execute(
        update(Post)
        .where(Post.workspace_id == recipient.workspace_id, Post.view == view, Post.subject == subject)
        .where(Post.address == recipient.slack_id, Post.state == PostState.SHOWN)
        .values(
            subject=Post.subject + ":" + cast(Post.id, String),
            wanted_version=Post.wanted_version + 1,
            next_try_at=Post.shown_at,
        )
    )


def is_set_aside(post: Post) -> bool:
    """Whether a post of this subject was said once more since."""
    return post.subject.endswith(f":{post.id}") and post.subject.count(":") > 1
