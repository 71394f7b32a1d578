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
    as_answered: Mapped[str | None] = mapped_column(Secret)
    """What that sync-up's answer calls it: its words may have changed, but a change there finds it by these."""
    opened_on: Mapped[date] = mapped_column(Date)
    """The date where its owner was; its age is counted from here."""
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    """When its owner last said that it still blocks."""
    tell_lead_at: Mapped[datetime | None] = mapped_column(Instant)
    """When there is something to do about telling the lead; None when that is done, or not wanted any more."""
    lead_told_at: Mapped[datetime | None] = mapped_column(Instant)
    """When the one message to the lead was asked for."""
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_by: Mapped[int | None] = mapped_column(Key, ForeignKey("persons.id"))
    again_of: Mapped[int | None] = mapped_column(Key, ForeignKey("blockers.id"))
    """The earlier one that its author says has come back."""
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    """Its owner took it back: raised by mistake, and in no list any more."""
