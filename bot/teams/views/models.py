"""What the views of teams show, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.teams.models import RosterSource
from bot.teams.rules import Trouble


@dataclass(frozen=True)
class Inside:
    """What of a team only its own people see."""

    channel: str
    """The Slack id of the channel."""
    observers: tuple[str, ...]
    source: RosterSource
    zone: ZoneInfo
    group: str | None = None
    """The handle of the user group that is followed."""
    group_is_off: bool = False
    read_at: datetime | None = None
    guests_left_out: int = 0
    trouble: Trouble | None = None


@dataclass(frozen=True)
class TeamSeen:
    """A team as somebody may see it; `inside` is None for everyone who is not of it."""

    id: int
    name: str
    lead: str | None
    """None when the lead has left the workspace."""
    members: tuple[str, ...]
    shows_everyone: bool = False
    inside: Inside | None = None
    can_change: bool = False
    can_name_lead: bool = False
    has_ended: bool = False


@dataclass(frozen=True)
class Listed:
    """One of a person's teams, in the list of them."""

    id: int
    name: str
    count: int
    role: str


@dataclass(frozen=True)
class Filled:
    """What the form that changes a team begins with; people and the channel by their Slack ids."""

    id: int
    name: str
    channel: str
    lead: str | None
    source: RosterSource
    group: str | None
    members: tuple[str, ...]
    observers: tuple[str, ...]
    groups: tuple[tuple[str, str], ...]
    """The user groups there are, as (Slack id, handle)."""
