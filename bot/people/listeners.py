"""What Slack tells about people and about our installation, as it happens."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries
from bot.people.directory import Reaction, keep_person
from bot.people.models import Workspace
from bot.people.profiles import profile_of
from bot.slack.desk import Desk
from bot.slack.models import Received
from bot.slack.requests import EventRequest
from bot.slack.surface import OnEvent, Surface
from bot.storage.once import insert_once


def surface(reactions: Sequence[Reaction]) -> Surface:
    """The events that keep the directory in step, and those that end our permission to speak."""
    person_changed = _person_changed(reactions)
    return Surface(
        events={
            "user_change": person_changed,
            "team_join": person_changed,
            "tokens_revoked": tokens_revoked,
            "app_uninstalled": app_uninstalled,
        },
        scopes=frozenset({"users:read"}),
    )


def _person_changed(reactions: Sequence[Reaction]) -> OnEvent:
    async def person_changed(request: EventRequest, desk: Desk) -> None:
        user = request.event.get("user")
        async with _first_delivery(request, desk) as (session, workspace):
            if workspace is not None and isinstance(user, Mapping) and user.get("id"):
                profile = profile_of(user, workspace.slack_id)
                await keep_person(session, workspace.id, profile, desk.clock.now(), reactions)

    return person_changed


async def tokens_revoked(request: EventRequest, desk: Desk) -> None:
    """The bot's token is gone; a token of a single user is nothing to us.

    Source: docs.slack.dev/reference/events/tokens_revoked.
    """
    if (request.event.get("tokens") or {}).get("bot"):
        await app_uninstalled(request, desk)


async def app_uninstalled(request: EventRequest, desk: Desk) -> None:
    """Forget the workspace's token; its people and their history stay for when the app is installed again."""
    async with _first_delivery(request, desk) as (_, workspace):
        if workspace is not None:
            workspace.bot_token = None


@asynccontextmanager
async def _first_delivery(
    request: EventRequest, desk: Desk
) -> AsyncIterator[tuple[AsyncSession, Workspace | None]]:
    """One transaction for an event about anybody, member or not; no workspace when it came before.

    `Desk.case` will not do: it refuses everyone who is not a member, and these events are about them too.
    """
    async with desk.database.transaction() as session:
        workspace = await queries.workspace_by_slack_id(session, request.workspace)
        is_new = await insert_once(session, Received, key=request.key, at=desk.clock.now())
        yield session, workspace if is_new else None


SURFACE = surface
