"""One meeting of one sprint is held at another time, not at all, or after all."""

from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.schedule import queries as schedule
from bot.schedule import replanning
from bot.schedule.models import Moment, MomentOutcome, Occurrence, OccurrenceState
from bot.schedule.turn import plan_until
from bot.schedule.wall_clock import clock_change_words, instant_of, start_of_day
from bot.slack import posts
from bot.sprints import queries, rules
from bot.sprints.changed import announce, subject_of, tell_change
from bot.sprints.coming import Coming, is_on, is_replaced, meetings
from bot.sprints.models import Meeting, MeetingSeries
from bot.sprints.rules import Span
from bot.sprints.schedule import START, due_times
from bot.storage.once import insert_once

SETTLED = "settled"
"""The name under which it is on record that a person chose the day: it does not give way by itself any more."""
NOT_THERE = "That meeting is not in the calendar any more. Type /sprint calendar to see what is."
LONGEST_AHEAD = timedelta(days=370)


async def occurrence_on(session: AsyncSession, held: MeetingSeries, day: date, now: datetime) -> Coming:
    """The meeting that the calendar has for this date, with nobody else changing it; planned now if it was not.

    Refuses a date that is not one of its own, and one more than a year ahead.
    """
    series = await schedule.series(session, held.series_id)
    await replanning.hold(session, series)
    if day <= (now + LONGEST_AHEAD).date():
        await plan_until(session, series, day)
    found = await queries.occurrence_on(session, series.id, day)
    if found is None or is_replaced(series, found):
        raise Refusal(NOT_THERE)
    await session.refresh(found)
    return Coming(held, series, found)


async def move(session: AsyncSession, coming: Coming, day: date, at: time, now: datetime) -> str | None:
    """Hold this meeting on another day or time of its series' zone, by somebody's choice; its channel is told.

    Refuses the past, a day outside its sprint, a retro that would not begin before the joint one, and what has
    begun or is off. Gives a sentence when the clocks change at the time chosen.
    """
    check_ahead(coming.occurrence, now)
    series = coming.series
    span = await span_of(session, coming)
    starts_at = instant_of(day, at, series.zone)
    if starts_at is None:
        raise FieldRefusal("day", "That day does not exist in this time zone. Please choose another.")
    if starts_at <= now:
        raise FieldRefusal("day", "That is in the past. Please choose a later day or time.")
    if not span.first <= day <= span.last:
        raise FieldRefusal(
            "day",
            f"Sprint {span.number} runs from {_day(span.first)} to {_day(span.last)}. Please choose a day in it.",
        )
    await _check_order(session, coming, span, starts_at, now)
    await settle(session, coming.occurrence, now)
    await give_way(session, coming, starts_at, now)
    return clock_change_words(day, at, series.zone)


async def give_way(session: AsyncSession, coming: Coming, starts_at: datetime, now: datetime) -> None:
    """Hold this meeting at another instant; its channel is told, and the moments ahead come by the new one."""
    await replanning.move_occurrence(session, coming.series, coming.occurrence, starts_at, due_times, now)
    await tell_change(session, coming.held, coming.occurrence, now)


async def skip(session: AsyncSession, coming: Coming, reason: str, now: datetime) -> None:
    """Do not hold this meeting; its channel is told why. Refuses what has begun or is off."""
    check_ahead(coming.occurrence, now)
    await call_off(session, coming, reason, now)
    await tell_change(session, coming.held, coming.occurrence, now)


async def call_off(session: AsyncSession, coming: Coming, reason: str, now: datetime) -> None:
    """The same without a word to the channel: nobody would be there to read it."""
    await replanning.skip_occurrence(session, coming.series, coming.occurrence, reason, due_times, now)
    await posts.withdraw(session, subject_of(coming.occurrence), now)


async def hold_after_all(session: AsyncSession, coming: Coming, now: datetime) -> None:
    """Hold a meeting that was off, at the time it had; refuses one that is not off, and a time that has passed.

    Where it was found, as it was to be announced, that nobody would come, it is announced now.
    """
    occurrence = coming.occurrence
    if occurrence.state is not OccurrenceState.SKIPPED:
        raise Refusal("This meeting is on already, so there is nothing to bring back.")
    if occurrence.starts_at <= now:
        raise Refusal("The time of this meeting has passed, so it can’t be held after all.")
    occurrence.state = OccurrenceState.PLANNED
    occurrence.reason = None
    occurrence.closed_at = None
    await settle(session, occurrence, now)
    await replanning.replan(session, coming.series, now, due_times)
    await tell_change(session, coming.held, occurrence, now)
    if START in await schedule.came(session, occurrence.id):
        await announce(session, coming.held, occurrence, now)


async def settle(session: AsyncSession, occurrence: Occurrence, now: datetime) -> None:
    """A person wants this meeting when it is: it does not give way, and nobody is asked about it again."""
    await insert_once(
        session,
        Moment,
        occurrence_id=occurrence.id,
        name=SETTLED,
        due_at=now,
        came_at=now,
        outcome=MomentOutcome.ACTED,
    )


async def span_of(session: AsyncSession, coming: Coming) -> Span:
    """The sprint that a meeting belongs to, by the date of its rule, whatever day it was moved to."""
    cadences = await queries.cadences(session, coming.held.calendar_id)
    return rules.span_now(cadences, coming.occurrence.local_date)


def check_ahead(occurrence: Occurrence, now: datetime) -> None:
    """Refuse to change a meeting that is over, off, or has begun."""
    if occurrence.state is OccurrenceState.SKIPPED:
        raise Refusal("This meeting is off. You can hold it after all: /sprint calendar")
    if occurrence.state is OccurrenceState.CLOSED or occurrence.starts_at <= now:
        raise Refusal("This meeting has begun already, so its time can’t be changed any more.")


async def _check_order(
    session: AsyncSession, coming: Coming, span: Span, starts_at: datetime, now: datetime
) -> None:
    """Retros feed the joint one, so a move keeps the two in order within the sprint."""
    kind, held = coming.held.meeting, coming.held
    if kind not in (Meeting.RETRO, Meeting.DEMO):
        return
    zone = coming.series.zone
    since, until = start_of_day(span.first, zone), start_of_day(span.last + timedelta(days=2), zone)
    team_ids = [held.team_id] if held.team_id is not None else None
    others = await meetings(session, [held.calendar_id], team_ids, since, now, until)
    names = {team.id: team.name for team in await queries.teams_in_step(session, held.calendar_id)}
    for other in others:
        if other.held.meeting is kind or other.held.meeting not in (Meeting.RETRO, Meeting.DEMO):
            continue
        is_of_sprint = span.first <= other.occurrence.local_date <= span.last
        if is_of_sprint and is_on(other.occurrence):
            pair = (starts_at, other.occurrence.starts_at)
            retro, demo = pair if kind is Meeting.RETRO else pair[::-1]
            name = names.get((held.team_id or other.held.team_id) or 0)
            if name is not None:
                rules.check_order(retro, demo, "at", name)


def _day(on: date) -> str:
    return f"{on:%a} {on.day} {on:%b}"
