"""Opportunities."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret


class Opportunity(Base, Numbered):
    """A problem or improvement somebody noticed; it has a raiser, and on purpose no owner."""

    __tablename__ = "opportunities"
    __table_args__ = (
        UniqueConstraint("team_id", "number"),
        Index("ix_opportunities_team_sprint", "team_id", "sprint_number"),
    )

    team_id: Mapped[int] = mapped_column(Key, ForeignKey("teams.id"))
    number: Mapped[int] = mapped_column(Integer)
    """Its id as people say it, such as O7: counted in the team."""
    raiser_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    sprint_number: Mapped[int | None] = mapped_column(Integer)
    """The sprint it was noticed in; None for a team without a sprint calendar."""
    occurrence_id: Mapped[int | None] = mapped_column(Key, ForeignKey("occurrences.id"), index=True)
    """The sync-up it was named in, if it was named in one."""
    text: Mapped[str] = mapped_column(Secret)
    """Rich text as JSON."""
    as_answered: Mapped[str | None] = mapped_column(Secret)
    """What that sync-up's answer calls it: its words may have changed, but a change there finds it by these."""
    source: Mapped[str | None] = mapped_column(String(64))
    """The message it was made of, as `channel:ts`."""
    logged_at: Mapped[datetime] = mapped_column(Instant)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    """Its raiser took it back."""
