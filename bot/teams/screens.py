"""The windows and forms of teams, filled from the database as the person who opens them may see it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.slack.answers import View
from bot.teams import access, queries, rules
from bot.teams.models import Role, RosterSource, Team
from bot.teams.views import forms, windows
from bot.teams.views.models import Filled, Inside, Listed, TeamSeen


async def named(session: AsyncSession, me: Person, text: str, now: datetime) -> View:
    """The team that a command names, whoever's it is; without a name one's only team, or the list of them."""
    mine = await queries.teams_of(session, me.id)
    if not text and len(mine) == 1:
        return await window(session, me, mine[0], now)
    if not text:
        return await my_teams(session, me)
    everyone = await queries.live_teams(session, me.workspace_id)
    found = rules.named_first(text, [team.name for team in everyone])
    if found is None or found[1]:
        names = [team.name for team in mine or everyone]
        known = f" Do you mean one of these? {rules.listed(names, 10)}" if names else " Set one up: /sprint setup"
        raise Refusal(f"I don’t know that team.{known}")
    return await window(session, me, next(team for team in everyone if team.name == found[0]), now)


async def my_teams(session: AsyncSession, me: Person) -> View:
    """The person's teams, also when there are none."""
    mine = await queries.teams_of(session, me.id)
    rosters = await queries.rosters(session, [team.id for team in mine])
    roles = await queries.roles_of(session, me.id)
    return windows.my_teams(
        [Listed(team.id, team.name, len(rosters[team.id]), _role(me, team, roles)) for team in mine]
    )


async def window(
    session: AsyncSession, me: Person, team: Team, now: datetime, shows_everyone: bool = False
) -> View:
    """A team as this person of its workspace may see it."""
    lead = await people.person(session, team.lead_id)
    seat = await queries.membership(session, team.id, me.id)
    can_change = access.leads(me, team)
    sees_all = can_change or seat is not None
    return windows.window(
        TeamSeen(
            id=team.id,
            name=team.name,
            lead=lead.name if lead.is_member else None,
            members=tuple(one.name for one in await queries.roster(session, team.id)),
            shows_everyone=shows_everyone,
            inside=await _inside(session, me, team, now) if sees_all else None,
            can_change=can_change,
            can_name_lead=can_change or (seat is not None and seat.role is Role.MEMBER),
            has_ended=team.ended_at is not None,
        )
    )


async def change_form(session: AsyncSession, team: Team) -> View:
    """*Change team…* as the team is now; somebody who has left is not among the chosen."""
    lead = await people.person(session, team.lead_id)
    seats = (await queries.seats(session, team.id)).values()
    by_hand = [(seat.role, one) for seat, one in seats if seat.by_hand and seat.left_at is None and one.is_member]
    groups = await queries.user_groups(session, team.workspace_id)
    return forms.change(
        Filled(
            id=team.id,
            name=team.name,
            channel=team.channel,
            lead=lead.slack_id if lead.is_member else None,
            source=team.roster_source,
            group=team.group_id,
            members=tuple(one.slack_id for role, one in by_hand if role is Role.MEMBER),
            observers=tuple(one.slack_id for role, one in by_hand if role is Role.OBSERVER),
            groups=tuple((group.slack_id, group.handle) for group in groups),
        )
    )


async def _inside(session: AsyncSession, me: Person, team: Team, now: datetime) -> Inside:
    group = None
    if team.roster_source is RosterSource.USER_GROUP:
        group = await queries.group(session, team.workspace_id, team.group_id or "")
    return Inside(
        channel=team.channel,
        observers=tuple(one.name for one in await queries.observers(session, team.id)),
        source=team.roster_source,
        zone=me.zone,
        group=group.handle if group else None,
        group_is_off=group is not None and group.is_disabled,
        read_at=team.roster_read_at,
        guests_left_out=team.guests_left_out,
        trouble=rules.trouble(await queries.refused_in(session, team.workspace_id, team.channel, now)),
    )


def _role(me: Person, team: Team, roles: Mapping[int, Role]) -> str:
    if me.id == team.lead_id:
        return "you lead it"
    return "you observe it" if roles.get(team.id) is Role.OBSERVER else "you are in it"
