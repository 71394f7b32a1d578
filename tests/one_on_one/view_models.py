"""View models to show: nearly empty, typical, extreme, and planted with markup in every string."""

from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.rituals.one_on_one.views.models import (
    BankQuestion,
    Choice,
    History,
    Meeting,
    Offer,
    PastMeeting,
    Phase,
    Plan,
    Promise,
    Summary,
    Topic,
    WrittenNote,
)

BERLIN = ZoneInfo("Europe/Berlin")
STARTS = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
CANARY = "<!channel> & <@U1> & <http://x|y>"
HARD = [
    "<!channel> *bold* _it_ ~gone~ `code` &amp; :tada:",
    "```" * 30 + "\n> quote\n• bullet",
    "مرحبا بك \u202eانا هنا\u202c",
    "\u200b\u2060\ufeff",
    "👩‍👩‍👧‍👦🏳️‍🌈" * 60,
    "",
]


def topic(number: int = 1, **more: Any) -> Topic:
    return replace(Topic(id=number, text=f"Topic {number}", author="Ann", is_own=True), **more)


def promise(number: int = 1, **more: Any) -> Promise:
    return replace(Promise(id=number, text=f"Promise {number}", owner="Ann", is_own=True), **more)


def note(number: int = 1, **more: Any) -> WrittenNote:
    made = WrittenNote(id=number, text=f"Note {number}", author="Bob", is_own=False, is_private=False)
    return replace(made, **more)


def meeting(**more: Any) -> Meeting:
    made = Meeting(
        one_on_one=7,
        occurrence=70,
        kind="manager",
        partner="Bob",
        owner="Ann",
        is_owner=True,
        starts_at=STARTS,
        ends_at=STARTS + timedelta(minutes=30),
        zone=BERLIN,
        phase=Phase.AHEAD,
    )
    return replace(made, **more)


def as_manager(**more: Any) -> Meeting:
    return meeting(partner="Ann", is_owner=False, may_cancel=False, cancel_needs="Bob", **more)


def summary(**more: Any) -> Summary:
    made = Summary(
        one_on_one=7,
        kind="manager",
        partner="Bob",
        is_owner=True,
        recurrence="every week on Tuesday at 10:00",
        zone=BERLIN,
        occurrence=70,
        starts_at=STARTS,
        topics=2,
        actions=1,
        may_cancel=True,
    )
    return replace(made, **more)


def plan(**more: Any) -> Plan:
    made = Plan(
        partner="U2",
        kind="manager",
        report="me",
        recurrence="weekly",
        weekday=1,
        at=time(10),
        zone="Europe/Berlin",
        zones=("Europe/Berlin", "America/New_York"),
        minutes=30,
        first=date(2026, 6, 9),
        prep_days=1,
        prep_at=time(10),
        is_open=False,
    )
    return replace(made, **more)


def past(number: int = 1, **more: Any) -> PastMeeting:
    made = PastMeeting(
        occurrence=number,
        on=date(2026, 6, 2),
        starts_at=STARTS - timedelta(days=7),
        was_held=True,
        reason=None,
        discussed=(),
        dropped=(),
        carried_over=(),
        notes=(),
        promises=(),
    )
    return replace(made, **more)


def found(**more: Any) -> History:
    return replace(History(one_on_one=7, partner="Bob", zone=BERLIN, meetings=()), **more)


def question(number: int = 1, **more: Any) -> BankQuestion:
    made = BankQuestion(
        key=f"question-{number}",
        text=f"Question {number}?",
        theme="feeling",
        kinds=("manager",),
        is_hidden=False,
        is_added=False,
        is_standing=False,
    )
    return replace(made, **more)


@dataclass(frozen=True)
class World:
    """One of everything that views show."""

    meeting: Meeting = field(default_factory=meeting)
    summary: Summary = field(default_factory=summary)
    summaries: tuple[Summary, ...] = ()
    promise: Promise = field(default_factory=promise)
    plan: Plan = field(default_factory=plan)
    history: History = field(default_factory=found)
    bank: tuple[BankQuestion, ...] = ()
    choices: tuple[Choice, ...] = (Choice("7", "Bob"),)
    name: str = "Bob"
    text: str = ""


def typical() -> World:
    return _filled(3, "Plan the offsite", 2, "Bob")


def extreme(words: str = "x" * 3000, count: int = 60) -> World:
    return _filled(count, words, count, (words * 3)[:200])


def planted() -> World:
    return with_canary(_filled(4, "Plan", 3, "Bob"))


def _filled(count: int, words: str, times: int, name: str) -> World:
    topics = tuple(
        topic(
            number,
            text=words,
            author=name,
            is_own=number <= count // 2,
            times_carried=times,
            source="https://example.slack.com/archives/C1/p1" if number % 2 else None,
            is_first=number == 1,
            is_last=number == count,
        )
        for number in range(1, count + 1)
    )
    promises = tuple(
        promise(
            number, text=words[:1000], owner=name, due_on=date(2026, 6, 5), is_overdue=number % 2 == 0, is_new=True
        )
        for number in range(1, count + 1)
    )
    notes = tuple(note(number, text=words, is_own=number % 2 == 0) for number in range(1, count + 1))
    offers = tuple(Offer(number, words[:200], was_used=number == 2) for number in range(count))
    full = meeting(
        partner=name,
        owner=name,
        topics=topics,
        discussed=topics,
        dropped=topics,
        carried_over=topics,
        notes=notes,
        promises=promises,
        offers=offers,
        was_worth_it=True,
        feeling=4,
        was_moved=True,
        nothing_to_discuss=True,
        reason=name,
        is_open=True,
        next_at=STARTS + timedelta(days=7),
    )
    old = past(discussed=topics, dropped=topics, carried_over=topics, notes=notes, promises=promises, feeling=2)
    return World(
        meeting=full,
        summary=summary(partner=name, recurrence=name),
        summaries=tuple(summary(partner=name, recurrence=name, is_paused=n % 3 == 1) for n in range(count)),
        promise=promises[0],
        plan=plan(topic=words * 3, zones=tuple(f"Area{n // 90}/Place{n}" for n in range(count * 5))),
        history=found(partner=name, meetings=(old,) * 5, search=name[:200], older="1", newer="9"),
        bank=tuple(question(number, text=words[:200]) for number in range(count * 2)),
        choices=tuple(Choice(str(number), name) for number in range(1, count * 3 + 1)),
        name=name,
        text=words * 3,
    )


def with_canary(thing: Any) -> Any:
    """The same, with markup in every string of every model but a person's Slack id."""
    if isinstance(thing, str):
        return CANARY
    if isinstance(thing, tuple):
        return tuple(with_canary(each) for each in thing)
    if is_dataclass(thing) and not isinstance(thing, type):
        values = {one.name: getattr(thing, one.name) for one in fields(thing)}
        kept = {"partner"} if isinstance(thing, Plan) else set()
        return replace(
            thing, **{name: each if name in kept else with_canary(each) for name, each in values.items()}
        )
    return thing
