"""Statements about lanes and posts: claims are conditional updates, so two processes never hold the same one."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, case, delete, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.elements import ColumnElement

from bot.people.models import Workspace
from bot.slack.content import HOME
from bot.slack.models import Draft, Lane, Post, PostState, Received
from bot.storage.database import database_now, rows
from bot.storage.once import insert_once

# Longer than the latest moment at which Slack may still accept a call that we gave up on (10 s a call).
LEASE = timedelta(seconds=60)
# Written into the statement, not bound: only so do both databases see that `ix_posts_sending` answers it.
SENDING = literal(PostState.SENDING, Post.state.type, literal_execute=True)
SAID = (Post.state == PostState.WANTED) & (Post.view != HOME)
NEEDS: dict[str, ColumnElement[bool]] = {
    "chat.postMessage": SAID,
    "chat.update": (Post.state == PostState.SHOWN) & (Post.view != HOME),
    "views.publish": (Post.state.in_((PostState.WANTED, PostState.SHOWN))) & (Post.view == HOME),
    "conversations.history": (Post.state == PostState.IN_DOUBT) & Post.parent_id.is_(None),
    "conversations.replies": (Post.state == PostState.IN_DOUBT) & Post.parent_id.is_not(None),
}
"""Which due posts need a call of this method: `bot.slack.calls` says it of one."""

_POSTS = Post.__table__.c
SHOWN = (
    update(Post.__table__)  # type: ignore[arg-type]
    .where(
        _POSTS.id == bindparam("post_id"),
        _POSTS.state == PostState.SENDING,
        _POSTS.sender == bindparam("owner"),
    )
    .values(
        state=PostState.SHOWN,
        sender=None,
        error=None,
        attempts=0,
        shown_version=bindparam("version"),
        channel=bindparam("said_in"),
        ts=bindparam("said_as"),
        shown_at=bindparam("first_shown_at"),
        edited_at=bindparam("said_at"),
        next_try_at=case(
            (_POSTS.wanted_version > bindparam("version"), bindparam("said_at", type_=_POSTS.edited_at.type)),
            else_=None,
        ),
    )
)


async def take_lane(session: AsyncSession, workspace_id: int, owner: str) -> bool:
    """Take or keep the lane for `LEASE` on the database's clock; false while another owner holds it.

    A lane that was stopped is nobody's until `open_lane`.
    """
    now = await database_now(session)
    free = or_(Lane.owner == owner, Lane.owner.is_(None), Lane.lease_until < now)
    taken = await session.execute(
        update(Lane)
        .where(Lane.workspace_id == workspace_id, Lane.stopped_by.is_(None), free)
        .values(owner=owner, lease_until=now + LEASE)
    )
    if not rows(taken):
        return await insert_once(session, Lane, workspace_id=workspace_id, owner=owner, lease_until=now + LEASE)
    return True


async def release_lanes(session: AsyncSession, owner: str) -> None:
    """Give up every lane of this owner, so that the next one need not wait for the lease."""
    await session.execute(update(Lane).where(Lane.owner == owner).values(owner=None, lease_until=None))


async def stop_lane(session: AsyncSession, workspace_id: int, code: str) -> None:
    """Nothing more goes out to this workspace until `open_lane`."""
    await session.execute(update(Lane).where(Lane.workspace_id == workspace_id).values(stopped_by=code))


async def open_lane(session: AsyncSession, workspace_id: int) -> None:
    """The token works again: go on."""
    await session.execute(update(Lane).where(Lane.workspace_id == workspace_id).values(stopped_by=None))


@dataclass(frozen=True)
class Besides:
    """What of a workspace is not looked at: posts in hand, methods, and conversations in which nothing is said."""

    posts: Collection[int] = ()
    methods: Collection[str] = ()
    conversations: Collection[str] = ()


async def doubt_orphans(
    session: AsyncSession, workspace_id: int, now: datetime, in_hand: Collection[int] = ()
) -> None:
    """What is being sent while the lane changes hands, or by a call of ours that broke off, may have arrived."""
    orphans = update(Post).where(Post.workspace_id == workspace_id, Post.state == SENDING, Post.id.not_in(in_hand))
    await session.execute(orphans.values(state=PostState.IN_DOUBT, next_try_at=now))


async def has_orphans(session: AsyncSession, workspace_id: int, in_hand: Collection[int] = ()) -> bool:
    """Whether posts are being sent that we have not in hand: left behind by whoever was sending them."""
    orphan = select(Post.id).where(Post.workspace_id == workspace_id, Post.state == SENDING)
    return await session.scalar(orphan.where(Post.id.not_in(in_hand)).limit(1)) is not None


async def due_posts(
    session: AsyncSession,
    workspace_id: int,
    now: datetime,
    limit: int,
    besides: Besides | None = None,
) -> Sequence[Post]:
    """Posts there is something to do about, longest due first."""
    due = select(Post).where(Post.workspace_id == workspace_id, Post.next_try_at <= now)
    if besides is not None:
        due = due.where(*_besides(besides))
    ordered = due.order_by(Post.next_try_at, Post.id).limit(limit)
    return (await session.scalars(ordered.execution_options(populate_existing=True))).all()


def _besides(besides: Besides) -> list[ColumnElement[bool]]:
    left_out = [~NEEDS[method] for method in sorted(besides.methods)]
    if besides.posts:
        left_out.append(Post.id.not_in(besides.posts))
    if besides.conversations:
        left_out.append(~(SAID & Post.address.in_(besides.conversations)))
    return left_out


async def post(session: AsyncSession, post_id: int) -> Post:
    """The post with this id as the database has it now."""
    return (
        await session.scalars(select(Post).where(Post.id == post_id).execution_options(populate_existing=True))
    ).one()


async def named_post(session: AsyncSession, whose: dict[str, Any]) -> Post:
    """The post with this workspace, view, subject and address, as the database has it now."""
    return (await session.scalars(select(Post).filter_by(**whose).execution_options(populate_existing=True))).one()


async def shown(session: AsyncSession, view: str, subject: str, address: str) -> Post | None:
    """The post that shows this at this address; its `channel` and `ts` say where in Slack it stands."""
    return await session.scalar(
        select(Post).where(
            Post.view == view, Post.subject == subject, Post.address == address, Post.state == PostState.SHOWN
        )
    )


async def latest_about(session: AsyncSession, view: str, subject: str, address: str | None = None) -> Post | None:
    """The latest post of this view and subject, at this address if one is given."""
    found = select(Post).where(Post.view == view, Post.subject == subject)
    if address is not None:
        found = found.where(Post.address == address)
    return await session.scalar(found.order_by(Post.id.desc()).limit(1))


async def subjects_beginning(session: AsyncSession, view: str, beginning: str) -> Sequence[str]:
    """The subjects of the posts of this view that begin like this."""
    found = select(Post.subject).where(Post.view == view, Post.subject.startswith(beginning, autoescape=True))
    return (await session.scalars(found.order_by(Post.id))).all()


async def bundled(session: AsyncSession, bundle: str, state: PostState) -> Sequence[Post]:
    """The posts of one message that stand like this, in the order in which it shows them."""
    return (
        await session.scalars(
            select(Post)
            .where(Post.bundle == bundle, Post.state == state)
            .order_by(Post.id)
            .execution_options(populate_existing=True)
        )
    ).all()


async def wanted(session: AsyncSession, subject: str, views: Iterable[str]) -> Sequence[Post]:
    """Posts about this subject that are wanted and were not said yet."""
    return (
        await session.scalars(
            select(Post).where(Post.subject == subject, Post.view.in_(set(views)), Post.state == PostState.WANTED)
        )
    ).all()


async def to_gather(session: AsyncSession, post: Post, until: datetime, limit: int) -> Sequence[Post]:
    """What else is to be said to the recipient of this post by `until` and gathers, longest due first."""
    return (
        await session.scalars(
            select(Post)
            .where(
                Post.recipient_id == post.recipient_id,
                Post.address == post.address,
                Post.gathers,
                Post.state == PostState.WANTED,
                Post.id != post.id,
                Post.next_try_at <= until,
            )
            .order_by(Post.next_try_at, Post.id)
            .limit(limit)
            .execution_options(populate_existing=True)
        )
    ).all()


async def not_locked(session: AsyncSession, post_ids: Collection[int]) -> set[int]:
    """Those of these posts that nobody else is just changing, locked until the transaction ends.

    A lane that changes many waits for nobody by that, so that it and whoever changes many others never both wait.
    """
    if session.get_bind().dialect.name == "sqlite":
        return set(post_ids)  # whoever writes writes alone
    found = select(Post.id).where(Post.id.in_(post_ids))
    return set(await session.scalars(found.with_for_update(skip_locked=True, key_share=True)))


async def take_posts(session: AsyncSession, post_ids: Collection[int], owner: str, now: datetime) -> set[int]:
    """Have this owner send those of these posts that are still wanted, and not being changed; says which."""
    free = await not_locked(session, post_ids)
    wanted = update(Post).where(Post.id.in_(sorted(free)), Post.state == PostState.WANTED)
    taken = wanted.values(
        state=PostState.SENDING,
        sender=owner,
        bundle=None,
        tried_at=now,
        attempts=Post.attempts + 1,
        next_try_at=None,
    )
    return set(await session.scalars(taken.returning(Post.id)))


async def bundle_posts(session: AsyncSession, post_ids: Collection[int], bundle: str) -> None:
    """These are shown in one message."""
    await session.execute(update(Post).where(Post.id.in_(post_ids)).values(bundle=bundle))


async def show_posts(session: AsyncSession, shown: Sequence[dict[str, Any]]) -> None:
    """Record for each that it is shown, if it is still being sent by its `owner`.

    Each says `post_id`, `owner`, `version`, `said_in`, `said_as`, and the instants `first_shown_at` and `said_at`.
    """
    await session.execute(SHOWN, shown)


async def change_post(
    session: AsyncSession,
    post_id: int,
    while_state: PostState,
    held_by: str | None = None,
    last_try: datetime | None = None,
    **values: Any,
) -> bool:
    """Change a post only while it stands as `while_state` (in these hands, not tried since): says if it did."""
    change = update(Post).where(Post.id == post_id, Post.state == while_state)
    if held_by is not None:
        change = change.where(Post.sender == held_by)
    if last_try is not None:
        change = change.where(Post.tried_at == last_try)
    return rows(await session.execute(change.values(**values))) > 0


def if_newer(version: int, at: datetime) -> Any:
    """`at` if a newer version is wanted, else None; decided as it is written: one may be asked for till then."""
    return case((Post.wanted_version > version, at), else_=None)


async def next_try(session: AsyncSession) -> datetime | None:
    """The earliest instant at which any post wants something that we may do: none does in a stopped workspace."""
    return await session.scalar(
        select(func.min(Post.next_try_at))
        .join(Workspace, Workspace.id == Post.workspace_id)
        .outerjoin(Lane, Lane.workspace_id == Post.workspace_id)
        .where(Workspace.bot_token.is_not(None), Lane.stopped_by.is_(None))
    )


async def draft(session: AsyncSession, person_id: int, draft_id: int) -> Draft | None:
    """A draft of this very person."""
    return await session.scalar(select(Draft).where(Draft.id == draft_id, Draft.person_id == person_id))


async def forget_before(session: AsyncSession, inbox: datetime, drafts: datetime) -> None:
    """Delete what has done its service: inbox keys and drafts older than the given instants."""
    await session.execute(delete(Received).where(Received.at < inbox))
    await session.execute(delete(Draft).where(Draft.created_at < drafts))
