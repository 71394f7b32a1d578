"""Statements about teams, rosters and user groups."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person, Standing, Workspace
from bot.slack.content import HOME
from bot.slack.models import Post, PostState
from bot.storage.database import rows
from bot.teams.models import Role, RosterSource, Team, TeamMember, UserGroup


async def team(session: AsyncSession, team_id: int) -> Team | None:
    """The team with this id, whether it goes on or has ended."""
    return await session.get(Team, team_id)


async def team_to_change(session: AsyncSession, team_id: int) -> Team:
    """The team as the database has it now, kept from being changed by others until the transaction ends."""
    return (
        await session.scalars(
            select(Team)
            .where(Team.id == team_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one()


async def hold_names(session: AsyncSession, workspace_id: int) -> None:
    """Nobody else names a team of this workspace until the transaction ends."""
    await session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


async def live_teams(session: AsyncSession, workspace_id: int) -> Sequence[Team]:
    """The teams of a workspace that have not ended, by name."""
    return _by_name(await session.scalars(_live().where(Team.workspace_id == workspace_id)))


async def teams_of(session: AsyncSession, person_id: int) -> Sequence[Team]:
    """The live teams of a person, by name: as a member, as an observer, or as the lead."""
    seats = select(TeamMember.team_id).where(TeamMember.person_id == person_id, TeamMember.left_at.is_(None))
    return _by_name(await session.scalars(_live().where(or_(Team.lead_id == person_id, Team.id.in_(seats)))))


async def teams_as_member(session: AsyncSession, person_id: int) -> Sequence[Team]:
    """The live teams that a person is a member of now, by name: as no observer, and not as a lead alone."""
    seats = select(TeamMember.team_id).where(
        TeamMember.person_id == person_id, TeamMember.role == Role.MEMBER, TeamMember.left_at.is_(None)
    )
    return _by_name(await session.scalars(_live().where(Team.id.in_(seats))))


async def roster(session: AsyncSession, team_id: int) -> Sequence[Person]:
    """The members of a team now who are members of the workspace, by name."""
    return await _people(session, team_id, Role.MEMBER)


async def observers(session: AsyncSession, team_id: int) -> Sequence[Person]:
    """The observers of a team now who are members of the workspace, by name."""
    return await _people(session, team_id, Role.OBSERVER)


async def rosters(session: AsyncSession, team_ids: Iterable[int]) -> dict[int, list[Person]]:
    """The rosters of several teams by team, in one statement; each by name."""
    found: dict[int, list[Person]] = {team_id: [] for team_id in team_ids}
    statement = _seated(Role.MEMBER).add_columns(TeamMember.team_id).where(TeamMember.team_id.in_(found))
    for person, team_id in await session.execute(statement):
        found[team_id].append(person)
    return {team_id: sorted(people, key=_named) for team_id, people in found.items()}


async def membership(session: AsyncSession, team_id: int, person_id: int) -> TeamMember | None:
    """The seat of somebody who is in a team now, as a member or as an observer."""
    return await session.scalar(
        select(TeamMember).where(
            TeamMember.team_id == team_id, TeamMember.person_id == person_id, TeamMember.left_at.is_(None)
        )
    )


async def still_in(session: AsyncSession, team_id: int, person_ids: Iterable[int]) -> frozenset[int]:
    """Those of these persons who are in the team now, as members or observers, and have not left the workspace."""
    found = await session.scalars(
        select(TeamMember.person_id)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.team_id == team_id, TeamMember.left_at.is_(None))
        .where(TeamMember.person_id.in_(set(person_ids)), Person.standing == Standing.MEMBER)
    )
    return frozenset(found)


async def roles_of(session: AsyncSession, person_id: int) -> dict[int, Role]:
    """What a person is now in each team they sit in, by team."""
    found = await session.execute(
        select(TeamMember.team_id, TeamMember.role).where(
            TeamMember.person_id == person_id, TeamMember.left_at.is_(None)
        )
    )
    return {row.team_id: row.role for row in found}


async def seats(session: AsyncSession, team_id: int) -> dict[int, tuple[TeamMember, Person]]:
    """Everyone who is or was in a team, with their seat, by person, longest known first."""
    found = await session.execute(
        select(TeamMember, Person)
        .join(Person, Person.id == TeamMember.person_id)
        .where(TeamMember.team_id == team_id)
        .order_by(Person.id)
        .execution_options(populate_existing=True)
    )
    return {person.id: (seat, person) for seat, person in found}


async def by_channel(session: AsyncSession, workspace_id: int, channel: str) -> Sequence[Team]:
    """The live teams whose rituals are held in this channel, by name."""
    here = _live().where(Team.workspace_id == workspace_id, Team.channel == channel)
    return _by_name(await session.scalars(here))


async def by_group(session: AsyncSession, workspace_id: int, group_id: str) -> Sequence[Team]:
    """The live teams whose roster follows this user group, by name."""
    following = _live().where(Team.workspace_id == workspace_id, Team.group_id == group_id)
    return _by_name(await session.scalars(following.where(Team.roster_source == RosterSource.USER_GROUP)))


async def following(session: AsyncSession, workspace_id: int) -> Sequence[Team]:
    """The live teams whose roster follows a user group or a channel."""
    wanted = _live().where(Team.workspace_id == workspace_id, Team.roster_source != RosterSource.HAND)
    return (await session.scalars(wanted.order_by(Team.id))).all()


async def due_rosters(session: AsyncSession, workspace_id: int, now: datetime) -> Sequence[Team]:
    """The live teams whose roster is to be read by now, longest due first."""
    due = _live().where(Team.workspace_id == workspace_id, Team.roster_due_at <= now)
    return (await session.scalars(due.order_by(Team.roster_due_at, Team.id))).all()


async def next_roster(session: AsyncSession) -> datetime | None:
    """The earliest instant at which a roster is to be read, in a workspace that lets us."""
    return await session.scalar(
        select(func.min(Team.roster_due_at))
        .join(Workspace, Workspace.id == Team.workspace_id)
        .where(Workspace.bot_token.is_not(None), Team.ended_at.is_(None))
    )


async def set_due(session: AsyncSession, team_id: int, at: datetime | None) -> None:
    """The roster is to be read at an instant, or not at all."""
    await session.execute(update(Team).where(Team.id == team_id).values(roster_due_at=at))


async def move_due(session: AsyncSession, team_id: int, seen: datetime | None, at: datetime | None) -> bool:
    """The same, only while it is due as `seen`: says whether it was, and so whether nobody else came first."""
    is_seen = Team.roster_due_at.is_(None) if seen is None else Team.roster_due_at == seen
    moved = await session.execute(update(Team).where(Team.id == team_id, is_seen).values(roster_due_at=at))
    return rows(moved) == 1


async def user_groups(session: AsyncSession, workspace_id: int) -> Sequence[UserGroup]:
    """The user groups of a workspace that have not been switched off, by handle."""
    return [group for group in await known_groups(session, workspace_id) if not group.is_disabled]


async def known_groups(session: AsyncSession, workspace_id: int) -> Sequence[UserGroup]:
    """The user groups of a workspace that we know, those switched off too, by handle."""
    found = await session.scalars(select(UserGroup).where(UserGroup.workspace_id == workspace_id))
    return sorted(found, key=lambda group: (group.handle.casefold(), group.id))


async def group(session: AsyncSession, workspace_id: int, slack_id: str) -> UserGroup | None:
    """The user group that Slack calls by this id."""
    return await session.scalar(
        select(UserGroup).where(UserGroup.workspace_id == workspace_id, UserGroup.slack_id == slack_id)
    )


async def with_home(session: AsyncSession, person_ids: Iterable[int]) -> Sequence[int]:
    """Those of these persons who have ever opened their Home tab."""
    opened = select(Post.recipient_id).where(Post.view == HOME, Post.recipient_id.in_(set(person_ids)))
    return [person_id for person_id in await session.scalars(opened) if person_id is not None]


async def refused_in(session: AsyncSession, workspace_id: int, channel: str, now: datetime) -> str | None:
    """Slack's error of what should stand in a channel and was refused; None once something later was taken."""
    state, error = (
        await session.execute(
            select(Post.state, Post.error)
            .where(Post.workspace_id == workspace_id, Post.address == channel)
            .where(Post.state.in_((PostState.REFUSED, PostState.SHOWN)))
            .where(or_(Post.state == PostState.SHOWN, Post.too_late_at.is_(None), Post.too_late_at > now))
            .order_by(Post.tried_at.desc(), Post.id.desc())
            .limit(1)
        )
    ).one_or_none() or (None, None)
    return error if state is PostState.REFUSED else None


async def told_of(session: AsyncSession, workspace_id: int, view: str, subject: str) -> Sequence[Post]:
    """The posts of this view and subject, to whomever they are."""
    same = select(Post).where(Post.workspace_id == workspace_id, Post.view == view, Post.subject == subject)
    return (await session.scalars(same)).all()


def _live() -> Select[Team]:
    return select(Team).where(Team.ended_at.is_(None))


def _seated(role: Role) -> Select[Person]:
    return (
        select(Person)
        .join(TeamMember, TeamMember.person_id == Person.id)
        .where(TeamMember.role == role, TeamMember.left_at.is_(None), Person.standing == Standing.MEMBER)
    )


async def _people(session: AsyncSession, team_id: int, role: Role) -> Sequence[Person]:
    found = await session.scalars(_seated(role).where(TeamMember.team_id == team_id))
    return sorted(found, key=_named)


def _by_name(teams: Iterable[Team]) -> list[Team]:
    return sorted(teams, key=lambda team: (team.name.casefold(), team.id))


def _named(person: Person) -> tuple[str, int]:
    return person.name.casefold(), person.id
