"""When the moments of a day's sync-up are due: each person's own wall-clock time on that date."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.standup import queries, rules
from bot.rituals.standup.models import Part, PartState, SyncUp
from bot.rituals.standup.queries import Standing
from bot.schedule.models import Occurrence, Series
from bot.schedule.moments import Due
from bot.teams import queries as teams

OPEN = "open"
PROMPT = "prompt"
SHOW = "show"
REMIND = "remind"
CLOSE = "close"
Times = list[tuple[datetime, ZoneInfo]]


async def due_times(session: AsyncSession, series: Series, occurrence: Occurrence) -> Mapping[str, Due]:
    """The instant of each moment of a day (UTC); several of a kind are told apart by their minute.

    There are as many as there are instants at which somebody is asked, not as many as people.
    """
    sync_up = await queries.by_series(session, series.id)
    if sync_up is None:
        raise LookupError(f"series {series.id} has no sync-up")
    standings = await _standings(session, sync_up, occurrence)
    prompts = _prompts(sync_up, series, occurrence, standings)
    asked = _asked(sync_up, series, occurrence, standings)
    instants = sorted({instant for instant, _ in prompts})
    patience = timedelta(minutes=max(sync_up.late_after, sync_up.remind_after))
    return {
        OPEN: Due(instants[0], gathers=True),
        **{_named(PROMPT, instant): Due(instant, gathers=True) for instant in instants},
        **{_named(SHOW, instant): Due(instant) for instant in instants},
        **(_reminders(asked, timedelta(minutes=sync_up.remind_after)) if sync_up.remind_after else {}),
        CLOSE: Due(rules.close_instant(occurrence.local_date, prompts, patience)),
    }


def asked_at(
    sync_up: SyncUp, series: Series, occurrence: Occurrence, person: Person, part: Part | None
) -> datetime | None:
    """When somebody with this part in a day, if any yet, was or will be asked; None for who need not answer it."""
    if part is not None and (part.state is not PartState.EXPECTED or not part.counts):
        return None
    known = part.asked_at if part is not None else None
    return known or _instant(sync_up, series, occurrence, person.zone)


async def _standings(session: AsyncSession, sync_up: SyncUp, occurrence: Occurrence) -> set[Standing]:
    """Of the people of today's roster, and of those who took part while they were in it."""
    roster = await teams.roster(session, sync_up.team_id)
    return {(person.zone, None) for person in roster} | set(await queries.standings(session, occurrence.id))


def _prompts(sync_up: SyncUp, series: Series, occurrence: Occurrence, standings: Iterable[Standing]) -> Times:
    """When people are asked by their clocks; the team's own time where there is nobody, or no such date."""
    found = [(_instant(sync_up, series, occurrence, zone), zone) for zone, _ in standings]
    return [(instant, zone) for instant, zone in found if instant is not None] or [
        (occurrence.starts_at, series.zone)
    ]


def _asked(
    sync_up: SyncUp, series: Series, occurrence: Occurrence, standings: Iterable[Standing]
) -> list[datetime]:
    """When people were asked, or will be: who was asked late has as long to answer as the others."""
    found = [asked_at or _instant(sync_up, series, occurrence, zone) for zone, asked_at in standings]
    return [instant for instant in found if instant is not None]


def _reminders(asked: Iterable[datetime], after: timedelta) -> dict[str, Due]:
    return {_named(REMIND, instant + after): Due(instant + after, gathers=True) for instant in sorted(asked)}


def _instant(sync_up: SyncUp, series: Series, occurrence: Occurrence, zone: ZoneInfo) -> datetime | None:
    return rules.prompt_instant(
        occurrence.local_date, series.at, series.zone, zone, by_local_time=sync_up.by_local_time
    )


def _named(kind: str, instant: datetime) -> str:
    return f"{kind}@{instant:%Y-%m-%dT%H:%M}"
