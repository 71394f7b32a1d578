"""What Slack should show (posts), who drives it there (lanes), what came in (inbox), what was typed (drafts)."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret, named


class PostState(StrEnum):
    """Where a post stands; all but the first three are outcomes that a person can be told."""

    WANTED = "wanted"
    SENDING = "sending"
    IN_DOUBT = "in doubt"
    """The call was cut off: Slack may have taken it. It is looked for before it is said again."""
    SHOWN = "shown"
    NOT_WANTED = "not wanted any more"
    AWAY = "away"
    PAUSED = "paused"
    TOO_LATE = "too late"
    REFUSED = "refused"
    GIVEN_UP = "given up"
    UNKNOWN = "unknown"
    """In doubt, and Slack does not let us look: never said again by itself."""


UNDER_WAY = (PostState.WANTED, PostState.SENDING, PostState.IN_DOUBT)
UNSAID = (PostState.NOT_WANTED, PostState.AWAY, PostState.PAUSED, PostState.TOO_LATE)
LOST = (PostState.REFUSED, PostState.GIVEN_UP, PostState.UNKNOWN)
"""Not delivered, as far as we know: told to whom it was for, who may have it said once more."""


_IS_SENDING = text(f"state = '{PostState.SENDING.value}'")


class Post(Base, Numbered):
    """One message (or Home tab) that Slack should show, and what became of it."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "view", "subject", "address"),
        Index("ix_posts_due", "workspace_id", "next_try_at"),
        Index("ix_posts_subject", "subject"),
        Index("ix_posts_sending", "workspace_id", sqlite_where=_IS_SENDING, postgresql_where=_IS_SENDING),
    )

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    view: Mapped[str] = mapped_column(String(48))
    """What it shows, such as `one_on_one.prep`."""
    subject: Mapped[str] = mapped_column(String(64))
    """What it is about, such as `occurrence:17`."""
    address: Mapped[str] = mapped_column(String(32))
    """Where it goes: a person's (U…) or a conversation's (C…) Slack id."""
    recipient_id: Mapped[int | None] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    key: Mapped[str] = mapped_column(String(36), unique=True)
    """Rides in the message's metadata and block id, so that it can be found again in Slack."""
    state: Mapped[PostState] = mapped_column(named(PostState), default=PostState.WANTED)
    wanted_version: Mapped[int] = mapped_column(Integer, default=1)
    shown_version: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(Instant)
    """When there is something to do about it; None when there is not."""
    too_late_at: Mapped[datetime | None] = mapped_column(Instant)
    """From here on it is not worth saying any more."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    tried_at: Mapped[datetime | None] = mapped_column(Instant)
    shown_at: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    sender: Mapped[str | None] = mapped_column(String(36))
    """The lane's owner that is sending it: only that owner may write how it ended."""
    error: Mapped[str | None] = mapped_column(String(64))
    """Slack's error code of the last refusal."""
    channel: Mapped[str | None] = mapped_column(String(32))
    ts: Mapped[str | None] = mapped_column(String(32))
    parent_id: Mapped[int | None] = mapped_column(Key, ForeignKey("posts.id"), index=True)
    """The post in whose thread this one is a reply."""
    gathers: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether it may share a message with what else this person is told around the same time."""
    bundle: Mapped[str | None] = mapped_column(String(36), index=True)
    """Posts with the same one are shown in one message, in the order of their ids."""
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    """When its message was said or last changed in place."""


class Lane(Base):
    """The way out to one workspace; one process drives it at a time, for as long as its lease lasts."""

    __tablename__ = "lanes"

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"), primary_key=True)
    owner: Mapped[str | None] = mapped_column(String(36))
    lease_until: Mapped[datetime | None] = mapped_column(Instant)
    """By the database's clock."""
    stopped_by: Mapped[str | None] = mapped_column(String(64))
    """The credential error that stopped it, until the app is installed again."""


class Received(Base):
    """A key of something Slack delivered and we have acted on: the same again does nothing."""

    __tablename__ = "inbox"

    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)


class Draft(Base, Numbered):
    """A form someone could not be shown, or had no place for yet, kept with all that was typed in it."""

    __tablename__ = "drafts"

    person_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    form: Mapped[str] = mapped_column(Secret)
    """The view as JSON, with what was typed as its initial values."""
    created_at: Mapped[datetime] = mapped_column(Instant)
