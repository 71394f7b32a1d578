"""Bugs that others of this kind have shipped, each planted on purpose: the simulation has to find every one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from sqlalchemy import select, update

from bot import application
from bot.catalogue import SOURCES
from bot.schedule import ticker, turn
from bot.schedule.models import MomentOutcome, Series
from bot.slack import delivery, desk, queries, verdicts
from bot.slack import lane as lanes
from bot.slack.app import Reception
from bot.slack.client import Clients
from bot.slack.models import Post, PostState
from bot.slack.verdicts import Meaning

Plant = AbstractContextManager[None]
WITHIN = 200
"""In how many seeds each has to be found."""


@contextmanager
def _instead(where: Any, name: str, bug: Any) -> Iterator[None]:
    before = getattr(where, name)
    setattr(where, name, bug)
    try:
        yield
    finally:
        setattr(where, name, before)


def claim_without_condition() -> Plant:
    """A post is taken in hand whether or not somebody is sending it already."""

    async def take(session: Any, post_ids: Any, owner: str, now: datetime) -> set[int]:
        taken = (
            update(Post)
            .where(Post.id.in_(sorted(post_ids)))
            .values(
                state=PostState.SENDING, sender=owner, tried_at=now, attempts=Post.attempts + 1, next_try_at=None
            )
        )
        await session.execute(taken)
        return set(post_ids)

    held = _instead(queries, "take_posts", take)
    return _both(held, lane_without_lease())


def lane_without_lease() -> Plant:
    """Whoever wants to drives a lane, and takes nobody's posts for orphans."""

    async def take(session: Any, workspace_id: int, owner: str) -> bool:
        return True

    async def leave(session: Any, workspace_id: int, now: datetime, in_hand: Any = ()) -> None:
        """Nothing is ever found to be in doubt."""

    return _both(_instead(queries, "take_lane", take), _instead(queries, "doubt_orphans", leave))


def send_before_commit() -> Plant:
    """That a post is being sent is written down only together with how it ended."""

    async def take(session: Any, post_ids: Any, owner: str, now: datetime) -> set[int]:
        return set(await session.scalars(select(Post.id).where(Post.id.in_(sorted(post_ids)))))

    change = queries.change_post

    async def anyhow(
        session: Any, post_id: int, while_state: PostState, held_by: Any = None, last: Any = None, **values: Any
    ) -> bool:
        state = PostState.WANTED if while_state is PostState.SENDING else while_state
        return await change(session, post_id, state, None, **values)

    many = _instead(delivery, "is_alone", lambda claimed: False)
    return _both(_instead(queries, "take_posts", take), _both(_instead(queries, "change_post", anyhow), many))


def retry_without_look() -> Plant:
    """What was cut off is simply said again."""
    found = verdicts.verdict

    def meant(error: BaseException) -> Any:
        verdict = found(error)
        return replace(verdict, meaning=Meaning.LATER) if verdict.meaning is Meaning.IN_DOUBT else verdict

    return _instead(lanes, "verdict", meant)


def orphans_said_again() -> Plant:
    """What a process that died was sending is simply said again."""

    async def want(session: Any, workspace_id: int, now: datetime, in_hand: Any = ()) -> None:
        orphans = update(Post).where(Post.workspace_id == workspace_id, Post.state == PostState.SENDING)
        orphans = orphans.where(Post.id.not_in(in_hand))
        await session.execute(orphans.values(state=PostState.WANTED, next_try_at=now))

    return _instead(queries, "doubt_orphans", want)


def orphans_left() -> Plant:
    """What a process that died was sending is left alone for ever."""

    async def leave(session: Any, workspace_id: int, now: datetime, in_hand: Any = ()) -> None:
        """Nobody looks."""

    return _instead(queries, "doubt_orphans", leave)


def looked_too_soon() -> Plant:
    """What is not there at the first look is said again at once, though Slack may take it yet."""
    return _instead(delivery, "SETTLE", timedelta(seconds=1))


def lease_not_checked_after_the_call() -> Plant:
    """Who lost a post to another while calling writes down all the same how its call ended."""
    change = queries.change_post

    async def anyhow(
        session: Any, post_id: int, while_state: PostState, held_by: Any = None, last: Any = None, **values: Any
    ) -> bool:
        if held_by is None:
            return await change(session, post_id, while_state, **values)
        await session.execute(update(Post).where(Post.id == post_id).values(**values))
        return True

    return _both(_instead(queries, "change_post", anyhow), _instead(delivery, "is_alone", lambda claimed: False))


