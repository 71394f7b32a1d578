"""Setting up a 1-on-1, changing it, pausing it and ending it."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one import queries, rules
from bot.rituals.one_on_one.access import Pair, check_live
from bot.rituals.one_on_one.changed import changed, occurrence_subject
from bot.rituals.one_on_one.deciding_anew import decide_anew
from bot.rituals.one_on_one.models import Kind, OneOnOne
from bot.rituals.one_on_one.retelling import retold
from bot.rituals.one_on_one.schedule import due_times
from bot.schedule import queries as schedule
from bot.schedule import replanning
from bot.schedule.models import Occurrence, OccurrenceState, Series, SeriesState
from bot.schedule.recurrence import Recurrence
from bot.schedule.wall_clock import instant_of, local_date
from bot.slack import posts
from bot.slack.models import PostState

NAME = "one_on_one"
WEEKS = {"weekly": 1, "every 2 weeks": 2, "every 4 weeks": 4}
MINUTES = range(5, 241)
PREP_DAYS = range(4)


@dataclass(frozen=True)
class Rhythm:
    """When the two meet, and when the owner is asked before."""

    recurrence: str
    first: date
    at: time
    zone: ZoneInfo
    minutes: int = 30
    prep_days: int = 1
    prep_at: time = time(10, 0)
    is_open: bool = False


def check_rhythm(rhythm: Rhythm, now: datetime) -> Recurrence:
    """The recurrence of a rhythm; refuses one that begins in the past, or that no form offers."""
    rules.recurrence_rule(rhythm.recurrence)
    if rhythm.minutes not in MINUTES:
        raise FieldRefusal("minutes", "Please choose between 5 minutes and 4 hours.")
    if rhythm.prep_days not in PREP_DAYS:
        raise FieldRefusal("prep_days", "Please choose between 0 and 3 working days before.")
    starts_at = instant_of(rhythm.first, rhythm.at, rhythm.zone)
    if starts_at is None:
        raise FieldRefusal("first", "That day does not exist in this time zone. Please choose another.")
    if starts_at <= now:
        raise FieldRefusal("first", "That day and time have passed. Please choose a later one.")
    if (rhythm.first - local_date(now, rhythm.zone)).days > 366:
        raise FieldRefusal("first", "That is more than a year away. Please choose an earlier day.")
    if rhythm.recurrence == "monthly":
        return Recurrence.monthly(rhythm.first)
    return Recurrence.weekly(rhythm.first, WEEKS[rhythm.recurrence])


async def set_up(
    session: AsyncSession, me: Person, other: Person, kind: Kind, owner_is_me: bool, rhythm: Rhythm, now: datetime
) -> Pair:
    """Begin a 1-on-1 of two members; both are told. The pair may have one live 1-on-1 of each kind."""
    rules.check_partner(me.slack_id, other.slack_id, other.standing.value)
    recurrence = check_rhythm(rhythm, now)
    # Both may be setting one up for the two of them at this moment: the second is to see the first one's.
    await people.known_to_change(session, me.workspace_id, [me.slack_id, other.slack_id])
    for one_on_one, series in await queries.between(session, me.id, other.id):
        if one_on_one.kind is kind and series.state is not SeriesState.ENDED:
            raise FieldRefusal(
                "partner",
                f"You already have a {kind.value} 1-on-1 with {other.name}. Change it with: /1on1. "
                "Or choose another kind.",
            )
    series = _series(me, rhythm, recurrence, now)
    session.add(series)
    await session.flush()
    owner, partner = (me, other) if owner_is_me else (other, me)
    one_on_one = OneOnOne(
        series_id=series.id,
        workspace_id=me.workspace_id,
        kind=kind,
        owner_id=owner.id,
        partner_id=partner.id,
        is_open=rhythm.is_open,
        prep_days=rhythm.prep_days,
        prep_at=rhythm.prep_at,
        created_by=me.id,
    )
    session.add(one_on_one)
    await session.flush()
    pair = Pair(one_on_one, series, me, other)
    await replanning.replan(session, series, now, due_times)
    for person in (me, other):
        await posts.want(session, "one_on_one.begun", _subject(pair), person, now)
    await changed(session, pair, now)
    return pair


async def change(session: AsyncSession, pair: Pair, rhythm: Rhythm, now: datetime) -> None:
    """Change when the two meet, from the next occurrence on; either may, and the other is told."""
    await _hold_live(session, pair)
    recurrence = check_rhythm(rhythm, now)
    before = {occurrence.id: occurrence.starts_at for occurrence in await _ahead(session, pair, now)}
    for occurrence in await _ahead(session, pair, now):
        await decide_anew(session, pair, occurrence, now)
    pair.one_on_one.is_open = rhythm.is_open
    pair.one_on_one.prep_days = rhythm.prep_days
    pair.one_on_one.prep_at = rhythm.prep_at
    await replanning.reschedule_series(
        session, pair.series, recurrence, rhythm.at, rhythm.zone, rhythm.minutes, due_times, now
    )
    for occurrence in await _ahead(session, pair, now):
        if before.get(occurrence.id, occurrence.starts_at) != occurrence.starts_at:
            await retold(session, pair, occurrence, now)
    await posts.want(session, "one_on_one.changed", f"{_subject(pair)}:{int(now.timestamp())}", pair.other, now)
    await changed(session, pair, now)


async def pause(session: AsyncSession, pair: Pair, until: date | None, now: datetime) -> None:
    """Hold no 1-on-1 before `until`, or none until somebody resumes; the other is told. Refuses the past."""
    if until is not None and until <= local_date(now, pair.me.zone):
        raise FieldRefusal("until", "Please choose a day after today.")
    await _hold_live(session, pair)
    ahead = await _ahead(session, pair, now)
    await replanning.pause_series(session, pair.series, until, due_times, now)
    await _withdrawn(session, pair, ahead, now, PostState.PAUSED)
    await posts.want(session, "one_on_one.paused", f"{_subject(pair)}:{int(now.timestamp())}", pair.other, now)
    await changed(session, pair, now)


async def resume(session: AsyncSession, pair: Pair, now: datetime) -> None:
    """Go on after a pause; refuses a 1-on-1 that is not paused. The other is told."""
    await _hold_live(session, pair)
    if not is_paused(pair.series, now):
        raise Refusal(f"Your 1-on-1 with {pair.other.name} is not paused.")
    await replanning.resume_series(session, pair.series, due_times, now)
    await posts.want(session, "one_on_one.resumed", f"{_subject(pair)}:{int(now.timestamp())}", pair.other, now)
    await changed(session, pair, now)


async def end(session: AsyncSession, pair: Pair, reason: str, now: datetime) -> None:
    """No further 1-on-1, by `pair.me`; its history stays readable to both, and both are told what stays, once."""
    await replanning.hold(session, pair.series)
    if pair.series.state is SeriesState.ENDED:
        return
    ahead = await _ahead(session, pair, now)
    await replanning.end_series(session, pair.series, reason, due_times, now)
    await _withdrawn(session, pair, ahead, now)
    for person in (pair.other, pair.me):
        if person.is_member:
            await posts.want(session, "one_on_one.ended", f"{_subject(pair)}:{pair.me.id}", person, now)
    await changed(session, pair, now)


def is_paused(series: Series, now: datetime) -> bool:
    """Whether nothing is planned for now, until a date or until somebody resumes."""
    if series.state is SeriesState.PAUSED:
        return True
    return series.not_before is not None and series.not_before > local_date(now, series.zone)


async def _hold_live(session: AsyncSession, pair: Pair) -> None:
    """Hold it, and refuse it when the other has ended it since it was looked up."""
    await replanning.hold(session, pair.series)
    check_live(pair)


def _series(me: Person, rhythm: Rhythm, recurrence: Recurrence, now: datetime) -> Series:
    return Series(
        workspace_id=me.workspace_id,
        ritual=NAME,
        rule=recurrence.rule,
        first_date=recurrence.first,
        at=rhythm.at,
        zone=rhythm.zone,
        minutes=rhythm.minutes,
        state=SeriesState.ACTIVE,
        created_at=now,
    )


async def _ahead(session: AsyncSession, pair: Pair, now: datetime) -> list[Occurrence]:
    unfinished = await schedule.unfinished_occurrences(session, pair.series.id)
    return [occurrence for occurrence in unfinished if occurrence.starts_at > now]


async def _withdrawn(
    session: AsyncSession,
    pair: Pair,
    ahead: list[Occurrence],
    now: datetime,
    outcome: PostState = PostState.NOT_WANTED,
) -> None:
    for occurrence in ahead:
        if occurrence.state is not OccurrenceState.PLANNED:
            await decide_anew(session, pair, occurrence, now, outcome)
            await posts.withdraw(session, occurrence_subject(occurrence), now, outcome)


def _subject(pair: Pair) -> str:
    return f"one_on_one:{pair.one_on_one.id}"
