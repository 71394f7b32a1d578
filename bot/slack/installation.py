"""Being installed: who we are in a workspace, learnt from the token and kept."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Workspace
from bot.slack import queries
from bot.slack.text import domain_of


async def install(session: AsyncSession, answer: AsyncSlackResponse | Mapping[str, Any], token: str) -> Workspace:
    """Keep what `auth.test` says about this token; a lane that had stopped for want of one is open again."""
    workspace = await people.workspace_by_slack_id(session, str(answer["team_id"]))
    if workspace is None:
        workspace = Workspace(slack_id=str(answer["team_id"]), bot_user=str(answer["user_id"]))
        session.add(workspace)
    workspace.name = str(answer.get("team") or "")
    workspace.domain = domain_of(str(answer.get("url") or ""))
    workspace.bot_user = str(answer["user_id"])
    workspace.bot_id = answer.get("bot_id")
    workspace.bot_token = token
    await session.flush()
    await queries.open_lane(session, workspace.id)
    return workspace
