"""Frozen view models: a 1-on-1 as one of its two people may see it, with nothing in it that they may not."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Topic:
    """An agenda item; `is_first` and `is_last` are its place among its author's own."""

    id: int
    text: str
    author: str
    is_own: bool
    times_carried: int = 0
    source: str | None = None
    is_first: bool = True
    is_last: bool = True


@dataclass(frozen=True)
class Promise:
    """An action item; `is_new` when it was made in the occurrence that is shown."""

    id: int
    text: str
    owner: str
    is_own: bool
    due_on: date | None = None
    is_done: bool = False
    is_overdue: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class WrittenNote:
    """A note the viewer may read."""

    id: int
    text: str
    author: str
    is_own: bool
    is_private: bool


@dataclass(frozen=True)
class Offer:
    """A suggested question; `id` is its offer, not its place in the bank. Standing ones have id 0."""

    id: int
    text: str
    was_used: bool = False


class Phase(Enum):
    """Where the occurrence stands for its people."""

    AHEAD = auto()
    STARTED = auto()
    WRAPPING_UP = auto()
    CLOSED = auto()
    SKIPPED = auto()


class Cancel(Enum):
    """Whether the owner has asked to cancel this occurrence."""

    NOT_ASKED = auto()
    ASKED_BY_ME = auto()
    ASKED_OF_ME = auto()
    REFUSED = auto()


@dataclass(frozen=True)
class Meeting:
    """One occurrence of a 1-on-1, seen by one of its two people."""

    one_on_one: int
    occurrence: int
    kind: str
    partner: str
    owner: str
    is_owner: bool
    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo
    phase: Phase
    topics: tuple[Topic, ...] = ()
    """Still to be talked about, the owner's first."""
    discussed: tuple[Topic, ...] = ()
    dropped: tuple[Topic, ...] = ()
    carried_over: tuple[Topic, ...] = ()
    """Left when this occurrence closed; shown in its recap."""
    notes: tuple[WrittenNote, ...] = ()
    promises: tuple[Promise, ...] = ()
    """Open action items of both, and those that were made here."""
    offers: tuple[Offer, ...] = ()
    cancel: Cancel = Cancel.NOT_ASKED
    cancel_needs: str | None = None
    """Whose agreement a cancel needs; None when the viewer may cancel alone (mentor, peer)."""
    may_cancel: bool = False
    nothing_to_discuss: bool = False
    was_worth_it: bool | None = None
    feeling: int | None = None
    was_moved: bool = False
    reason: str | None = None
    """Why it was skipped."""
    is_open: bool = False
    next_at: datetime | None = None
    """When the one after this is, if that is known."""


@dataclass(frozen=True)
class Summary:
    """A 1-on-1 as a line in a list."""

    one_on_one: int
    kind: str
    partner: str
    is_owner: bool
    recurrence: str
    """In words, such as “every week on Tuesday at 10:00”."""
    zone: ZoneInfo
    occurrence: int | None
    starts_at: datetime | None
    topics: int
    actions: int
    paused_until: date | None = None
    is_paused: bool = False
    is_ended: bool = False
    may_cancel: bool = False
    partner_has_left: bool = False


@dataclass(frozen=True)
class Choice:
    """One of several to choose from in a form."""

    value: str
    label: str


@dataclass(frozen=True)
class Plan:
    """What the *New 1-on-1* form, or a 1-on-1's settings, are filled in with."""

    partner: str | None
    """Slack id."""
    kind: str
    report: str
    """`me` or `them`: whose 1-on-1 it is."""
    recurrence: str
    """`weekly`, `every 2 weeks`, `every 4 weeks` or `monthly`."""
    weekday: int
    at: time
    zone: str
    zones: tuple[str, ...]
    minutes: int
    first: date
    prep_days: int
    prep_at: time
    is_open: bool
    topic: str | None = None
    """A topic that waits for this 1-on-1 to be set up: typed before there was one."""
    one_on_one: int | None = None


@dataclass(frozen=True)
class PastMeeting:
    """One past occurrence in the history, with only what the viewer may read."""

    occurrence: int
    on: date
    starts_at: datetime
    was_held: bool
    reason: str | None
    discussed: tuple[Topic, ...]
    dropped: tuple[Topic, ...]
    carried_over: tuple[Topic, ...]
    notes: tuple[WrittenNote, ...]
    promises: tuple[Promise, ...]
    was_worth_it: bool | None = None
    feeling: int | None = None


@dataclass(frozen=True)
class History:
    """A page of a 1-on-1's history; `older` is its last occurrence if there are more, None at the end.

    `path` is how it was reached, and `newer` the path of the page before it, None on the first.
    """

    one_on_one: int
    partner: str
    zone: ZoneInfo
    meetings: tuple[PastMeeting, ...]
    search: str = ""
    older: str | None = None
    newer: str | None = None
    path: str = ""


@dataclass(frozen=True)
class BankQuestion:
    """A question of the bank, as an admin sees it."""

    key: str
    text: str
    theme: str
    kinds: tuple[str, ...]
    is_hidden: bool
    is_added: bool
    is_standing: bool
