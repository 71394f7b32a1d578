"""What of a team this person may see and do: every id that came from Slack is looked up here first.

What does not exist and what is not theirs is refused with the same sentence, so nothing can be probed.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.teams import queries, rules
from bot.teams.models import Role, Team

NOT_YOURS = "That team is not in your list any more. See your teams with: /sprint team"


async def my_team(session: AsyncSession, person: Person, team_id: int) -> Team:
    """The team, live or ended, for who may see all of it: members, observers, the lead, workspace admins."""
    team = await _in_workspace(session, person, team_id)
    if not await sees_all(session, person, team):
        raise Refusal(NOT_YOURS)
    return team


async def led_team(session: AsyncSession, person: Person, team_id: int) -> Team:
    """The live team, for who may change it: its lead and the workspace's admins."""
    team = await my_team(session, person, team_id)
    if not leads(person, team):
        raise Refusal(f"Only the lead of {team.name} or an admin of the workspace can do this. Please ask them.")
    return _live(team)


async def member_team(session: AsyncSession, person: Person, team_id: int) -> Team:
    """The live team, for what its members do; refuses observers, and a lead who is no member."""
    team = await my_team(session, person, team_id)
    seat = await queries.membership(session, team.id, person.id)
    if seat is None or seat.role is not Role.MEMBER:
        raise Refusal(f"Only members of {team.name} can do this. Its lead can make you one.")
    return _live(team)


async def leaderless_team(session: AsyncSession, person: Person, team_id: int) -> Team:
    """The live team, for who may name its lead: whoever may change it, and when its lead has left, any member."""
    team = await my_team(session, person, team_id)
    if leads(person, team):
        return _live(team)
    if await has_lead(session, team):
        raise Refusal(f"{team.name} has a lead. Please ask them, or an admin of the workspace.")
    return await member_team(session, person, team_id)


async def seen_team(session: AsyncSession, person: Person, team_id: int) -> Team:
    """The team, for who may see its name, lead and members: everyone in the workspace, while it has not ended."""
    team = await _in_workspace(session, person, team_id)
    return team if team.ended_at is None else await my_team(session, person, team_id)


async def team_in(session: AsyncSession, person: Person, text: str) -> tuple[Team, str]:
    """The team that a command's text is about, and the rest of the text.

    It is the person's only team, or the one whose name, in any case and with or without quotes, begins the
    text; a name at the beginning is taken off, of the only team only where it stands in quotes. Refuses, with
    a list of them, a text that leaves open which of several is meant.
    """
    mine = await queries.teams_of(session, person.id)
    if len(mine) == 1:
        rest = rules.quoted_first(text, mine[0].name)
        return mine[0], text.strip() if rest is None else rest
    found = rules.named_first(text, [team.name for team in mine])
    if found is None:
        raise rules.which_team([team.name for team in mine])
    return next(team for team in mine if team.name == found[0]), found[1]


async def sees_all(session: AsyncSession, person: Person, team: Team) -> bool:
    """Whether this person of the team's workspace may see more of it than outsiders may."""
    return leads(person, team) or await queries.membership(session, team.id, person.id) is not None


def leads(person: Person, team: Team) -> bool:
    """Whether this person of the team's workspace may change the team."""
    return person.id == team.lead_id or person.is_admin


async def has_lead(session: AsyncSession, team: Team) -> bool:
    """Whether the team's lead is still a member of the workspace."""
    return (await people.person(session, team.lead_id)).is_member


async def _in_workspace(session: AsyncSession, person: Person, team_id: int) -> Team:
    team = await queries.team(session, team_id)
    if team is None or team.workspace_id != person.workspace_id:
        raise Refusal(NOT_YOURS)
    return team


def _live(team: Team) -> Team:
    if team.ended_at is not None:
        raise Refusal(f"{team.name} has ended. You can set up a new team with: /sprint setup")
    return team
