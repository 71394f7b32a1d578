"""Asking the people of a day, and reminding them once: whoever is to be asked by now and was not, whatever came.

Nothing here depends on which moment has come, only on how things stand: so who changes zone, joins, or comes back
is neither asked twice nor missed.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people.models import Person
from bot.people.working_days import WorkCalendar
from bot.rituals.standup import queries, rules
from bot.rituals.standup.days import Day, Present, calendars_around, present
from bot.rituals.standup.models import Part, PartState
from bot.schedule.moments import EARLY
from bot.slack import posts
from bot.slack.models import PostState

Waiting = tuple[Part, Person, datetime]
"""Whose turn it is, and when exactly."""


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
    asked = [who for who in waiting if await _ask(session, day, who, found[who[1].id], now)]
    for at, parts in _by_instant(asked, now):
        await queries.mark_asked(session, parts, at)
    await _let_go_of_yesterday(session, day, [person.id for _, person, _ in asked], now)


async def all_at_another_time(session: AsyncSession, day: Day, now: datetime) -> None:
    """The time has changed: whoever was to be asked soon is asked at the new one."""
    for who in await present(session, day):
        if who.part is not None and who.part.state is PartState.EXPECTED:
            await ask_at_another_time(session, day, who.part, who.person, now)


async def ask_at_another_time(session: AsyncSession, day: Day, part: Part, person: Person, now: datetime) -> None:
    """Who was to be asked soon is asked when it is that time where they are now."""
    instant = day.prompt_instant(person)
    if instant is None or part.asked_at is None or part.asked_at <= now:
        return
    part.asked_at = max(instant, now)
    until = rules.said_until(part.asked_at, timedelta(minutes=day.sync_up.late_after), person.zone)
    subject = occurrence_subject(day.occurrence.id)
    await posts.want(session, "standup.prompt", subject, person, now, until, at=part.asked_at, gathers=True)


async def remind(session: AsyncSession, day: Day, now: datetime) -> None:
    """Remind, once, whoever was asked so long ago and has done nothing since, unless they are away by now."""
    waiting = _to_be_reminded(day, await present(session, day), now)
    found = await calendars_around(session, day, [person for _, person, _ in waiting])
    for who in waiting:
        await _remind(session, day, who, found[who[1].id], now)
    for at, parts in _by_instant(waiting, now):
        await queries.mark_reminded(session, parts, at)


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


async def _ask(session: AsyncSession, day: Day, who: Waiting, calendar: WorkCalendar, now: datetime) -> bool:
    part, person, instant = who
    subject = occurrence_subject(day.occurrence.id)
    until = rules.said_until(instant, timedelta(minutes=day.sync_up.late_after), person.zone)
    if now > until:
        await posts.unsaid(session, "standup.prompt", subject, person, now, PostState.TOO_LATE)
        return False
    said_at = max(instant, now)
    reason = calendars.is_away(person, calendar, said_at)
    if reason is not None:
        await queries.mark_away(session, part.id, reason)
        await posts.unsaid(session, "standup.prompt", subject, person, now, PostState.AWAY)
        return False
    await posts.want(session, "standup.prompt", subject, person, now, until, at=said_at, gathers=True)
    return True


async def _remind(session: AsyncSession, day: Day, who: Waiting, calendar: WorkCalendar, now: datetime) -> None:
    part, person, instant = who
    subject = occurrence_subject(day.occurrence.id)
    until = rules.reminded_until(instant, person.zone)
    reason = calendars.is_away(person, calendar, max(instant, now))
    if reason is not None:
        await queries.mark_away(session, part.id, reason)
        await posts.unsaid(session, "standup.reminder", subject, person, now, PostState.AWAY)
    elif now > until:
        await posts.unsaid(session, "standup.reminder", subject, person, now, PostState.TOO_LATE)
    else:
        at = max(instant, now)
        await posts.want(session, "standup.reminder", subject, person, now, until, at=at, gathers=True)


def _by_instant(all_of_them: Iterable[Waiting], now: datetime) -> list[tuple[datetime, list[int]]]:
    """Their parts by when it is their turn: one statement for all who are asked at once."""
    found: dict[datetime, list[int]] = {}
    for part, _, instant in all_of_them:
        found.setdefault(max(instant, now), []).append(part.id)
    return sorted(found.items())


async def _let_go_of_yesterday(session: AsyncSession, day: Day, asked: list[int], now: datetime) -> None:
    """What was left unanswered the time before stops asking, in place: now it is today that counts."""
    before = await queries.occurrence_before(session, day.series.id, day.occurrence.local_date)
    if before is None or not asked:
        return
    silent = [person.slack_id for person in await queries.unanswered(session, before.id, asked)]
    await posts.refresh(session, occurrence_subject(before.id), now, address=silent)
