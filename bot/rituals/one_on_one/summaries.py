"""1-on-1s as lines in a list: the next date, how much there is to talk about, what is promised."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries as actions
from bot.agenda import queries as agenda
from bot.people.models import Person
from bot.rituals.one_on_one import queries, rules
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.models import OneOnOne
from bot.rituals.one_on_one.setting_up import is_paused
from bot.rituals.one_on_one.views.models import Choice, Promise, Summary
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, Series, SeriesState
from bot.schedule.recurrence import Recurrence
from bot.schedule.wall_clock import local_date


async def summaries(session: AsyncSession, me: Person, now: datetime) -> tuple[Summary, ...]:
    """A person's live 1-on-1s, the next one first; as many queries for fifty as for one."""
    rows = await queries.all_of(session, me.id)
    ids = [series.id for _, series, _ in rows]
    items = await agenda.count_open(session, ids)
    promised = await actions.count_open(session, ids)
    upcoming = await schedule.next_of_each(session, ids)
    found = [
        _summary(me, other, one_on_one, series, upcoming, items, promised, now)
        for one_on_one, series, other in rows
    ]
    return tuple(sorted(found, key=lambda line: (line.starts_at is None, line.starts_at, line.one_on_one)))


async def summary(session: AsyncSession, pair: Pair, now: datetime) -> Summary:
    """One 1-on-1 as `pair.me` sees it in a list, also when it has ended."""
    ids = [pair.series.id]
    return _summary(
        pair.me,
        pair.other,
        pair.one_on_one,
        pair.series,
        await schedule.next_of_each(session, ids),
        await agenda.count_open(session, ids),
        await actions.count_open(session, ids),
        now,
    )


async def choices(session: AsyncSession, me: Person) -> tuple[Choice, ...]:
    """A person's live 1-on-1s to choose from: the other's name, and the kind where one name has two."""
    rows = await queries.all_of(session, me.id)
    names = [other.name for _, _, other in rows]
    return tuple(
        Choice(str(one_on_one.id), name if names.count(name) == 1 else f"{name} ({one_on_one.kind.value})")
        for (one_on_one, _, _), name in zip(rows, names, strict=True)
    )


async def my_promises(session: AsyncSession, me: Person, now: datetime) -> tuple[Promise, ...]:
    """A person's own open action items, the soonest due first."""
    today = local_date(now, me.zone)
    return tuple(
        Promise(
            id=item.id,
            text=item.text,
            owner=me.name,
            is_own=True,
            due_on=item.due_on,
            is_overdue=item.due_on is not None and item.due_on < today,
        )
        for item in await actions.open_of(session, me.id)
    )


def rhythm_words(series: Series, reader: ZoneInfo) -> str:
    """When two people meet, such as “every week on Tuesday at 10:00”; with the zone if it is another."""
    words = f"{Recurrence.parse(series.rule, series.first_date).words()} at {series.at:%H:%M}"
    return words if series.zone.key == reader.key else f"{words} ({series.zone.key})"


def _summary(
    me: Person,
    other: Person,
    one_on_one: OneOnOne,
    series: Series,
    upcoming: dict[int, Occurrence],
    items: dict[int, int],
    promised: dict[int, int],
    now: datetime,
) -> Summary:
    occurrence = upcoming.get(series.id)
    is_owner = one_on_one.owner_id == me.id
    return Summary(
        one_on_one=one_on_one.id,
        kind=one_on_one.kind.value,
        partner=other.name,
        is_owner=is_owner,
        recurrence=rhythm_words(series, me.zone),
        zone=me.zone,
        occurrence=occurrence.id if occurrence else None,
        starts_at=occurrence.starts_at if occurrence else None,
        topics=items.get(series.id, 0),
        actions=promised.get(series.id, 0),
        paused_until=series.not_before,
        is_paused=is_paused(series, now),
        is_ended=series.state is SeriesState.ENDED,
        may_cancel=rules.may_cancel(one_on_one.kind.value, is_owner),
        partner_has_left=not other.is_member,
    )
