"""Calendar addresses."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret


class CalendarAddress(Base, Numbered):
    """A private web address at which a calendar program reads what is coming for a person, or for one team."""

    __tablename__ = "calendar_addresses"

    person_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    """Whose address it is: it shows what they may see, for as long as they may."""
    team_id: Mapped[int | None] = mapped_column(Key, ForeignKey("teams.id"))
    """The team it shows; None for everything of the person's own."""
    secret: Mapped[str] = mapped_column(Secret)
    """The unguessable part of the address."""
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of the secret, to find it by."""
    created_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
