"""How a day ends: what is open stays as it is, who is away is told apart, and nobody is asked any more."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers.rules import telling_instant
from bot.people import calendars
from bot.people import queries as people
from bot.rituals.standup import past, queries, rules
from bot.rituals.standup.asking import occurrence_subject
from bot.rituals.standup.days import Day, Present, calendars_around, present
from bot.rituals.standup.models import PartState
from bot.schedule.models import OccurrenceState
from bot.schedule.wall_clock import local_date
from bot.slack import posts

ALL_AWAY = "everybody was away"
NOT_ASKED = "nobody was asked in time"
EMPTY = "nobody is in the team"


async def close(session: AsyncSession, day: Day, now: datetime) -> None:
    """The day is over: missing answers may still be given, late; whoever left meanwhile was not missing.

    Where nobody was asked and nobody has said anything it was not held, which is known only now: an absence may
    be taken back until its person's own time has come.
    """
    everybody = await present(session, day)
    await _settle(session, day, everybody, now)
    is_held = any(_took_part(who) for who in everybody)
    day.occurrence.state = OccurrenceState.CLOSED if is_held else OccurrenceState.SKIPPED
    day.occurrence.reason = None if is_held else _why(everybody)
    day.occurrence.closed_at = now
    await session.flush()
    await _show_the_end(session, day, now)
    if is_held:
        await _ask_the_lead(session, day, now)


async def close_early(session: AsyncSession, day: Day, now: datetime) -> None:
    """The sync-up has ended while the day was open: nobody is asked or reminded any more."""
    await close(session, day, now)
    for view in ("standup.prompt", "standup.reminder"):
        await posts.withdraw(session, occurrence_subject(day.occurrence.id), now, view=view)


async def _settle(session: AsyncSession, day: Day, everybody: list[Present], now: datetime) -> None:
    found = await calendars_around(session, day, [who.person for who in everybody])
    away: dict[str, list[int]] = {}
    for who in everybody:
        if who.part is None or who.part.state is not PartState.EXPECTED:
            continue
        who.part.counts = who.counts
        if who.part.asked_at is not None:
            # The team's day may end when tomorrow has begun where they are.
            instant = min(now, rules.end_of_day(who.part.asked_at, who.person.zone))
            reason = calendars.is_away(who.person, found[who.person.id], instant)
            if reason is not None:
                away.setdefault(reason, []).append(who.part.id)
    for reason, parts in away.items():
        await queries.mark_away(session, parts, reason)


def _took_part(who: Present) -> bool:
    part = who.part
    return part is not None and (
        part.asked_at is not None or part.state in (PartState.ANSWERED, PartState.SKIPPED)
    )


def _why(everybody: list[Present]) -> str:
    states = [who.part.state for who in everybody if who.part is not None]
    if not states:
        return EMPTY
    return ALL_AWAY if all(state is PartState.AWAY for state in states) else NOT_ASKED


async def _show_the_end(session: AsyncSession, day: Day, now: datetime) -> None:
    subject = occurrence_subject(day.occurrence.id)
    await posts.refresh(session, subject, now, view="standup.day")
    silent = [person.slack_id for person in await queries.unanswered(session, day.occurrence.id)]
    await posts.refresh(session, subject, now, address=silent)


async def _ask_the_lead(session: AsyncSession, day: Day, now: datetime) -> None:
    """Three days in a row on which nobody said anything: the lead is asked, once for them, whether to end it.

    The day ends with its last person's, who may be half a world away: the lead is asked when they work.
    """
    last = await past.held_until(session, day.series.id, day.occurrence.local_date, rules.IGNORED_DAYS + 1)
    if rules.ignored_in_a_row([occurrence.touched_at is None for occurrence in last]):
        lead = await people.person(session, day.team.lead_id)
        if lead.is_member:
            calendar = (await calendars_around(session, day, [lead]))[lead.id]
            at = telling_instant(local_date(now, lead.zone), calendar, lead.zone, now)
            subject = occurrence_subject(day.occurrence.id)
            await posts.want(session, "standup.ask_to_end", subject, lead, now, at=at, gathers=True)
