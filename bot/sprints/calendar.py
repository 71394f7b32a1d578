"""A sprint calendar is set up, joined and changed; every change holds from a chosen sprint on."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.people.models import Person
from bot.schedule.wall_clock import instant_of, local_date
from bot.sprints import queries, rules
from bot.sprints.laying import Terms, in_effect, lay, pieces, supersede
from bot.sprints.models import Cadence, CalendarTeam, Meeting, SprintCalendar
from bot.sprints.queries import Held
from bot.sprints.rules import Span, span_number
from bot.teams.models import Team


async def set_up(
    session: AsyncSession,
    me: Person,
    zone: ZoneInfo,
    first_day: date,
    weeks: int,
    first_number: int,
    now: datetime,
) -> SprintCalendar:
    """Begin a calendar whose first sprint has this number and first day; refuses other than 1 to 4 weeks."""
    if weeks not in rules.WEEKS:
        raise FieldRefusal("weeks", "Please choose from 1 to 4 weeks.")
    if not 0 <= first_number <= rules.HIGHEST_NUMBER // 2:
        raise FieldRefusal("first_number", "Please write a whole number that a sprint can have, such as 1.")
    calendar = SprintCalendar(
        workspace_id=me.workspace_id, zone=zone, demo_channel=None, created_by=me.id, created_at=now
    )
    session.add(calendar)
    await session.flush()
    session.add(Cadence(calendar_id=calendar.id, from_number=first_number, first_day=first_day, weeks=weeks))
    await session.flush()
    return calendar


async def join(session: AsyncSession, team: Team, calendar: SprintCalendar, now: datetime) -> None:
    """The team runs its sprints by this calendar, in step with all others on it; refuses one that has another."""
    found = await queries.calendar_of_team(session, team.id)
    if calendar.workspace_id != team.workspace_id or (found is not None and found.id != calendar.id):
        raise Refusal(f"{team.name} has a sprint calendar already. Change it with: /sprint change")
    if found is None:
        session.add(CalendarTeam(team_id=team.id, calendar_id=calendar.id))
        await session.flush()


async def hold(
    session: AsyncSession,
    calendar: SprintCalendar,
    team: Team | None,
    meeting: Meeting,
    at: time,
    minutes: int,
    days_before_end: int | None = None,
    channel: str | None = None,
    *,
    from_number: int,
    now: datetime,
) -> None:
    """Hold a meeting so from a sprint on, instead of as it was held, and of what was to change later.

    A team's meeting is at its own time; the joint one (no team) is the organisation's, in `channel`. Refuses a
    sprint that is over, a current one in which the meeting has begun, a refinement on the last day, and a team
    retro that does not begin before the joint one.
    """
    await lock(session, calendar)
    zone = calendar.zone if team is None else team.zone
    terms = Terms(meeting, team.id if team else None, zone, at, minutes, days_before_end)
    if meeting is Meeting.DEMO:
        calendar.demo_channel = channel or calendar.demo_channel
        if calendar.demo_channel is None:
            raise FieldRefusal("demo_channel", "Please choose the channel of the joint retro & demo.")
    await hold_so(session, calendar, terms, from_number, now)
    await check_order(session, calendar, from_number, "demo_at" if team is None else "retro_at")


async def hold_so(
    session: AsyncSession, calendar: SprintCalendar, terms: Terms, from_number: int, now: datetime
) -> None:
    """The same for a calendar that is locked, without a look at the order: `check_order` comes after it."""
    cadences = await queries.cadences(session, calendar.id)
    span = span_number(cadences, from_number)
    rules.check_terms(terms.meeting, span, terms.minutes, terms.days_before_end)
    held = await _held(session, calendar, terms.team_id, terms.meeting)
    if held:
        rules.check_not_over(span, local_date(now, terms.zone))
        await _check_ahead(session, calendar, terms, span, now)
    await supersede(session, held, cadences, from_number, now)
    await lay(session, calendar, cadences, [(from_number, terms)], now)


async def stop(
    session: AsyncSession,
    calendar: SprintCalendar,
    team_id: int | None,
    meeting: Meeting,
    from_number: int,
    now: datetime,
) -> None:
    """Hold a meeting no more from a sprint on, from the next one where it has begun; what was held stays."""
    await lock(session, calendar)
    cadences = await queries.cadences(session, calendar.id)
    while await _has_begun(session, calendar, team_id, meeting, span_number(cadences, from_number), now):
        from_number += 1
    await supersede(session, await _held(session, calendar, team_id, meeting), cadences, from_number, now)


async def change_cadence(
    session: AsyncSession, calendar: SprintCalendar, from_number: int, first_day: date, weeks: int, now: datetime
) -> None:
    """Make sprints this long from one on that begins on `first_day`; numbering goes on, meetings come along.

    The sprint before lasts until the day before `first_day`, and its last meetings follow its end. Refuses what
    reaches into the past. In the current sprint what has begun stays; so does a meeting that was held in it.
    """
    await lock(session, calendar)
    old = await queries.cadences(session, calendar.id)
    rules.check_cadence(old, from_number, first_day, weeks, local_date(now, calendar.zone))
    change = Cadence(calendar_id=calendar.id, from_number=from_number, first_day=first_day, weeks=weeks)
    new = rules.with_change(old, change)
    await queries.drop_cadences(session, calendar.id, from_number)
    session.add(change)
    live = [team.id for team in await queries.teams_in_step(session, calendar.id)]
    for held in _by_meeting(await queries.held(session, [calendar.id], live)):
        await _lay_anew(session, calendar, held, (old, new), from_number, now)
    await session.flush()


async def sprint_number_on(session: AsyncSession, team: Team, day: date) -> int | None:
    """The number of the team's sprint on a day; None before its first one, and for a team without a calendar."""
    calendar = await queries.calendar_of_team(session, team.id)
    if calendar is None:
        return None
    span = rules.span_on(await queries.cadences(session, calendar.id), day)
    return span.number if span else None


