"""A team's calendar is changed from a sprint on: what the form shows, and what it does when sent."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal
from bot.rituals.sprint.access import Sprints
from bot.rituals.sprint.views.models import ChangeForm
from bot.sprints import calendar as calendars
from bot.sprints import queries, rules
from bot.sprints.laying import Terms, in_effect
from bot.sprints.models import Meeting, SprintCalendar
from bot.sprints.rules import Span, span_number

CHOICES = 6
MINUTES = 60
"""How long a meeting lasts that was not held before."""


@dataclass(frozen=True)
class Wanted:
    """What the form says; a time that is None: the meeting is not held."""

    from_number: int
    weeks: int
    weekday: int
    times: dict[Meeting, time | None]
    refinement_days: int | None
    demo_channel: str | None


async def change_form(session: AsyncSession, sprints: Sprints) -> ChangeForm:
    """The calendar as it is from the next sprint on; the current one can be chosen too."""
    first = sprints.span
    spans = [span_number(sprints.cadences, first.number + more) for more in range(CHOICES)]
    chosen = spans[0] if first.first > sprints.today else spans[1]
    terms = await _terms(session, sprints, chosen)
    refinement = terms.get(Meeting.REFINEMENT)
    others = await queries.teams_in_step(session, sprints.calendar.id)
    return ChangeForm(
        team=sprints.team.id,
        name=sprints.team.name,
        zone=sprints.team.zone,
        sprints=tuple(spans),
        chosen=chosen.number,
        weeks=_weeks(sprints, chosen.number),
        weekday=chosen.first.weekday(),
        planning_at=_at(terms, Meeting.PLANNING),
        refinement_at=_at(terms, Meeting.REFINEMENT),
        refinement_days=refinement.days_before_end if refinement else None,
        retro_at=_at(terms, Meeting.RETRO),
        demo_at=_at(terms, Meeting.DEMO),
        demo_channel=sprints.calendar.demo_channel,
        others=tuple(team.name for team in others if team.id != sprints.team.id),
    )


async def change(session: AsyncSession, sprints: Sprints, wanted: Wanted, now: datetime) -> Span:
    """Change length, first day and meetings as wanted, as far as they differ; the first sprint it holds for.

    What a change of length moves comes along by itself. Refuses what reaches into the past, and a team retro
    that does not come before the joint one.
    """
    calendar, number = sprints.calendar, wanted.from_number
    await calendars.lock(session, calendar)
    cadences = await queries.cadences(session, calendar.id)
    span = span_number(cadences, number)
    rules.check_not_over(span, sprints.today)
    today = sprints.today if span.first > sprints.today else span.first
    first_day = rules.on_weekday(span.first, wanted.weekday, today)
    if span.first <= sprints.today and wanted.weekday == span.first.weekday():
        first_day = span.first
    if first_day != span.first or wanted.weeks != _weeks(sprints, number):
        await calendars.change_cadence(session, calendar, number, first_day, wanted.weeks, now)
    await _change_meetings(session, sprints, wanted, now)
    await calendars.check_order(session, calendar, number, "retro_at")
    return span_number(await queries.cadences(session, calendar.id), number)


async def _change_meetings(session: AsyncSession, sprints: Sprints, wanted: Wanted, now: datetime) -> None:
    calendar = sprints.calendar
    span = span_number(await queries.cadences(session, calendar.id), wanted.from_number)
    before = await _terms(session, sprints, span)
    if wanted.times.get(Meeting.DEMO) is not None:
        calendar.demo_channel = wanted.demo_channel or calendar.demo_channel
        _check_channel(calendar)
    for meeting in Meeting:
        old, new = before.get(meeting), _wanted_terms(sprints, wanted, meeting, before.get(meeting))
        if new is not None and new != old:
            await calendars.hold_so(session, calendar, new, span.number, now)
        elif new is None and old is not None:
            await calendars.stop(session, calendar, old.team_id, meeting, span.number, now)


def _wanted_terms(sprints: Sprints, wanted: Wanted, meeting: Meeting, old: Terms | None) -> Terms | None:
    at = wanted.times.get(meeting)
    if at is None:
        return None
    is_joint = meeting is Meeting.DEMO
    days = None if meeting is Meeting.PLANNING else 0
    if old is not None:
        days = old.days_before_end
    return Terms(
        meeting=meeting,
        team_id=None if is_joint else sprints.team.id,
        zone=sprints.calendar.zone if is_joint else sprints.team.zone,
        at=at,
        minutes=old.minutes if old else MINUTES,
        days_before_end=wanted.refinement_days if meeting is Meeting.REFINEMENT else days,
    )


async def _terms(session: AsyncSession, sprints: Sprints, span: Span) -> dict[Meeting, Terms]:
    held = await queries.held(session, [sprints.calendar.id], [sprints.team.id])
    found: dict[Meeting, Terms] = {}
    for meeting in Meeting:
        terms = in_effect([one for one in held if one[0].meeting is meeting], span)
        if terms is not None:
            found[meeting] = terms
    return found


def _at(terms: dict[Meeting, Terms], meeting: Meeting) -> time | None:
    return terms[meeting].at if meeting in terms else None


def _weeks(sprints: Sprints, number: int) -> int:
    return next(one.weeks for one in reversed(sprints.cadences) if one.from_number <= number)


def _check_channel(calendar: SprintCalendar) -> None:
    if calendar.demo_channel is None:
        raise FieldRefusal("demo_channel", "Please choose the channel of the joint retro & demo.")
