"""Statements about sprint calendars, goals and the series of meetings."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import delete, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule.models import Moment, Occurrence, OccurrenceState, Series, SeriesState
from bot.sprints.models import Cadence, CalendarTeam, Goal, Meeting, MeetingSeries, Sprint, SprintCalendar
from bot.teams.models import Team

Held = tuple[MeetingSeries, Series]
"""A meeting's terms, and the series that holds it by them."""


async def calendar(session: AsyncSession, workspace_id: int, calendar_id: int) -> SprintCalendar | None:
    """The calendar with this id, if it is one of this workspace."""
    return await session.scalar(
        select(SprintCalendar).where(SprintCalendar.id == calendar_id, SprintCalendar.workspace_id == workspace_id)
    )


async def calendars(session: AsyncSession, workspace_id: int) -> Sequence[SprintCalendar]:
    """The calendars of a workspace, oldest first."""
    return (
        await session.scalars(
            select(SprintCalendar).where(SprintCalendar.workspace_id == workspace_id).order_by(SprintCalendar.id)
        )
    ).all()


async def calendar_of_team(session: AsyncSession, team_id: int) -> SprintCalendar | None:
    """The calendar a team runs its sprints by."""
    return (await calendars_of_teams(session, [team_id])).get(team_id)


async def calendars_of_teams(session: AsyncSession, team_ids: Iterable[int]) -> dict[int, SprintCalendar]:
    """The calendars these teams run their sprints by, by team id."""
    found = await session.execute(
        select(CalendarTeam.team_id, SprintCalendar)
        .join(SprintCalendar, SprintCalendar.id == CalendarTeam.calendar_id)
        .where(CalendarTeam.team_id.in_(set(team_ids)))
    )
    return {row[0]: row[1] for row in found}


async def cadences(session: AsyncSession, calendar_id: int) -> Sequence[Cadence]:
    """How long the sprints of a calendar are, in the order of their numbers."""
    return (await cadences_of(session, [calendar_id])).get(calendar_id, [])


async def cadences_of(session: AsyncSession, calendar_ids: Iterable[int]) -> dict[int, list[Cadence]]:
    """The same for several calendars, by calendar id."""
    found: dict[int, list[Cadence]] = {}
    statement = select(Cadence).where(Cadence.calendar_id.in_(set(calendar_ids))).order_by(Cadence.from_number)
    for cadence in await session.scalars(statement):
        found.setdefault(cadence.calendar_id, []).append(cadence)
    return found


async def drop_cadences(session: AsyncSession, calendar_id: int, from_number: int) -> None:
    """Forget what was to change from a sprint on."""
    await session.execute(
        delete(Cadence).where(Cadence.calendar_id == calendar_id, Cadence.from_number >= from_number)
    )


async def teams_in_step(session: AsyncSession, calendar_id: int) -> Sequence[Team]:
    """The live teams that run their sprints by a calendar, by name."""
    return (await teams_of_calendars(session, [calendar_id])).get(calendar_id, [])


async def teams_of_calendars(session: AsyncSession, calendar_ids: Iterable[int]) -> dict[int, list[Team]]:
    """The same for several calendars, by calendar id."""
    found: dict[int, list[Team]] = {}
    rows = await session.execute(
        select(CalendarTeam.calendar_id, Team)
        .join(Team, Team.id == CalendarTeam.team_id)
        .where(CalendarTeam.calendar_id.in_(set(calendar_ids)), Team.ended_at.is_(None))
        .order_by(Team.name, Team.id)
    )
    for calendar_id, team in rows:
        found.setdefault(calendar_id, []).append(team)
    return found


async def sprint(session: AsyncSession, calendar_id: int, number: int) -> Sprint | None:
    """The row of a sprint; None as long as nothing was said about it. Kept from others until the end."""
    return await session.scalar(
        select(Sprint).where(Sprint.calendar_id == calendar_id, Sprint.number == number).with_for_update()
    )


async def goals(session: AsyncSession, team_id: int, number: int) -> Sequence[Goal]:
    """A team's goals in the sprint with this number, by place."""
    return (await goals_of(session, [(team_id, number)])).get((team_id, number), [])


async def goals_of(session: AsyncSession, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], list[Goal]]:
    """The goals of several teams, each in the sprint with a number, by (team id, number)."""
    found: dict[tuple[int, int], list[Goal]] = {}
    rows = await session.execute(
        select(Goal, Sprint.number)
        .join(Sprint, Sprint.id == Goal.sprint_id)
        .where(tuple_(Goal.team_id, Sprint.number).in_(list(wanted)))
        .order_by(Goal.place, Goal.id)
    )
    for goal, number in rows:
        found.setdefault((goal.team_id, number), []).append(goal)
    return found


