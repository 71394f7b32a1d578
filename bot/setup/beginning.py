"""Setting a team up: the team, its sprint calendar, all meetings and the sync-up, in one transaction."""

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import setting_up as sync_ups
from bot.rituals.standup.setting_up import Rhythm
from bot.schedule.wall_clock import local_date
from bot.setup.reading import Asked
from bot.slack import posts
from bot.sprints import calendar as sprints
from bot.sprints import queries as calendars
from bot.sprints.models import Meeting, SprintCalendar
from bot.sprints.rules import span_now
from bot.teams import forming
from bot.teams.forming import Terms
from bot.teams.models import Team

MINUTES = 60
"""How long each meeting is at first; `/sprint change` changes it."""


async def begin(session: AsyncSession, me: Person, who: Terms, asked: Asked, now: datetime) -> Team:
    """Make everything the form asked for, or nothing; whoever did it and the lead are told.

    A team in step runs by the calendar it chose, whose joint retro & demo stays as it is.
    """
    team = await _team(session, me, who, asked, now)
    calendar = await _calendar(session, me, asked, now)
    await sprints.join(session, team, calendar, now)
    await _hold_meetings(session, team, calendar, asked, now)
    first = (await calendars.cadences(session, calendar.id))[0].first_day
    sync_up = asked.sync_up
    rhythm = Rhythm(sync_up.days, sync_up.at, sync_up.by_local_time)
    await sync_ups.set_up(session, team, rhythm, now, first=first)
    for person_id in {me.id, team.lead_id}:
        person = await people.person(session, person_id)
        await posts.want(session, "setup.begun", f"team:{team.id}", person, now)
    return team


async def _team(session: AsyncSession, me: Person, who: Terms, asked: Asked, now: datetime) -> Team:
    return await forming.form_team(
        session,
        me,
        who.name,
        who.channel,
        who.lead,
        who.source,
        asked.sprints.zone,
        now,
        members=who.members,
        group_id=who.group_id,
        observers=who.observers,
    )


async def _calendar(session: AsyncSession, me: Person, asked: Asked, now: datetime) -> SprintCalendar:
    if asked.step is not None:
        found = await calendars.calendar(session, me.workspace_id, asked.step)
        if found is None:
            raise FieldRefusal("step", "That calendar is not there any more. Please choose another.")
        return found
    own = asked.sprints
    return await sprints.set_up(session, me, own.zone, own.first_day, own.weeks, own.first_number, now)


async def _hold_meetings(
    session: AsyncSession, team: Team, calendar: SprintCalendar, asked: Asked, now: datetime
) -> None:
    cadences = await calendars.cadences(session, calendar.id)
    number = span_now(cadences, local_date(now, calendar.zone)).number
    meetings = asked.meetings
    own: list[tuple[Meeting, time, int | None]] = [
        (Meeting.PLANNING, meetings.planning_at, None),
        (Meeting.RETRO, meetings.retro_at, 0),
    ]
    if meetings.refinement_days is not None:
        own.append((Meeting.REFINEMENT, meetings.refinement_at, meetings.refinement_days))
    for meeting, at, days in own:
        await sprints.hold(session, calendar, team, meeting, at, MINUTES, days, from_number=number, now=now)
    if calendar.demo_channel is not None and meetings.demo_channel not in (None, calendar.demo_channel):
        raise FieldRefusal(
            "demo_channel", "The teams in step share a joint retro & demo already. Please leave this empty."
        )
    if calendar.demo_channel is None and meetings.demo_channel is not None:
        await sprints.hold(
            session,
            calendar,
            None,
            Meeting.DEMO,
            meetings.demo_at,
            MINUTES,
            0,
            channel=meetings.demo_channel,
            from_number=number,
            now=now,
        )
