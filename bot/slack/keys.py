"""The keys by which messages are found again in Slack: names for posts, which never two messages share."""

import json
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.slack.models import Post
from bot.storage.keyring import Keyring
from bot.storage.once import insert_each_once, insert_once

NAMED_BY = ("workspace_id", "view", "subject", "address")


async def write_once(session: AsyncSession, post: Mapping[str, Any]) -> bool:
    """Write a post that goes to a channel, unless there is one of its name; says whether this call wrote it."""
    return await insert_once(session, Post, **post, key=_key(session, post, 0))


async def write_each_once(session: AsyncSession, posts: Sequence[Mapping[str, Any]]) -> set[str]:
    """Write those of these posts, of one view and subject, that there are not yet; answers their addresses.

    Where one of this name was set aside, its message still carries the first key: the next one gets a second.
    """
    written: set[str] = set()
    missing = list(posts)
    for times_aside in count():
        keyed = [{**post, "key": _key(session, post, times_aside)} for post in missing]
        written |= await insert_each_once(session, Post, keyed, Post.address)
        aside = await _set_aside(session, [post for post in keyed if post["address"] not in written])
        missing = [post for post in missing if post["address"] in aside]
        if not missing:
            break
    return written


async def _set_aside(session: AsyncSession, posts: Sequence[Mapping[str, Any]]) -> set[str]:
    """At which of these addresses the post's key belongs to one that was set aside; to no other may it belong."""
    if not posts:
        return set()
    named = {post["key"]: post for post in posts}
    held = select(Post.id, Post.key, *(getattr(Post, part) for part in NAMED_BY)).where(Post.key.in_(named))
    aside = set()
    for holder in (await session.execute(held)).mappings():
        name = {part: named[holder["key"]][part] for part in NAMED_BY}
        aside_name = name | {"subject": f"{name['subject']}:{holder['id']}"}
        holds = {part: holder[part] for part in NAMED_BY}
        if holds not in (name, aside_name):
            raise LookupError("two posts would share a key")
        if holds == aside_name:
            aside.add(holder["address"])
    return aside


def _key(session: AsyncSession, post: Mapping[str, Any], times_aside: int) -> str:
    """The same for the same post, so that a database that was put back finds what it no longer knows it said."""
    name = [post[part] for part in NAMED_BY] + ([times_aside] if times_aside else [])
    return str(Keyring.of(session.get_bind().dialect).named(json.dumps(name)))