async def goal(session: AsyncSession, goal_id: int) -> Goal | None:
    """The goal with this id."""
    return await session.scalar(select(Goal).where(Goal.id == goal_id))


async def meeting(session: AsyncSession, series_id: int) -> MeetingSeries | None:
    """What meeting a series holds."""
    return await session.scalar(select(MeetingSeries).where(MeetingSeries.series_id == series_id))


async def meetings_by_series(session: AsyncSession, series_ids: Iterable[int]) -> Sequence[MeetingSeries]:
    """What meetings these series hold."""
    return (await session.scalars(select(MeetingSeries).where(MeetingSeries.series_id.in_(set(series_ids))))).all()


async def held(
    session: AsyncSession, calendar_ids: Iterable[int], team_ids: Iterable[int] | None = None
) -> list[Held]:
    """The meetings of these calendars: of all teams in step or of these alone, and the joint ones in any case.

    Those that are over come too, since what they held is still shown; those that never were to come do not.
    """
    statement = (
        select(MeetingSeries, Series)
        .join(Series, Series.id == MeetingSeries.series_id)
        .where(MeetingSeries.calendar_id.in_(set(calendar_ids)))
        .where(or_(Series.last_date.is_(None), Series.last_date >= Series.first_date))
        .order_by(MeetingSeries.from_number, MeetingSeries.series_id)
        .execution_options(populate_existing=True)
    )
    if team_ids is not None:
        statement = statement.where(or_(MeetingSeries.team_id.is_(None), MeetingSeries.team_id.in_(set(team_ids))))
    return [(one, series) for one, series in await session.execute(statement)]


async def live_of_team(session: AsyncSession, team_id: int) -> list[Held]:
    """A team's own meetings that have not ended, in the order of their sprints."""
    rows = await session.execute(
        select(MeetingSeries, Series)
        .join(Series, Series.id == MeetingSeries.series_id)
        .where(MeetingSeries.team_id == team_id, Series.state != SeriesState.ENDED)
        .order_by(MeetingSeries.from_number, MeetingSeries.series_id)
    )
    return [(one, series) for one, series in rows]


async def has_begun(
    session: AsyncSession,
    calendar_id: int,
    team_id: int | None,
    kind: Meeting,
    first: date,
    last: date,
    now: datetime,
) -> bool:
    """Whether this meeting's time has come on one of these days, by the dates of its rule."""
    of_team = MeetingSeries.team_id.is_(None) if team_id is None else MeetingSeries.team_id == team_id
    found = (
        select(Occurrence.id)
        .join(Series, Series.id == Occurrence.series_id)
        .join(MeetingSeries, MeetingSeries.series_id == Series.id)
        .where(MeetingSeries.calendar_id == calendar_id, of_team, MeetingSeries.meeting == kind)
        .where(Occurrence.local_date >= first, Occurrence.local_date <= last, Occurrence.starts_at <= now)
        .where(or_(Series.last_date.is_(None), Occurrence.local_date <= Series.last_date))
    )
    return bool(await session.scalar(select(exists(found))))


async def occurrence_on(session: AsyncSession, series_id: int, day: date) -> Occurrence | None:
    """The occurrence that the rule gave this date."""
    return await session.scalar(
        select(Occurrence).where(Occurrence.series_id == series_id, Occurrence.local_date == day)
    )


async def unsettled(
    session: AsyncSession, team_ids: Iterable[int], name: str, now: datetime
) -> Sequence[Occurrence]:
    """Occurrences of the meetings of these teams, the joint ones too, ahead, of which this moment came."""
    teams = set(team_ids)
    calendars_ = select(CalendarTeam.calendar_id).where(CalendarTeam.team_id.in_(teams))
    joint = MeetingSeries.team_id.is_(None) & MeetingSeries.calendar_id.in_(calendars_)
    return (
        await session.scalars(
            select(Occurrence)
            .join(MeetingSeries, MeetingSeries.series_id == Occurrence.series_id)
            .join(Moment, Moment.occurrence_id == Occurrence.id)
            .where(or_(MeetingSeries.team_id.in_(teams), joint))
            .where(Occurrence.state == OccurrenceState.PLANNED, Occurrence.starts_at > now, Moment.name == name)
        )
    ).all()
