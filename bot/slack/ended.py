"""How calls ended, written down: many messages by one statement, and none that somebody else is just changing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.people import queries as people
from bot.slack import delivery, queries
from bot.slack.calls import Claim
from bot.slack.client import Clients
from bot.slack.delivery import Lost
from bot.slack.posts import Composers
from bot.slack.verdicts import Meaning, Verdict
from bot.storage.database import Database


@dataclass(frozen=True)
class Means:
    """What the lanes of a process work with."""

    database: Database
    clock: Clock
    clients: Clients
    composers: Composers
    lost: Lost
    owner: str


@dataclass(frozen=True)
class Ended:
    """How the call for a claim ended; neither answer nor failure when that was by a mistake of ours."""

    claim: Claim
    answer: dict[str, Any] | None = None
    failure: Verdict | None = None
    token: str | None = None
    """By which Slack was called, where it refused."""


async def write_down(session: AsyncSession, means: Means, workspace_id: int, ended: Ended) -> None:
    """What became of the posts of one claim; the workspace's token, if Slack takes it no more, stops the lane.

    A call that was under way while a new token was installed tells of the old one only.
    """
    claim, now = ended.claim, means.clock.now()
    if ended.answer is not None:
        await delivery.record_success(session, claim, ended.answer, means.owner, now, means.lost)
    elif ended.failure is None:
        await delivery.set_back(session, claim.post.id, now, means.lost)
    else:
        await delivery.record_failure(session, claim, ended.failure, means.owner, now, means.lost)
        if ended.failure.meaning is Meaning.REVOKED and await _is_present(session, workspace_id, ended.token):
            await queries.stop_lane(session, workspace_id, ended.failure.code)


async def write_all_down(
    session: AsyncSession, means: Means, workspace_id: int, ended: Sequence[Ended]
) -> list[Ended]:
    """Those of them that were written down: not whose posts somebody else is just changing."""
    if not ended:
        return []
    free = await queries.not_locked(session, {held.post.id for one in ended for held in one.claim.held})
    written = [one for one in ended if all(held.post.id in free for held in one.claim.held)]
    messages = []
    for one in written:
        if one.answer is not None and delivery.is_alone(one.claim):
            messages.append((one.claim, one.answer))
        else:
            await write_down(session, means, workspace_id, one)
    if messages:
        await delivery.record_messages(session, messages, means.owner, means.clock.now())
    return written


async def _is_present(session: AsyncSession, workspace_id: int, token: str | None) -> bool:
    return (await people.workspace(session, workspace_id)).bot_token == token
