"""What the forms and windows of a sync-up show, as plain values."""

from dataclasses import dataclass, field
from datetime import date, time
from zoneinfo import ZoneInfo

from bot.raised.views import Choice
from bot.slack.rich_text import RichText


@dataclass(frozen=True)
class Asked:
    """A question as the form asks it, with what is answered already."""

    id: int
    key: str
    text: str
    kind: str = "text"
    """`text`, `choice`, `scale` or `number`."""
    is_required: bool = False
    choices: tuple[str, ...] = ()
    said: RichText | None = None
    value: str | None = None
    """What was chosen, or the number."""
    filled_from: date | None = None
    """The day whose plan `said` is, when it was not said for this one."""


@dataclass(frozen=True)
class Listed:
    """An open blocker to tick: `label` is its number and its first words."""

    id: int
    label: str
    age: str


@dataclass(frozen=True)
class AnswerForm:
    """All that the form of one person's answer of one day shows."""

    occurrence: int
    team: str
    day: date
    today: date
    asked: tuple[Asked, ...]
    open_blockers: tuple[Listed, ...] = ()
    resolved: tuple[Choice, ...] = ()
    """Earlier blockers, one of which may have come back."""
    again_of: str | None = None
    asks_mood: bool = True
    mood: int | None = None
    is_edit: bool = False
    will_be_late: bool = False


@dataclass(frozen=True)
class Choosable:
    """One of several teams whose sync-up is asked for."""

    sync_up: int
    team: str
    standing: str
    """Where my answer stands, as a short sentence."""
    is_answered: bool = False
    is_paused: bool = False


@dataclass(frozen=True)
class Said:
    """A question and what somebody answered to it, as text that pings nobody."""

    question: str
    answer: RichText


@dataclass(frozen=True)
class Answered:
    """What one person said on one day."""

    name: str
    said: tuple[Said, ...]
    is_late: bool = False
    is_edited: bool = False
    is_own: bool = False


@dataclass(frozen=True)
class ShownDay:
    """A day's sync-up to read: a page of the answers, and who has not answered."""

    occurrence: int
    team_id: int | None
    """None for who may read the day and not the settings."""
    team: str
    day: date
    answers: tuple[Answered, ...] = ()
    first: int = 0
    """How many answers come before those on this page."""
    total: int = 0
    missing: tuple[str, ...] = ()
    later_today: tuple[str, ...] = ()
    """Asked later, where they are."""
    away: tuple[str, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    """Who skipped, and why; empty when they did not say."""
    reported: tuple[str, ...] = ()
    earlier: int | None = None
    """The occurrence before this one that there is something to read of."""
    later: int | None = None
    is_mine: bool = False
    """Whoever reads it can still answer it, or change their answer."""
    has_answered: bool = False
    """They have."""
    is_over: bool = False
    names_alone: bool = False
    """Everybody by name in place of the answers."""


@dataclass(frozen=True)
class ShownQuestion:
    """A question in the settings."""

    id: int
    text: str
    about: str
    """What kind it is, whether it is required, and from when a change counts."""
    can_be_removed: bool = True


@dataclass(frozen=True)
class ShownSettings:
    """How a team's sync-up is held."""

    team_id: int
    team: str
    zone: ZoneInfo
    version: str
    """Changes when anything that the form can change has changed."""
    days: frozenset[int]
    at: time
    by_local_time: bool
    remind_after: int
    late_after: int
    is_for_workspace: bool
    asks_mood: bool
    may_change: bool
    questions: tuple[ShownQuestion, ...] = field(default=())
    most_questions: int = 10
    paused_until: date | None = None
    is_paused: bool = False
    has_ended: bool = False
    lead: str = ""


@dataclass(frozen=True)
class QuestionForm:
    """A question to add or to change; `id` 0 is a new one, which belongs to the team."""

    team_id: int
    id: int = 0
    text: str = ""
    kind: str = "text"
    choices: tuple[str, ...] = ()
    is_required: bool = False
    is_standard: bool = False
    counts_from: date | None = None
