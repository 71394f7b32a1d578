"""Whether this person may: every id of a blocker that comes from Slack is looked up here first.

What does not exist and what is not theirs is refused with the same sentence, so nothing can be probed.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries
from bot.blockers.models import Blocker
from bot.errors import Refusal
from bot.people.models import Person
from bot.raised.access import team_of
from bot.teams import queries as teams
from bot.teams.access import NOT_YOURS
from bot.teams.models import Role, Team


@dataclass(frozen=True)
class Viewer:
    """Somebody who looks at a team's blockers, and what they are to it; nobody in particular in a channel."""

    person_id: int | None = None
    may_resolve: bool = False
    """As a member or the lead; one's own may be resolved by anybody."""
    is_member: bool = False


async def viewer(session: AsyncSession, person: Person, team: Team) -> Viewer:
    """What this person is to this team."""
    seat = await teams.membership(session, team.id, person.id)
    is_member = seat is not None and seat.role is Role.MEMBER
    return Viewer(person.id, is_member or team.lead_id == person.id, is_member)


async def seen_blocker(session: AsyncSession, person: Person, blocker_id: int) -> tuple[Blocker, Team]:
    """The blocker with this id, for its owner and for who may see its team; also one that was taken back."""
    blocker = await queries.blocker(session, blocker_id)
    if blocker is None:
        raise Refusal(NOT_YOURS)
    return blocker, await team_of(session, person, blocker.team_id, blocker.owner_id)


async def resolvable(session: AsyncSession, person: Person, blocker_id: int) -> tuple[Blocker, Team]:
    """The same, for who may resolve it or open it again: its owner, members of the team, and its lead."""
    blocker, team = await seen_blocker(session, person, blocker_id)
    if blocker.owner_id != person.id and not (await viewer(session, person, team)).may_resolve:
        raise Refusal(f"Only the members of {team.name} can do this. Please ask one of them.")
    return blocker, team


async def own_blocker(session: AsyncSession, person: Person, blocker_id: int) -> tuple[Blocker, Team]:
    """The same, for its owner alone."""
    blocker, team = await seen_blocker(session, person, blocker_id)
    if blocker.owner_id != person.id:
        raise Refusal("Only the person who raised a blocker can do this. Please ask them.")
    return blocker, team
