"""What becomes of posts whose call was made: each fate is written down in a transaction of its own."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack import posts, queries, threads
from bot.slack.calls import Claim, Held, Step
from bot.slack.content import HOME, home_subject
from bot.slack.models import LOST, Post, PostState
from bot.slack.pacing import EDIT_SPACING
from bot.slack.verdicts import LOST_MESSAGE, Meaning, Verdict

# How late Slack may still show a message whose call was cut off; sent again only after looking this late.
SETTLE = timedelta(seconds=60)
GIVE_UP = timedelta(hours=24)
OUR_MISTAKE = "a mistake of mine"
OUTSIDE = "outside its thread"

Lost = Callable[[AsyncSession, Post, datetime], Awaitable[None]]
"""Tells whoever can mend it that a channel's post was lost; in the transaction that writes that down."""


async def nobody_is_told(session: AsyncSession, post: Post, now: datetime) -> None:
    """Nobody can mend it."""


async def record_success(
    session: AsyncSession,
    claimed: Claim,
    answer: dict[str, Any],
    owner: str,
    now: datetime,
    lost: Lost = nobody_is_told,
) -> None:
    """Write down that the call was answered well; ignored for posts that are no longer in our hands."""
    for held in claimed.held:
        if claimed.step is Step.LOOK:
            await _record_look(session, held.post, answer, claimed.looked_at or now, now, lost)
        elif claimed.step is Step.POST:
            values = _shown(held, now) | {"channel": answer.get("channel"), "ts": answer.get("ts")}
            if claimed.thread is not None and answer.get("thread") is None:
                # Slack puts a reply to a deleted message without replies into the channel, and says nothing of it.
                values |= {"error": OUTSIDE}
                await threads.begin_anew(session, held.post, claimed.thread, now)
            await _change(session, held.post, PostState.SENDING, owner, now, values | {"sender": None}, lost)
        else:
            await _change(session, held.post, held.post.state, None, now, _shown(held, now), lost)


def is_alone(claimed: Claim) -> bool:
    """Whether this is a message to one person, and only that: when it is shown, nothing else follows."""
    post = claimed.post
    return claimed.step is Step.POST and len(claimed.held) == 1 and post.recipient_id is not None


async def record_messages(
    session: AsyncSession, messages: Sequence[tuple[Claim, dict[str, Any]]], owner: str, now: datetime
) -> None:
    """Write down for many that are alone what `record_success` does, all by one statement."""
    shown = [
        {
            "post_id": claimed.post.id,
            "owner": owner,
            "version": claimed.held[0].version,
            "said_in": answer.get("channel"),
            "said_as": answer.get("ts"),
            "first_shown_at": claimed.post.shown_at or now,
            "said_at": now,
        }
        for claimed, answer in messages
    ]
    await queries.show_posts(session, shown)


async def record_failure(
    session: AsyncSession,
    claimed: Claim,
    verdict: Verdict,
    owner: str,
    now: datetime,
    lost: Lost = nobody_is_told,
) -> None:
    """Write down what a failed call means for each post; every branch ends in a state with a name."""
    for held in claimed.held:
        post = held.post
        if claimed.step is Step.LOOK:
            values = _after_look(post, verdict, now)
            await _change(session, post, PostState.IN_DOUBT, None, now, values, lost)
        elif claimed.step is Step.POST:
            is_one_of_many = len(claimed.held) > 1 and verdict.meaning is Meaning.REFUSED
            values = _alone(verdict, now) if is_one_of_many else _after_post(post, verdict, now)
            await _change(session, post, PostState.SENDING, owner, now, values, lost)
        else:
            await _change(session, post, post.state, None, now, _after_edit(post, verdict, now), lost)