async def lock(session: AsyncSession, calendar: SprintCalendar) -> None:
    """Keep a calendar from being changed by somebody else until the transaction ends, and read it anew."""
    await session.flush()
    await session.refresh(calendar, with_for_update=True)


async def check_order(session: AsyncSession, calendar: SprintCalendar, number: int, field: str) -> None:
    """Refuse team retros that do not begin before the joint retro & demo, in a sprint and where both are held.

    `field` is where a form shows it.
    """
    span = span_number(await queries.cadences(session, calendar.id), number)
    groups = _by_meeting(await queries.held(session, [calendar.id]))
    found = [terms for held in groups if (terms := in_effect(held, span)) is not None]
    demo = next((_start(terms, span) for terms in found if terms.meeting is Meeting.DEMO), None)
    names = {team.id: team.name for team in await queries.teams_in_step(session, calendar.id)}
    for terms in found:
        retro = _start(terms, span) if terms.meeting is Meeting.RETRO and terms.team_id in names else None
        if retro is not None and demo is not None:
            rules.check_order(retro, demo, field, names[terms.team_id or 0])


async def _lay_anew(
    session: AsyncSession,
    calendar: SprintCalendar,
    held: list[Held],
    change: tuple[Sequence[Cadence], Sequence[Cadence]],
    from_number: int,
    now: datetime,
) -> None:
    old, new = change
    one = held[-1][0]
    number = from_number
    if one.meeting is not Meeting.PLANNING and _ends_otherwise(old, new, from_number - 1):
        number = from_number - 1
    while await _has_begun(session, calendar, one.team_id, one.meeting, span_number(old, number), now):
        number += 1
    laid = pieces(held, span_number(old, number))
    await supersede(session, held, old, number, now)
    await lay(session, calendar, new, laid, now)


def _ends_otherwise(old: Sequence[Cadence], new: Sequence[Cadence], number: int) -> bool:
    if number < old[0].from_number:
        return False
    return span_number(old, number).last != span_number(new, number).last


async def _held(
    session: AsyncSession, calendar: SprintCalendar, team_id: int | None, meeting: Meeting
) -> list[Held]:
    found = await queries.held(session, [calendar.id], [team_id] if team_id else [])
    return [one for one in found if one[0].team_id == team_id and one[0].meeting is meeting]


def _by_meeting(held: Sequence[Held]) -> list[list[Held]]:
    groups: dict[tuple[int | None, Meeting], list[Held]] = {}
    for one in held:
        groups.setdefault((one[0].team_id, one[0].meeting), []).append(one)
    return list(groups.values())


async def _check_ahead(
    session: AsyncSession, calendar: SprintCalendar, terms: Terms, span: Span, now: datetime
) -> None:
    if await _has_begun(session, calendar, terms.team_id, terms.meeting, span, now):
        raise FieldRefusal(
            "from_number",
            f"The {terms.meeting.value} of sprint {span.number} has begun. Please choose a later sprint.",
        )
    starts_at = _start(terms, span)
    if starts_at is not None and starts_at <= now:
        raise FieldRefusal(
            "from_number",
            f"In sprint {span.number} that would be in the past. Please choose a later sprint.",
        )


async def _has_begun(
    session: AsyncSession,
    calendar: SprintCalendar,
    team_id: int | None,
    meeting: Meeting,
    span: Span,
    now: datetime,
) -> bool:
    return await queries.has_begun(session, calendar.id, team_id, meeting, span.first, span.last, now)


def _start(terms: Terms, span: Span) -> datetime | None:
    day = rules.meeting_day(terms.meeting, span, terms.days_before_end)
    return instant_of(day, terms.at, terms.zone)