def blind_second_try() -> Plant:
    """slack_sdk's own retry, which posts again when a connection ends."""

    class AtOnce(AsyncConnectionErrorRetryHandler):
        async def prepare_for_next_attempt_async(self, **given: Any) -> None:
            given["state"].next_attempt_requested = True

    before = Clients.of

    def retrying(clients: Clients, token: str | None) -> Any:
        client = before(clients, token)
        handlers: list[AsyncRetryHandler] = [AtOnce(max_retry_count=1)]
        client.retry_handlers = handlers
        return client

    return _instead(Clients, "of", retrying)


def naive_local_time() -> Plant:
    """The offset from UTC of one day is taken for all."""

    def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
        offset = datetime(2026, 1, 15, tzinfo=zone).utcoffset() or timedelta(0)
        return (datetime.combine(day, at) - offset).replace(tzinfo=ZoneInfo("UTC"))

    return _instead(turn, "instant_of", instant)


def a_bad_row() -> Plant:
    """Something is due for ever and fails each time; no bug, since what comes after it is done all the same."""
    before = ticker.Ticker.__init__

    async def due(session: Any, now: datetime, limit: int) -> Any:
        return [(1, now)]

    async def fails(*given: Any) -> bool:
        raise OSError("one bad row")

    async def nothing(*given: Any) -> None:
        """It is not put off."""

    def begun(self: Any, database: Any, clock: Any, sources: Any) -> None:
        before(self, database, clock, [ticker.DueSource("bad", due, fails, nothing, nothing), *sources])

    return _instead(ticker.Ticker, "__init__", begun)


def one_exception_stops_the_loop() -> Plant:
    """A turn that fails ends the beat, and whatever comes after it waits with it."""

    async def unguarded(self: Any, source: Any, row_id: int, seen: datetime, now: datetime) -> bool:
        async with self._database.work() as session:
            done: bool = await source.turn(session, row_id, seen, now)
        return done

    return _both(a_bad_row(), _instead(ticker.Ticker, "_turn", unguarded))


def late_is_never_too_late() -> Plant:
    """After an outage everything is said, however old."""
    return _instead(turn, "_outcome", lambda *given: MomentOutcome.ACTED)


def missed_is_forgotten() -> Plant:
    """A beat looks only at what fell due within the last minute."""

    async def recent(session: Any, now: datetime, limit: int) -> Any:
        due = select(Series.id, Series.next_at).where(Series.next_at <= now).limit(limit)
        found = await session.execute(due.where(Series.next_at > now - timedelta(minutes=1)))
        return list(found)

    forgetful = [replace(source, due=recent) if source.name == "series" else source for source in SOURCES]
    return _instead(application, "SOURCES", forgetful)


def acknowledged_before_kept() -> Plant:
    """Who types a command is told that it is there before it is."""
    before = Reception.on_command

    async def at_once(self: Any, ack: Any, body: Any) -> None:
        await ack(text="Added.")

        async def kept(**given: Any) -> None:
            """It was acknowledged before."""

        await before(self, kept, body)

    return _instead(Reception, "on_command", at_once)


def delivered_twice_is_done_twice() -> Plant:
    """What Slack delivers again is done again."""

    async def anew(session: Any, table: Any, **values: Any) -> bool:
        return True

    return _instead(desk, "insert_once", anew)


def edits_are_forgotten() -> Plant:
    """A change that comes while a message is on its way is taken for shown."""
    return _instead(queries, "if_newer", lambda version, at: None)


def _both(one: Plant, other: Plant) -> Plant:
    @contextmanager
    def planted() -> Iterator[None]:
        with one, other:
            yield

    return planted()


PLANTS: dict[str, Callable[[], Plant]] = {
    bug.__name__: bug
    for bug in (
        claim_without_condition,
        send_before_commit,
        retry_without_look,
        orphans_said_again,
        orphans_left,
        looked_too_soon,
        lease_not_checked_after_the_call,
        blind_second_try,
        naive_local_time,
        one_exception_stops_the_loop,
        late_is_never_too_late,
        missed_is_forgotten,
        acknowledged_before_kept,
        delivered_twice_is_done_twice,
        edits_are_forgotten,
    )
}
