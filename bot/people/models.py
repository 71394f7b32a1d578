"""Workspaces and the persons in them."""

from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Secret, Zone, named


class Standing(StrEnum):
    """What Slack says a user is; only a member takes part in rituals."""

    MEMBER = "member"
    GUEST = "guest"
    BOT = "bot"
    DEACTIVATED = "deactivated"


class Workspace(Base, Numbered):
    """A Slack workspace that the bot is installed in."""

    __tablename__ = "workspaces"

    slack_id: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    domain: Mapped[str | None] = mapped_column(String(64))
    """Its part of an address, such as `acme` of acme.slack.com; None where the address is built otherwise."""
    bot_user: Mapped[str] = mapped_column(String(32))
    bot_id: Mapped[str | None] = mapped_column(String(32))
    bot_token: Mapped[str | None] = mapped_column(Secret, deferred=True)
    """None once Slack has revoked it: nothing is sent until the app is installed again."""
    directory_read_at: Mapped[datetime | None] = mapped_column(Instant)
    """When all of `users.list` was last read to its end."""


class Person(Base, Numbered):
    """A Slack user as the bot knows them; a row stays when they leave, so that history stays readable."""

    __tablename__ = "persons"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    slack_id: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(255))
    handle: Mapped[str] = mapped_column(String(80), default="")
    """What Slack lets people type after `@` where it does not turn it into a mention."""
    zone: Mapped[ZoneInfo] = mapped_column(Zone)
    standing: Mapped[Standing] = mapped_column(named(Standing))
    is_admin: Mapped[bool] = mapped_column(Boolean, default=False)
    updated: Mapped[float] = mapped_column(default=0.0)
    """Slack's own stamp of the profile: an event older than this is ignored."""
    working_week: Mapped[str] = mapped_column(String(32), default="mon,tue,wed,thu,fri")
    holidays_region: Mapped[str | None] = mapped_column(String(32))
    away_by_status: Mapped[bool] = mapped_column(Boolean, default=False)
    """Their Slack status says vacation, sick or out of office; holds until `status_until`, if given."""
    status_until: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def mention(self) -> str:
        """How people type this person in a command, such as `@bob`."""
        return f"@{self.handle or self.name}"

    @property
    def is_member(self) -> bool:
        return self.standing is Standing.MEMBER


class Absence(Base, Numbered):
    """Days on which a person is away, first and last included, as they said themselves."""

    __tablename__ = "absences"

    person_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
