"""Keeping persons in step with Slack: the whole list, one profile at a time, and who is told of a change."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.people import queries
from bot.people.models import Person, Standing, Workspace
from bot.people.profiles import Profile, profile_of
from bot.slack.paging import next_cursor
from bot.slack.verdicts import CALL_FAILURES, verdict
from bot.storage.database import Database
from bot.storage.once import insert_once

log = structlog.get_logger()

PAGE = 200
MOST_WAITS = 20
UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class Change:
    """What is different about a person we knew already."""

    person_id: int
    zone_changed: bool = False
    was_deactivated: bool = False
    """They were a member and are none any more: deactivated, or made a guest."""
    was_reactivated: bool = False
    """They are a member, and were none before."""
    away_changed: bool = False
    """Their status began or ceased to say that they are away, or until when."""
    renamed: bool = False

    def __bool__(self) -> bool:
        return any(
            (self.zone_changed, self.was_deactivated, self.was_reactivated, self.away_changed, self.renamed)
        )


Reaction = Callable[[AsyncSession, Person, Change, datetime], Awaitable[None]]
Pause = Callable[[float], Awaitable[None]]


class Directory:
    """Keeps persons as Slack has them, and lets the reactions answer each change in the same transaction."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        reactions: Sequence[Reaction] = (),
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._reactions = tuple(reactions)
        self._pause = pause

    async def read(self, client: AsyncWebClient, workspace_id: int) -> int:
        """Read `users.list` page by page, each kept in a transaction of its own; how many users were kept.

        Waits as long as Slack asks when there were too many calls. Any other failure ends the reading with a
        log line: what was kept stays, and `directory_read_at` is set only when the list was read to its end.
        """
        cursor, count = None, 0
        while True:
            page = await self._page(client, cursor)
            if page is None:
                log.warning("directory not read to its end", workspace=workspace_id, kept=count)
                return count
            cursor = next_cursor(page)
            count += await self._keep_page(workspace_id, page.get("members") or [], is_last=cursor is None)
            if cursor is None:
                return count

    async def one_person(self, client: AsyncWebClient, workspace_id: int, user: str) -> Person | None:
        """Ask `users.info` about somebody we do not know yet and keep them; None when Slack does not tell."""
        try:
            answer = await client.users_info(user=user)
        except CALL_FAILURES as error:
            log.warning("person not found", workspace=workspace_id, error=verdict(error).code)
            return None
        async with self._database.transaction() as session:
            workspace = await queries.workspace(session, workspace_id)
            return await self.keep(session, workspace, answer.get("user") or {})

    async def keep(self, session: AsyncSession, workspace: Workspace, user: Mapping[str, Any]) -> Person | None:
        """Keep a user object of this workspace as Slack has just sent it; None when it names nobody."""
        kept = await self._keep_all(session, workspace, [user])
        return kept[0] if kept else None

    async def _page(self, client: AsyncWebClient, cursor: str | None) -> Mapping[str, Any] | None:
        for _ in range(MOST_WAITS):
            try:
                answer = await client.users_list(limit=PAGE, cursor=cursor)
            except CALL_FAILURES as error:
                found = verdict(error)
                log.info("users.list failed", error=found.code, wait=found.wait)
                if found.wait is None:
                    return None
                await self._pause(found.wait)
            else:
                return answer.data if isinstance(answer.data, dict) else None
        return None

    async def _keep_page(self, workspace_id: int, users: Sequence[Mapping[str, Any]], *, is_last: bool) -> int:
        async with self._database.transaction() as session:
            workspace = await queries.workspace(session, workspace_id)
            kept = await self._keep_all(session, workspace, users)
            if is_last:
                workspace.directory_read_at = self._clock.now()
        return len(kept)

    async def _keep_all(
        self, session: AsyncSession, workspace: Workspace, users: Iterable[Mapping[str, Any]]
    ) -> list[Person]:
        profiles = [profile_of(user, workspace.slack_id) for user in users if user.get("id")]
        return await keep_persons(session, workspace.id, profiles, self._clock.now(), self._reactions)


async def keep_person(
    session: AsyncSession, workspace_id: int, profile: Profile, now: datetime, reactions: Sequence[Reaction]
) -> Person:
    """Insert the person or bring them up to date, and await each reaction if something changed.

    A profile older than what we have changes nothing. Two who keep the same person at once do it one after
    the other, and only the first sees the change.
    """
    return (await keep_persons(session, workspace_id, [profile], now, reactions))[0]


async def keep_persons(
    session: AsyncSession,
    workspace_id: int,
    profiles: Sequence[Profile],
    now: datetime,
    reactions: Sequence[Reaction],
) -> list[Person]:
    """Keep several persons, as `keep_person` does one, in their given order."""
    ids = [profile.slack_id for profile in profiles]
    known = await queries.known_to_change(session, workspace_id, ids)
    missing = [profile for profile in profiles if profile.slack_id not in known]
    for profile in missing:
        await insert_once(session, Person, workspace_id=workspace_id, **_first_seen(profile))
    if missing:
        known = await queries.known_to_change(session, workspace_id, ids)
    for profile in profiles:
        if change := _bring_up_to_date(known[profile.slack_id], profile):
            for reaction in reactions:
                await reaction(session, known[profile.slack_id], change, now)
    return [known[slack_id] for slack_id in ids]


def _first_seen(profile: Profile) -> dict[str, Any]:
    return {"slack_id": profile.slack_id, "updated": profile.updated, **_columns(profile, UTC_ZONE)}


def _columns(profile: Profile, known_zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": profile.name,
        "handle": profile.handle,
        "zone": profile.zone or known_zone,
        "standing": profile.standing,
        "is_admin": profile.is_admin,
        "away_by_status": profile.away_by_status,
        "status_until": profile.status_until if profile.away_by_status else None,
    }


def _bring_up_to_date(person: Person, profile: Profile) -> Change | None:
    """Change the person as the profile says; None when nothing changed that anybody has to know."""
    if profile.updated and profile.updated < person.updated:
        return None
    before = {name: getattr(person, name) for name in _columns(profile, person.zone)}
    after = _columns(profile, person.zone)
    for name, value in after.items():
        if before[name] != value:
            setattr(person, name, value)
    person.updated = max(person.updated, profile.updated)
    return _change(person.id, before, after) or None


def _change(person_id: int, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    was_member, is_member = (columns["standing"] is Standing.MEMBER for columns in (before, after))
    away = ("away_by_status", "status_until")
    return Change(
        person_id,
        zone_changed=before["zone"] != after["zone"],
        was_deactivated=was_member and not is_member,
        was_reactivated=is_member and not was_member,
        away_changed=any(before[name] != after[name] for name in away),
        renamed=before["name"] != after["name"],
    )
