"""The calls that make Slack show a post: said once, edited in place, published, or looked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.content import HOME, HomeView, Message
from bot.slack.models import Post, PostState
from bot.slack.paging import next_cursor

EVENT_TYPE = "drumbeat_post"
# How far our clock may be ahead of Slack's for a message still to be found.
MOST_SKEW = timedelta(minutes=10)
PAGE = 200


class Step(Enum):
    """The call a post needs next."""

    POST = auto()
    EDIT = auto()
    PUBLISH = auto()
    LOOK = auto()


@dataclass(frozen=True)
class Held:
    """A post in hand, as of which version."""

    post: Post
    version: int


@dataclass(frozen=True)
class Claim:
    """The posts of one message in hand, at least one: what to call, and with which content."""

    step: Step
    held: tuple[Held, ...]
    content: Message | HomeView | None = None
    thread: str | None = None
    """The `ts` of the message that a reply stands under."""
    looked_at: datetime | None = None
    """Of a look: what it does not find was not there at this instant; of later ones it says nothing."""

    @property
    def post(self) -> Post:
        """The first of them; where they are to be shown, and where they stand, they all agree."""
        return self.held[0].post

    @property
    def keys(self) -> list[str]:
        """By which the message can be found again in Slack, whichever of the posts is looked for."""
        return [held.post.key for held in self.held]


def next_step(post: Post) -> Step:
    """What has to be called for a post about which there is something to do."""
    if post.state is PostState.IN_DOUBT:
        return Step.LOOK
    if post.view == HOME:
        return Step.PUBLISH
    return Step.EDIT if post.state is PostState.SHOWN else Step.POST


def method(step: Step, post: Post) -> str:
    """What Slack calls this step for this post."""
    return "conversations.replies" if step is Step.LOOK and post.parent_id is not None else METHODS[step]


async def call(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    """Make the one call a claim needs and give what Slack answered."""
    return await CALLS[claimed.step](client, claimed)


async def _post(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    response = await client.chat_postMessage(
        channel=claimed.post.address,
        thread_ts=claimed.thread,
        unfurl_links=False,
        unfurl_media=False,
        **_said(claimed),
    )
    thread = (response.get("message") or {}).get("thread_ts")
    return {"channel": response.get("channel"), "ts": response.get("ts"), "thread": thread}


async def _edit(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    await client.chat_update(channel=claimed.post.channel or "", ts=claimed.post.ts or "", **_said(claimed))
    return {}


async def _publish(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    if not isinstance(claimed.content, HomeView):
        raise TypeError("only a Home tab is published")
    view = {"type": "home", "blocks": list(claimed.content.blocks)}
    await client.views_publish(user_id=claimed.post.address, view=view)
    return {}


async def _look(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    """Where the message with these posts' keys stands, or nothing when it is not in the conversation."""
    channel = claimed.post.address
    if channel[:1] in "UW":
        channel = (await client.conversations_open(users=channel))["channel"]["id"]
    since = min(held.post.tried_at or held.post.created_at for held in claimed.held) - MOST_SKEW
    where: dict[str, Any] = {"channel": channel, "oldest": f"{since.timestamp():.6f}", "limit": PAGE}
    where |= {"include_all_metadata": True, "cursor": None}
    while True:
        page = await _page(client, claimed.thread, where)
        for message in page["messages"]:
            if _carries(message, claimed.keys):
                return {"channel": channel, "ts": message["ts"]}
        where["cursor"] = next_cursor(page)
        if not where["cursor"]:
            return {}


async def _page(client: AsyncWebClient, thread: str | None, where: dict[str, Any]) -> Any:
    if thread is None:
        return await client.conversations_history(**where)
    return await client.conversations_replies(ts=thread, **where)


def _said(claimed: Claim) -> dict[str, Any]:
    if not isinstance(claimed.content, Message):
        raise TypeError("only a message is said")
    payload = {"key": claimed.post.key, "keys": " ".join(claimed.keys)}
    return {
        "text": claimed.content.text,
        "blocks": list(claimed.content.blocks),
        "metadata": {"event_type": EVENT_TYPE, "event_payload": payload},
    }


def _carries(message: dict[str, Any], keys: list[str]) -> bool:
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    carried = {payload.get("key"), *str(payload.get("keys", "")).split()}
    carried |= {block.get("block_id") for block in message.get("blocks") or []}
    return not carried.isdisjoint(keys)


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
