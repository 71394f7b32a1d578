"""What a calendar address shows: dates and names of meetings, and nothing that anybody wrote in one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.feeds import queries
from bot.feeds.addresses import digest_of
from bot.feeds.ics import Entry
from bot.feeds.models import CalendarAddress
from bot.people import queries as people
from bot.people.models import Person
from bot.schedule.ahead import occurrences
from bot.schedule.models import Occurrence, OccurrenceState, Series
from bot.schedule.moments import About, Ritual
from bot.teams import access
from bot.teams import queries as teams

KEPT = timedelta(days=30)
AHEAD = timedelta(days=92)


@dataclass(frozen=True)
class Shown:
    """A calendar: its name, and its entries, earliest first."""

    name: str
    entries: tuple[Entry, ...]


async def calendar_at(
    session: AsyncSession, secret: str, rituals: Mapping[str, Ritual], now: datetime
) -> Shown | None:
    """What the address with this secret shows: the last 30 days and the next three months.

    None for an address that does not exist or was revoked, and for who may not see it any more: they left the
    workspace, or the team. The calendar of a team that has ended is empty.
    """
    address = await queries.by_digest(session, digest_of(secret))
    if address is None:
        return None
    person = await people.person(session, address.person_id)
    scope = await _scope(session, address, person) if person.is_member else None
    if scope is None:
        return None
    name, team_ids, person_id = scope
    entries = [
        entry
        for ritual in rituals.values()
        for entry in await _entries(session, ritual, await ritual.series_of(session, team_ids, person_id), now)
    ]
    return Shown(name, tuple(sorted(entries, key=lambda entry: (entry.starts_at, entry.uid))))


async def _scope(
    session: AsyncSession, address: CalendarAddress, person: Person
) -> tuple[str, list[int], int | None] | None:
    if address.team_id is None:
        return "Drumbeat", [team.id for team in await teams.teams_of(session, person.id)], person.id
    try:
        team = await access.my_team(session, person, address.team_id)
    except Refusal:
        return None
    return team.name, [team.id] if team.ended_at is None else [], None


async def _entries(session: AsyncSession, ritual: Ritual, series: Sequence[Series], now: datetime) -> list[Entry]:
    about = await ritual.about(session, series)
    found = await occurrences(session, series, now - KEPT, now, now + AHEAD)
    return [_entry(one, occurrence, about[one.id]) for one, occurrence in found if one.id in about]


def _entry(series: Series, occurrence: Occurrence, about: About) -> Entry:
    return Entry(
        uid=f"{series.id}-{occurrence.local_date:%Y%m%d}@drumbeat",
        title=about.title,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        is_off=occurrence.state is OccurrenceState.SKIPPED,
    )
