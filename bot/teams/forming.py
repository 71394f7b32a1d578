"""Forming a team, changing it, and ending it; refusals name the fields of the form in `bot.teams.views`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import FieldRefusal, Refusal
from bot.people.models import Person
from bot.teams import queries, rules
from bot.teams.models import Role, RosterSource, Team
from bot.teams.seating import seat_all, seat_one, stand_up


@dataclass(frozen=True)
class Terms:
    """What a team is to be: its members and observers are those put there by hand."""

    name: str
    channel: str
    lead: Person
    source: RosterSource
    members: Sequence[Person] = ()
    observers: Sequence[Person] = ()
    group_id: str | None = None


async def form_team(
    session: AsyncSession,
    me: Person,
    name: str,
    channel: str,
    lead: Person,
    source: RosterSource,
    zone: ZoneInfo,
    now: datetime,
    members: Sequence[Person] = (),
    group_id: str | None = None,
    observers: Sequence[Person] = (),
) -> Team:
    """Begin a team; a roster that follows Slack is due to be read at once.

    Refuses, under `name`, `channel`, `lead`, `group`, `members` and `observers`, what a team cannot be: a name
    that another live team has, somebody who is no member of the workspace, an unknown group, nobody at all.
    """
    terms = Terms(name, channel, lead, source, members, observers, group_id)
    called = await _checked(session, me.workspace_id, terms)
    if source is RosterSource.HAND and not members:
        raise FieldRefusal("members", "Please choose at least one person.")
    team = Team(
        workspace_id=me.workspace_id,
        name=called,
        channel=channel,
        lead_id=lead.id,
        zone=zone,
        roster_source=source,
        group_id=group_id if source is RosterSource.USER_GROUP else None,
        roster_due_at=None if source is RosterSource.HAND else now,
        created_by=me.id,
        created_at=now,
    )
    session.add(team)
    await session.flush()
    await seat_all(session, team, members, observers, now)
    return team


async def change_team(session: AsyncSession, team: Team, terms: Terms, now: datetime) -> None:
    """Make the team what the terms say; refuses as `form_team` does.

    Who followed the old source stays until the new one has been read; when nothing is followed any more they
    stay as if put there by hand, and can be taken out.
    """
    called = await _checked(session, team.workspace_id, terms, team)
    team = await _held(session, team)
    old = (team.roster_source, team.group_id, team.channel)
    team.name, team.channel, team.lead_id = called, terms.channel, terms.lead.id
    team.roster_source = terms.source
    team.group_id = terms.group_id if terms.source is RosterSource.USER_GROUP else None
    if terms.source is RosterSource.HAND or old != (team.roster_source, team.group_id, team.channel):
        team.roster_read_at, team.guests_left_out = None, 0
    team.roster_due_at = None if terms.source is RosterSource.HAND else now
    if not await seat_all(session, team, terms.members, terms.observers, now, old[0] is not terms.source):
        raise FieldRefusal("members", "Please choose at least one person.")


async def name_lead(session: AsyncSession, team: Team, lead: Person) -> None:
    """Another lead; refuses, under `lead`, somebody who is no member of the workspace."""
    _check_lead(team.workspace_id, lead)
    held = await _held(session, team)
    held.lead_id = lead.id


async def end_team(session: AsyncSession, team: Team, now: datetime) -> bool:
    """Nothing of it happens any more, and what was said in it stays; says whether it went on until now."""
    held = await queries.team_to_change(session, team.id)
    if held.ended_at is not None:
        return False
    held.ended_at, held.roster_due_at = now, None
    return True


async def add_member(session: AsyncSession, team: Team, person: Person, now: datetime) -> None:
    """Put somebody in the team by hand, also an observer; refuses who is no member of the workspace."""
    await _add(session, team, person, Role.MEMBER, now)


async def add_observer(session: AsyncSession, team: Team, person: Person, now: datetime) -> None:
    """Let somebody see everything and count nowhere, also a member; refuses who is no member of the workspace."""
    await _add(session, team, person, Role.OBSERVER, now)


async def remove(session: AsyncSession, team: Team, person: Person, now: datetime) -> None:
    """Take somebody out; refuses who comes with a user group or a channel, since they would come back."""
    team = await _held(session, team)
    seat = await queries.membership(session, team.id, person.id)
    if seat is not None and not seat.by_hand and team.roster_source is not RosterSource.HAND:
        where = "user group" if team.roster_source is RosterSource.USER_GROUP else "channel"
        raise Refusal(f"{person.name} comes with the {where} that the team follows. Please take them out there.")
    if seat is not None:
        stand_up(seat, now)


async def _add(session: AsyncSession, team: Team, person: Person, role: Role, now: datetime) -> None:
    field = "members" if role is Role.MEMBER else "observers"
    _check_members(field, team.workspace_id, [person])
    team = await _held(session, team)
    await seat_one(session, team, person, role, now)


async def _held(session: AsyncSession, team: Team) -> Team:
    """The team, in nobody else's hands; refuses one that has ended since it was looked up."""
    await session.flush()
    held = await queries.team_to_change(session, team.id)
    if held.ended_at is not None:
        raise Refusal(f"{held.name} has ended. You can set up a new team with: /sprint setup")
    return held


async def _checked(session: AsyncSession, workspace_id: int, terms: Terms, team: Team | None = None) -> str:
    """The name as it is kept, if nothing of the terms has to be refused; names are held until the end."""
    name = rules.checked_name(terms.name)
    rules.check_channel(terms.channel)
    _check_lead(workspace_id, terms.lead)
    _check_members("members", workspace_id, terms.members)
    _check_members("observers", workspace_id, terms.observers)
    rules.check_apart(_named(terms.members), _named(terms.observers))
    await _check_group(session, workspace_id, terms, team)
    # Two may be giving the same name at this moment: the second is to see the first one's.
    await queries.hold_names(session, workspace_id)
    others = [one for one in await queries.live_teams(session, workspace_id) if team is None or one.id != team.id]
    rules.check_free(name, [one.name for one in others])
    return name


def _check_lead(workspace_id: int, lead: Person) -> None:
    if lead.workspace_id != workspace_id or not lead.is_member:
        raise FieldRefusal("lead", f"{lead.name} is not a member of this workspace. Please choose somebody else.")


def _check_members(field: str, workspace_id: int, chosen: Iterable[Person]) -> None:
    rules.check_members(
        field, [one.name for one in chosen if one.workspace_id != workspace_id or not one.is_member]
    )


async def _check_group(session: AsyncSession, workspace_id: int, terms: Terms, team: Team | None) -> None:
    if terms.source is not RosterSource.USER_GROUP:
        return
    group = await queries.group(session, workspace_id, terms.group_id or "")
    if group is None:
        raise FieldRefusal("group", "Please choose a user group.")
    is_kept = team is not None and team.group_id == group.slack_id
    if group.is_disabled and not is_kept:
        raise FieldRefusal(
            "group", f"@{group.handle} has been switched off in Slack. Please choose another group."
        )


def _named(people: Iterable[Person]) -> list[tuple[int, str]]:
    return [(person.id, person.name) for person in people]
