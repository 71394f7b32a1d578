"""Blockers as somebody may see them, read in a number of statements that does not grow with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import access, queries, rules
from bot.blockers.access import Viewer
from bot.blockers.models import Blocker
from bot.blockers.views import PAGE, BlockerLine, Seen
from bot.people import queries as people
from bot.people.models import Person
from bot.raised.choosing import read_by_all
from bot.schedule.wall_clock import local_date
from bot.slack.rich_text import RichText
from bot.teams import queries as teams
from bot.teams.models import Team


async def seen(session: AsyncSession, team_id: int, viewer: Person | None, now: datetime) -> Seen:
    """All open blockers of a team, with what the viewer can do about each; without a viewer, as a channel does."""
    team = await teams.team(session, team_id)
    found = await queries.open_in(session, team_id)
    if team is None:
        return Seen(team_id, "")
    who = await access.viewer(session, viewer, team)
    shown = await lines(session, team, found, who, now)
    return Seen(team_id, team.name, shown, may_raise=who.is_member, open_total=len(shown), total=len(shown))


async def page(session: AsyncSession, team: Team, viewer: Person, start: int, now: datetime) -> Seen:
    """A page of what is open and of what was resolved in the last 30 days; the last one when `start` is beyond."""
    unresolved = await queries.open_in(session, team.id)
    since = now - timedelta(days=rules.RESOLVED_DAYS)
    everything = [*unresolved, *await queries.resolved_in(session, team.id, since)]
    begin = min(start, max(len(everything) - 1, 0)) // PAGE * PAGE
    who = await access.viewer(session, viewer, team)
    shown = await lines(session, team, everything[begin : begin + PAGE], who, now)
    return Seen(
        team.id,
        team.name,
        open=tuple(each for each in shown if not each.resolved),
        resolved=tuple(each for each in shown if each.resolved),
        may_raise=who.is_member and team.ended_at is None,
        start=begin,
        open_total=len(unresolved),
        total=len(everything),
    )


async def one(session: AsyncSession, blocker: Blocker, team: Team, viewer: Person, now: datetime) -> BlockerLine:
    """One blocker, whatever became of it."""
    who = await access.viewer(session, viewer, team)
    [shown] = await lines(session, team, [blocker], who, now)
    return shown


async def lines(
    session: AsyncSession, team: Team, blockers: Sequence[Blocker], viewer: Viewer, now: datetime
) -> tuple[BlockerLine, ...]:
    """These blockers of one team, in this order."""
    concerned = {each.owner_id for each in blockers} | {each.resolved_by or each.owner_id for each in blockers}
    known = await people.persons(session, concerned)
    again = await queries.recurrences(session, [each.id for each in blockers])
    texts = await read_by_all(session, team.workspace_id, [each.text for each in blockers])
    return tuple(
        replace(_line(each, words, known, viewer, now), again=rules.again_words(again.get(each.id)))
        for each, words in zip(blockers, texts, strict=True)
    )


def _line(
    blocker: Blocker, words: RichText, known: dict[int, Person], viewer: Viewer, now: datetime
) -> BlockerLine:
    owner = known[blocker.owner_id]
    is_own = owner.id == viewer.person_id
    return BlockerLine(
        id=blocker.id,
        name=rules.name(blocker.number),
        text=words,
        owner=owner.name,
        age=rules.age(blocker.opened_on, local_date(now, owner.zone)),
        raised_on=rules.day_words(blocker.opened_on),
        is_own=is_own,
        may_resolve=is_own or viewer.may_resolve,
        confirmed_on=_day(blocker.confirmed_at, owner),
        resolved=_resolved(blocker, known),
        is_taken_back=blocker.withdrawn_at is not None,
    )


def _resolved(blocker: Blocker, known: dict[int, Person]) -> str:
    if blocker.resolved_at is None:
        return ""
    by = known[blocker.resolved_by or blocker.owner_id]
    return f"resolved by {by.name} on {_day(blocker.resolved_at, known[blocker.owner_id])}"


def _day(instant: datetime | None, owner: Person) -> str:
    return "" if instant is None else rules.day_words(local_date(instant, owner.zone))
