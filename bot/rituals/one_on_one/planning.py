"""What the *New 1-on-1* form and a 1-on-1's settings are filled in with, and what they say when sent."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.models import Kind
from bot.rituals.one_on_one.rules import first_on_or_after
from bot.rituals.one_on_one.setting_up import Rhythm
from bot.rituals.one_on_one.views.models import Plan
from bot.schedule.models import Occurrence, Series
from bot.schedule.recurrence import Recurrence
from bot.schedule.replanning import next_regular
from bot.schedule.spoken import SpokenSchedule
from bot.schedule.wall_clock import instant_of, local_date
from bot.slack.requests import number
from bot.slack.values import Values

USUAL_TIME = time(10, 0)
USUAL_PREP = time(10, 0)


async def new_plan(
    session: AsyncSession,
    me: Person,
    partner: Person | None,
    spoken: SpokenSchedule,
    now: datetime,
    topic: str | None = None,
) -> Plan:
    """A 1-on-1 that is good to submit as it stands: weekly, on the next such day and time, owned by `me`."""
    at = spoken.at or USUAL_TIME
    today = local_date(now, me.zone)
    weekday = spoken.weekday if spoken.weekday is not None else (today + timedelta(days=1)).weekday()
    if spoken.weekday is None and weekday > 4:
        weekday = 0
    return Plan(
        partner=partner.slack_id if partner else None,
        kind=Kind.MANAGER.value,
        report="me",
        recurrence=spoken.recurrence or "weekly",
        weekday=weekday,
        at=at,
        zone=me.zone.key,
        zones=await zones(session, me, me.zone.key),
        minutes=30,
        first=next_such_day(today, weekday, at, me.zone, now),
        prep_days=1,
        prep_at=USUAL_PREP,
        is_open=False,
        topic=topic,
    )


async def settings_plan(session: AsyncSession, pair: Pair, upcoming: Occurrence | None, now: datetime) -> Plan:
    """A 1-on-1 as it is set up now."""
    series = pair.series
    first = upcoming.local_date if upcoming else next_regular(series, now)
    if (instant_of(first, series.at, series.zone) or now) <= now:
        # It was moved past the day it would have been on.
        first = next_regular(series, now)
    return Plan(
        partner=pair.other.slack_id,
        kind=pair.one_on_one.kind.value,
        report="me" if pair.is_owner else "them",
        recurrence=recurrence_of(series),
        weekday=first.weekday(),
        at=series.at,
        zone=series.zone.key,
        zones=await zones(session, pair.me, series.zone.key),
        minutes=series.minutes,
        first=first,
        prep_days=pair.one_on_one.prep_days,
        prep_at=pair.one_on_one.prep_at,
        is_open=pair.one_on_one.is_open,
        one_on_one=pair.one_on_one.id,
    )


def rhythm_from(values: Values, me: Person, now: datetime) -> Rhythm:
    """What the form says. The first date wins over the weekday when both were changed, if it is that weekday;
    otherwise the first such day on or after it is meant."""
    at = values.time("at")
    if at is None:
        raise FieldRefusal("at", "Please choose a time.")
    zone = _zone(values.choice("zone") or me.zone.key)
    first = values.day("first") or local_date(now, zone)
    weekday = values.choice("weekday")
    if weekday is not None:
        first = first_on_or_after(first, number(weekday))
    if values.day("first") is None:
        first = next_such_day(local_date(now, zone), first.weekday(), at, zone, now)
    return Rhythm(
        recurrence=values.choice("recurrence") or "weekly",
        first=first,
        at=at,
        zone=zone,
        minutes=number(values.choice("minutes") or "30"),
        prep_days=number(values.choice("prep_days") or "1"),
        prep_at=values.time("prep_at") or USUAL_PREP,
        is_open=bool(values.choices("is_open")),
    )


def next_such_day(today: date, weekday: int, at: time, zone: ZoneInfo, now: datetime) -> date:
    """The next date that is this weekday and at which `at` still lies ahead."""
    day = first_on_or_after(today, weekday)
    instant = instant_of(day, at, zone)
    return day if instant is not None and instant > now else first_on_or_after(day + timedelta(days=1), weekday)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        raise FieldRefusal("zone", "I don’t know that time zone. Please choose another.") from None


def recurrence_of(series: Series) -> str:
    """The name of a series' recurrence, as the form offers it."""
    recurrence = Recurrence.parse(series.rule, series.first_date)
    if recurrence.frequency == "MONTHLY":
        return "monthly"
    return "weekly" if recurrence.interval == 1 else f"every {recurrence.interval} weeks"


async def zones(session: AsyncSession, me: Person, chosen: str) -> tuple[str, ...]:
    """Time zones to choose from: the one chosen, mine, then those of the workspace's people."""
    others = await people.zones_of(session, me.workspace_id)
    return tuple(dict.fromkeys([chosen, me.zone.key, *others]))
