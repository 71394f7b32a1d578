"""Statements about sync-ups, who takes part in a day of one, and the mood that it shows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.standup.models import MoodShown, Part, PartState, SyncUp
from bot.schedule.models import Moment, Occurrence, OccurrenceState, Series, SeriesState
from bot.storage.database import rows
from bot.storage.once import insert_once
from bot.teams.models import Role, Team, TeamMember

Live = tuple[SyncUp, Series]
Standing = tuple[ZoneInfo, datetime | None]
"""Where somebody is, and when they are asked if that is settled."""


async def of_team(session: AsyncSession, team_id: int) -> SyncUp | None:
    """A team's sync-up, also one that has ended: its series says."""
    return await session.scalar(select(SyncUp).where(SyncUp.team_id == team_id))


async def sync_up(session: AsyncSession, sync_up_id: int) -> SyncUp | None:
    """The sync-up with this id."""
    return await session.scalar(select(SyncUp).where(SyncUp.id == sync_up_id))


async def by_series(session: AsyncSession, series_id: int) -> SyncUp | None:
    """The sync-up of this series, if the series is one of a sync-up."""
    return await session.scalar(select(SyncUp).where(SyncUp.series_id == series_id))


async def of_teams(session: AsyncSession, team_ids: Iterable[int]) -> Sequence[Live]:
    """The sync-ups of these teams that have not ended, with their series."""
    live = _with_series(team_ids).where(Series.state != SeriesState.ENDED).order_by(SyncUp.id)
    return [(sync_up, series) for sync_up, series in await session.execute(live)]


async def sync_ups_of(session: AsyncSession, team_ids: Iterable[int]) -> dict[int, Live]:
    """The sync-ups of these teams and their series by team, those that have ended too."""
    found = await session.execute(_with_series(team_ids))
    return {sync_up.team_id: (sync_up, series) for sync_up, series in found}


async def with_teams(session: AsyncSession, series_ids: Iterable[int]) -> Sequence[tuple[SyncUp, Team]]:
    """The sync-ups of these series, with their teams."""
    found = await session.execute(
        select(SyncUp, Team).join(Team, Team.id == SyncUp.team_id).where(SyncUp.series_id.in_(set(series_ids)))
    )
    return [(sync_up, team) for sync_up, team in found]


async def parts(session: AsyncSession, occurrence_id: int) -> Sequence[Part]:
    """Everybody's part in a day as the database has it now, who answered first first."""
    return (
        await session.scalars(
            select(Part)
            .where(Part.occurrence_id == occurrence_id)
            .order_by(Part.answered_at, Part.id)
            .execution_options(populate_existing=True)
        )
    ).all()


async def add_parts(session: AsyncSession, occurrence_id: int, person_ids: Iterable[int]) -> None:
    """These people, who have no part in a day yet, take part in it."""
    rows_added = [{"occurrence_id": occurrence_id, "person_id": person_id} for person_id in person_ids]
    if rows_added:
        await session.execute(insert(Part), rows_added)


async def part(session: AsyncSession, occurrence_id: int, person_id: int) -> Part | None:
    """One person's part in a day."""
    return await session.scalar(
        select(Part).where(Part.occurrence_id == occurrence_id, Part.person_id == person_id)
    )


async def part_by_id(session: AsyncSession, part_id: int) -> Part | None:
    """The part with this id."""
    return await session.scalar(select(Part).where(Part.id == part_id))


async def part_to_change(session: AsyncSession, part_id: int) -> Part:
    """The part as the database has it now, kept from being changed by others until the transaction ends."""
    return (
        await session.scalars(
            select(Part).where(Part.id == part_id).with_for_update().execution_options(populate_existing=True)
        )
    ).one()


async def standings(session: AsyncSession, occurrence_id: int) -> Sequence[Standing]:
    """Where those who take part in a day are and when they are asked, each pair once."""
    found = await session.execute(
        select(Person.zone, Part.asked_at)
        .join(Part, Part.person_id == Person.id)
        .where(Part.occurrence_id == occurrence_id, Part.counts.is_(True))
        .distinct()
    )
    return [(zone, asked_at) for zone, asked_at in found]


async def mark_asked(session: AsyncSession, part_ids: Iterable[int], at: datetime) -> None:
    """These people are asked at an instant."""
    await session.execute(update(Part).where(Part.id.in_(set(part_ids))).values(asked_at=at))


async def mark_reminded(session: AsyncSession, part_ids: Iterable[int], at: datetime) -> None:
    """These people were due to be reminded at an instant, and are not again."""
    await session.execute(update(Part).where(Part.id.in_(set(part_ids))).values(reminded_at=at))


async def mark_away(session: AsyncSession, part_ids: Iterable[int], reason: str) -> None:
    """These people are away on that day, unless they have answered or skipped meanwhile."""
    await session.execute(
        update(Part)
        .where(Part.id.in_(set(part_ids)), Part.state == PartState.EXPECTED)
        .values(state=PartState.AWAY, reason=reason)
    )


