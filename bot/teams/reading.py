"""Reading from Slack who is in what a roster follows: every night, and whenever something changed there."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.people.directory import Directory, Pause
from bot.slack.paging import next_cursor
from bot.slack.verdicts import CALL_FAILURES, Meaning, Verdict, verdict
from bot.storage.database import Database
from bot.teams import queries
from bot.teams.following import RosterReaction, changed_in_slack, follow, keep_group, known
from bot.teams.models import RosterSource, Team
from bot.teams.posts import shut_out
from bot.teams.rules import CLAIMED
from bot.teams.telling import team_changed

log = structlog.get_logger()

PAGE = 200
MOST_WAITS = 10
# Asked for one by one; if more are unknown, the whole directory is read first.
MOST_ASKED = 30

Source = tuple[str, str]
Call = Callable[[str | None], Awaitable[Any]]


class Rosters:
    """Keeps rosters as what they follow in Slack, and the user groups that a form offers.

    Any number of processes may read: a roster that is due is claimed, and is due again later if its reader dies.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directory: Directory,
        reactions: Sequence[RosterReaction] = (),
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._directory = directory
        self._reactions = tuple(reactions)
        self._pause = pause

    async def read_all(self, client: AsyncWebClient, workspace_id: int) -> None:
        """Read the user groups and every roster that follows Slack, also those of which no event told anything."""
        await self.read_groups(client, workspace_id)
        async with self._database.transaction() as session:
            await changed_in_slack(session, await queries.following(session, workspace_id), self._clock.now())
        await self.read_due(client, workspace_id)

    async def read_due(self, client: AsyncWebClient, workspace_id: int) -> int:
        """Read the rosters that are due by now, and say how many were read to their end.

        What two teams follow is read once. What cannot be read leaves the roster as it was: it is tried again
        after ten minutes, or, if Slack does not let us, with the next event or the next night.
        """
        async with self._database.reading() as session:
            due = await queries.due_rosters(session, workspace_id, self._clock.now())
        read: dict[Source, Sequence[str] | Verdict] = {}
        return sum([await self._read(client, team, read) for team in due])

    async def read_groups(self, client: AsyncWebClient, workspace_id: int) -> None:
        """Keep the workspace's user groups as Slack lists them; one that it lists no more is switched off."""
        found = await self._pages(lambda _: client.usergroups_list(include_disabled=True), "usergroups")
        if isinstance(found, Verdict):
            log.warning("user groups not read", workspace=workspace_id, error=found.code)
            return
        async with self._database.transaction() as session:
            ids = {str(group.get("id")) for group in found}
            for group in found:
                await keep_group(session, workspace_id, group)
            for kept in await queries.known_groups(session, workspace_id):
                kept.is_disabled = kept.is_disabled or kept.slack_id not in ids

    async def _read(self, client: AsyncWebClient, team: Team, read: dict[Source, Sequence[str] | Verdict]) -> bool:
        until = self._clock.now() + CLAIMED
        async with self._database.transaction() as session:
            if not await queries.move_due(session, team.id, team.roster_due_at, until):
                return False  # another process reads it, or it has changed once more
        source = _source(team)
        if source not in read:
            read[source] = await self._members(client, team)
        found = read[source]
        if isinstance(found, Verdict):
            await self._failed(team, found, until)
            return False
        everyone = await self._met(client, team.workspace_id, found)
        return await self._keep(team, found, until, is_whole=everyone)

    async def _members(self, client: AsyncWebClient, team: Team) -> Sequence[str] | Verdict:
        followed = _followed(team)
        if team.roster_source is RosterSource.USER_GROUP:
            return await self._pages(lambda _: client.usergroups_users_list(usergroup=followed), "users")
        return await self._pages(
            lambda cursor: client.conversations_members(channel=followed, limit=PAGE, cursor=cursor), "members"
        )

    async def _pages(self, call: Call, name: str) -> list[Any] | Verdict:
        """All that is listed under a name, page after page, waiting as long as Slack asks; or why it failed."""
        found: list[Any] = []
        cursor: str | None = None
        while True:
            page = await self._page(call, cursor)
            if isinstance(page, Verdict):
                return page
            found += page.get(name) or []
            cursor = next_cursor(page)
            if cursor is None:
                return found

    async def _page(self, call: Call, cursor: str | None) -> Mapping[str, Any] | Verdict:
        for _ in range(MOST_WAITS):
            try:
                answer = await call(cursor)
            except CALL_FAILURES as error:
                found = verdict(error)
                if found.wait is None:
                    return found
                await self._pause(found.wait)
            else:
                return answer.data if isinstance(answer.data, dict) else Verdict(Meaning.IN_DOUBT, "no answer")
        return Verdict(Meaning.LATER, "ratelimited")

    async def _met(self, client: AsyncWebClient, workspace_id: int, ids: Sequence[str]) -> bool:
        """Get to know whoever we do not know yet; says whether everyone was asked for."""
        unknown = await self._unknown(workspace_id, ids)
        if len(unknown) > MOST_ASKED:
            await self._directory.read(client, workspace_id)
            unknown = await self._unknown(workspace_id, ids)
        for user in unknown[:MOST_ASKED]:
            await self._directory.one_person(client, workspace_id, user)
        return len(unknown) <= MOST_ASKED

    async def _unknown(self, workspace_id: int, ids: Sequence[str]) -> list[str]:
        async with self._database.reading() as session:
            there = await known(session, workspace_id, ids)
        return [user for user in dict.fromkeys(ids) if user not in there]

    async def _keep(self, team: Team, ids: Sequence[str], claimed: datetime, *, is_whole: bool) -> bool:
        now = self._clock.now()
        async with self._database.transaction() as session:
            held = await queries.team_to_change(session, team.id)
            if _source(held) != _source(team):
                return False  # it follows something else since it was read, and is due for that
            joined, left = await follow(session, held, ids, now)
            if is_whole:
                await queries.move_due(session, held.id, claimed, None)
            if joined or left:
                persons = {held.lead_id, *(person.id for person in (*joined, *left))}
                await team_changed(session, held, persons, self._reactions, now)
        log.info("roster read", team=team.id, listed=len(ids), joined=len(joined), left=len(left))
        return True

    async def _failed(self, team: Team, found: Verdict, claimed: datetime) -> None:
        log.warning("roster not read", team=team.id, error=found.code)
        if found.meaning is not Meaning.REFUSED:
            return
        now = self._clock.now()
        async with self._database.transaction() as session:
            await queries.move_due(session, team.id, claimed, None)
            if team.roster_source is RosterSource.CHANNEL:
                await shut_out(session, team.workspace_id, team.channel, found.code, now)


def _source(team: Team) -> Source:
    return team.roster_source.value, _followed(team)


def _followed(team: Team) -> str:
    """The Slack id of what the roster follows."""
    return team.channel if team.roster_source is RosterSource.CHANNEL else team.group_id or ""
