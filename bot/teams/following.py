"""Rosters that follow Slack: what an event means for them, and what becomes of those who are read."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Person, Standing
from bot.storage.once import insert_once
from bot.teams import queries, rules
from bot.teams.models import RosterSource, Team, UserGroup
from bot.teams.seating import seat_followers

RosterReaction = Callable[[AsyncSession, Team, datetime], Awaitable[None]]
"""Answers a change of a team's roster, lead or channel, or its end, in the same transaction."""
AT_ONCE = 500
LONGEST = 255


async def follow(
    session: AsyncSession, team: Team, slack_ids: Sequence[str], now: datetime
) -> tuple[list[Person], list[Person]]:
    """Make the part of a roster that follows Slack these users and no others; who joined and who left.

    Whoever is no member of the workspace is left out, and guests are counted. A team that follows nothing, or
    has ended since, is left as it is.
    """
    team = await queries.team_to_change(session, team.id)
    if team.roster_source is RosterSource.HAND or team.ended_at is not None:
        return [], []
    there = await known(session, team.workspace_id, slack_ids)
    team.guests_left_out = sum(person.standing is Standing.GUEST for person in there.values())
    team.roster_read_at = now
    return await seat_followers(
        session, team, {person.id: person for person in there.values() if person.is_member}, now
    )


async def known(session: AsyncSession, workspace_id: int, slack_ids: Sequence[str]) -> dict[str, Person]:
    """Those of these users whom we know, by Slack id, however many they are."""
    found: dict[str, Person] = {}
    for start in range(0, len(slack_ids), AT_ONCE):
        found |= await people.known(session, workspace_id, slack_ids[start : start + AT_ONCE])
    return found


async def changed_in_slack(session: AsyncSession, teams: Iterable[Team], now: datetime) -> None:
    """Something happened to what these teams follow: each roster is read anew, soon and once.

    An event decides nothing by itself: it may be late, come twice, or name 500 of 1,200 members.
    """
    for team in teams:
        at = rules.reads_at(team.roster_read_at, team.roster_due_at, now)
        if at != team.roster_due_at:
            await queries.set_due(session, team.id, at)


async def keep_group(session: AsyncSession, workspace_id: int, group: Mapping[str, Any]) -> UserGroup | None:
    """Keep a user group as Slack has just sent it, unless what we have is newer; None when it names none."""
    slack_id, updated = str(group.get("id") or "")[:32], float(group.get("date_update") or 0)
    if not slack_id:
        return None
    shown = _shown(group)
    whose = {"workspace_id": workspace_id, "slack_id": slack_id}
    await insert_once(session, UserGroup, **whose, **shown, updated=updated)
    kept = await queries.group(session, workspace_id, slack_id)
    if kept is not None and kept.updated <= updated:
        kept.updated = updated
        for column, value in shown.items():
            setattr(kept, column, value)
    return kept


def _shown(group: Mapping[str, Any]) -> dict[str, Any]:
    handle = str(group.get("handle") or group.get("name") or group.get("id"))[:LONGEST]
    name = str(group.get("name") or handle)[:LONGEST]
    return {"handle": handle, "name": name, "is_disabled": bool(group.get("date_delete"))}
