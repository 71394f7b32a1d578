"""Five days before a meeting: does anybody work that day, and if not, on which other day of the sprint?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people import queries as people
from bot.people.models import Person
from bot.schedule import queries as schedule
from bot.schedule.moments import Turn
from bot.schedule.wall_clock import instant_of, local_date
from bot.slack import posts
from bot.slack.models import PostState
from bot.sprints import moving, queries, rules
from bot.sprints.changed import subject_of
from bot.sprints.coming import Coming
from bot.sprints.crowd import Crowd, crowd_of, teams_of
from bot.sprints.rules import Span

MORNING, EVENING = time(9, 0), time(18, 0)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Outlook:
    """How many people a meeting is for, how many of them are off that day, and the nearest day that is better."""

    span: Span
    people: int
    off: int
    other: tuple[date, datetime] | None

    @property
    def is_empty(self) -> bool:
        """Whether nobody it is for works that day."""
        return self.people > 0 and self.off == self.people

    @property
    def is_thin(self) -> bool:
        """Whether half of them or more are off."""
        return rules.is_half(self.off, self.people)


async def look_ahead(turn: Turn) -> None:
    """A meeting on a day that nobody works gives way; where half or more are off, the lead is asked once.

    Nothing happens once a person has chosen the day.
    """
    coming = await coming_of(turn)
    if moving.SETTLED in await schedule.came(turn.session, turn.occurrence.id):
        return
    seen = await outlook(turn.session, coming, turn.now)
    if seen.is_empty:
        if seen.other is not None:
            await moving.give_way(turn.session, coming, seen.other[1], turn.now)
    elif seen.is_thin:
        await _ask_leads(turn, coming)


async def coming_of(turn: Turn) -> Coming:
    """The meeting whose moment has come."""
    held = await queries.meeting(turn.session, turn.series.id)
    if held is None:
        raise LookupError(f"series {turn.series.id} holds no meeting")
    return Coming(held, turn.series, turn.occurrence)


async def outlook(session: AsyncSession, coming: Coming, now: datetime) -> Outlook:
    """Who will be there by what is known now."""
    span = await moving.span_of(session, coming)
    crowd = await crowd_of(session, coming.held, span.first - _DAY)
    off = crowd.off_at(coming.occurrence.starts_at)
    better = _works if off == len(crowd.people) else _most_work
    other = _other_day(coming, span, now, lambda instant: better(crowd, instant))
    return Outlook(span, len(crowd.people), off, other)


def _other_day(
    coming: Coming, span: Span, now: datetime, is_better: Callable[[datetime], bool]
) -> tuple[date, datetime] | None:
    series = coming.series
    today = local_date(coming.occurrence.starts_at, series.zone)
    for day in rules.other_days(coming.held.meeting, span, today):
        starts_at = instant_of(day, series.at, series.zone)
        if starts_at is not None and starts_at > now and is_better(starts_at):
            return day, starts_at
    return None


def _works(crowd: Crowd, instant: datetime) -> bool:
    return crowd.works_at(instant)


def _most_work(crowd: Crowd, instant: datetime) -> bool:
    return not rules.is_half(crowd.off_at(instant), len(crowd.people))


async def _ask_leads(turn: Turn, coming: Coming) -> None:
    own = (await teams_of(turn.session, [coming.held]))[coming.held.series_id]
    leads = await people.persons(turn.session, {team.lead_id for team in own})
    for lead in sorted((one for one in leads.values() if one.is_member), key=lambda one: one.id):
        await _ask(turn, lead)


async def _ask(turn: Turn, lead: Person) -> None:
    """Ask in the lead's next working hours; one who has none before the meeting is not asked."""
    subject, starts_at = subject_of(turn.occurrence), turn.occurrence.starts_at
    calendar = await calendars.calendar_of(turn.session, lead, local_date(turn.now, lead.zone) - _DAY)
    at = next_working_hour(turn.now, lead, calendar.is_working)
    if at is None or at >= starts_at:
        await posts.unsaid(turn.session, "sprint.half_away", subject, lead, turn.now, PostState.AWAY)
        return
    await posts.want(turn.session, "sprint.half_away", subject, lead, turn.now, starts_at, at=at, gathers=True)


def next_working_hour(now: datetime, person: Person, is_working: Callable[[date], bool]) -> datetime | None:
    """`now` if the person works then (9:00 to 18:00 where they are), else the next 9:00 of a working day."""
    local = now.astimezone(person.zone)
    if is_working(local.date()) and MORNING <= local.time() < EVENING:
        return now
    for day in (local.date() + n * _DAY for n in range(8)):
        opening = instant_of(day, MORNING, person.zone)
        if opening is not None and opening > now and is_working(day):
            return opening
    return None