async def mark_expected(session: AsyncSession, part_id: int) -> None:
    """Somebody who was asked is not away on that day after all, unless they have answered or skipped meanwhile."""
    await session.execute(
        update(Part)
        .where(Part.id == part_id, Part.state == PartState.AWAY)
        .values(state=PartState.EXPECTED, reason=None)
    )


async def unanswered(
    session: AsyncSession, occurrence_id: int, person_ids: Iterable[int] | None = None
) -> Sequence[Person]:
    """Those (of these people, if given) who were asked on a day and have neither answered nor skipped."""
    asked = (
        select(Person)
        .join(Part, Part.person_id == Person.id)
        .where(Part.occurrence_id == occurrence_id, Part.asked_at.is_not(None))
        .where(Part.state == PartState.EXPECTED)
    )
    if person_ids is not None:
        asked = asked.where(Person.id.in_(set(person_ids)))
    return (await session.scalars(asked)).all()


async def open_parts(session: AsyncSession, person_id: int) -> Sequence[tuple[SyncUp, Occurrence, Part]]:
    """A person's parts in days that are not over, the earliest day first."""
    found = await session.execute(
        select(SyncUp, Occurrence, Part)
        .join(Occurrence, Occurrence.series_id == SyncUp.series_id)
        .join(Part, Part.occurrence_id == Occurrence.id)
        .where(Part.person_id == person_id, Occurrence.state == OccurrenceState.PLANNED)
        .order_by(Occurrence.local_date)
    )
    return [(sync_up, occurrence, part) for sync_up, occurrence, part in found]


async def open_with_teams(session: AsyncSession, person_id: int) -> Sequence[tuple[Part, Occurrence, Team]]:
    """A person's parts in the days of live teams of theirs that are not over, the earliest day first."""
    found = await session.execute(
        select(Part, Occurrence, Team)
        .join(Occurrence, Occurrence.id == Part.occurrence_id)
        .join(SyncUp, SyncUp.series_id == Occurrence.series_id)
        .join(Team, Team.id == SyncUp.team_id)
        .join(TeamMember, (TeamMember.team_id == Team.id) & (TeamMember.person_id == Part.person_id))
        .where(
            Part.person_id == person_id,
            Occurrence.state == OccurrenceState.PLANNED,
            Team.ended_at.is_(None),
            TeamMember.left_at.is_(None),
            TeamMember.role == Role.MEMBER,
        )
        .order_by(Occurrence.local_date, Team.name)
    )
    return [(part, occurrence, team) for part, occurrence, team in found]


async def occurrence_on(session: AsyncSession, series_id: int, day: date) -> Occurrence | None:
    """The occurrence that a series has on a date."""
    return await session.scalar(
        select(Occurrence).where(Occurrence.series_id == series_id, Occurrence.local_date == day)
    )


async def opened(session: AsyncSession, occurrence_ids: Iterable[int]) -> frozenset[int]:
    """Those of these occurrences in which something has happened: a moment has come, or somebody has a part."""
    ids = set(occurrence_ids)
    moments = select(Moment.occurrence_id).where(Moment.occurrence_id.in_(ids))
    taken = select(Part.occurrence_id).where(Part.occurrence_id.in_(ids))
    return frozenset(await session.scalars(moments.union(taken)))


async def moods(session: AsyncSession, occurrence_id: int) -> Sequence[int]:
    """The moods of those who answered on a day and said theirs."""
    found = await session.scalars(
        select(Part.mood).where(Part.occurrence_id == occurrence_id, Part.state == PartState.ANSWERED)
    )
    return [mood for mood in found if mood is not None]


async def mood_shown(session: AsyncSession, occurrence_id: int) -> MoodShown | None:
    """The average that a day's message shows, as the database has it now."""
    return await session.scalar(
        select(MoodShown).where(MoodShown.occurrence_id == occurrence_id).execution_options(populate_existing=True)
    )


async def show_mood(session: AsyncSession, occurrence_id: int, halves: int, count: int, seen: int | None) -> bool:
    """Show another average from now on, unless it has changed from being over `seen` moods; says if it did."""
    if seen is None:
        return await insert_once(session, MoodShown, occurrence_id=occurrence_id, halves=halves, count=count)
    changed = await session.execute(
        update(MoodShown)
        .where(MoodShown.occurrence_id == occurrence_id, MoodShown.count == seen)
        .values(halves=halves, count=count)
    )
    return rows(changed) == 1


def _with_series(team_ids: Iterable[int]) -> Select[SyncUp, Series]:
    return (
        select(SyncUp, Series).join(Series, Series.id == SyncUp.series_id).where(SyncUp.team_id.in_(set(team_ids)))
    )
