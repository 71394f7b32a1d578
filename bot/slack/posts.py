"""Asking for posts: what Slack should show, never how or when it is sent."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Update, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.slack import keys, queries, threads
from bot.slack.content import HomeView, Message
from bot.slack.models import LOST, UNDER_WAY, UNSAID, Post, PostState
from bot.slack.pacing import EDIT_SPACING
from bot.storage.database import rows
from bot.storage.types import Instant

SHUT = frozenset({"channel_not_found", "not_in_channel", "is_archived"})
"""What Slack says of a channel that the bot cannot speak in: mended by opening it, and inviting the bot."""


@dataclass(frozen=True)
class Unsaid:
    """Why a post is not to be shown: one of the outcomes of `PostState`."""

    outcome: PostState = PostState.NOT_WANTED


Composed = Message | HomeView | Unsaid
Composer = Callable[[AsyncSession, Post, datetime], Awaitable[Composed]]
"""Reads the state as it is now and says what the post shows. It may not write."""
Composers = Mapping[str, Composer]


async def want(
    session: AsyncSession,
    view: str,
    subject: str,
    recipient: Person,
    now: datetime,
    too_late_at: datetime | None = None,
    *,
    at: datetime | None = None,
    gathers: bool = False,
) -> None:
    """Ask that this person be shown this view of this subject; asked again, it is only brought up to date.

    It is said `at` an instant (UTC), by default at once. A post that has not been shown by `too_late_at` is not
    shown at all, and says so in its outcome. Asked again, the new `too_late_at` counts, and the new `at` as long
    as it was not tried. One that `gathers` shares a message with others of this person around the same time.
    """
    await want_all(session, view, subject, [recipient], now, too_late_at, at=at, gathers=gathers)


async def want_all(
    session: AsyncSession,
    view: str,
    subject: str,
    recipients: Collection[Person],
    now: datetime,
    too_late_at: datetime | None = None,
    *,
    at: datetime | None = None,
    gathers: bool = False,
) -> None:
    """Ask for each of these people of one workspace as `want` does, in as many statements for 500 as for one."""
    said_at = max(at or now, now)
    terms = {"next_try_at": said_at, "created_at": said_at, "too_late_at": too_late_at, "gathers": gathers}
    known = await _insert_each(session, view, subject, recipients, **terms)
    if known:
        about = {"workspace_id": known[0].workspace_id, "view": view, "subject": subject}
        await _ask_again(session, about, {person.slack_id for person in known}, terms, now)


async def want_in(
    session: AsyncSession,
    view: str,
    subject: str,
    workspace_id: int,
    channel: str,
    now: datetime,
    too_late_at: datetime | None = None,
    parent: Post | None = None,
) -> Post:
    """Ask that this channel (C… or G…) be shown this view of this subject, and give the post; again as `want`.

    With a `parent`, which stands in the same channel, it is a reply in the parent's thread: it waits until the
    parent is shown, and ends as the parent does when that never is.
    """
    whose = _named(workspace_id, view, subject, channel)
    terms: dict[str, Any] = {"next_try_at": now, "created_at": now, "too_late_at": too_late_at}
    if parent is not None:
        terms |= {"parent_id": parent.id} | await threads.standing(session, parent.id, now)
    if not await keys.write_once(session, whose | terms):
        await threads.revive(session, select(Post.id).filter_by(**whose), UNSAID, now)
        about = {name: value for name, value in whose.items() if name != "address"}
        await _ask_again(session, about, {channel}, terms, now)
    return await queries.named_post(session, whose)


async def unsaid(
    session: AsyncSession, view: str, subject: str, recipient: Person, now: datetime, outcome: PostState
) -> None:
    """Record that this was due for this person and, for a reason that has a name, is not said.

    Of what was not said before it is the reason that counts; what is said or on its way stays.
    """
    await unsaid_to_all(session, view, subject, [recipient], now, outcome)


async def unsaid_to_all(
    session: AsyncSession,
    view: str,
    subject: str,
    recipients: Collection[Person],
    now: datetime,
    outcome: PostState,
) -> None:
    """Record it for each of these people of one workspace as `unsaid` does."""
    known = await _insert_each(session, view, subject, recipients, created_at=now, state=outcome)
    if known:
        same = update(Post).filter_by(workspace_id=known[0].workspace_id, view=view, subject=subject)
        same = same.where(Post.address.in_({person.slack_id for person in known}), Post.state.in_(UNSAID))
        await session.execute(same.values(state=outcome, created_at=now))


def _named(workspace_id: int, view: str, subject: str, address: str) -> dict[str, Any]:
    return {"workspace_id": workspace_id, "view": view, "subject": subject, "address": address}


async def _insert_each(
    session: AsyncSession, view: str, subject: str, recipients: Collection[Person], **more: Any
) -> list[Person]:
    """Answers those for whom there is such a post already."""
    # In one order, so that two who ask the same people at once wait for one another and never both for ever.
    ordered = sorted(recipients, key=lambda person: person.slack_id)
    named = [(_named(person.workspace_id, view, subject, person.slack_id), person.id) for person in ordered]
    written = await keys.write_each_once(session, [whose | {"recipient_id": to} | more for whose, to in named])
    return [person for person in ordered if person.slack_id not in written]


async def _ask_again(
    session: AsyncSession, about: dict[str, Any], addresses: Collection[str], terms: dict[str, Any], now: datetime
) -> None:
    same = update(Post).filter_by(**about).where(Post.address.in_(addresses))
    deadline = {"too_late_at": terms["too_late_at"]}
    await session.execute(same.where(Post.state.in_(UNDER_WAY)).values(**deadline))
    await session.execute(same.where(Post.state == PostState.WANTED, Post.attempts == 0).values(**terms))
    # What was not said, for a reason that has passed (a new date, a return), may be said now.
    again = {"state": PostState.WANTED, "attempts": 0} | terms
    await session.execute(same.where(Post.state.in_(UNSAID)).values(**again))
    await refresh(session, about["subject"], now, view=about["view"], address=addresses)


async def refresh(
    session: AsyncSession,
    subject: str | Collection[str],
    now: datetime,
    view: str | None = None,
    address: str | Collection[str] | None = None,
) -> None:
    """What is shown about this subject, or these, is out of date: show it anew, in place. Costs no message.

    All of it, or what this view shows, or what is shown at this address or these.
    A direct message changes at once, one in a channel as soon as it may change again.
    """
    which = {"subjects": _each(subject)}
    if view is not None:
        which["views"] = {view}
    if address is not None:
        which["addresses"] = _each(address)
    told = {"synchronize_session": False}
    if rows(await session.execute(_outdate(*which), which, execution_options=told)):
        await session.execute(_bring_forward(*which), which | {"now": now, "spaced": now + EDIT_SPACING})


@cache
def _outdate(*names: str) -> Update:
    # One that is wanted may be composed at this very moment, out of what was before the change.
    stale = _about(*names).where(Post.state.in_((PostState.WANTED, PostState.SENDING, PostState.SHOWN)))
    return stale.values(wanted_version=Post.wanted_version + 1)


@cache
def _bring_forward(*names: str) -> Update:
    now, spaced = bindparam("now", type_=Instant), bindparam("spaced", type_=Instant)
    # An edit that waits for its turn in a channel is not brought forward.
    brought_forward = or_(
        Post.next_try_at.is_(None),
        (Post.next_try_at > now) & Post.recipient_id.is_not(None),
        Post.next_try_at > spaced,
    )
    shown = _about(*names).where(Post.state == PostState.SHOWN, Post.wanted_version > Post.shown_version)
    return shown.where(brought_forward).values(next_try_at=now)


def _about(*names: str) -> Update:
    """Posts by what is bound to these names when it is executed."""
    columns = {"subjects": Post.subject, "views": Post.view, "addresses": Post.address}
    return update(Post).where(*(columns[name].in_(bindparam(name, expanding=True)) for name in names))


def _each(one_or_more: str | Collection[str]) -> set[str]:
    return {one_or_more} if isinstance(one_or_more, str) else set(one_or_more)


async def withdraw(
    session: AsyncSession,
    subject: str,
    now: datetime,
    outcome: PostState = PostState.NOT_WANTED,
    view: str | None = None,
) -> None:
    """What is wanted about this subject and not yet said is not wanted any more; what is shown is refreshed.

    Replies that wait for it end the same way.
    """
    about = {"subject": subject} if view is None else {"subject": subject, "view": view}
    await session.execute(
        update(Post)
        .filter_by(**about)
        .where(Post.state == PostState.WANTED)
        .values(state=outcome, next_try_at=None)
    )
    await threads.end(session, select(Post.id).filter_by(**about, state=outcome), outcome)
    await refresh(session, subject, now, view=view)


async def send_again(session: AsyncSession, post: Post, now: datetime) -> None:
    """A person has decided that a post whose fate is unknown, or that was given up, should be said once more."""
    await threads.revive(session, select(Post.id).filter_by(id=post.id), LOST, now)
    await session.execute(
        update(Post)
        .where(Post.id == post.id, Post.state.in_(LOST))
        .values(state=PostState.WANTED, next_try_at=now, too_late_at=None, attempts=0, error=None, created_at=now)
    )


async def revive(session: AsyncSession, workspace_id: int, channel: str, now: datetime) -> None:
    """The bot may speak in this channel now: what was refused since it might not is said, if it is not too late.

    What stands there and could not be brought up to date is.
    """
    here = update(Post).where(Post.workspace_id == workspace_id, Post.address == channel, Post.error.in_(SHUT))
    stale = here.where(Post.state == PostState.SHOWN, Post.wanted_version > Post.shown_version)
    await session.execute(stale.values(next_try_at=now))
    refused = here.where(Post.state == PostState.REFUSED)
    refused = refused.where(or_(Post.too_late_at.is_(None), Post.too_late_at > now))
    # A reply is due too: once it is claimed it waits for its parent, or ends as that has.
    again = {"state": PostState.WANTED, "next_try_at": now, "attempts": 0, "error": None, "created_at": now}
    await session.execute(refused.values(**again))


async def recent(session: AsyncSession, person: Person, since: datetime, limit: int = 50) -> Sequence[Post]:
    """What was due for a person since an instant, newest first, whatever became of it."""
    return (
        await session.scalars(
            select(Post)
            .where(Post.recipient_id == person.id, Post.created_at > since)
            .order_by(Post.created_at.desc(), Post.id.desc())
            .limit(limit)
        )
    ).all()
