"""Agenda items, and the record of when one was carried over."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret, named


class ItemState(StrEnum):
    """What became of a topic; the first two are still to be talked about."""

    OPEN = "open"
    CARRIED_OVER = "carried over"
    DISCUSSED = "discussed"
    DROPPED = "dropped"


class AgendaItem(Base, Numbered):
    """A topic on the agenda of a series; the same row stays on it from one occurrence to the next."""

    __tablename__ = "agenda_items"
    __table_args__ = (Index("ix_agenda_items_series_state", "series_id", "state"),)

    series_id: Mapped[int] = mapped_column(Key, ForeignKey("series.id"))
    author_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    text: Mapped[str] = mapped_column(Secret)
    source: Mapped[str | None] = mapped_column(Secret)
    """The address of the Slack message it was made from."""
    place: Mapped[int] = mapped_column(Integer)
    """Where its author put it among their own, smallest first."""
    state: Mapped[ItemState] = mapped_column(named(ItemState), default=ItemState.OPEN)
    settled_in: Mapped[int | None] = mapped_column(Key, ForeignKey("occurrences.id"), index=True)
    """The occurrence in which it was discussed or dropped."""
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)


class CarryOver(Base):
    """An item that was still to be talked about when an occurrence closed; once an occurrence, by its key."""

    __tablename__ = "carry_overs"

    item_id: Mapped[int] = mapped_column(Key, ForeignKey("agenda_items.id"), primary_key=True)
    occurrence_id: Mapped[int] = mapped_column(Key, ForeignKey("occurrences.id"), primary_key=True, index=True)
