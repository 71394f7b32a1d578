"""The calls that make Slack show a post: said once, edited in place, published, or looked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.content import HOME, HomeView, Message
from bot.slack.models import Post, PostState

EVENT_TYPE = "drumbeat_post"
# How far our clock may be ahead of Slack's for a message still to be found.
MOST_SKEW = timedelta(minutes=10)


class Step(Enum):
    """The call a post needs next."""

    POST = auto()
    EDIT = auto()
    PUBLISH = auto()
    LOOK = auto()


@dataclass(frozen=True)
class Claim:
    """A post in hand: what to call, with which content, as of which version."""

    step: Step
    post: Post
    version: int
    content: Message | HomeView | None = None


def next_step(post: Post) -> Step:
    """What has to be called for a post about which there is something to do."""
    if post.state is PostState.IN_DOUBT:
        return Step.LOOK
    if post.view == HOME:
        return Step.PUBLISH
    return Step.EDIT if post.state is PostState.SHOWN else Step.POST


async def call(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    """Make the one call a claim needs and give what Slack answered."""
    return await CALLS[claimed.step](client, claimed)


async def _post(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    if not isinstance(claimed.content, Message):
        raise TypeError("only a message is posted")
    response = await client.chat_postMessage(
        channel=claimed.post.address,
        text=claimed.content.text,
        blocks=_keyed(claimed),
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": claimed.post.key}},
        unfurl_links=False,
        unfurl_media=False,
    )
    return {"channel": response.get("channel"), "ts": response.get("ts")}


async def _edit(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    if not isinstance(claimed.content, Message):
        raise TypeError("only a message is edited")
    await client.chat_update(
        channel=claimed.post.channel or "",
        ts=claimed.post.ts or "",
        text=claimed.content.text,
        blocks=_keyed(claimed),
        metadata={"event_type": EVENT_TYPE, "event_payload": {"key": claimed.post.key}},
    )
    return {}


async def _publish(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    if not isinstance(claimed.content, HomeView):
        raise TypeError("only a Home tab is published")
    view = {"type": "home", "blocks": list(claimed.content.blocks)}
    await client.views_publish(user_id=claimed.post.address, view=view)
    return {}


async def _look(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    """Where the message with this post's key stands, or nothing when it is not in the conversation."""
    post = claimed.post
    channel = post.address
    if channel[:1] in "UW":
        channel = (await client.conversations_open(users=channel))["channel"]["id"]
    since = (post.tried_at or post.created_at) - MOST_SKEW
    cursor = None
    while True:
        page = await client.conversations_history(
            channel=channel,
            oldest=f"{since.timestamp():.6f}",
            include_all_metadata=True,
            limit=200,
            cursor=cursor,
        )
        for message in page["messages"]:
            if _carries(message, post.key):
                return {"channel": channel, "ts": message["ts"]}
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return {}


def _keyed(claimed: Claim) -> list[dict[str, Any]]:
    blocks = [dict(block) for block in claimed.content.blocks] if claimed.content else []
    if blocks:
        blocks[0]["block_id"] = claimed.post.key
    return blocks


def _carries(message: dict[str, Any], key: str) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return payload.get("key") == key or any(block.get("block_id") == key for block in message.get("blocks") or [])


CALLS: dict[Step, Callable[[AsyncWebClient, Claim], Awaitable[dict[str, Any]]]] = {
    Step.POST: _post,
    Step.EDIT: _edit,
    Step.PUBLISH: _publish,
    Step.LOOK: _look,
}
METHODS = {
    Step.POST: "chat.postMessage",
    Step.EDIT: "chat.update",
    Step.PUBLISH: "views.publish",
    Step.LOOK: "conversations.history",
}
