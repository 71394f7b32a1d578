"""Reading workspaces, persons and absences: one statement a function."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from bot.people.models import Absence, Person, Standing, Workspace
from bot.storage.prepared import prepared


async def workspaces(session: AsyncSession) -> Sequence[Workspace]:
    """Every workspace, with its token."""
    return (await session.scalars(select(Workspace).options(undefer(Workspace.bot_token)))).all()


async def workspace(session: AsyncSession, workspace_id: int) -> Workspace:
    """The workspace with this id, with its token; it must exist."""
    return (
        await session.scalars(
            select(Workspace).where(Workspace.id == workspace_id).options(undefer(Workspace.bot_token))
        )
    ).one()


async def workspace_by_slack_id(session: AsyncSession, slack_id: str) -> Workspace | None:
    """The workspace Slack calls by this id, with its token."""
    return await session.scalar(
        select(Workspace).where(Workspace.slack_id == slack_id).options(undefer(Workspace.bot_token))
    )


async def person(session: AsyncSession, person_id: int) -> Person:
    """The person with this id; they must exist."""
    return await session.get_one(Person, person_id)


async def persons(session: AsyncSession, ids: Iterable[int]) -> dict[int, Person]:
    """The persons with these ids, by id."""
    wanted = set(ids)
    if not wanted:
        return {}
    found = await session.scalars(select(Person).where(Person.id.in_(wanted)))
    return {person.id: person for person in found}


async def person_by_slack_id(session: AsyncSession, workspace: str, user: str) -> Person | None:
    """The person Slack calls `user` in the workspace it calls `workspace`."""
    found: Person | None = await session.scalar(*_by_slack_id(workspace, user))
    return found


async def colleague(session: AsyncSession, asker: Person, user: str) -> Person | None:
    """The person Slack calls `user` in the asker's own workspace."""
    return await session.scalar(
        select(Person).where(Person.workspace_id == asker.workspace_id, Person.slack_id == user)
    )


async def colleague_named(session: AsyncSession, asker: Person, name: str) -> Person | None:
    """The one person of the asker's workspace with this name or handle, in any case; None when there are two."""
    # SQLite lowers ASCII letters alone, so a name with others is also looked for as people write it.
    cases = {name, name.lower(), name.title()}
    found = await session.scalars(
        select(Person)
        .where(
            Person.workspace_id == asker.workspace_id,
            or_(func.lower(Person.name) == name.lower(), Person.name.in_(cases), Person.handle == name.lower()),
        )
        .limit(2)
    )
    people = found.all()
    return people[0] if len(people) == 1 else None


async def known(session: AsyncSession, workspace_id: int, users: Iterable[str]) -> dict[str, Person]:
    """Those of these Slack users whom we know, by Slack id."""
    wanted = set(users)
    if not wanted:
        return {}
    found = await session.scalars(
        select(Person).where(Person.workspace_id == workspace_id, Person.slack_id.in_(wanted))
    )
    return {person.slack_id: person for person in found}


async def zones_of(session: AsyncSession, workspace_id: int) -> Sequence[str]:
    """Names of the time zones the members of a workspace live in, in order."""
    found = await session.scalars(
        select(Person.zone)
        .where(Person.workspace_id == workspace_id, Person.standing == Standing.MEMBER)
        .distinct()
    )
    return sorted(zone.key for zone in found)


async def absences(session: AsyncSession, person_ids: Iterable[int], since: date) -> Sequence[Absence]:
    """Absences of these persons that are not over before `since`, first day first."""
    return (
        await session.scalars(
            select(Absence)
            .where(Absence.person_id.in_(set(person_ids)), Absence.last >= since)
            .order_by(Absence.first, Absence.id)
        )
    ).all()


async def known_to_change(session: AsyncSession, workspace_id: int, users: Iterable[str]) -> dict[str, Person]:
    """The same as the database has them now, kept from being changed by others until the transaction ends."""
    found = await session.scalars(
        select(Person)
        .where(Person.workspace_id == workspace_id, Person.slack_id.in_(set(users)))
        .order_by(Person.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {person.slack_id: person for person in found}


async def person_to_change(session: AsyncSession, person_id: int) -> Person:
    """The person as the database has them now, kept from being changed by others until the transaction ends."""
    return (
        await session.scalars(
            select(Person)
            .where(Person.id == person_id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
    ).one()


async def absence(session: AsyncSession, person_id: int, absence_id: int) -> Absence | None:
    """An absence of this very person."""
    return await session.scalar(select(Absence).where(Absence.id == absence_id, Absence.person_id == person_id))


async def absences_between(session: AsyncSession, person_id: int, first: date, last: date) -> Sequence[Absence]:
    """Absences of this person that share a day with the span from `first` to `last`, first day first."""
    return (
        await session.scalars(
            select(Absence)
            .where(Absence.person_id == person_id, Absence.first <= last, Absence.last >= first)
            .order_by(Absence.first, Absence.id)
        )
    ).all()


@prepared
def _by_slack_id(workspace: Any, user: Any) -> Select[Person]:
    found = select(Person).join(Workspace, Workspace.id == Person.workspace_id)
    return found.where(Workspace.slack_id == workspace, Person.slack_id == user)
