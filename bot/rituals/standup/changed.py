"""What Slack must show anew when something about a sync-up has changed."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries as blockers
from bot.people import queries as people
from bot.rituals.standup import queries, rules
from bot.rituals.standup.asking import occurrence_subject
from bot.rituals.standup.board import has_begun
from bot.rituals.standup.days import Day, day_in, present
from bot.rituals.standup.models import Part, PartState, SyncUp
from bot.rituals.standup.reporting import report
from bot.rituals.standup.views import thread
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from bot.slack import posts
from bot.slack import queries as slack
from bot.slack.content import home_subject
from bot.slack.models import LOST, UNSAID, Post, PostState

DONE = (PartState.ANSWERED, PartState.SKIPPED)
RECENTLY = timedelta(days=2)


async def part_changed(
    session: AsyncSession, sync_up: SyncUp, occurrence: Occurrence, part: Part, now: datetime
) -> None:
    """Somebody answered, changed that, skipped, or is away: the channel, the thread, their prompt and Home follow.

    The day's message is there from the first answer on, however early that comes.
    """
    await session.flush()
    if part.state in DONE:
        occurrence.touched_at = now
    await _settle_mood(session, sync_up, occurrence)
    day = await day_in(session, sync_up, occurrence)
    parent = await show_day(session, day, now)
    if parent is not None and part.state is PartState.ANSWERED:
        await _reply(session, day, part, parent, now)
    await posts.refresh(session, part_subject(part), now)
    person = await people.person(session, part.person_id)
    await posts.refresh(session, occurrence_subject(occurrence.id), now, address=person.slack_id)
    await posts.refresh(session, home_subject(person.id), now)


async def team_changed(session: AsyncSession, team_id: int, now: datetime) -> None:
    """Something that the team's open days show has changed: its people, its name, its blockers."""
    sync_up = await queries.of_team(session, team_id)
    if sync_up is None:
        return
    owners = await people.persons(session, await blockers.owners_since(session, team_id, now - RECENTLY))
    for occurrence in await schedule.unfinished_occurrences(session, sync_up.series_id):
        await posts.refresh(session, occurrence_subject(occurrence.id), now, view="standup.day")
        addresses = [person.slack_id for person in owners.values()]
        await posts.refresh(session, occurrence_subject(occurrence.id), now, "standup.prompt", addresses)


async def show_day(session: AsyncSession, day: Day, now: datetime) -> Post | None:
    """The day's message in the team's channel, asked for or brought up to date; None before there is any."""
    subject = occurrence_subject(day.occurrence.id)
    shown = await slack.latest_about(session, "standup.day", subject)
    if shown is None and not has_begun(await present(session, day), now):
        return None
    if shown is not None and shown.state is PostState.SHOWN:
        await posts.refresh(session, subject, now, view="standup.day", address=shown.address)
        return shown
    channel = day.team.channel if shown is None or _is_unsaid(shown) else shown.address
    return await posts.want_in(session, "standup.day", subject, day.team.workspace_id, channel, now)


async def say_in_new_channel(session: AsyncSession, day: Day, now: datetime) -> None:
    """The team has another channel: a day that could not be said in the old one is said here, with its answers."""
    subject = occurrence_subject(day.occurrence.id)
    before = await slack.latest_about(session, "standup.day", subject)
    if before is None or not _is_unsaid(before) or before.address == day.team.channel:
        return
    parent = await posts.want_in(session, "standup.day", subject, day.team.workspace_id, day.team.channel, now)
    for part in await queries.parts(session, day.occurrence.id):
        if part.state is PartState.ANSWERED:
            await _reply(session, day, part, parent, now)


def _is_unsaid(post: Post) -> bool:
    return post.ts is None and post.state in (PostState.WANTED, *UNSAID, *LOST)


def part_subject(part: Part, number: int = 1) -> str:
    """What the reply about a part is about, or its continuation with this number."""
    return f"part:{part.id}" if number == 1 else f"part:{part.id}:{number}"


async def _reply(session: AsyncSession, day: Day, part: Part, parent: Post, now: datetime) -> None:
    where = (day.team.workspace_id, parent.address)
    await posts.want_in(session, "standup.answer", part_subject(part), *where, now, parent=parent)
    count = len(thread.replies(await report(session, part)))
    for number in range(2, count + 1):
        subject = part_subject(part, number)
        await posts.want_in(session, "standup.answer_more", subject, *where, now, parent=parent)
    for subject in await slack.subjects_beginning(session, "standup.answer_more", f"part:{part.id}:"):
        await posts.refresh(session, subject, now)


async def _settle_mood(session: AsyncSession, sync_up: SyncUp, occurrence: Occurrence) -> None:
    if not sync_up.asks_mood:
        return
    shown = await queries.mood_shown(session, occurrence.id)
    seen = None if shown is None else shown.count
    average = rules.mood_to_show(await queries.moods(session, occurrence.id), seen)
    if average is not None:
        await queries.show_mood(session, occurrence.id, *average, seen)
