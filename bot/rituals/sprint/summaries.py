"""Where teams are in their sprints, in a number of statements that does not grow with the teams."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people.models import Person
from bot.rituals.sprint import rules
from bot.rituals.sprint.around import NextOfTeams
from bot.rituals.sprint.views.models import AwayShown, GoalShown, NextUp, TeamSprint
from bot.schedule.wall_clock import local_date
from bot.sprints import queries
from bot.sprints.coming import Coming, is_on, meetings
from bot.sprints.crowd import Crowd, crowd
from bot.sprints.models import Cadence, Goal, SprintCalendar
from bot.sprints.rules import Span, day_of, span_now
from bot.sprints.views import NAMES
from bot.teams import queries as teams
from bot.teams.models import Team

NEXT = 3
AHEAD = timedelta(days=70)
"""Two sprints of the longest kind: the next three meetings of any calendar lie in them."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Read:
    """What was read of all teams at once."""

    calendars: Mapping[int, SprintCalendar]
    spans: Mapping[int, Span]
    goals: Mapping[tuple[int, int], Sequence[Goal]]
    coming: Sequence[Coming]
    rosters: Mapping[int, Sequence[Person]]
    crowd: Crowd
    sync_ups: Mapping[int, datetime]


async def team_sprints(
    session: AsyncSession, me: Person, own: Sequence[Team], next_sync_ups: NextOfTeams, now: datetime
) -> tuple[TeamSprint, ...]:
    """These teams as `/sprint` shows them to this person, in their order."""
    read = await _read(session, me, own, next_sync_ups, now)
    return tuple(_team_sprint(team, me, read, now) for team in own)


def goals_shown(goals: Iterable[Goal]) -> tuple[GoalShown, ...]:
    """Goals as they are shown."""
    return tuple(
        GoalShown(goal.id, goal.text, goal.place, goal.verdict.value if goal.verdict else None) for goal in goals
    )


def next_up(coming: Coming) -> NextUp:
    """A meeting as one of what comes next."""
    occurrence = coming.occurrence
    on = local_date(occurrence.starts_at, coming.series.zone)
    was_on = None if on == occurrence.local_date else occurrence.local_date
    return NextUp(NAMES[coming.held.meeting], occurrence.starts_at, was_on)


async def _read(
    session: AsyncSession, me: Person, own: Sequence[Team], next_sync_ups: NextOfTeams, now: datetime
) -> _Read:
    ids = [team.id for team in own]
    of_teams = await queries.calendars_of_teams(session, ids)
    spans = _spans(own, of_teams, await queries.cadences_of(session, _ids(of_teams)), now)
    rosters = await teams.rosters(session, ids)
    since = min([now.date(), *(span.first for span in spans.values())]) - _DAY
    everybody = [person for roster in rosters.values() for person in roster]
    return _Read(
        calendars=of_teams,
        spans=spans,
        goals=await queries.goals_of(session, [(team_id, span.number) for team_id, span in spans.items()]),
        coming=await meetings(session, _ids(of_teams), ids, now, now, now + AHEAD),
        rosters=rosters,
        crowd=await crowd(session, everybody, since),
        sync_ups=await next_sync_ups(session, ids, me.zone, now),
    )


def _ids(of_teams: Mapping[int, SprintCalendar]) -> Collection[int]:
    return {calendar.id for calendar in of_teams.values()}


def _spans(
    own: Sequence[Team],
    of_teams: Mapping[int, SprintCalendar],
    cadences: Mapping[int, Sequence[Cadence]],
    now: datetime,
) -> dict[int, Span]:
    return {
        team.id: span_now(cadences[of_teams[team.id].id], local_date(now, team.zone))
        for team in own
        if team.id in of_teams
    }


def _team_sprint(team: Team, me: Person, read: _Read, now: datetime) -> TeamSprint:
    today = local_date(now, team.zone)
    roster = read.rosters.get(team.id, ())
    own = Crowd(roster, read.crowd.calendars)
    span = read.spans.get(team.id)
    away = {person.id: found for person in roster if (found := _away(person, own, now)) is not None}
    soon = [_soon(person, own, now) for person in roster if person.id not in away]
    return TeamSprint(
        team=team.id,
        name=team.name,
        zone=me.zone,
        today=today,
        span=span,
        day=day_of(span, today, own.is_working) if span else None,
        may_set_goals=any(person.id == me.id for person in roster),
        goals=goals_shown(read.goals.get((team.id, span.number), ())) if span else (),
        next=_next(team, read),
        away=tuple(away.values()),
        away_soon=tuple(sorted(filter(None, soon), key=lambda one: one.first)),
    )


def _next(team: Team, read: _Read) -> tuple[NextUp, ...]:
    calendar = read.calendars.get(team.id)
    coming = [one for one in read.coming if calendar and one.is_of(team.id, calendar.id) and is_on(one.occurrence)]
    found = [next_up(one) for one in coming[:NEXT]]
    if team.id in read.sync_ups:
        found.append(NextUp("Sync-up", read.sync_ups[team.id]))
    return tuple(sorted(found, key=lambda one: one.starts_at))


def _away(person: Person, own: Crowd, now: datetime) -> AwayShown | None:
    calendar = own.calendars[person.id]
    today = local_date(now, person.zone)
    why = calendars.is_away(person, calendar, now)
    if why == calendars.BY_STATUS:
        return AwayShown(person.name, False, today, _status_until(person))
    found = rules.absent_from(today, calendar.why_not)
    return None if found is None else AwayShown(person.name, found.is_holiday, found.first, found.last)


def _status_until(person: Person) -> date | None:
    """The last day of a status; one that ends as a day begins does not reach into it."""
    if person.status_until is None:
        return None
    return local_date(person.status_until - timedelta(seconds=1), person.zone)


def _soon(person: Person, own: Crowd, now: datetime) -> AwayShown | None:
    found = rules.absent_soon(local_date(now, person.zone), own.calendars[person.id].why_not)
    return None if found is None else AwayShown(person.name, found.is_holiday, found.first, found.last)
