"""A day as its channel sees it: read in as many statements for 500 people as for five."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import seeing
from bot.blockers.views import BlockerLine
from bot.people import calendars
from bot.people.models import Person
from bot.people.working_days import WorkCalendar
from bot.rituals.standup import queries
from bot.rituals.standup.days import Day, Present, calendars_around, present
from bot.rituals.standup.models import MoodShown, Part, PartState
from bot.rituals.standup.views.models import Absent, Board, Mood, Reported, Skipped
from bot.schedule.wall_clock import local_date

Calendars = Mapping[int, WorkCalendar]


async def board(session: AsyncSession, day: Day, now: datetime) -> Board:
    """How the day stands now."""
    everybody = sorted(await present(session, day), key=_by_name)
    found = await calendars_around(session, day, [who.person for who in everybody])
    mood = await queries.mood_shown(session, day.occurrence.id) if day.sync_up.asks_mood else None
    return _board(day, everybody, found, now, mood, await seeing.open_in(session, day.team, now))


def has_begun(everybody: Iterable[Present], now: datetime) -> bool:
    """Whether there is something for the channel: somebody has been asked by now, has answered or skipped."""
    parts = [who.part for who in everybody if who.part is not None]
    return any(_is_asked(part, now) or part.state in (PartState.ANSWERED, PartState.SKIPPED) for part in parts)


def _board(
    day: Day,
    everybody: Sequence[Present],
    found: Calendars,
    now: datetime,
    mood: MoodShown | None,
    blockers: tuple[BlockerLine, ...],
) -> Board:
    answered = [who for who in everybody if who.part is not None and who.part.state is PartState.ANSWERED]
    skipped = [who for who in everybody if who.part is not None and who.part.state is PartState.SKIPPED]
    open_ones = [who for who in everybody if who.counts and _is_open(who)]
    away = [who for who in open_ones if _is_away(day, who, found[who.person.id], now)]
    waiting = [who for who in open_ones if who not in away]
    missing = [who for who in waiting if who.part is not None and _is_asked(who.part, now)]
    later = [who for who in waiting if who not in missing and _is_ahead(day, who, now)]
    return Board(
        occurrence=day.occurrence.id,
        team_id=day.team.id,
        team=day.team.name,
        day=day.occurrence.local_date,
        expected=len(answered) + len(skipped) + len(waiting),
        reported=tuple(_reported(who) for who in answered),
        missing=_names(missing),
        later=_names(later),
        not_asked=_names([who for who in waiting if who not in missing and who not in later]),
        away=tuple(_absent(day, who.person, found[who.person.id], now) for who in away),
        skipped=tuple(Skipped(who.person.name, who.part.reason if who.part else None) for who in skipped),
        mood=None if mood is None else Mood(mood.halves / 2, mood.count),
        blockers=blockers,
        is_over=day.is_over,
    )


def _by_name(who: Present) -> tuple[str, int]:
    return who.person.name.casefold(), who.person.id


def _names(who: Iterable[Present]) -> tuple[str, ...]:
    return tuple(one.person.name for one in who)


def _reported(who: Present) -> Reported:
    return Reported(who.person.name, is_late=who.part is not None and who.part.is_late)


def _is_open(who: Present) -> bool:
    return who.part is None or who.part.state in (PartState.EXPECTED, PartState.AWAY)


def _is_asked(part: Part, now: datetime) -> bool:
    return part.asked_at is not None and part.asked_at <= now


def _is_ahead(day: Day, who: Present, now: datetime) -> bool:
    if day.is_over:
        return False
    at = who.part.asked_at if who.part is not None else None
    instant = at or day.prompt_instant(who.person)
    return instant is not None and instant > now


def _is_away(day: Day, who: Present, calendar: WorkCalendar, now: datetime) -> bool:
    """Away by record; or, while the day is open, by what is known now of the rest of their day."""
    if who.part is not None and who.part.state is PartState.AWAY:
        return True
    at = day.looked_at(who.person, now)
    return not day.is_over and at is not None and calendars.is_away(who.person, calendar, at) is not None


def _absent(day: Day, person: Person, calendar: WorkCalendar, now: datetime) -> Absent:
    """Back on the next day they work; nobody knows when a status without an end ends, or says who is back."""
    tomorrow, at = day.occurrence.local_date + timedelta(days=1), day.looked_at(person, now)
    if not day.is_over and at is not None and calendars.is_away(person, calendar, at) is None:
        return Absent(person.name)
    if day.is_over or not person.away_by_status:
        return Absent(person.name, calendar.next_working(tomorrow))
    if person.status_until is None:
        return Absent(person.name)
    ends_on = local_date(person.status_until, person.zone)
    is_today = person.status_until > now and ends_on == day.occurrence.local_date
    return Absent(person.name, calendar.next_working(ends_on if is_today else max(ends_on, tomorrow)))
