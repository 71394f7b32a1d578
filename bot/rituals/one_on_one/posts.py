"""What each post of a 1-on-1 shows, composed from the state at the moment it is sent."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one.access import Pair, my_occurrence, my_pair
from bot.rituals.one_on_one.away import away_words, proposed_day, who_is_away
from bot.rituals.one_on_one.meeting import meeting, phase
from bot.rituals.one_on_one.summaries import summary
from bot.rituals.one_on_one.views import changes, meeting_now, recap, series
from bot.rituals.one_on_one.views import prep as preps
from bot.rituals.one_on_one.views.models import Meeting, Phase, Summary
from bot.schedule.models import Occurrence
from bot.slack.content import Message
from bot.slack.models import Post, PostState
from bot.slack.posts import Composed, Composer, Unsaid
from bot.slack.setting_aside import is_set_aside


async def prep(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The agenda before the occurrence; not said once it has begun, or when one of the two is away after all."""
    pair, occurrence = await _occurrence(session, post)
    if post.ts is None and phase(occurrence, now) is not Phase.AHEAD:
        return Unsaid()
    if post.ts is None and await who_is_away(session, pair, occurrence) is not None:
        return Unsaid(PostState.AWAY)
    return preps.prep(await meeting(session, pair, occurrence, now))


async def start(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The final agenda; from its end on, in place, what becomes of the rest."""
    pair, occurrence = await _occurrence(session, post)
    seen = await meeting(session, pair, occurrence, now)
    if post.ts is None and seen.phase in (Phase.CLOSED, Phase.SKIPPED):
        return Unsaid()
    return meeting_now.start(seen)


async def proposal(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """Another day, since one of the two is away; and what became of it once somebody has chosen."""
    pair, occurrence = await _occurrence(session, post)
    seen = await meeting(session, pair, occurrence, now)
    away = await who_is_away(session, pair, occurrence)
    day = await proposed_day(session, pair, occurrence, now)
    if post.ts is None and (away is None or day is None or seen.phase is not Phase.AHEAD):
        return Unsaid()
    return changes.proposal(seen, away_words(away), day)


async def begun(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """A 1-on-1 was set up; to whoever did it, and to the other."""
    pair = await _pair(session, post)
    set_up_by = None if pair.one_on_one.created_by == pair.me.id else pair.other.name
    return series.started_series(await summary(session, pair, now), set_up_by, pair.owner.name)


async def ended(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """A 1-on-1 has ended, by the one whose id ends the subject, or because the other has left."""
    pair = await _pair(session, post)
    is_mine = post.subject.split(":")[2:] == [str(pair.me.id)]
    seen = await summary(session, pair, now)
    if seen.partner_has_left:
        return series.ended(seen, None, f"{pair.other.name} has left the workspace.")
    return series.ended(seen, None if is_mine else pair.other.name)


def about_occurrence(view: Callable[[Meeting], Message]) -> Composer:
    """A post that shows one occurrence by `view`, whatever has become of it."""

    async def compose(session: AsyncSession, post: Post, now: datetime) -> Composed:
        pair, occurrence = await _occurrence(session, post)
        return view(await meeting(session, pair, occurrence, now))

    return compose


def or_set_aside(compose: Composer) -> Composer:
    """A post that can be said once more: from then on, the line that is left of the old message."""

    async def composed(session: AsyncSession, post: Post, now: datetime) -> Composed:
        if not is_set_aside(post):
            return await compose(session, post, now)
        pair, occurrence = await _occurrence(session, post)
        return changes.set_aside(await meeting(session, pair, occurrence, now))

    return composed


def by_the_other(view: Callable[[Summary, str], Message]) -> Composer:
    """A post that shows a 1-on-1 as a whole, as the other of the two has just changed it."""

    async def compose(session: AsyncSession, post: Post, now: datetime) -> Composed:
        pair = await _pair(session, post)
        return view(await summary(session, pair, now), pair.other.name)

    return compose


def about_streak(view: Callable[[Summary], Message]) -> Composer:
    """A post about several occurrences in a row, named by the first of them."""

    async def compose(session: AsyncSession, post: Post, now: datetime) -> Composed:
        pair, _ = await _occurrence(session, post)
        return view(await summary(session, pair, now))

    return compose


async def _pair(session: AsyncSession, post: Post) -> Pair:
    return await my_pair(session, await _recipient(session, post), int(post.subject.split(":")[1]))


async def _occurrence(session: AsyncSession, post: Post) -> tuple[Pair, Occurrence]:
    return await my_occurrence(session, await _recipient(session, post), int(post.subject.split(":")[1]))


async def _recipient(session: AsyncSession, post: Post) -> Person:
    if post.recipient_id is None:
        raise LookupError(f"post {post.id} has no recipient")
    return await people.person(session, post.recipient_id)


POSTS: dict[str, Composer] = {
    "one_on_one.prep": or_set_aside(prep),
    "one_on_one.start": or_set_aside(start),
    "one_on_one.proposal": or_set_aside(proposal),
    "one_on_one.recap": about_occurrence(recap.recap),
    "one_on_one.cancel_asked": or_set_aside(about_occurrence(changes.cancel_asked)),
    "one_on_one.kept": or_set_aside(about_occurrence(changes.kept)),
    "one_on_one.moved": or_set_aside(about_occurrence(changes.moved)),
    "one_on_one.skipped": about_occurrence(changes.skipped),
    "one_on_one.begun": begun,
    "one_on_one.changed": by_the_other(series.changed_series),
    "one_on_one.paused": by_the_other(series.paused),
    "one_on_one.resumed": by_the_other(series.resumed),
    "one_on_one.ended": ended,
    "one_on_one.not_held": about_streak(series.not_held_twice),
    "one_on_one.ask_to_pause": about_streak(series.ask_to_pause),
}

WORDS = {
    "one_on_one.prep": "Preparation for a 1-on-1",
    "one_on_one.start": "Agenda at the start of a 1-on-1",
    "one_on_one.proposal": "Another day for a 1-on-1, since one of you is away",
    "one_on_one.recap": "Recap of a 1-on-1",
    "one_on_one.cancel_asked": "The question whether to cancel a 1-on-1",
    "one_on_one.kept": "The answer that a 1-on-1 stays on",
    "one_on_one.moved": "A 1-on-1 was moved",
    "one_on_one.skipped": "A 1-on-1 is off",
    "one_on_one.begun": "A new 1-on-1",
    "one_on_one.changed": "A 1-on-1 was changed",
    "one_on_one.paused": "A 1-on-1 was paused",
    "one_on_one.resumed": "A 1-on-1 goes on",
    "one_on_one.ended": "A 1-on-1 has ended",
    "one_on_one.not_held": "Two 1-on-1s in a row were not held",
    "one_on_one.ask_to_pause": "The question whether to pause a 1-on-1",
}
"""What a person reads about each post under *Why did I (not) get this?*"""
