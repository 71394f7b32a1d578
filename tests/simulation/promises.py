"""What has to be true after every run: nothing missed, nothing twice, at the right time, to the right people."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.agenda.models import AgendaItem
from bot.people.models import Person
from bot.rituals.one_on_one.models import OneOnOne
from bot.rituals.standup.models import Part, SyncUp
from bot.sandbox.records import Message
from bot.schedule.models import Moment, MomentOutcome, Occurrence, OccurrenceState, Series, SeriesState
from bot.schedule.moments import GATHER
from bot.slack.content import HOME
from bot.slack.models import LOST, Post, PostState
from bot.storage.base import Base
from bot.storage.schema import complete_metadata
from bot.storage.types import Secret
from tests.simulation.world import World

complete_metadata()

SOON = 120.0
"""Seconds after which what is due has come, once a process can do its work: a beat, a lock, a lease."""
QUIET = 150.0
"""For how long nothing may be in the way for that to count; longer than a lease and the look after it."""


SECRETS = [
    getattr(mapper.class_, column.key)
    for mapper in Base.registry.mappers
    for column in mapper.columns
    if isinstance(column.type, Secret)
]
"""Every column in which the bot keeps what people write."""


START_GRACE = 20 * 60
"""Seconds after which a 1-on-1 is not begun any more."""
MOST_LATE = timedelta(minutes=2)
"""How much later than it was worth it something is said that was on its way: Slack may take it late."""


async def broken(world: World, session: AsyncSession) -> list[str]:
    """What does not hold, in words; nothing when every promise was kept."""
    posts = (await session.scalars(select(Post))).all()
    series = {one.id: one for one in await session.scalars(select(Series))}
    occurrences = (await session.scalars(select(Occurrence).order_by(Occurrence.local_date))).all()
    moments = (await session.scalars(select(Moment))).all()
    return [
        *world.surprises,
        *_each_post_is_one_message(world, posts),
        *_every_post_has_ended(world, posts),
        *_occurrences(world, series, occurrences),
        *_moments_came_in_time(world, series, occurrences, moments),
        *await _everybody_was_told(world, session, posts, occurrences, moments),
        *await _what_was_typed_is_there(world, session),
        *_words_are_seen_by_those_they_are_for(world),
    ]


def _each_post_is_one_message(world: World, posts: Sequence[Post]) -> Iterator[str]:
    said = _said(world)
    known = {post.key: post for post in posts}
    yield from (
        f"a message that no post knows of, in {said[key][0].channel}" for key in said.keys() - known.keys()
    )
    for post in posts:
        messages = said.get(post.key, [])
        if len(messages) > 1:
            yield f"{_named(post)} was said {len(messages)} times"
        elif post.state is PostState.SHOWN and post.view != HOME and not messages:
            yield f"{_named(post)} counts as shown and was never said"
        elif messages and post.state not in (PostState.SHOWN, PostState.UNKNOWN):
            yield f"{_named(post)} counts as {post.state} and was said"
        elif messages and post.state is PostState.SHOWN and post.ts != messages[0].ts:
            yield f"{_named(post)} is shown in another message than it knows"
        elif messages and post.too_late_at and _said_at(messages[0]) > post.too_late_at + MOST_LATE:
            yield f"{_named(post)} was too late from {post.too_late_at} on, and said at {_said_at(messages[0])}"


def _said(world: World) -> dict[str, list[Message]]:
    """The messages of the bot that everybody of a conversation sees, by the keys they carry."""
    said: dict[str, list[Message]] = {}
    for channel in world.workspace.channels.values():
        for message in channel.messages:
            if message.bot_id is not None and not message.deleted and not message.ephemeral_for:
                payload = (message.metadata or {}).get("event_payload") or {}
                for key in payload.get("keys", "without a key").split():
                    said.setdefault(key, []).append(message)
    return said


def _said_at(message: Message) -> datetime:
    return datetime.fromtimestamp(float(message.ts), UTC)


def _every_post_has_ended(world: World, posts: Sequence[Post]) -> Iterator[str]:
    now = world.clock.now() - timedelta(seconds=QUIET)
    for post in posts:
        if post.state in (PostState.SENDING, PostState.IN_DOUBT):
            yield f"{_named(post)} is still {post.state}"
        elif post.next_try_at is not None and post.next_try_at < now:
            yield f"{_named(post)} has been due since {post.next_try_at}, and is {post.state}"
        elif (
            post.state is PostState.SHOWN and post.shown_version < post.wanted_version and post.next_try_at is None
        ):
            yield f"{_named(post)} shows what it was, and will for ever"
        elif post.state in LOST and not _may_be_lost(world, post):
            yield f"{_named(post)} is lost: {post.state} by {post.error}"


def _may_be_lost(world: World, post: Post) -> bool:
    return post.address in {world.workspace.person(handle).id for handle in world.gone}


def _occurrences(world: World, series: dict[int, Series], occurrences: Sequence[Occurrence]) -> Iterator[str]:
    by_series: dict[int, list[Occurrence]] = {}
    for one in occurrences:
        by_series.setdefault(one.series_id, []).append(one)
        if not one.was_moved and one.starts_at != local_instant(one, series[one.series_id]):
            yield f"an occurrence of {series[one.series_id].ritual} is at {one.starts_at}, another instant"
    for one_series in series.values():
        if one_series.state is not SeriesState.ACTIVE:
            continue
        held = [one.local_date for one in by_series.get(one_series.id, [])]
        step = timedelta(days=7 if one_series.ritual == "one_on_one" else 1)
        if held != [held[0] + step * number for number in range(len(held))]:
            yield f"{one_series.ritual} is on {held}"
        if held and held[0] not in (one_series.first_date, one_series.first_date + timedelta(days=1)):
            yield f"{one_series.ritual} begins on {held[0]}, and not on {one_series.first_date}"
        if not held or datetime.combine(held[-1], one_series.at, one_series.zone) <= world.clock.now() - timedelta(
            seconds=QUIET
        ):
            yield f"{one_series.ritual} has no next occurrence"


def local_instant(one: Occurrence, series: Series) -> datetime:
    """The instant of a wall-clock time: the first of two, and as much later as the clocks leave out."""
    instant = datetime.combine(one.local_date, series.at, series.zone)
    return datetime.fromtimestamp(instant.timestamp(), tz=one.starts_at.tzinfo)


def _moments_came_in_time(
    world: World, series: dict[int, Series], occurrences: Sequence[Occurrence], moments: Sequence[Moment]
) -> Iterator[str]:
    of = {one.id: one for one in occurrences}
    for moment in moments:
        one_series = series[of[moment.occurrence_id].series_id]
        ritual, begun = one_series.ritual, world.seconds_of(one_series.created_at)
        if "eve" in world.gone:  # what is due by her clocks may be due before she came there
            break
        due, came = world.seconds_of(moment.due_at), world.seconds_of(moment.came_at)
        if came > ready_by(world, max(due, begun)):
            yield f"{ritual} {moment.name} was due at {moment.due_at} and came at {moment.came_at}"
        if _is_begun(moment) and came > due + START_GRACE:
            yield f"a 1-on-1 was begun at {moment.came_at}, long after {moment.due_at}"
        if came < due - 16 * 60 - world.weather.skew - 1:
            yield f"{ritual} {moment.name} was due at {moment.due_at} and came too early, at {moment.came_at}"
    yield from _every_one_on_one_has_begun(world, series, occurrences, moments)


def _is_begun(moment: Moment) -> bool:
    return moment.name == "start" and moment.outcome is MomentOutcome.ACTED


def _every_one_on_one_has_begun(
    world: World, series: dict[int, Series], occurrences: Sequence[Occurrence], moments: Sequence[Moment]
) -> Iterator[str]:
    came_to = {(moment.occurrence_id, moment.name) for moment in moments}
    for one in occurrences:
        if one.state is OccurrenceState.PLANNED and series[one.series_id].ritual == "one_on_one":
            begun = world.seconds_of(one.starts_at - timedelta(minutes=5))
            if ready_by(world, begun) < world.loop.time() and (one.id, "start") not in came_to:
                yield f"a 1-on-1 that was due at {one.starts_at} has not begun"


def ready_by(world: World, due: float) -> float:
    """The second by which something due at another has to have come: soon after nothing was long in the way."""
    at = due - 2 * 60
    for spell in world.disturbed:
        if spell.ends < at:
            continue
        if spell.begins > at + QUIET + 2 * 60:
            break
        at = spell.ends
    return max(at + QUIET, due) + SOON + world.weather.skew


async def _everybody_was_told(
    world: World,
    session: AsyncSession,
    posts: Sequence[Post],
    occurrences: Sequence[Occurrence],
    moments: Sequence[Moment],
) -> list[str]:
    """Who is to be told at a moment has a post about it with an end; and was told neither early nor late."""
    persons = {one.id: one for one in await session.scalars(select(Person))}
    pairs = {one.series_id: one for one in await session.scalars(select(OneOnOne))}
    about = {(post.view, post.subject, post.recipient_id): post for post in posts}
    of = {one.id: one for one in occurrences}
    found: list[str] = []
    for moment in moments:
        if not _is_begun(moment):
            continue
        one = of[moment.occurrence_id]
        pair = pairs.get(one.series_id)
        if pair is None or one.state is OccurrenceState.SKIPPED:
            continue
        for person_id in (pair.owner_id, pair.partner_id):
            post = about.get(("one_on_one.start", f"occurrence:{one.id}", person_id))
            if post is None:
                found.append(f"{persons[person_id].handle} has heard nothing of the 1-on-1 at {one.starts_at}")
            else:
                found += _in_time(world, post, one.starts_at - timedelta(minutes=5))
    return found + await _everybody_was_asked(world, session, about, of, persons)


async def _everybody_was_asked(
    world: World,
    session: AsyncSession,
    about: dict[Any, Post],
    of: dict[int, Occurrence],
    persons: dict[int, Person],
) -> list[str]:
    series = {
        one.id: one for one in await session.scalars(select(Series).join(SyncUp, SyncUp.series_id == Series.id))
    }
    found: list[str] = []
    for part in await session.scalars(select(Part)):
        one, person = of[part.occurrence_id], persons[part.person_id]
        local = datetime.combine(one.local_date, series[one.series_id].at, person.zone)
        if person.handle in world.gone or part.answered_at is not None or part.state != "expected":
            continue
        post = about.get(("standup.prompt", f"occurrence:{one.id}", person.id))
        if post is not None:
            found += _in_time(world, post, local)
        elif ready_by(world, world.seconds_of(local)) < world.loop.time():
            found.append(f"{person.handle} was not asked on {one.local_date}")
    return found


def _in_time(world: World, post: Post, due: datetime) -> list[str]:
    if post.shown_at is None:
        return []
    shown, due_at = world.seconds_of(post.shown_at), world.seconds_of(due)
    if shown < due_at - GATHER.total_seconds() - world.weather.skew - 1:
        return [f"{_named(post)} was due at {due} and said too early, at {post.shown_at}"]
    return []


async def _what_was_typed_is_there(world: World, session: AsyncSession) -> list[str]:
    topics = Counter([one.text for one in await session.scalars(select(AgendaItem))])
    kept = {word for column in SECRETS for text in await session.scalars(select(column)) for word in _words(text)}
    found = []
    for typed in world.typed:
        if typed.is_accepted and typed.word not in kept:
            found.append(f"what {typed.by} typed ({typed.word}) was accepted and is not there")
        if topics[typed.word] > 1:
            found.append(f"the topic that {typed.by} typed ({typed.word}) is there {topics[typed.word]} times")
    return found


def _words(text: str | None) -> list[str]:
    return re.findall(r"word-\d+-end", text or "")


def _words_are_seen_by_those_they_are_for(world: World) -> Iterator[str]:
    for channel in world.workspace.channels.values():
        members = {world.workspace.by_id(user).handle for user in channel.members}
        said = json.dumps(
            [(one.text, one.blocks) for one in channel.messages if one.bot_id and not one.ephemeral_for]
        )
        for typed in world.typed:
            if typed.word in said and not members & typed.allowed:
                yield f"what {typed.by} typed is seen in {channel.name}"


def _named(post: Post) -> str:
    return f"{post.view} of {post.subject} to {post.address}"
