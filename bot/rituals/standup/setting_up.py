"""Setting up a team's sync-up, changing it and ending it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.rituals.standup import asking, past, queries, rules
from bot.rituals.standup.changed import team_changed
from bot.rituals.standup.closing import close_early
from bot.rituals.standup.days import day_in
from bot.rituals.standup.models import Question, QuestionKind, SyncUp, Visibility
from bot.rituals.standup.schedule import due_times
from bot.schedule import queries as schedule
from bot.schedule import replanning
from bot.schedule.models import Series, SeriesState
from bot.schedule.wall_clock import instant_of, local_date
from bot.slack import posts
from bot.teams import queries as teams
from bot.teams.models import Team

NAME = "standup"
MINUTES = 15
LATELY = 10
"""Days back to which a question to the lead, whether to end it, shows that it has ended."""


@dataclass(frozen=True)
class Rhythm:
    """When a sync-up is held: on which weekdays (0 is Monday), at which wall-clock time, how patiently."""

    days: frozenset[int]
    at: time
    by_local_time: bool = True
    remind_after: int = 60
    """Minutes after the prompt; 0 for never."""
    late_after: int = 240
    """Minutes after the prompt."""


async def set_up(
    session: AsyncSession, team: Team, rhythm: Rhythm, now: datetime, first: date | None = None
) -> SyncUp:
    """Begin a team's sync-up, today if its time is still ahead where the team is, and not before `first`.

    One that has ended goes on.

    Refuses a team that has one, and, under `days`, `remind_after` and `late_after`, what no form offers.
    """
    check_rhythm(rhythm)
    # Two may be setting it up at this moment: the second is to see the first one's.
    team = await teams.team_to_change(session, team.id)
    sync_up = await queries.of_team(session, team.id)
    if sync_up is None:
        sync_up = await _begun(session, team, rhythm, now)
    series = await schedule.series(session, sync_up.series_id)
    if series.state is SeriesState.ENDED:
        series.state, series.ended_at, series.not_before = SeriesState.ACTIVE, None, None
    elif await schedule.latest_occurrence(session, series.id) is not None:
        raise Refusal(f"{team.name} has a sync-up already. Change it with: /standup settings")
    _keep(sync_up, series, team, rhythm)
    series.first_date = max(series.first_date, first or series.first_date)
    await replanning.replan(session, series, now, due_times, since=_first_day(series, now))
    return sync_up


async def change(
    session: AsyncSession,
    sync_up: SyncUp,
    rhythm: Rhythm,
    visibility: Visibility,
    asks_mood: bool,
    now: datetime,
) -> None:
    """Change how a sync-up is held, from the next day that has not opened on; refuses as `set_up` does.

    On a day that has opened, those who were not asked yet are asked at the new time.
    """
    check_rhythm(rhythm)
    series = await schedule.series(session, sync_up.series_id)
    await replanning.hold(session, series)
    if series.state is SeriesState.ENDED:
        raise Refusal("This sync-up has ended. You can set it up again with: /sprint setup")
    team = await teams.team_to_change(session, sync_up.team_id)
    sync_up.visibility, sync_up.asks_mood = visibility, asks_mood
    _keep(sync_up, series, team, rhythm)
    await _drop_unopened(session, series)
    for occurrence in await schedule.unfinished_occurrences(session, series.id):
        await asking.all_at_another_time(session, await day_in(session, sync_up, occurrence), now)
    await replanning.replan(session, series, now, due_times, since=_first_day(series, now))
    await team_changed(session, team.id, now)


async def end(session: AsyncSession, team: Team, now: datetime) -> None:
    """Nobody is asked any more; what was said stays readable. A day that has opened is closed as it stands."""
    sync_up = await queries.of_team(session, team.id)
    if sync_up is None:
        return
    series = await schedule.series(session, sync_up.series_id)
    await replanning.hold(session, series)
    if series.state is SeriesState.ENDED:
        return
    opened = await _opened(session, series)
    for occurrence in await schedule.unfinished_occurrences(session, series.id):
        if occurrence.id in opened:
            await close_early(session, await day_in(session, sync_up, occurrence), now)
    await _drop_unopened(session, series)
    await replanning.end_series(session, series, "the sync-up has ended", due_times, now)
    for occurrence in await past.held_until(session, series.id, date.max, LATELY):
        await posts.refresh(session, asking.occurrence_subject(occurrence.id), now, view="standup.ask_to_end")


def check_rhythm(rhythm: Rhythm) -> None:
    """Refuse, under its field, what no form offers."""
    if not rhythm.days or not rhythm.days <= frozenset(range(7)):
        raise FieldRefusal("days", "Please choose at least one day of the week.")
    if rhythm.remind_after not in range(rules.LONGEST_REMINDER + 1):
        sentence = f"Please choose {rules.LONGEST_REMINDER} minutes at most, or 0 for no reminder."
        raise FieldRefusal("remind_after", sentence)
    if rhythm.late_after not in range(rules.SHORTEST_BEFORE_LATE, rules.LONGEST_BEFORE_LATE + 1):
        sentence = f"Please choose {rules.SHORTEST_BEFORE_LATE} to {rules.LONGEST_BEFORE_LATE} minutes."
        raise FieldRefusal("late_after", sentence)


async def _begun(session: AsyncSession, team: Team, rhythm: Rhythm, now: datetime) -> SyncUp:
    series = Series(
        workspace_id=team.workspace_id,
        ritual=NAME,
        rule=rules.weekly_rule(rhythm.days),
        first_date=local_date(now, team.zone),
        at=rhythm.at,
        zone=team.zone,
        minutes=MINUTES,
        state=SeriesState.ACTIVE,
        created_at=now,
    )
    session.add(series)
    await session.flush()
    sync_up = SyncUp(
        series_id=series.id, team_id=team.id, visibility=Visibility.TEAM, asks_mood=True, **_patience(rhythm)
    )
    session.add(sync_up)
    await session.flush()
    session.add_all(_questions(sync_up))
    await session.flush()
    return sync_up


def _questions(sync_up: SyncUp) -> list[Question]:
    return [
        Question(
            sync_up_id=sync_up.id,
            key=key,
            place=place,
            text=text,
            kind=QuestionKind.TEXT,
            is_required=False,
        )
        for place, (key, text) in enumerate(rules.STANDARD_QUESTIONS)
    ]


def _keep(sync_up: SyncUp, series: Series, team: Team, rhythm: Rhythm) -> None:
    for name, value in _patience(rhythm).items():
        setattr(sync_up, name, value)
    series.rule, series.at, series.zone = rules.weekly_rule(rhythm.days), rhythm.at, team.zone


def _patience(rhythm: Rhythm) -> dict[str, int | bool]:
    return {
        "by_local_time": rhythm.by_local_time,
        "remind_after": rhythm.remind_after,
        "late_after": rhythm.late_after,
    }


def _first_day(series: Series, now: datetime) -> date:
    """Today where the team is, if its time is still ahead; else tomorrow. None comes before its first date."""
    today = local_date(now, series.zone)
    starts_at = instant_of(today, series.at, series.zone)
    is_ahead = starts_at is not None and starts_at > now
    return max(series.first_date, today if is_ahead else today + timedelta(days=1))


async def _opened(session: AsyncSession, series: Series) -> frozenset[int]:
    ahead = [occurrence.id for occurrence in await schedule.unfinished_occurrences(session, series.id)]
    return await queries.opened(session, ahead)


async def _drop_unopened(session: AsyncSession, series: Series) -> None:
    """Forget what is planned and has not opened: nobody has seen anything of it, and it is planned anew."""
    opened = await _opened(session, series)
    for occurrence in await schedule.unfinished_occurrences(session, series.id):
        if occurrence.id not in opened:
            await session.delete(occurrence)
    await session.flush()
