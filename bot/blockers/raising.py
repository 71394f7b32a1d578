"""Raising blockers, from a sync-up's answer or by themselves, and what becomes of one afterwards."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import queries, rules, telling
from bot.blockers.models import Blocker
from bot.errors import Refusal
from bot.people.models import Person
from bot.raised.rules import Before, checked, items, match
from bot.schedule.wall_clock import local_date
from bot.slack import posts
from bot.slack.rich_text import RichText
from bot.teams import queries as teams
from bot.teams.models import Team

TAKEN_BACK = "This blocker was taken back: it had been raised by mistake."


async def raise_blockers(
    session: AsyncSession,
    team: Team,
    owner: Person,
    text: RichText,
    occurrence_id: int | None,
    again_of: int | None,
    now: datetime,
) -> list[Blocker]:
    """The open and resolved blockers that a text says, in its order: each item of its lists is one.

    Raised in a sync-up, the text is all that this answer says, however often it is given: what is the same stays
    as it is, what is new is raised, the rest is reworded or taken back (`bot.raised.rules.match`). What the owner
    has changed or taken back by hand since stays so, until the answer itself says something else. `again_of`, an
    earlier resolved blocker of theirs in this team, goes with the first, or with the one that has come back so
    far; refuses one that is not, and one of which a new answer says nothing.
    """
    # Whoever raises something in a team waits for the one before: numbers have no gap, and an answer is read once.
    await teams.team_to_change(session, team.id)
    before = await queries.raised_in(session, occurrence_id, owner.id) if occurrence_id is not None else []
    kept = {blocker.id: blocker for blocker in before}
    said = items(text)
    matched = match([_before(blocker) for blocker in before], said)
    for gone in matched.gone:
        await _gone(session, kept[gone], now)
    found = [kept.get(number or 0) for number in matched.found]
    made = await _open(session, team, owner, occurrence_id, found.count(None), now)
    new = iter(made)
    raised = [blocker or next(new) for blocker in found]
    for blocker, words in zip(raised, said, strict=True):
        await _say(session, blocker, words, now, is_answer=occurrence_id is not None)
    if again_of is not None and not raised and not before:
        raise Refusal("Please write what is in your way, too: a few words are enough.")
    back = [blocker for blocker in raised if blocker.again_of is not None]
    if raised and again_of not in {blocker.again_of for blocker in back}:
        await _link(session, (back or raised)[0], again_of)
    session.add_all(made)
    await session.flush()
    if made:
        await telling.plan(session, team, made, now)
    return [blocker for blocker in raised if blocker.withdrawn_at is None]


async def resolve(session: AsyncSession, blocker: Blocker, by: Person, now: datetime) -> bool:
    """It is in nobody's way any more; false when it was resolved already, and who was first stays on record."""
    held = await _held(session, blocker)
    if held.resolved_at is not None:
        return False
    held.resolved_at, held.resolved_by = now, by.id
    await session.flush()
    await telling.drop(session, held, now)
    return True


async def still_blocked(session: AsyncSession, blocker: Blocker, now: datetime) -> None:
    """Its owner says that it still blocks them; when the lead is told stays as it is. Refuses a resolved one."""
    held = await _held(session, blocker)
    if held.resolved_at is not None:
        raise Refusal(f"{rules.name(held.number)} is resolved. If it is not, press: Not resolved after all")
    held.confirmed_at = now
    await session.flush()
    await posts.refresh(session, telling.subject(held.id), now)


async def reopen(session: AsyncSession, blocker: Blocker, now: datetime) -> bool:
    """Not resolved after all: open as if it had never been, with the age it has; false when it is open."""
    held = await _held(session, blocker)
    if held.resolved_at is None:
        return False
    held.resolved_at = held.resolved_by = None
    await session.flush()
    await _told_anew(session, held, now)
    return True


async def reword(
    session: AsyncSession, blocker: Blocker, text: RichText, again_of: int | None, now: datetime
) -> None:
    """Its owner's own words changed, and what it is said to be again; the number and the age stay.

    Refuses words that say nothing, and an `again_of` that is no earlier blocker of theirs.
    """
    held = await _held(session, blocker)
    held.text, held.edited_at = checked(text, rules.SAY_WHAT).to_json(), now
    await _link(session, held, again_of)
    await session.flush()
    await posts.refresh(session, telling.subject(held.id), now)


async def take_back(session: AsyncSession, blocker: Blocker, now: datetime) -> None:
    """Raised by mistake: in no list any more. The number is not given again."""
    held = await _held(session, blocker)
    held.withdrawn_at = now
    await session.flush()
    await telling.drop(session, held, now)


async def _held(session: AsyncSession, blocker: Blocker) -> Blocker:
    held = await queries.blocker_to_change(session, blocker.id)
    if held.withdrawn_at is not None:
        raise Refusal(TAKEN_BACK)
    return held


async def _told_anew(session: AsyncSession, blocker: Blocker, now: datetime) -> None:
    await telling.replan(session, [blocker], now)
    await session.flush()
    await posts.refresh(session, telling.subject(blocker.id), now)


def _before(blocker: Blocker) -> Before:
    is_over = blocker.resolved_at is not None or blocker.withdrawn_at is not None
    return Before(blocker.id, RichText.from_json(blocker.as_answered or blocker.text), is_over)


async def _open(
    session: AsyncSession, team: Team, owner: Person, occurrence_id: int | None, count: int, now: datetime
) -> list[Blocker]:
    last = await queries.last_number(session, team.id) if count else 0
    return [
        Blocker(
            team_id=team.id,
            number=number,
            owner_id=owner.id,
            occurrence_id=occurrence_id,
            opened_on=local_date(now, owner.zone),
        )
        for number in range(last + 1, last + count + 1)
    ]


async def _say(
    session: AsyncSession, blocker: Blocker, words: RichText, now: datetime, *, is_answer: bool
) -> None:
    """The answer calls it this; unless it did so before, that is what it says from now on."""
    kept = words.to_json()
    if blocker.as_answered == kept:
        return
    is_new = blocker.id is None
    blocker.text, blocker.as_answered = kept, kept if is_answer else None
    if not is_new:
        blocker.edited_at = now
        await session.flush()
        await posts.refresh(session, telling.subject(blocker.id), now)


async def _gone(session: AsyncSession, blocker: Blocker, now: datetime) -> None:
    """The answer says it no more: if it is open, it was not meant. Said again, it is a new one."""
    blocker.as_answered = None
    if blocker.resolved_at is None and blocker.withdrawn_at is None:
        blocker.withdrawn_at = now
        await session.flush()
        await telling.drop(session, blocker, now)


async def _link(session: AsyncSession, later: Blocker, again_of: int | None) -> None:
    earlier = None if again_of is None else await queries.blocker(session, again_of)
    if again_of is not None and (earlier is None or not _may_come_back(earlier, later)):
        raise Refusal("That is no resolved blocker of yours. Please choose another, or none.")
    later.again_of = again_of


def _may_come_back(earlier: Blocker, later: Blocker) -> bool:
    is_theirs = (earlier.owner_id, earlier.team_id) == (later.owner_id, later.team_id)
    return is_theirs and earlier.withdrawn_at is None and earlier.number < later.number
