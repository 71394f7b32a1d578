"""What becomes of one post: taken in hand and composed in one transaction, its fate written down in another."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack import posts, queries
from bot.slack.calls import Claim, Step, next_step
from bot.slack.content import HOME, home_subject
from bot.slack.models import LOST, Post, PostState
from bot.slack.posts import Composers, Unsaid
from bot.slack.verdicts import LOST_MESSAGE, Meaning, Verdict

# How late Slack may still show a message whose call was cut off; sent again only after looking this late.
SETTLE = timedelta(seconds=60)
GIVE_UP = timedelta(hours=24)
OUR_MISTAKE = "a mistake of mine"


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
        await queries.change_post(session, post.id, post.state, next_try_at=None)
        return None
    if post.state is PostState.WANTED and post.too_late_at is not None and now > post.too_late_at:
        await _settle(session, post, PostState.TOO_LATE, now)
        return None
    return await _composed(session, post, owner, now, composers)


async def record_success(
    session: AsyncSession, claimed: Claim, answer: dict[str, Any], owner: str, now: datetime
) -> None:
    """Write down that the call was answered well; ignored when the post is no longer in our hands."""
    post = claimed.post
    if claimed.step is Step.LOOK:
        await _record_look(session, post, answer, now)
        return
    shown: dict[str, Any] = {
        "state": PostState.SHOWN,
        "shown_version": claimed.version,
        "shown_at": post.shown_at or now,
        "error": None,
        "attempts": 0,
        "next_try_at": _at_once_if_newer(claimed.version, now),
    }
    if claimed.step is Step.POST:
        shown |= {"channel": answer.get("channel"), "ts": answer.get("ts"), "sender": None}
        await queries.change_post(session, post.id, PostState.SENDING, owner, **shown)
        return
    await queries.change_post(session, post.id, post.state, **shown)


async def record_failure(
    session: AsyncSession, claimed: Claim, verdict: Verdict, owner: str, now: datetime
) -> None:
    """Write down what a failed call means for the post; every branch ends in a state with a name."""
    post = claimed.post
    if claimed.step is Step.LOOK:
        await _change(session, post, PostState.IN_DOUBT, None, now, _after_look(post, verdict, now))
    elif claimed.step is Step.POST:
        await _change(session, post, PostState.SENDING, owner, now, _after_post(post, verdict, now))
    else:
        await _change(session, post, post.state, None, now, _after_edit(post, verdict, now))


async def set_back(session: AsyncSession, post_id: int, now: datetime) -> None:
    """A post that we fail at by our own mistake waits and holds up no other; after a day it is given up."""
    post = await queries.post(session, post_id)
    if post.state not in (PostState.WANTED, PostState.SHOWN, PostState.IN_DOUBT):
        return
    values = _after_post(post, Verdict(Meaning.LATER, OUR_MISTAKE), now)
    if post.state is not PostState.WANTED:
        values |= {"state": post.state, "next_try_at": now + SETTLE}
    await _change(session, post, post.state, None, now, values | {"attempts": post.attempts + 1})


async def _composed(
    session: AsyncSession, post: Post, owner: str, now: datetime, composers: Composers
) -> Claim | None:
    version = post.wanted_version
    composed = await composers[post.view](session, post, now)
    if isinstance(composed, Unsaid):
        await _settle(session, post, composed.outcome, now)
        return None
    step = next_step(post)
    if step is Step.POST and not await queries.change_post(
        session,
        post.id,
        PostState.WANTED,
        state=PostState.SENDING,
        sender=owner,
        tried_at=now,
        attempts=post.attempts + 1,
        next_try_at=None,
    ):
        return None  # withdrawn by somebody else since it was read
    return Claim(step, post, version, composed)


async def _settle(session: AsyncSession, post: Post, outcome: PostState, now: datetime) -> None:
    # What is already shown and has nothing new to say stays as it stands in Slack.
    state = PostState.SHOWN if post.state is PostState.SHOWN else outcome
    version = post.wanted_version
    again = _at_once_if_newer(version, now) if state is PostState.SHOWN else None
    await queries.change_post(session, post.id, post.state, state=state, next_try_at=again, shown_version=version)


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
    elif now - post.created_at > GIVE_UP:
        values = {"state": PostState.GIVEN_UP, "next_try_at": None}
    else:
        values = {"state": PostState.WANTED, "next_try_at": now}
    await _change(session, post, PostState.IN_DOUBT, None, now, values)


async def _change(
    session: AsyncSession,
    post: Post,
    while_state: PostState,
    held_by: str | None,
    now: datetime,
    values: dict[str, Any],
) -> None:
    """Change the post; what is lost for a person shows on their Home tab."""
    is_changed = await queries.change_post(session, post.id, while_state, held_by, **values)
    if is_changed and values.get("state") in LOST and post.recipient_id is not None:
        await posts.refresh(session, home_subject(post.recipient_id), now, view=HOME)


def _after_look(post: Post, verdict: Verdict, now: datetime) -> dict[str, Any]:
    is_hopeless = verdict.meaning is Meaning.REFUSED or now - post.created_at > GIVE_UP
    if is_hopeless and verdict.meaning is not Meaning.REVOKED:
        return {"state": PostState.UNKNOWN, "error": verdict.code, "next_try_at": None}
    return {"error": verdict.code, "next_try_at": _later(post, verdict, now)}


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


def _at_once_if_newer(version: int, now: datetime) -> Any:
    """Decided by the database as it writes, since a newer version may be asked for while Slack answers."""
    return case((Post.wanted_version > version, now), else_=None)
