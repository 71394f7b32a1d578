"""What the messages of a sync-up show, as plain values."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.blockers.views import BlockerLine
from bot.slack.rich_text import RichText


@dataclass(frozen=True)
class Reported:
    """Somebody who has answered."""

    name: str
    is_late: bool = False


@dataclass(frozen=True)
class Absent:
    """Somebody who is away, and the day they are back if that is known; why is nobody's business."""

    name: str
    back_on: date | None = None


@dataclass(frozen=True)
class Skipped:
    """Somebody who has nothing to say, with their reason if they gave one."""

    name: str
    reason: str | None = None


@dataclass(frozen=True)
class Mood:
    """The average that is shown, from 1 to 5 in halves, and over how many answers."""

    average: float
    count: int


@dataclass(frozen=True)
class Board:
    """A day as its channel sees it."""

    occurrence: int
    team_id: int
    team: str
    day: date
    expected: int
    """How many are to answer: those who are away are not among them."""
    reported: tuple[Reported, ...] = ()
    missing: tuple[str, ...] = ()
    """Asked, and not heard of yet; when the day is over, not heard of at all."""
    later: tuple[str, ...] = ()
    """Asked later today, where they are."""
    not_asked: tuple[str, ...] = ()
    """Their time had passed when the bot could have asked them: it was away, or the sync-up is new."""
    away: tuple[Absent, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    mood: Mood | None = None
    blockers: tuple[BlockerLine, ...] = ()
    is_over: bool = False


class Phase(StrEnum):
    """Where somebody's part in a day stands, for what they are shown."""

    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    AWAY = "away"
    MISSED = "missed"
    """The day is over; a late answer is welcome until they are asked the next time."""
    PAST = "past"
    """Unanswered, and the next one has come."""
    GONE = "gone"
    """They have left the team, or the sync-up has ended."""


@dataclass(frozen=True)
class Prompt:
    """What one person is asked for one day."""

    occurrence: int
    team_id: int
    team: str
    day: date
    phase: Phase
    planned: RichText | None = None
    """What they said last time that they would do, as others see it."""
    blockers: tuple[BlockerLine, ...] = ()
    reason: str | None = None
    """Why they skip, in their words."""
    channel: str | None = None
    """The Slack id of the channel their answer stands in."""
    thread: str | None = None
    """The address of the message in whose thread it stands, where it is known."""
    asks_to_stop: bool = False
    """Three times in a row they said nothing."""
    has_stopped: bool = False
    """They were asked so, and are an observer now."""


@dataclass(frozen=True)
class Reply:
    """A question and what somebody answered, as others see it; `labels` are the ids of what came of it."""

    question: str
    text: RichText
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """What one person said on one day; no replies when they have taken it back."""

    name: str
    replies: tuple[Reply, ...]
    is_late: bool = False
    is_edited: bool = False


@dataclass(frozen=True)
class Silence:
    """A team that said nothing three days in a row, for its lead."""

    team: str
    team_id: int
    has_ended: bool = False
