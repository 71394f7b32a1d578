"""Action items."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret, named


class ActionState(StrEnum):
    """Where a promise stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActionItem(Base, Numbered):
    """Something a person promised in an occurrence of a series; it outlives both."""

    __tablename__ = "action_items"
    __table_args__ = (
        Index("ix_action_items_owner_state", "owner_id", "state"),
        Index("ix_action_items_remind_at", "remind_at"),
    )

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    series_id: Mapped[int] = mapped_column(Key, ForeignKey("series.id"), index=True)
    occurrence_id: Mapped[int | None] = mapped_column(Key, ForeignKey("occurrences.id"), index=True)
    """The occurrence it was made in; None when it was made between two."""
    owner_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    text: Mapped[str] = mapped_column(Secret)
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[ActionState] = mapped_column(named(ActionState), default=ActionState.OPEN)
    remind_at: Mapped[datetime | None] = mapped_column(Instant)
    """When its owner is reminded, once; None when that is done or there is no due date."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
