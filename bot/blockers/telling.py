"""Telling a team's lead, once, of a blocker that has been open for two working days."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries, rules
from bot.blockers.models import Blocker
from bot.people import calendars
from bot.people import queries as people
from bot.people.models import Person
from bot.people.working_days import WorkCalendar
from bot.schedule.moments import GATHER
from bot.slack import posts
from bot.slack.models import UNSAID, PostState
from bot.teams import queries as teams
from bot.teams.models import Team

LEAD = "blocker.lead"


def subject(blocker_id: int) -> str:
    """What posts about a blocker are about."""
    return f"blocker:{blocker_id}"


async def tell(session: AsyncSession, blocker_id: int, seen: datetime, now: datetime) -> bool:
    """Tell the lead of a blocker that is due, or look again when they work; false when somebody else has.

    Having asked for the message, it is looked at once more on their next working day: what could not be said by
    then, since Slack was down or they were away after all, is asked for again, and a shown one never is.
    """
    if not await queries.claim(session, blocker_id, seen):
        return False
    blocker = await queries.blocker_to_change(session, blocker_id)
    team = await teams.team(session, blocker.team_id)
    if team is None or not may_be_told(blocker, team) or await _was_said(session, blocker):
        return True
    lead, owner = await people.person(session, team.lead_id), await people.person(session, blocker.owner_id)
    if lead.is_member:
        known = await calendars.calendars_of(session, [lead, owner], blocker.opened_on)
        await _ask_or_put_off(session, blocker, lead, known, now)
    return True


async def plan(session: AsyncSession, team: Team, blockers: Collection[Blocker], now: datetime) -> None:
    """Set when the lead is told of each of these, by everything as it is now; nobody is told of their own.

    What was asked for and not said yet is taken back first; what was said is said.
    """
    lead = await people.person(session, team.lead_id)
    persons = await people.persons(session, {blocker.owner_id for blocker in blockers} | {lead.id})
    since = min((blocker.opened_on for blocker in blockers), default=now.date())
    known = await calendars.calendars_of(session, persons.values(), since)
    for blocker in blockers:
        blocker.tell_lead_at = None
        if await _was_said(session, blocker):
            continue
        await _take_back(session, blocker, now)
        if lead.is_member and may_be_told(blocker, team):
            blocker.tell_lead_at = _instant(blocker, lead, known, now)


async def drop(session: AsyncSession, blocker: Blocker, now: datetime) -> None:
    """Nobody is to be told of it any more; who was told sees what became of it."""
    blocker.tell_lead_at = None
    await posts.withdraw(session, subject(blocker.id), now)


async def refresh(session: AsyncSession, blocker_ids: Collection[int], now: datetime) -> None:
    """What leads were told of these is shown anew, in place."""
    if blocker_ids:
        await posts.refresh(session, {subject(blocker_id) for blocker_id in blocker_ids}, now, view=LEAD)


async def replan(session: AsyncSession, blockers: Sequence[Blocker], now: datetime) -> None:
    """The same as `plan` for blockers of several teams."""
    by_team: dict[int, list[Blocker]] = defaultdict(list)
    for blocker in blockers:
        by_team[blocker.team_id].append(blocker)
    for team_id, theirs in by_team.items():
        team = await teams.team(session, team_id)
        if team is not None:
            await plan(session, team, theirs, now)


def may_be_told(blocker: Blocker, team: Team) -> bool:
    """Whether the lead may hear of it: it is open, in a live team, and another's."""
    is_open = blocker.resolved_at is None and blocker.withdrawn_at is None
    return is_open and team.ended_at is None and blocker.owner_id != team.lead_id


def _instant(blocker: Blocker, lead: Person, known: dict[int, WorkCalendar], now: datetime) -> datetime:
    due = rules.due_day(blocker.opened_on, known[blocker.owner_id])
    return rules.telling_instant(due, known[lead.id], lead.zone, now)


async def _ask_or_put_off(
    session: AsyncSession, blocker: Blocker, lead: Person, known: dict[int, WorkCalendar], now: datetime
) -> None:
    at = _instant(blocker, lead, known, now)
    if at > now + GATHER:
        blocker.tell_lead_at = at
        return
    blocker.tell_lead_at = rules.next_telling(at, known[lead.id], lead.zone)
    if not calendars.is_away(lead, known[lead.id], max(at, now)):
        blocker.lead_told_at = now
        too_late_at = at + rules.GRACE
        await posts.want(session, LEAD, subject(blocker.id), lead, now, too_late_at, at=at, gathers=True)


async def _was_said(session: AsyncSession, blocker: Blocker) -> bool:
    """Whether the message has left us: shown, on its way, or lost, which is told to whom it was for."""
    if blocker.lead_told_at is None:
        return False
    asked = await queries.posts_about(session, LEAD, subject(blocker.id))
    return any(post.state not in (PostState.WANTED, *UNSAID) for post in asked)


async def _take_back(session: AsyncSession, blocker: Blocker, now: datetime) -> None:
    if blocker.lead_told_at is not None:
        blocker.lead_told_at = None
        await posts.withdraw(session, subject(blocker.id), now, view=LEAD)
