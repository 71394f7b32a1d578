"""Blockers as somebody may see them, read in a number of statements that does not grow with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import access, queries, rules
from bot.blockers.access import Viewer
from bot.blockers.models import Blocker
from bot.blockers.views import PAGE, BlockerLine, Seen, option_label
from bot.people import queries as people
from bot.people.models import Person
from bot.raised.choosing import read_by_all
from bot.raised.views import Choice
from bot.schedule.wall_clock import local_date
from bot.slack.rich_text import RichText
from bot.teams import queries as teams
from bot.teams.models import Team


async def open_in(session: AsyncSession, team: Team, now: datetime) -> tuple[BlockerLine, ...]:
    """The open blockers of a team, as its channel sees them."""
    return await lines(session, team, await queries.open_in(session, team.id), Viewer(), now)


async def open_of(session: AsyncSession, team: Team, me: Person, now: datetime) -> tuple[BlockerLine, ...]:
    """A person's own open blockers in a team, as they see them."""
    who = await access.viewer(session, me, team)
    return await lines(session, team, await queries.open_of(session, team.id, me.id), who, now)


async def earlier(
    session: AsyncSession, team: Team, me: Person, later: Blocker | None, now: datetime
) -> tuple[Choice, ...]:
    """One's own resolved blockers that may have come back, as choices; of `later` those raised before it.

    What `later` is said to be again is among them, whatever became of it.
    """
    since = now - timedelta(days=rules.AGAIN_DAYS)
    found = list(await queries.resolved_of(session, team.id, me.id, since))
    if later is not None:
        found = [each for each in found if each.number < later.number]
        named = await queries.blocker(session, later.again_of) if later.again_of is not None else None
        found += [named] if named is not None and named not in found else []
    texts = await read_by_all(session, team.workspace_id, [each.text for each in found])
    names = [rules.name(each.number) for each in found]
    labels = [option_label(name, text) for name, text in zip(names, texts, strict=True)]
    return tuple(Choice(str(each.id), label) for each, label in zip(found, labels, strict=True))


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
    others = {each.owner_id for each in blockers if each.resolved_at is None} - {viewer.person_id, team.lead_id}
    gone = others - await teams.still_in(session, team.id, others) if others else set()
    again = await queries.recurrences(session, [each.id for each in blockers])
    texts = await read_by_all(session, team.workspace_id, [each.text for each in blockers])
    return tuple(
        replace(
            _line(each, words, known, viewer, now),
            again=rules.again_words(again.get(each.id)),
            owner_has_left=each.owner_id in gone,
        )
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
