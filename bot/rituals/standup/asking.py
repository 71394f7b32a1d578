"""Asking the people of a day, and reminding them once: whoever is to be asked by now and was not, whatever came.

Nothing here depends on which moment has come, only on how things stand: so who changes zone, joins, or comes back
is neither asked twice nor missed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people.models import Person
from bot.people.working_days import WorkCalendar
from bot.rituals.standup import past, queries, rules
from bot.rituals.standup.days import Day, Present, calendars_around, present
from bot.rituals.standup.models import Part, PartState
from bot.schedule.moments import EARLY
from bot.slack import posts
from bot.slack.models import PostState

Waiting = tuple[Part, Person, datetime]
"""Whose turn it is, and when exactly."""


@dataclass(frozen=True)
class Fate:
    """What becomes of a question: said at an instant while it is worth it, or not said, by an outcome."""

    at: datetime | None = None
    until: datetime | None = None
    outcome: PostState = PostState.WANTED
    away: str | None = None
    """Why its person is away, in our words."""


Fates = Mapping[Fate, list[Waiting]]
TOO_LATE = Fate(outcome=PostState.TOO_LATE)


def occurrence_subject(occurrence_id: int) -> str:
    """What a post about a day is about."""
    return f"occurrence:{occurrence_id}"


async def ask(session: AsyncSession, day: Day, now: datetime, only: int | None = None) -> None:
    """Ask everybody whose own instant has come, or comes within `EARLY`, and who has done nothing yet.

    Who is away then is not asked, and what comes too late is not said; either is on record for that person.
    `only` is the id of the one person to look at.
    """
    everybody = await present(session, day)
    waiting = _to_be_asked(day, [who for who in everybody if only in (None, who.person.id)], now)
    found = await calendars_around(session, day, [person for _, person, _ in waiting])
    fates = _by_fate(waiting, lambda person, at: _asked_or_not(day, person, found[person.id], at, now))
    await _say_or_not(session, day, "standup.prompt", fates, now)
    asked = [who for fate, those in fates.items() if fate.outcome is PostState.WANTED for who in those]
    for at, parts in _by_instant(asked, now):
        await queries.mark_asked(session, parts, at)
    await _let_go_of_yesterday(session, day, [person.id for _, person, _ in asked], now)


async def all_at_another_time(session: AsyncSession, day: Day, now: datetime) -> None:
    """The time has changed: whoever was to be asked soon is asked at the new one."""
    everybody = [(who.part, who.person) for who in await present(session, day) if who.part is not None]
    await _at_another_time(session, day, [(part, person) for part, person in everybody if _is_waiting(part)], now)


async def ask_at_another_time(session: AsyncSession, day: Day, part: Part, person: Person, now: datetime) -> None:
    """Who was to be asked soon is asked when it is that time where they are now."""
    await _at_another_time(session, day, [(part, person)], now)


async def remind(session: AsyncSession, day: Day, now: datetime) -> None:
    """Remind, once, whoever was asked so long ago and has done nothing since, unless they are away by now."""
    waiting = _to_be_reminded(day, await present(session, day), now)
    found = await calendars_around(session, day, [person for _, person, _ in waiting])
    fates = _by_fate(waiting, lambda person, at: _reminded_or_not(person, found[person.id], at, now))
    await _say_or_not(session, day, "standup.reminder", fates, now)
    for at, parts in _by_instant(waiting, now):
        await queries.mark_reminded(session, parts, at)


async def _at_another_time(
    session: AsyncSession, day: Day, everybody: Iterable[tuple[Part, Person]], now: datetime
) -> None:
    found = [(part, person, day.prompt_instant(person)) for part, person in everybody]
    moved = [
        (part, person, max(instant, now))
        for part, person, instant in found
        if instant is not None and part.asked_at is not None and part.asked_at > now
    ]
    fates = _by_fate(moved, lambda person, at: Fate(at, _said_until(day, person, at)))
    await _say_or_not(session, day, "standup.prompt", fates, now)
    for at, parts in _by_instant(moved, now):
        await queries.mark_asked(session, parts, at)


def _to_be_asked(day: Day, everybody: list[Present], now: datetime) -> list[Waiting]:
    found = [(who.part, who.person, day.prompt_instant(who.person)) for who in everybody if who.counts]
    return [
        (part, person, at)
        for part, person, at in found
        if part is not None and _is_waiting(part) and part.asked_at is None and at is not None
        if at <= now + EARLY
    ]


def _to_be_reminded(day: Day, everybody: list[Present], now: datetime) -> list[Waiting]:
    after = timedelta(minutes=day.sync_up.remind_after)
    found = [(who.part, who.person) for who in everybody if who.counts]
    return [
        (part, person, part.asked_at + after)
        for part, person in found
        if part is not None and _is_waiting(part) and part.asked_at is not None and part.reminded_at is None
        if after and part.asked_at + after <= now + EARLY
    ]


def _is_waiting(part: Part) -> bool:
    return part.state is PartState.EXPECTED


def _by_fate(waiting: Iterable[Waiting], fate_of: Callable[[Person, datetime], Fate]) -> Fates:
    """Who shares a fate is asked together: for five hundred in one zone that is one statement."""
    found: dict[Fate, list[Waiting]] = {}
    for part, person, instant in waiting:
        found.setdefault(fate_of(person, instant), []).append((part, person, instant))
    return found


def _asked_or_not(day: Day, person: Person, calendar: WorkCalendar, instant: datetime, now: datetime) -> Fate:
    until, at = _said_until(day, person, instant), max(instant, now)
    if now > until:
        return TOO_LATE
    reason = calendars.is_away(person, calendar, at)
    return Fate(at, until) if reason is None else Fate(outcome=PostState.AWAY, away=reason)


def _reminded_or_not(person: Person, calendar: WorkCalendar, instant: datetime, now: datetime) -> Fate:
    until, at = rules.reminded_until(instant, person.zone), max(instant, now)
    reason = calendars.is_away(person, calendar, at)
    if reason is not None:
        return Fate(outcome=PostState.AWAY, away=reason)
    return TOO_LATE if now > until else Fate(at, until)


def _said_until(day: Day, person: Person, instant: datetime) -> datetime:
    return rules.said_until(instant, timedelta(minutes=day.sync_up.late_after), person.zone)


async def _say_or_not(session: AsyncSession, day: Day, view: str, fates: Fates, now: datetime) -> None:
    subject = occurrence_subject(day.occurrence.id)
    for fate, those in fates.items():
        people = [person for _, person, _ in those]
        if fate.away is not None:
            await queries.mark_away(session, [part.id for part, _, _ in those], fate.away)
        if fate.outcome is PostState.WANTED:
            await posts.want_all(session, view, subject, people, now, fate.until, at=fate.at, gathers=True)
        else:
            await posts.unsaid_to_all(session, view, subject, people, now, fate.outcome)


def _by_instant(all_of_them: Iterable[Waiting], now: datetime) -> list[tuple[datetime, list[int]]]:
    """Their parts by when it is their turn: one statement for all who are asked at once."""
    found: dict[datetime, list[int]] = {}
    for part, _, instant in all_of_them:
        found.setdefault(max(instant, now), []).append(part.id)
    return sorted(found.items())


async def _let_go_of_yesterday(session: AsyncSession, day: Day, asked: list[int], now: datetime) -> None:
    """What was left unanswered the time before stops asking, in place: now it is today that counts."""
    before = await past.occurrence_before(session, day.series.id, day.occurrence.local_date)
    if before is None or not asked:
        return
    silent = [person.slack_id for person in await queries.unanswered(session, before.id, asked)]
    await posts.refresh(session, occurrence_subject(before.id), now, address=silent)