async def set_back(
    session: AsyncSession,
    post_id: int,
    now: datetime,
    lost: Lost = nobody_is_told,
    *,
    is_composed: bool = False,
) -> None:
    """A post that we fail at by our own mistake waits and holds up no other; after a day it is given up.

    It goes by itself from then on, since what it would be gathered with may be the mistake; unless it
    `is_composed` well, and something else is in the way.
    """
    post = await queries.post(session, post_id)
    if post.state not in (PostState.WANTED, PostState.SHOWN, PostState.IN_DOUBT):
        return
    values = _after_post(post, Verdict(Meaning.LATER, OUR_MISTAKE), now)
    values |= {"gathers": post.gathers and is_composed}
    if post.state is not PostState.WANTED:
        values |= {"state": post.state, "next_try_at": now + SETTLE}
    await _change(session, post, post.state, None, now, values | {"attempts": post.attempts + 1}, lost)


def _shown(held: Held, now: datetime) -> dict[str, Any]:
    is_in_channel = held.post.recipient_id is None
    return {
        "state": PostState.SHOWN,
        "shown_version": held.version,
        "shown_at": held.post.shown_at or now,
        "edited_at": now,
        "error": None,
        "attempts": 0,
        "next_try_at": queries.if_newer(held.version, now + EDIT_SPACING if is_in_channel else now),
    }


async def _record_look(
    session: AsyncSession, post: Post, found: dict[str, Any], looked_at: datetime, now: datetime, lost: Lost
) -> None:
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
        if post.recipient_id is not None:
            # What else is found there is edited together with it, and neither takes the other's place.
            values["bundle"] = f"{found['channel']}:{found['ts']}"
    elif looked_at < settled_at:  # when it was written down says nothing: this process may have been stopped
        values = {"next_try_at": settled_at}
    elif now - post.created_at > GIVE_UP:
        values = {"state": PostState.GIVEN_UP, "next_try_at": None}
    else:
        values = {"state": PostState.WANTED, "next_try_at": max(now, post.created_at)}
    await _change(session, post, PostState.IN_DOUBT, None, now, values, lost)


async def _change(
    session: AsyncSession,
    post: Post,
    while_state: PostState,
    held_by: str | None,
    now: datetime,
    values: dict[str, Any],
    lost: Lost,
) -> None:
    """Change the post, and its replies with it; what is lost for a person shows on their Home tab."""
    last_try = post.tried_at if while_state is PostState.IN_DOUBT else None
    if not await queries.change_post(session, post.id, while_state, held_by, last_try, **values):
        return
    state = values.get("state", while_state)
    if state is not while_state:
        await threads.follow(session, post, state, values.get("error"), now)
    if state not in LOST:
        return
    if post.recipient_id is None:
        await lost(session, await queries.post(session, post.id), now)
    else:
        await posts.refresh(session, home_subject(post.recipient_id), now, view=HOME)


def _alone(verdict: Verdict, now: datetime) -> dict[str, Any]:
    """Slack refused several in one message: each is said by itself, so that only what is wrong is refused."""
    return {"state": PostState.WANTED, "error": verdict.code, "next_try_at": now, "gathers": False, "bundle": None}


def _after_look(post: Post, verdict: Verdict, now: datetime) -> dict[str, Any]:
    is_hopeless = verdict.meaning is Meaning.REFUSED or now - post.created_at > GIVE_UP
    if is_hopeless and verdict.meaning is not Meaning.REVOKED:
        return {"state": PostState.UNKNOWN, "error": verdict.code, "next_try_at": None}
    # Less and less often: while Slack is down, hundreds may be looked for.
    later = _later(post, verdict, now)
    return {"error": verdict.code, "next_try_at": later, "attempts": post.attempts + 1}


def _after_post(post: Post, verdict: Verdict, now: datetime) -> dict[str, Any]:
    if verdict.meaning is Meaning.IN_DOUBT:
        return {"state": PostState.IN_DOUBT, "error": verdict.code, "next_try_at": now}
    if verdict.meaning is Meaning.REFUSED:
        return {"state": PostState.REFUSED, "error": verdict.code, "next_try_at": None}
    if now - post.created_at > GIVE_UP:
        return {"state": PostState.GIVEN_UP, "error": verdict.code, "next_try_at": None}
    later = {"state": PostState.WANTED, "error": verdict.code, "next_try_at": _later(post, verdict, now)}
    # Who was told when to come back, or did not call at all, has not failed at it.
    return later if verdict.wait is None else later | {"attempts": Post.attempts - 1}


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
