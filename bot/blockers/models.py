"""Blockers."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret


class Blocker(Base, Numbered):
    """A problem that somebody in a team has raised as theirs; open until it is resolved."""

    __tablename__ = "blockers"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index("ix_blockers_team_resolved", "team_id", "resolved_at"),
        Index("ix_blockers_tell_lead_at", "tell_lead_at"),
    )

    team_id: Mapped[int] = mapped_column(Key, ForeignKey("teams.id"))
    number: Mapped[int] = mapped_column(Integer)
    """Its id as people say it, such as B7: counted in the team."""
    owner_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    """Who raised it."""
    occurrence_id: Mapped[int | None] = mapped_column(Key, ForeignKey("occurrences.id"), index=True)
    """The sync-up it was raised in, if it was raised in one."""
    text: Mapped[str] = mapped_column(Secret)
    """Rich text as JSON."""
    opened_on: Mapped[date] = mapped_column(Date)
    """The date where its owner was; its age is counted from here."""
    opened_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When its owner last said that it still blocks."""
    tell_lead_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the team's lead is told of it, once; None when that is done, or not wanted any more."""
    lead_told_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_by: Mapped[int | None] = mapped_column(Key, ForeignKey("persons.id"))
    again_of: Mapped[int | None] = mapped_column(Key, ForeignKey("blockers.id"))
    """The earlier one that its author says has come back."""
