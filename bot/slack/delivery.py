"""What happens to one post: claimed and composed in one transaction, called, and its fate written down."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack import queries
from bot.slack.content import HomeView, Message
from bot.slack.models import Post, PostState
from bot.slack.posts import Composers, Unsaid
from bot.slack.verdicts import LOST_MESSAGE, Meaning, Verdict

EVENT_TYPE = "drumbeat_post"
# How late Slack may still show a message whose call was cut off; sent again only after looking this late.
SETTLE = timedelta(seconds=60)
GIVE_UP = timedelta(hours=24)


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


async def claim(
    session: AsyncSession, post_id: int, owner: str, now: datetime, composers: Composers
) -> Claim | None:
    """Take this post in hand, or settle it without a call; None when there is nothing to call."""
    post = await queries.post(session, post_id)
    if post.next_try_at is None or post.next_try_at > now:
        return None
    if post.state is PostState.IN_DOUBT:
        return Claim(Step.LOOK, post, post.wanted_version)
    if post.state not in (PostState.WANTED, PostState.SHOWN):
        return None
    if post.state is PostState.WANTED and post.too_late_at is not None and now > post.too_late_at:
        await _settle(session, post, PostState.TOO_LATE)
        return None
    composed = await composers[post.view](session, post, now)
    if isinstance(composed, Unsaid):
        await _settle(session, post, composed.outcome)
        return None
    if isinstance(composed, HomeView):
        return Claim(Step.PUBLISH, post, post.wanted_version, composed)
    if post.state is PostState.SHOWN:
        return Claim(Step.EDIT, post, post.wanted_version, composed)
    is_ours = await queries.change_post(
        session,
        post.id,
        PostState.WANTED,
        state=PostState.SENDING,
        sender=owner,
        tried_at=now,
        attempts=post.attempts + 1,
        next_try_at=None,
    )
    return Claim(Step.POST, post, post.wanted_version, composed) if is_ours else None


async def call(client: AsyncWebClient, claimed: Claim) -> dict[str, Any]:
    """Make the one call a claim needs and give what Slack answered."""
    return await CALLS[claimed.step](client, claimed)


async def record_success(
    session: AsyncSession, claimed: Claim, answer: dict[str, Any], owner: str, now: datetime
) -> None:
    """Write down that the call was answered well; ignored when the post is no longer in our hands."""
    if claimed.step is Step.LOOK:
        await _record_look(session, claimed.post, answer, now)
        return
    current = await queries.post(session, claimed.post.id)
    shown: dict[str, Any] = {
        "state": PostState.SHOWN,
        "shown_version": claimed.version,
        "shown_at": claimed.post.shown_at or now,
        "error": None,
        "attempts": 0,
        "next_try_at": now if current.wanted_version > claimed.version else None,
    }
    if claimed.step is Step.POST:
        shown |= {"channel": answer.get("channel"), "ts": answer.get("ts"), "sender": None}
        await queries.change_post(session, claimed.post.id, PostState.SENDING, owner, **shown)
        return
    await queries.change_post(session, claimed.post.id, claimed.post.state, **shown)


async def record_failure(
    session: AsyncSession, claimed: Claim, verdict: Verdict, owner: str, now: datetime
) -> None:
    """Write down what a failed call means for the post; every branch ends in a state with a name."""
    if claimed.step is Step.LOOK:
        refused = verdict.meaning is Meaning.REFUSED
        state = PostState.UNKNOWN if refused else PostState.IN_DOUBT
        later = None if refused else _later(claimed.post, verdict, now)
        await queries.change_post(
            session, claimed.post.id, PostState.IN_DOUBT, state=state, error=verdict.code, next_try_at=later
        )
        return
    if claimed.step is Step.POST:
        await queries.change_post(
            session, claimed.post.id, PostState.SENDING, owner, **_after_post(claimed.post, verdict, now)
        )
        return
    await queries.change_post(
        session, claimed.post.id, claimed.post.state, **_after_edit(claimed.post, verdict, now)
    )


async def _settle(session: AsyncSession, post: Post, outcome: PostState) -> None:
    # What is already shown and has nothing new to say stays as it stands in Slack.
    state = PostState.SHOWN if post.state is PostState.SHOWN else outcome
    await queries.change_post(
        session, post.id, post.state, state=state, next_try_at=None, shown_version=post.wanted_version
    )


async def _record_look(session: AsyncSession, post: Post, found: dict[str, Any], now: datetime) -> None:
    settled_at = (post.tried_at or now) + SETTLE
    values: dict[str, Any]
    if found.get("ts"):
        values = {
            "state": PostState.SHOWN,
            "channel": found["channel"],
            "ts": found["ts"],
            "shown_at": now,
            "shown_version": 0,
            "next_try_at": now,
        }
    elif now < settled_at:
        values = {"next_try_at": settled_at}
    else:
        values = {"state": PostState.WANTED, "next_try_at": now}
    await queries.change_post(session, post.id, PostState.IN_DOUBT, **values)


def _after_post(post: Post, verdict: Verdict, now: datetime) -> dict[str, Any]:
    if verdict.meaning is Meaning.IN_DOUBT:
        return {"state": PostState.IN_DOUBT, "error": verdict.code, "next_try_at": now}
    if verdict.meaning is Meaning.REFUSED:
        return {"state": PostState.REFUSED, "error": verdict.code, "next_try_at": None}
    if now - post.created_at > GIVE_UP:
        return {"state": PostState.GIVEN_UP, "error": verdict.code, "next_try_at": None}
    return {"state": PostState.WANTED, "error": verdict.code, "next_try_at": _later(post, verdict, now)}


def _after_edit(post: Post, verdict: Verdict, now: datetime) -> dict[str, Any]:
    if verdict.meaning is Meaning.REFUSED and post.state is PostState.WANTED:
        return {"state": PostState.REFUSED, "error": verdict.code, "next_try_at": None}
    # An edit shows the same content however often it is made, so there is no doubt to settle, only a later try.
    if verdict.code in LOST_MESSAGE or verdict.meaning is Meaning.REFUSED:
        return {"error": verdict.code, "next_try_at": None}
    later = _later(post, verdict, now)
    return {"error": verdict.code, "next_try_at": later, "attempts": post.attempts + 1}


def _later(post: Post, verdict: Verdict, now: datetime) -> datetime:
    wait = verdict.wait if verdict.wait is not None else min(5.0 * 2 ** min(post.attempts, 6), 300.0)
    return now + timedelta(seconds=max(wait, 1.0))


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
    since = (post.tried_at or post.created_at) - SETTLE
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
