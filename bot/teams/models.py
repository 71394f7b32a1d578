"""Teams, who is in them, and the user groups of Slack that a roster may follow."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.base import Base, Key, Numbered
from bot.storage.types import Instant, Zone, named


class RosterSource(StrEnum):
    """Where a team's members come from."""

    HAND = "hand"
    USER_GROUP = "user group"
    CHANNEL = "channel"


class Role(StrEnum):
    """What somebody is in a team; an observer sees everything, is never prompted and does not count."""

    MEMBER = "member"
    OBSERVER = "observer"


class Team(Base, Numbered):
    """People who run sprints together, in one channel, with one lead."""

    __tablename__ = "teams"
    __table_args__ = (
        Index("ix_teams_workspace_channel", "workspace_id", "channel"),
        Index("ix_teams_workspace_group", "workspace_id", "group_id"),
    )

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(String(80))
    """Unique in the workspace among the teams that have not ended, in any case."""
    channel: Mapped[str] = mapped_column(String(32))
    """The Slack id of the channel its rituals are held in."""
    lead_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    zone: Mapped[ZoneInfo] = mapped_column(Zone)
    """Where the team's own times are said, and whose calendar its dates are on."""
    roster_source: Mapped[RosterSource] = mapped_column(named(RosterSource), default=RosterSource.HAND)
    group_id: Mapped[str | None] = mapped_column(String(32))
    """The user group (S…) that a roster follows, if it follows one."""
    roster_read_at: Mapped[datetime | None] = mapped_column(Instant)
    """When a roster that follows Slack was last read to its end."""
    roster_due_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    """When it is to be read anew: something of it changed in Slack, or another source was chosen."""
    guests_left_out: Mapped[int] = mapped_column(Integer, default=0)
    """How many guests were there when it was last read; they are in no roster."""
    created_by: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    """Nothing of it happens any more; its history stays."""


class TeamMember(Base, Numbered):
    """Somebody in a team, now or in the past; who comes back has the same row again."""

    __tablename__ = "team_members"
    __table_args__ = (UniqueConstraint("team_id", "person_id"),)

    team_id: Mapped[int] = mapped_column(Key, ForeignKey("teams.id"))
    person_id: Mapped[int] = mapped_column(Key, ForeignKey("persons.id"), index=True)
    role: Mapped[Role] = mapped_column(named(Role), default=Role.MEMBER)
    by_hand: Mapped[bool] = mapped_column(Boolean, default=True)
    """Somebody put them there, so following a user group or a channel does not take them out."""
    joined_at: Mapped[datetime] = mapped_column(Instant)
    left_at: Mapped[datetime | None] = mapped_column(Instant)
    """When they left the team; None while they are in it."""


class UserGroup(Base, Numbered):
    """A user group as Slack has it, so that a form can offer it; who is in it is not kept here."""

    __tablename__ = "user_groups"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)

    workspace_id: Mapped[int] = mapped_column(Key, ForeignKey("workspaces.id"))
    slack_id: Mapped[str] = mapped_column(String(32))
    handle: Mapped[str] = mapped_column(String(255))
    """What people type after `@`."""
    name: Mapped[str] = mapped_column(String(255))
    is_disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    updated: Mapped[float] = mapped_column(default=0.0)
    """Slack's own stamp of the group, in epoch seconds: what is older is ignored."""
