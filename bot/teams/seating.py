"""Who sits in a team: seats taken by hand and seats that follow Slack, side by side in one table."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.teams import queries
from bot.teams.models import Role, RosterSource, Team, TeamMember

Seats = Mapping[int, tuple[TeamMember, Person]]


async def seat_all(
    session: AsyncSession,
    team: Team,
    members: Iterable[Person],
    observers: Iterable[Person],
    now: datetime,
    is_new_source: bool = False,
) -> bool:
    """Exactly these sit in the team by hand; says whether there is a member then.

    Members who are left out of it keep their seats while the team follows Slack, for the next reading to decide,
    and when it has just ceased to; who is deactivated is left alone, for when they come back.
    """
    seats = await queries.seats(session, team.id)
    chosen = {one.id: Role.MEMBER for one in members} | {one.id: Role.OBSERVER for one in observers}
    for person_id, role in chosen.items():
        _sit(session, team, seats, person_id, role, now, by_hand=True)
    for seat, person in seats.values():
        if person.id not in chosen and seat.left_at is None and person.is_member:
            _leave_out(team, seat, is_new_source, now)
    await session.flush()
    return team.roster_source is not RosterSource.HAND or bool(await queries.roster(session, team.id))


async def seat_one(session: AsyncSession, team: Team, person: Person, role: Role, now: datetime) -> None:
    """Give somebody a seat by hand, or another one."""
    _sit(session, team, await queries.seats(session, team.id), person.id, role, now, by_hand=True)
    await session.flush()


async def seat_followers(
    session: AsyncSession, team: Team, there: Mapping[int, Person], now: datetime
) -> tuple[list[Person], list[Person]]:
    """Everyone who is `there` sits in the team, and of those who followed nobody else; who joined and who left.

    Seats taken by hand stay as they are: a member who is not there, and an observer who is.
    """
    seats = await queries.seats(session, team.id)
    joined = [person for person in there.values() if not _is_in(seats, person.id)]
    gone = [
        (seat, person)
        for seat, person in seats.values()
        if seat.left_at is None and not seat.by_hand and person.id not in there
    ]
    for person in joined:
        _sit(session, team, seats, person.id, Role.MEMBER, now, by_hand=False)
    for seat, _ in gone:
        stand_up(seat, now)
    await session.flush()
    return joined, [person for _, person in gone]


def stand_up(seat: TeamMember, now: datetime) -> None:
    """They are in the team no more; what they said in it stays."""
    seat.left_at = seat.left_at or now


def _is_in(seats: Seats, person_id: int) -> bool:
    return person_id in seats and seats[person_id][0].left_at is None


def _sit(
    session: AsyncSession, team: Team, seats: Seats, person_id: int, role: Role, now: datetime, *, by_hand: bool
) -> None:
    if person_id not in seats:
        new = TeamMember(team_id=team.id, person_id=person_id, role=role, by_hand=by_hand, joined_at=now)
        session.add(new)
        return
    seat = seats[person_id][0]
    if seat.left_at is not None or seat.role is not role:
        seat.joined_at = now
    seat.role, seat.by_hand, seat.left_at = role, by_hand, None


def _leave_out(team: Team, seat: TeamMember, is_new_source: bool, now: datetime) -> None:
    if seat.role is Role.OBSERVER:
        stand_up(seat, now)
    elif team.roster_source is not RosterSource.HAND:
        seat.by_hand = False
    elif not seat.by_hand and is_new_source:
        seat.by_hand = True
    else:
        stand_up(seat, now)
