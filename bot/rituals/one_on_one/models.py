"""1-on-1s, what their occurrences add, notes, and the questions that were offered."""

from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import Boolean, ForeignKey, Integer, String, Time, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret, named


class Kind(StrEnum):
    """What a 1-on-1 is for; it decides the questions and who may cancel."""

    MANAGER = "manager"
    SKIP_LEVEL = "skip-level"
    MENTOR = "mentor"
    PEER = "peer"


class OneOnOne(Base, Numbered):
    """A recurring 1-on-1 of exactly two people; `owner` is the one whose meeting it is (the report)."""

    __tablename__ = "one_on_ones"

    series_id: Mapped[int] = mapped_column(Key, ForeignKey("series.id"), unique=True)
    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    kind: Mapped[Kind] = mapped_column(named(Kind))
    owner_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    partner_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    is_open: Mapped[bool] = mapped_column(Boolean, default=False)
    """Its agenda, never its notes, may be read by anyone in the workspace."""
    prep_days: Mapped[int] = mapped_column(Integer, default=1)
    """Working days before the occurrence at which the prep goes out."""
    prep_at: Mapped[time] = mapped_column(Time, default=time(10, 0))
    """The owner's own local time of the prep."""
    created_by: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))


class Sitting(Base):
    """What an occurrence of a 1-on-1 has beyond its dates."""

    __tablename__ = "one_on_one_sittings"

    occurrence_id: Mapped[int] = mapped_column(Key, ForeignKey("occurrences.id"), primary_key=True)
    cancel_asked_at: Mapped[datetime | None] = mapped_column(Instant)
    """The owner asked to cancel it and waits for the other's *Agree*; it stays on until then."""
    cancel_refused_at: Mapped[datetime | None] = mapped_column(Instant)
    nothing_to_discuss_at: Mapped[datetime | None] = mapped_column(Instant)
    """The owner said that there is nothing on their mind; it stays on, and both know."""
    was_worth_it: Mapped[bool | None] = mapped_column(Boolean)
    feeling: Mapped[int | None] = mapped_column(Integer)
    """The owner's, from 1 (very bad) to 5 (very good)."""


class Note(Base, Numbered):
    """Something written down in an occurrence: shared with the other, or private to its author."""

    __tablename__ = "notes"

    occurrence_id: Mapped[int] = mapped_column(Key, ForeignKey("occurrences.id"), index=True)
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    is_private: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[str] = mapped_column(Secret)
    created_at: Mapped[datetime] = mapped_column(Instant)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)


class OfferedQuestion(Base, Numbered):
    """A question that was suggested to a pair for an occurrence; remembered so that it is not repeated."""

    __tablename__ = "offered_questions"
    __table_args__ = (UniqueConstraint("occurrence_id", "key"),)

    occurrence_id: Mapped[int] = mapped_column(Key, ForeignKey("occurrences.id"))
    one_on_one_id: Mapped[int] = mapped_column(Key, ForeignKey("one_on_ones.id"), index=True)
    key: Mapped[str] = mapped_column(String(64))
    was_used: Mapped[bool] = mapped_column(Boolean, default=False)


class BankChange(Base, Numbered):
    """What a workspace's admins changed in the question bank: hidden, reworded or added."""

    __tablename__ = "question_changes"
    __table_args__ = (UniqueConstraint("workspace_id", "key"),)

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    key: Mapped[str] = mapped_column(String(64))
    """A shipped question's key, or `added-…` for one of their own."""
    text: Mapped[str | None] = mapped_column(Secret)
    theme: Mapped[str | None] = mapped_column(String(64))
    kinds: Mapped[str | None] = mapped_column(String(64))
    """The kinds it suits, separated by commas; None keeps what was shipped."""
    is_hidden: Mapped[bool] = mapped_column(Boolean, default=False)
