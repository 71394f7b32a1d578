"""Reading workspaces, persons and absences: one statement a function."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from bot.people.models import Absence, Person, Workspace


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
    return (await session.scalars(select(Person).where(Person.id == person_id))).one()


async def persons(session: AsyncSession, ids: Iterable[int]) -> dict[int, Person]:
    """The persons with these ids, by id."""
    found = await session.scalars(select(Person).where(Person.id.in_(set(ids))))
    return {person.id: person for person in found}


async def person_by_slack_id(session: AsyncSession, workspace: str, user: str) -> Person | None:
    """The person Slack calls `user` in the workspace it calls `workspace`."""
    return await session.scalar(
        select(Person)
        .join(Workspace, Workspace.id == Person.workspace_id)
        .where(Workspace.slack_id == workspace, Person.slack_id == user)
    )


async def colleague(session: AsyncSession, asker: Person, user: str) -> Person | None:
    """The person Slack calls `user` in the asker's own workspace."""
    return await session.scalar(
        select(Person).where(Person.workspace_id == asker.workspace_id, Person.slack_id == user)
    )


async def known(session: AsyncSession, workspace_id: int, users: Iterable[str]) -> dict[str, Person]:
    """Those of these Slack users whom we know, by Slack id."""
    found = await session.scalars(
        select(Person).where(Person.workspace_id == workspace_id, Person.slack_id.in_(set(users)))
    )
    return {person.slack_id: person for person in found}


async def absences(session: AsyncSession, person_ids: Iterable[int], since: date) -> Sequence[Absence]:
    """Absences of these persons that are not over before `since`, first day first."""
    return (
        await session.scalars(
            select(Absence)
            .where(Absence.person_id.in_(set(person_ids)), Absence.last >= since)
            .order_by(Absence.first, Absence.id)
        )
    ).all()
