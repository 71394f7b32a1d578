"""What `doctor` says of posts that were not delivered, or wait for too long: for whom, what, why, and the cure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cli import queries
from bot.cli.finding import Finding, well, wrong
from bot.cli.reasons import explained
from bot.operations import queries as operations
from bot.slack.models import LOST, Post, PostState

MOST_NAMES = 8
MOST_POSTS = 1000
# A beat comes every few seconds, and a crowd is served in minutes.
WAITS_TOO_LONG = timedelta(minutes=5)


@dataclass(frozen=True)
class _Alike:
    about: str
    state: PostState
    error: str | None


async def lost_findings(session: AsyncSession, words: Mapping[str, str]) -> list[Finding]:
    """One finding for all posts that are about the same kind of thing and were lost for the same reason.

    `words` say in plain words what each view is. The latest 1,000 posts are looked at; instants are UTC.
    """
    found = await queries.lost(session, MOST_POSTS)
    if not found:
        return [well("Everything that was due was delivered.")]
    groups: dict[_Alike, list[tuple[Post, str | None]]] = {}
    for post, name in found:
        about = words.get(post.view, "A message")
        groups.setdefault(_Alike(about, post.state, post.error), []).append((post, name))
    findings = [wrong(_said(alike, group)) for alike, group in groups.items()]
    counts = await operations.posts_by_state(session)
    more = sum(counts.get(state, 0) for state in LOST) - len(found)
    return [*findings, wrong(f"{more} older posts were not delivered either.")] if more > 0 else findings


async def waiting_findings(session: AsyncSession, now: datetime) -> list[Finding]:
    """What has been due for more than five minutes: a bot that works would have done it."""
    stopped = await operations.revoked(session)
    post, series = await operations.oldest_due_post(session, now), await operations.oldest_due_series(session, now)
    findings = []
    if series is not None and now - series > WAITS_TOO_LONG:
        cure = "is a bot running? If so, read its log for “turn failed” and “beat failed”"
        findings.append(wrong(f"Something has been due for {_age(now - series)} and was not done: {cure}."))
    if post is not None and now - post > WAITS_TOO_LONG:
        cure = "it goes out once the workspace is not stopped any more" if stopped else "is a bot running?"
        findings.append(wrong(f"A post has been due for {_age(now - post)} and was not sent: {cure}."))
    return findings


def _said(alike: _Alike, group: Sequence[tuple[Post, str | None]]) -> str:
    since = min(post.created_at for post, _ in group).astimezone(UTC)
    where = _row(name or _place(post.address) for post, name in group)
    times = f"{len(group)} × " if len(group) > 1 else ""
    return f"{times}“{alike.about}” for {where}, since {since:%Y-%m-%d %H:%M} UTC: {_fate(alike)}."


def _fate(alike: _Alike) -> str:
    if alike.state is PostState.UNKNOWN:
        cure = "who it was for finds Send again on Home"
        return f"it may or may not have been shown, and the bot could not look ({explained(alike.error)}); {cure}"
    if alike.state is PostState.GIVEN_UP:
        return f"given up after 24 hours; the last reason was {explained(alike.error)}"
    return f"refused by Slack: {explained(alike.error)}"


def _place(address: str) -> str:
    return f"the channel {address}" if address[:1] in "CG" else address


def _row(names: Iterable[str]) -> str:
    each = list(dict.fromkeys(names))
    more = f" and {len(each) - MOST_NAMES} more" if len(each) > MOST_NAMES else ""
    return ", ".join(each[:MOST_NAMES]) + more


def _age(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    if minutes < 120:
        return f"{minutes} minutes"
    return f"{minutes // 60} hours" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
