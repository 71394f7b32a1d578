"""Whether this person may: every id that came from Slack is looked up here before anything is done with it.

What does not exist and what is not theirs is refused with the same sentence, so nothing can be probed.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people.models import Person
from bot.rituals.standup import asked, queries
from bot.rituals.standup.models import Question, SyncUp, Visibility
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, Series, SeriesState
from bot.teams import queries as teams
from bot.teams.models import Role, Team

NOT_YOURS = "That is no sync-up of your teams, or it is gone. For your own, type: /standup"
WATCHING = "Only members of this team answer its sync-up. You can read it with: /standup show"
HAS_ENDED = "This team’s sync-up has ended. You can still read it: /standup show"


@dataclass(frozen=True)
class Held:
    """A team's sync-up in the hands of somebody who may see it."""

    sync_up: SyncUp
    series: Series
    team: Team
    me: Person
    role: Role | None
    """What they are in the team; None for its lead or an admin who is not in it, and for colleagues."""

    @property
    def is_member(self) -> bool:
        return self.role is Role.MEMBER

    @property
    def may_change(self) -> bool:
        return self.team.lead_id == self.me.id or self.me.is_admin


@dataclass(frozen=True)
class Mine:
    """One day of a sync-up in the hands of a member of its team."""

    held: Held
    occurrence: Occurrence


async def my_day(session: AsyncSession, person: Person, occurrence_id: int) -> Mine:
    """The day with this id, if it is one of a team the person is a member of now."""
    occurrence, sync_up = await _day(session, occurrence_id)
    held = await _held(session, person, sync_up)
    _check_member(held)
    return Mine(held, occurrence)


async def my_sync_up(session: AsyncSession, person: Person, sync_up_id: int) -> Held:
    """The sync-up with this id, if the person is a member of its team and it goes on."""
    sync_up = await queries.sync_up(session, sync_up_id)
    if sync_up is None:
        raise Refusal(NOT_YOURS)
    held = await _held(session, person, sync_up)
    _check_member(held)
    check_live(held)
    return held


async def seen_day(session: AsyncSession, person: Person, occurrence_id: int) -> Mine:
    """The day with this id, if the person may read it: the team, its lead, admins; all, where all may."""
    occurrence, sync_up = await _day(session, occurrence_id)
    return Mine(await _seen(session, person, sync_up), occurrence)


async def own_of_team(session: AsyncSession, person: Person, team_id: int) -> Held:
    """The sync-up of this team, if the person is in it, leads it, or is an admin."""
    sync_up = await queries.of_team(session, team_id)
    held = None if sync_up is None else await _held(session, person, sync_up)
    if held is None or not (held.role or held.may_change):
        raise Refusal(NOT_YOURS)
    return held


async def led(session: AsyncSession, person: Person, team_id: int) -> Held:
    """The sync-up of this team, while it goes on, for its lead or an admin; the team is told who may."""
    held = await own_of_team(session, person, team_id)
    if not held.may_change:
        raise Refusal("Only the team’s lead or an admin of the workspace can change this. Please ask them.")
    check_live(held)
    return held


async def led_question(session: AsyncSession, person: Person, question_id: int) -> tuple[Held, Question]:
    """The question with this id and its sync-up, for whoever may change it."""
    question = (await asked.questions_by_id(session, [question_id])).get(question_id)
    sync_up = await queries.sync_up(session, question.sync_up_id) if question is not None else None
    if question is None or sync_up is None:
        raise Refusal(NOT_YOURS)
    return await led(session, person, sync_up.team_id), question


def check_live(held: Held) -> None:
    """Refuse a sync-up that has ended, or whose team has."""
    if not is_live(held):
        raise Refusal(HAS_ENDED)


def is_live(held: Held) -> bool:
    """Whether neither the sync-up nor its team has ended."""
    return held.series.state is not SeriesState.ENDED and held.team.ended_at is None


def _check_member(held: Held) -> None:
    """Refuse whoever does not answer; who may not even know of it is told what everybody is told."""
    if not held.is_member:
        raise Refusal(WATCHING if held.role or held.may_change else NOT_YOURS)


async def _day(session: AsyncSession, occurrence_id: int) -> tuple[Occurrence, SyncUp]:
    occurrence = await schedule.occurrence(session, occurrence_id)
    sync_up = await queries.by_series(session, occurrence.series_id) if occurrence is not None else None
    if occurrence is None or sync_up is None:
        raise Refusal(NOT_YOURS)
    return occurrence, sync_up


async def _seen(session: AsyncSession, person: Person, sync_up: SyncUp) -> Held:
    held = await _held(session, person, sync_up)
    if not (held.role or held.may_change or sync_up.visibility is Visibility.WORKSPACE):
        raise Refusal(NOT_YOURS)
    return held


async def _held(session: AsyncSession, person: Person, sync_up: SyncUp) -> Held:
    team = await teams.team(session, sync_up.team_id)
    if team is None or team.workspace_id != person.workspace_id:
        raise Refusal(NOT_YOURS)
    member = await teams.membership(session, team.id, person.id)
    series = await schedule.series(session, sync_up.series_id)
    return Held(sync_up, series, team, person, None if member is None else member.role)
