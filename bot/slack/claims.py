"""Taking in hand what is due: composed in the transaction that claims it, gathered with what comes soon after."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from bot.schedule.moments import GATHER
from bot.slack import queries, threads
from bot.slack.calls import Claim, Held, Step
from bot.slack.content import HOME, HomeView, Message
from bot.slack.models import UNDER_WAY, Post, PostState
from bot.slack.pacing import next_edit_at
from bot.slack.posts import Composers, Unsaid
from bot.slack.sections import Section, fit, one_message

MOST_GATHERED = 20
PARENT_FIRST = timedelta(seconds=10)


@dataclass(frozen=True)
class ToSay:
    """One message, composed and not yet taken in hand."""

    sections: Sequence[Section]
    thread: str | None


async def claim(
    session: AsyncSession, post_id: int, owner: str, now: datetime, composers: Composers
) -> Claim | None:
    """Take this post in hand, or settle it without a call; None when there is nothing to call."""
    claimed = await claim_all(session, [await queries.post(session, post_id)], owner, now, composers)
    return claimed[0] if claimed else None


async def claim_all(
    session: AsyncSession, posts: Sequence[Post], owner: str, now: datetime, composers: Composers
) -> list[Claim]:
    """Take each of these in hand as `claim` does, all by one statement; they were read in this transaction.

    Of those that gather, no two may be for the same person.
    """
    found = [_as_it_is(session, await _prepared(session, post, now, composers)) for post in posts]
    wanted = [one.held.post.id for message in found if isinstance(message, ToSay) for one in message.sections]
    taken = await queries.take_posts(session, wanted, owner, now) if wanted else set()
    claimed = [await _taken(session, one, taken) if isinstance(one, ToSay) else one for one in found]
    return [one for one in claimed if one is not None]


def _as_it_is(session: AsyncSession, found: Claim | ToSay | None) -> Claim | ToSay | None:
    """What is to be called stays so whatever another of these changes: a reply may find its parent deleted."""
    if isinstance(found, Claim):
        for held in found.held:
            if held.post in session:
                session.expunge(held.post)
    return found


async def _prepared(
    session: AsyncSession, post: Post, now: datetime, composers: Composers
) -> Claim | ToSay | None:
    if post.next_try_at is None or post.next_try_at > now:
        return None
    if post.state is PostState.IN_DOUBT:
        return await _to_look_for(session, post, now)
    if post.view == HOME and post.state in (PostState.WANTED, PostState.SHOWN):
        return await _to_publish(session, post, now, composers)
    if post.state is PostState.WANTED:
        return await _to_say(session, post, now, composers)
    if post.state is PostState.SHOWN:
        return await _to_edit(session, post, now, composers)
    await queries.change_post(session, post.id, post.state, next_try_at=None)
    return None


async def _taken(session: AsyncSession, message: ToSay, taken: Collection[int]) -> Claim | None:
    """Of what is no more wanted, or was taken by somebody else since it was read, nothing is said."""
    sections = [one for one in message.sections if one.held.post.id in taken]
    if not sections:
        return None
    if len(sections) > 1:
        await queries.bundle_posts(session, [one.held.post.id for one in sections], str(uuid4()))
    return Claim(Step.POST, tuple(one.held for one in sections), one_message(sections), message.thread)


async def _to_look_for(session: AsyncSession, post: Post, now: datetime) -> Claim | None:
    together: Sequence[Post] = [post]
    if post.bundle is not None:
        together = await queries.bundled(session, post.bundle, PostState.IN_DOUBT)
    parent = None if post.parent_id is None else await queries.post(session, post.parent_id)
    if parent is not None and parent.ts is None and parent.state in UNDER_WAY:
        # Nobody knows yet in which thread it would stand.
        await queries.change_post(session, post.id, PostState.IN_DOUBT, next_try_at=now + PARENT_FIRST)
        return None
    return Claim(Step.LOOK, _held(together), thread=None if parent is None else parent.ts, looked_at=now)


async def _to_publish(session: AsyncSession, post: Post, now: datetime, composers: Composers) -> Claim | None:
    held = _held([post])
    composed = await composers[post.view](session, post, now)
    if isinstance(composed, Unsaid):
        await _settle(session, held[0], composed.outcome, now)
        return None
    return Claim(Step.PUBLISH, held, composed)


async def _to_say(session: AsyncSession, post: Post, now: datetime, composers: Composers) -> ToSay | None:
    thread, is_waiting = await _thread(session, post, now)
    if is_waiting:
        return None
    first = await _section(session, post, now, composers)
    if first is None:
        return None
    together = await _gathered(session, first, now, composers) if post.gathers else [first]
    return ToSay(sorted(together, key=lambda section: section.held.post.id), thread)


async def _thread(session: AsyncSession, post: Post, now: datetime) -> tuple[str | None, bool]:
    """Under which message this is to stand; and whether it has to wait, or has ended, since that is not shown."""
    if post.parent_id is None:
        return None, False
    parent = await queries.post(session, post.parent_id)
    if await threads.continues(session, post):
        await queries.change_post(session, post.id, PostState.WANTED, next_try_at=None)
        return None, True
    if parent.state is PostState.SHOWN and not await threads.is_gone(session, parent):
        return parent.ts, False
    if parent.state is PostState.SHOWN:
        await threads.begin_anew(session, post, parent.ts, now)
    standing = await threads.standing(session, parent.id, now)
    await queries.change_post(session, post.id, PostState.WANTED, **standing)
    return None, True


async def _gathered(session: AsyncSession, first: Section, now: datetime, composers: Composers) -> list[Section]:
    """This and what else its recipient is to be told by `GATHER` from now, as far as one message has room."""
    together = [first]
    for other in await queries.to_gather(session, first.held.post, now + GATHER, MOST_GATHERED):
        section = await _section(session, other, now, composers)
        if section is not None and fit([*together, section]):
            together.append(section)
    return together


async def _section(session: AsyncSession, post: Post, now: datetime, composers: Composers) -> Section | None:
    """What a post that was not said yet shows; None when it says nothing, which is settled once it is due."""
    held = Held(post, post.wanted_version)
    if post.too_late_at is not None and now > post.too_late_at:
        await _settle(session, held, PostState.TOO_LATE, now)
        return None
    composed = await composers[post.view](session, post, now)
    if isinstance(composed, Message):
        return Section(held, composed)
    if isinstance(composed, HomeView):
        raise TypeError("only a message is said")
    if post.next_try_at is not None and post.next_try_at <= now:
        await _settle(session, held, composed.outcome, now)
    return None


async def _to_edit(session: AsyncSession, post: Post, now: datetime, composers: Composers) -> Claim | None:
    ready = next_edit_at(post.shown_at, post.edited_at, post.recipient_id is None)
    if ready is not None and ready > now:
        await queries.change_post(session, post.id, PostState.SHOWN, next_try_at=ready)
        return None
    together: Sequence[Post] = [post]
    if post.bundle is not None:
        together = await queries.bundled(session, post.bundle, PostState.SHOWN)
        if post.id != _first_due(together, now).id:
            return None  # edited with the one of them that has been due for longest
    held = _held(together)
    composed = [(one, await composers[one.post.view](session, one.post, now)) for one in held]
    sections = [Section(one, said) for one, said in composed if isinstance(said, Message)]
    if sections:
        return Claim(Step.EDIT, held, one_message(sections))
    for one in held:
        await _settle(session, one, PostState.SHOWN, now)
    return None


def _first_due(together: Sequence[Post], now: datetime) -> Post:
    """In the order in which a lane comes to them, so that none ever waits for one that comes later."""
    due = [post for post in together if post.next_try_at is not None and post.next_try_at <= now]
    return min(due, key=lambda post: (post.next_try_at, post.id))


async def _settle(session: AsyncSession, held: Held, outcome: PostState, now: datetime) -> None:
    # What is already shown and has nothing new to say stays as it stands in Slack.
    post = held.post
    state = PostState.SHOWN if post.state is PostState.SHOWN else outcome
    again = queries.if_newer(held.version, now) if state is PostState.SHOWN else None
    is_settled = await queries.change_post(
        session, post.id, post.state, state=state, next_try_at=again, shown_version=held.version
    )
    if is_settled and state is not PostState.SHOWN:
        await threads.follow(session, post, state, None, now)


def _held(together: Sequence[Post]) -> tuple[Held, ...]:
    return tuple(Held(post, post.wanted_version) for post in together)
