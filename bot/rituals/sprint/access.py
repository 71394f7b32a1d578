"""What of a team's sprints this person may see and change: every id from Slack is looked up here first."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people.models import Person
from bot.schedule.wall_clock import local_date
from bot.slack.requests import number
from bot.sprints import moving, queries
from bot.sprints.coming import Coming
from bot.sprints.models import Cadence, MeetingSeries, SprintCalendar
from bot.sprints.rules import Span, span_now
from bot.teams import access as team_access
from bot.teams import queries as teams
from bot.teams.models import Team


@dataclass(frozen=True)
class Sprints:
    """A team with its calendar, on the date it is where the team is."""

    team: Team
    calendar: SprintCalendar
    cadences: tuple[Cadence, ...]
    today: date

    @property
    def span(self) -> Span:
        """The sprint it is in, or its first one while that has not begun."""
        return span_now(self.cadences, self.today)


async def sprints_of(session: AsyncSession, team: Team, now: datetime) -> Sprints:
    """The calendar of a team that was looked up before; refuses one that has none."""
    calendar = await queries.calendar_of_team(session, team.id)
    cadences = await queries.cadences(session, calendar.id) if calendar else ()
    if calendar is None or not cadences:
        raise Refusal(f"{team.name} has no sprint calendar yet. Set one up with: /sprint setup")
    return Sprints(team, calendar, tuple(cadences), local_date(now, team.zone))


async def led_meeting(session: AsyncSession, me: Person, key: str, now: datetime) -> Coming:
    """The meeting with this key, for who may move it; nobody else changes it until the transaction ends.

    A team's own is its lead's; the joint one is that of every lead in step. Admins of the workspace may too.
    """
    series_id, _, day = key.partition(":")
    held = await queries.meeting(session, number(series_id))
    if held is None:
        raise Refusal(team_access.NOT_YOURS)
    await _check_led(session, me, held)
    return await moving.occurrence_on(session, held, _date(day), now)


async def led_occurrence(session: AsyncSession, me: Person, key: str, now: datetime) -> tuple[Coming, date]:
    """The same, of a key that a day is added to."""
    rest, _, day = key.rpartition(":")
    return await led_meeting(session, me, rest, now), _date(day)


async def _check_led(session: AsyncSession, me: Person, held: MeetingSeries) -> None:
    if held.team_id is not None:
        await team_access.led_team(session, me, held.team_id)
        return
    calendar = await queries.calendar(session, me.workspace_id, held.calendar_id)
    in_step = await queries.teams_in_step(session, held.calendar_id) if calendar else []
    if any(team_access.leads(me, team) for team in in_step):
        return
    mine = {team.id for team in await teams.teams_of(session, me.id)}
    if mine.isdisjoint(team.id for team in in_step):
        raise Refusal(team_access.NOT_YOURS)
    raise Refusal("Only the leads of the teams in step, or an admin, can change this meeting. Please ask them.")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(moving.NOT_THERE) from None
