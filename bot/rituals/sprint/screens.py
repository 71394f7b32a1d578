"""The windows and forms of sprints, filled from the database as the person who opens them may see it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.sprint.access import Sprints
from bot.rituals.sprint.around import NextOfTeams
from bot.rituals.sprint.summaries import goals_shown, next_up, team_sprints
from bot.rituals.sprint.views import calendar as calendars
from bot.rituals.sprint.views import forms
from bot.rituals.sprint.views import overview as overviews
from bot.rituals.sprint.views.models import CalendarPage, GoalsForm, MeetingRow, Overview
from bot.schedule.models import OccurrenceState
from bot.schedule.wall_clock import start_of_day
from bot.slack.answers import View
from bot.sprints import moving, queries
from bot.sprints.coming import Coming, meetings
from bot.sprints.crowd import Crowd, crowd
from bot.sprints.posts import key_of, one_meeting
from bot.sprints.rules import Span, span_number, verdicts_are_open
from bot.teams import access
from bot.teams import queries as teams

SPRINTS_A_PAGE = 3
MOST_AHEAD = 12
"""How many sprints ahead the calendar can be turned to: a quarter of the shortest."""
_DAY = timedelta(days=1)


async def overview(
    session: AsyncSession, me: Person, next_sync_ups: NextOfTeams, now: datetime, page: int = 0
) -> View:
    """My teams' sprints, a page of them."""
    mine = await teams.teams_of(session, me.id)
    size = overviews.TEAMS_A_PAGE
    pages = max(1, -(-len(mine) // size))
    page = min(max(page, 0), pages - 1)
    shown = await team_sprints(session, me, mine[page * size : (page + 1) * size], next_sync_ups, now)
    return overviews.overview(Overview(shown, page, pages))


async def calendar(
    session: AsyncSession, me: Person, sprints: Sprints, now: datetime, first: int | None = None
) -> View:
    """Three sprints of a team's calendar from a number on; the current one when none is given."""
    lowest, highest = sprints.cadences[0].from_number, sprints.span.number + MOST_AHEAD
    number = min(max(sprints.span.number if first is None else first, lowest), highest)
    spans = [span_number(sprints.cadences, number + more) for more in range(SPRINTS_A_PAGE)]
    may_change = access.leads(me, sprints.team)
    rows = await _rows(session, sprints, spans, may_change, now)
    return calendars.calendar(
        CalendarPage(
            team=sprints.team.id,
            name=sprints.team.name,
            zone=me.zone,
            sprints=tuple((span, tuple(row for number, row in rows if number == span.number)) for span in spans),
            may_change=may_change,
            earlier=max(lowest, number - SPRINTS_A_PAGE) if number > lowest else None,
            later=number + SPRINTS_A_PAGE if number < highest else None,
        )
    )


async def goals_form(session: AsyncSession, sprints: Sprints, typed: str = "") -> View:
    """The goals of the current sprint, and those of the last one as long as somebody has not judged them."""
    span, team = sprints.span, sprints.team
    found = await queries.goals_of(session, [(team.id, span.number), (team.id, span.number - 1)])
    before = goals_shown(found.get((team.id, span.number - 1), ()))
    return forms.goals_form(
        GoalsForm(
            team=team.id,
            name=team.name,
            span=span,
            goals=goals_shown(found.get((team.id, span.number), ())),
            judges=verdicts_are_open(span, sprints.today),
            before=before if any(goal.verdict is None for goal in before) else (),
            typed=typed,
        )
    )


async def move_form(session: AsyncSession, coming: Coming, now: datetime) -> View:
    """One meeting at another time; refuses what has begun or is off."""
    moving.check_ahead(coming.occurrence, now)
    local = coming.occurrence.starts_at.astimezone(coming.series.zone)
    return forms.move_form(await one_meeting(session, coming, now), local.date(), local.time())


async def _rows(
    session: AsyncSession, sprints: Sprints, spans: Sequence[Span], may_change: bool, now: datetime
) -> list[tuple[int, MeetingRow]]:
    team, calendar_id = sprints.team, sprints.calendar.id
    since = start_of_day(spans[0].first - _DAY, team.zone)
    until = start_of_day(spans[-1].last + 2 * _DAY, team.zone)
    found = await meetings(session, [calendar_id], [team.id], since, now, until)
    rosters = await teams.rosters(session, [one.id for one in await queries.teams_in_step(session, calendar_id)])
    everybody = [person for roster in rosters.values() for person in roster]
    all_in_step = await crowd(session, everybody, spans[0].first - _DAY)
    own = Crowd(rosters.get(team.id, []), all_in_step.calendars)
    rows = []
    for coming in found:
        day = coming.occurrence.local_date
        number = next((span.number for span in spans if span.first <= day <= span.last), None)
        people = all_in_step if coming.held.team_id is None else own
        if number is not None:
            rows.append((number, _row(coming, people, may_change, now)))
    return rows


def _row(coming: Coming, people: Crowd, may_change: bool, now: datetime) -> MeetingRow:
    occurrence = coming.occurrence
    shown = next_up(coming)
    is_over = occurrence.state is OccurrenceState.CLOSED or occurrence.ends_at <= now
    return MeetingRow(
        key=key_of(coming),
        title=shown.title,
        starts_at=shown.starts_at,
        was_on=shown.was_on,
        is_off=occurrence.state is OccurrenceState.SKIPPED,
        is_over=is_over,
        reason=occurrence.reason,
        off=people.off_at(occurrence.starts_at),
        people=len(people.people),
        may_change=may_change and occurrence.starts_at > now,
    )
