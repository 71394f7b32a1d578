"""Series, their occurrences, and the moments of each that have come."""

from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Zone, named

PAUSED = "paused"
"""The reason of an occurrence that a pause took back."""


class SeriesState(StrEnum):
    """Whether a series still makes occurrences; a pause is a date before which none is planned."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class OccurrenceState(StrEnum):
    """Where an occurrence stands."""

    PLANNED = "planned"
    CLOSED = "closed"
    SKIPPED = "skipped"
    """Not held: cancelled by its people, or nobody could."""


class MomentOutcome(StrEnum):
    """How a moment ended; those of an occurrence that is over or off do not come at all."""

    ACTED = "acted"
    TOO_LATE = "too late"
    """Its grace had passed when the bot came to it, so nothing was said."""


class Series(Base, Numbered):
    """Something that recurs: a rule, a wall-clock time and a zone, for one ritual."""

    __tablename__ = "series"
    __table_args__ = (Index("ix_series_next_at", "next_at"),)

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    ritual: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str] = mapped_column(String(128))
    """RFC 5545 recurrence, anchored at `first_date`."""
    first_date: Mapped[date] = mapped_column(Date)
    at: Mapped[time] = mapped_column(Time)
    zone: Mapped[ZoneInfo] = mapped_column(Zone)
    minutes: Mapped[int] = mapped_column(Integer, default=30)
    state: Mapped[SeriesState] = mapped_column(named(SeriesState), default=SeriesState.ACTIVE)
    not_before: Mapped[date | None] = mapped_column(Date)
    """Paused until this date: nothing is planned before it."""
    last_date: Mapped[date | None] = mapped_column(Date)
    """No occurrence is planned after this date; None: it goes on until it is ended."""
    next_at: Mapped[datetime | None] = mapped_column(Instant)
    """The earliest instant at which some moment of this series is due; None when nothing will come."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)


class Occurrence(Base, Numbered):
    """One dated instance of a series; `local_date` is the date the rule gave it and never changes when moved."""

    __tablename__ = "occurrences"
    __table_args__ = (UniqueConstraint("series_id", "local_date"),)

    series_id: Mapped[int] = mapped_column(Key, ForeignKey("series.id"), index=True)
    local_date: Mapped[date] = mapped_column(Date)
    starts_at: Mapped[datetime] = mapped_column(Instant)
    ends_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[OccurrenceState] = mapped_column(named(OccurrenceState), default=OccurrenceState.PLANNED)
    was_moved: Mapped[bool] = mapped_column(Boolean, default=False)
    reason: Mapped[str | None] = mapped_column(Text)
    """Why it was skipped, in words for its people."""
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    touched_at: Mapped[datetime | None] = mapped_column(Instant)
    """When one of its people last did something in it; None means it was ignored."""


class Moment(Base, Numbered):
    """A moment of an occurrence that has come, and how it ended; at most one row a name."""

    __tablename__ = "moments"
    __table_args__ = (UniqueConstraint("occurrence_id", "name"),)

    occurrence_id: Mapped[int] = mapped_column(Key, ForeignKey("occurrences.id"))
    name: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(Instant)
    came_at: Mapped[datetime] = mapped_column(Instant)
    outcome: Mapped[MomentOutcome] = mapped_column(named(MomentOutcome))
