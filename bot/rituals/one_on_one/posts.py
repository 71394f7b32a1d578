"""What each post of a 1-on-1 shows, composed from the state at the moment it is sent."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one.access import Pair, my_occurrence, my_pair
from bot.rituals.one_on_one.away import proposed_day, who_is_away
from bot.rituals.one_on_one.meeting import meeting, phase
from bot.rituals.one_on_one.summaries import summary
from bot.rituals.one_on_one.views import messages, notices
from bot.rituals.one_on_one.views.models import Meeting, Phase, Summary
from bot.schedule.models import Occurrence
from bot.slack.content import Message
from bot.slack.models import Post
from bot.slack.posts import Composed, Composer, Unsaid


async def prep(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The agenda before the occurrence; not said any more once it has begun without having been shown."""
    pair, occurrence = await _occurrence(session, post)
    if post.ts is None and phase(occurrence, now) is not Phase.AHEAD:
        return Unsaid()
    return messages.prep(await meeting(session, pair, occurrence, now))


async def start(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The final agenda; from its end on, in place, what becomes of the rest."""
    pair, occurrence = await _occurrence(session, post)
    seen = await meeting(session, pair, occurrence, now)
    if post.ts is None and seen.phase in (Phase.CLOSED, Phase.SKIPPED):
        return Unsaid()
    return messages.start(seen) if seen.phase in (Phase.AHEAD, Phase.STARTED) else messages.wrap_up(seen)


async def proposal(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """Another day, since one of the two is away; and what became of it once somebody has chosen."""
    pair, occurrence = await _occurrence(session, post)
    seen = await meeting(session, pair, occurrence, now)
    away = await who_is_away(session, pair, occurrence)
    day = await proposed_day(session, pair, occurrence, now)
    if post.ts is None and (away is None or day is None or seen.phase is not Phase.AHEAD):
        return Unsaid()
    return notices.proposal(seen, away[0].name if away else None, day)


def about_occurrence(view: Callable[[Meeting], Message]) -> Composer:
    """A post that shows one occurrence by `view`, whatever has become of it."""

    async def compose(session: AsyncSession, post: Post, now: datetime) -> Composed:
        pair, occurrence = await _occurrence(session, post)
        return view(await meeting(session, pair, occurrence, now))

    return compose


def about_one_on_one(view: Callable[[Summary], Message]) -> Composer:
    """A post that shows a 1-on-1 as a whole by `view`."""

    async def compose(session: AsyncSession, post: Post, now: datetime) -> Composed:
        pair = await my_pair(session, await _recipient(session, post), int(post.subject.split(":")[1]))
        return view(await summary(session, pair, now))

    return compose


def about_streak(view: Callable[[Summary], Message]) -> Composer:
    """A post about several occurrences in a row, named by the first of them."""

    async def compose(session: AsyncSession, post: Post, now: datetime) -> Composed:
        pair, _ = await _occurrence(session, post)
        return view(await summary(session, pair, now))

    return compose


async def _occurrence(session: AsyncSession, post: Post) -> tuple[Pair, Occurrence]:
    return await my_occurrence(session, await _recipient(session, post), int(post.subject.split(":")[1]))


async def _recipient(session: AsyncSession, post: Post) -> Person:
    if post.recipient_id is None:
        raise LookupError(f"post {post.id} has no recipient")
    return await people.person(session, post.recipient_id)


POSTS: dict[str, Composer] = {
    "one_on_one.prep": prep,
    "one_on_one.start": start,
    "one_on_one.proposal": proposal,
    "one_on_one.recap": about_occurrence(messages.recap),
    "one_on_one.cancel_asked": about_occurrence(notices.cancel_asked),
    "one_on_one.moved": about_occurrence(notices.moved),
    "one_on_one.skipped": about_occurrence(notices.skipped),
    "one_on_one.begun": about_one_on_one(notices.begun),
    "one_on_one.paused": about_one_on_one(notices.paused),
    "one_on_one.resumed": about_one_on_one(notices.resumed),
    "one_on_one.ended": about_one_on_one(notices.ended),
    "one_on_one.not_held": about_streak(notices.not_held_twice),
    "one_on_one.ask_to_pause": about_streak(notices.ask_to_pause),
}
