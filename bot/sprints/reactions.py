"""What a change of a person or of a team means for the meetings of sprints."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.directory import Change
from bot.people.models import Person
from bot.schedule import queries as schedule
from bot.schedule import replanning
from bot.schedule.models import Series, SeriesState
from bot.slack import posts
from bot.slack.content import HOME, home_subject
from bot.sprints import queries
from bot.sprints.changed import subject_of
from bot.sprints.schedule import LOOK_AHEAD, due_times
from bot.teams import queries as teams
from bot.teams.models import Team

ENDED = "the team has ended"


async def person_changed(session: AsyncSession, person: Person, change: Change, now: datetime) -> None:
    """Somebody came, left or lives elsewhere: it is looked anew whether meetings that lie ahead have people."""
    if change.was_deactivated or change.was_reactivated or change.zone_changed:
        await days_changed(session, person, now)


async def days_changed(session: AsyncSession, person: Person, now: datetime) -> None:
    """The person's zone, working days, holidays or absences have changed: the same, and their Home tab."""
    await posts.refresh(session, home_subject(person.id), now, view=HOME)
    await _look_again(session, [team.id for team in await teams.teams_of(session, person.id)], now)


async def team_changed(session: AsyncSession, team: Team, now: datetime) -> None:
    """A team's roster, lead or channel has changed, or it has ended: its meetings follow."""
    if team.ended_at is not None:
        await _end_meetings(session, team, now)
    else:
        await _look_again(session, [team.id], now)


async def _look_again(session: AsyncSession, team_ids: list[int], now: datetime) -> None:
    """Have the look ahead come once more for what has been looked at and lies ahead; nobody is asked twice."""
    if not team_ids:
        return
    seen = await queries.unsettled(session, team_ids, LOOK_AHEAD, now)
    for occurrence in seen:
        await schedule.forget_moments(session, occurrence.id, [LOOK_AHEAD])
        await posts.refresh(session, subject_of(occurrence), now)
    await schedule.touch_series(session, [occurrence.series_id for occurrence in seen], now)


async def _end_meetings(session: AsyncSession, team: Team, now: datetime) -> None:
    calendar = await queries.calendar_of_team(session, team.id)
    own = [series for _, series in await queries.live_of_team(session, team.id)]
    if calendar is not None and not await queries.teams_in_step(session, calendar.id):
        joint = await queries.held(session, [calendar.id], [])
        own += [series for _, series in joint if series.state is not SeriesState.ENDED]
    await _end(session, own, now)


async def _end(session: AsyncSession, ending: Iterable[Series], now: datetime) -> None:
    for series in ending:
        await replanning.hold(session, series)
        ahead = await schedule.unfinished_occurrences(session, series.id)
        await replanning.end_series(session, series, ENDED, due_times, now)
        for occurrence in ahead:
            await posts.withdraw(session, subject_of(occurrence), now)
