"""What each post of a sync-up shows, composed from the state at the moment it is sent."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.standup import board, prompts, queries, reporting
from bot.rituals.standup.days import Day, day_of
from bot.rituals.standup.views import parent, thread
from bot.rituals.standup.views import prompt as views
from bot.rituals.standup.views.models import Phase, Report
from bot.schedule import queries as schedule
from bot.slack import queries as slack
from bot.slack.models import Post, PostState
from bot.slack.posts import Composed, Composer, Unsaid

JUST_ASKED = timedelta(minutes=15)
"""A reminder that would follow its prompt so soon, since that was said late, is not wanted."""


async def day(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The day in the team's channel; not said in one that the team has left before it could be."""
    shown = await _day(session, post)
    if post.ts is None and post.address != shown.team.channel:
        return Unsaid()
    return parent.parent(await board.board(session, shown, now))


async def answer(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """What somebody said, in the day's thread: the first part of it."""
    report = await _report(session, post)
    if post.ts is None and not report.replies:
        return Unsaid()
    return thread.replies(report)[0]


async def answer_more(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """A further part of a long answer; or, once the answer is shorter, a line that says so."""
    report = await _report(session, post)
    replies, number = thread.replies(report), int(post.subject.split(":")[2])
    if number <= len(replies):
        return replies[number - 1]
    return Unsaid() if post.ts is None else thread.not_needed(report)


async def prompt(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The question of the day, and what became of it; not said to who is away, has gone, or has answered since."""
    person, occurrence_id = await _recipient(session, post), _number(post)
    shown = await prompts.prompt(session, person, occurrence_id, now)
    if post.ts is None and (why := await _unsaid(session, person, occurrence_id, shown.phase, now)):
        return why
    return views.prompt(shown)


async def reminder(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The one reminder; not said when there is nothing to be reminded of, or the prompt has only just come."""
    person, occurrence_id = await _recipient(session, post), _number(post)
    shown = await prompts.prompt(session, person, occurrence_id, now)
    if post.ts is None and (why := await _unsaid(session, person, occurrence_id, shown.phase, now)):
        return why
    if post.ts is None and not await _was_asked_before(session, post, now - JUST_ASKED):
        return Unsaid()
    return views.reminder(shown)


async def ask_to_end(session: AsyncSession, post: Post, now: datetime) -> Composed:
    """The question to the lead of a silent team; not asked of one that has ended."""
    shown = await prompts.silence(session, _number(post))
    return Unsaid() if post.ts is None and shown.has_ended else views.silence(shown)


async def _unsaid(
    session: AsyncSession, person: Person, occurrence_id: int, phase: Phase, now: datetime
) -> Unsaid | None:
    if phase is Phase.AWAY or await prompts.is_away(session, person, occurrence_id, now):
        return Unsaid(PostState.AWAY)
    return None if phase is Phase.ASKED else Unsaid()


async def _was_asked_before(session: AsyncSession, post: Post, instant: datetime) -> bool:
    prompted = await slack.latest_about(session, "standup.prompt", post.subject, post.address)
    return prompted is not None and prompted.shown_at is not None and prompted.shown_at <= instant


async def _report(session: AsyncSession, post: Post) -> Report:
    part = await queries.part_by_id(session, _number(post))
    if part is None:
        raise LookupError(f"post {post.id} is about a part that is not there")
    return await reporting.report(session, part)


async def _day(session: AsyncSession, post: Post) -> Day:
    occurrence = await schedule.occurrence(session, _number(post))
    if occurrence is None:
        raise LookupError(f"post {post.id} is about a day that is not there")
    return await day_of(session, occurrence)


async def _recipient(session: AsyncSession, post: Post) -> Person:
    if post.recipient_id is None:
        raise LookupError(f"post {post.id} has no recipient")
    return await people.person(session, post.recipient_id)


def _number(post: Post) -> int:
    return int(post.subject.split(":")[1])


POSTS: dict[str, Composer] = {
    "standup.day": day,
    "standup.answer": answer,
    "standup.answer_more": answer_more,
    "standup.prompt": prompt,
    "standup.reminder": reminder,
    "standup.ask_to_end": ask_to_end,
}

WORDS = {
    "standup.day": "The day’s sync-up in a team’s channel",
    "standup.answer": "An answer in the thread of a sync-up",
    "standup.answer_more": "The rest of a long answer in the thread of a sync-up",
    "standup.prompt": "The question of a sync-up",
    "standup.reminder": "The reminder of a sync-up",
    "standup.ask_to_end": "The question whether a sync-up that nobody answers should end",
}
