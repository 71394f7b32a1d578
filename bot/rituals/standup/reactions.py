"""What a change of somebody's days, zone or place in a team means for its sync-ups."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import calendars
from bot.people.directory import Change
from bot.people.models import Person
from bot.rituals.standup import asking, queries, setting_up
from bot.rituals.standup.asking import occurrence_subject
from bot.rituals.standup.changed import say_in_new_channel, team_changed
from bot.rituals.standup.days import Day, calendars_around, day_in
from bot.rituals.standup.models import Part, PartState
from bot.schedule import queries as schedule
from bot.schedule.wall_clock import local_date
from bot.slack import posts
from bot.slack.content import home_subject
from bot.teams import queries as teams
from bot.teams.models import Team


async def person_changed(session: AsyncSession, person: Person, change: Change, now: datetime) -> None:
    """Somebody moved, left, came back, is away or is called otherwise: the open days are looked at anew."""
    await _replanned(session, person, now)
    for day, part in await _open_days(session, person):
        if change.zone_changed:
            await asking.ask_at_another_time(session, day, part, person, now)
        await _look_again(session, day, part, person, now)


async def days_changed(session: AsyncSession, person: Person, now: datetime) -> None:
    """The person's working days, holidays or absences have changed: the open days are looked at anew.

    Who is back before their time is asked. Who was asked and is away after all is told so in place, and is asked
    as before once they take that back.
    """
    await _replanned(session, person, now)
    for day, part in await _open_days(session, person):
        await _away_or_not(session, day, part, person, now)
        await _look_again(session, day, part, person, now)
    await posts.refresh(session, home_subject(person.id), now)


async def roster_changed(session: AsyncSession, team: Team, now: datetime) -> None:
    """People joined or left, or the team has ended: who joins is asked from the next day on, who left no more."""
    if team.ended_at is not None:
        await setting_up.end(session, team, now)
        return
    for sync_up, series in await queries.of_teams(session, [team.id]):
        await schedule.touch_series(session, [series.id], now)
        staying = {person.id for person in await teams.roster(session, team.id)}
        for occurrence in await schedule.unfinished_occurrences(session, sync_up.series_id):
            silent = await queries.unanswered(session, occurrence.id)
            gone = [person.slack_id for person in silent if person.id not in staying]
            await posts.refresh(session, occurrence_subject(occurrence.id), now, address=gone)
            await say_in_new_channel(session, await day_in(session, sync_up, occurrence), now)
    await team_changed(session, team.id, now)


async def _replanned(session: AsyncSession, person: Person, now: datetime) -> None:
    mine = await teams.teams_of(session, person.id)
    live = await queries.of_teams(session, [team.id for team in mine])
    await schedule.touch_series(session, [series.id for _, series in live], now)


async def _open_days(session: AsyncSession, person: Person) -> list[tuple[Day, Part]]:
    found = await queries.open_parts(session, person.id)
    return [(await day_in(session, sync_up, occurrence), part) for sync_up, occurrence, part in found]


async def _away_or_not(session: AsyncSession, day: Day, part: Part, person: Person, now: datetime) -> None:
    at = day.looked_at(person, now)
    if part.asked_at is None or at is None or part.state not in (PartState.EXPECTED, PartState.AWAY):
        return
    calendar = (await calendars_around(session, day, [person]))[person.id]
    reason = calendar.why_not(local_date(at, person.zone))
    if reason is not None:
        await queries.mark_away(session, [part.id], reason)
    elif part.reason != calendars.BY_STATUS:
        await queries.mark_expected(session, part.id)
    await session.refresh(part)


async def _look_again(session: AsyncSession, day: Day, part: Part, person: Person, now: datetime) -> None:
    await _back(session, day, part, person, now)
    await asking.ask(session, day, now, only=person.id)
    await posts.refresh(session, occurrence_subject(day.occurrence.id), now, view="standup.day")
    await posts.refresh(session, occurrence_subject(day.occurrence.id), now, address=person.slack_id)


async def _back(session: AsyncSession, day: Day, part: Part, person: Person, now: datetime) -> None:
    """Whoever is not away after all is expected again, as long as their own time has not come."""
    instant = day.prompt_instant(person)
    if part.state is not PartState.AWAY or instant is None or instant <= now:
        return
    found = await calendars_around(session, day, [person])
    if calendars.is_away(person, found[person.id], instant) is None:
        part.state, part.reason, part.asked_at = PartState.EXPECTED, None, None
        await session.flush()
