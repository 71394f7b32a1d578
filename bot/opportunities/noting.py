"""Noting opportunities, from a sync-up's answer, a message or by themselves; naming one makes nobody its owner."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.opportunities import queries, rules
from bot.opportunities.models import Opportunity
from bot.people.models import Person
from bot.raised.rules import Before, checked, items, match
from bot.slack.rich_text import RichText
from bot.teams import queries as teams
from bot.teams.models import Team

TAKEN_BACK = "This opportunity was taken back by whoever named it."


async def log_opportunities(
    session: AsyncSession,
    team: Team,
    raiser: Person,
    text: RichText,
    sprint_number: int | None,
    occurrence_id: int | None,
    source: str | None,
    now: datetime,
) -> list[Opportunity]:
    """The opportunities that a text names, in its order: each item of its lists is one.

    Named in a sync-up, the text is all that this answer names, however often it is given: what is the same stays
    as it is, what is new is noted, the rest is reworded or taken back (`bot.raised.rules.match`). What its raiser
    has changed or taken back by hand since stays so, until the answer itself says something else. `source` is
    the message they were made of, as `channel:ts`.
    """
    # Whoever names something in a team waits for the one before: numbers have no gap, and an answer is read once.
    await teams.team_to_change(session, team.id)
    before = await queries.logged_in(session, occurrence_id, raiser.id) if occurrence_id is not None else []
    kept = {opportunity.id: opportunity for opportunity in before}
    said = items(text)
    matched = match([_before(opportunity) for opportunity in before], said)
    for gone in matched.gone:
        _gone(kept[gone], now)
    last = await queries.last_number(session, team.id)
    named = []
    for number, words in zip(matched.found, said, strict=True):
        found = kept.get(number or 0)
        if found is None:
            last += 1
            found = _new(team, raiser, last, sprint_number, occurrence_id, source, now)
            session.add(found)
        _say(found, words, now)
        named.append(found)
    await session.flush()
    return [opportunity for opportunity in named if opportunity.withdrawn_at is None]


async def reword(session: AsyncSession, opportunity: Opportunity, text: RichText, now: datetime) -> None:
    """Its raiser's own words changed; the number and the sprint stay. Refuses words that say nothing."""
    held = await _held(session, opportunity)
    held.text, held.edited_at = checked(text, rules.SAY_WHAT).to_json(), now
    await session.flush()


async def withdraw(session: AsyncSession, opportunity: Opportunity, now: datetime) -> None:
    """Taken back by its raiser: in no list any more. The number is not given again."""
    held = await _held(session, opportunity)
    held.withdrawn_at = now
    await session.flush()


async def _held(session: AsyncSession, opportunity: Opportunity) -> Opportunity:
    held = await queries.opportunity_to_change(session, opportunity.id)
    if held.withdrawn_at is not None:
        raise Refusal(TAKEN_BACK)
    return held


def _before(opportunity: Opportunity) -> Before:
    words = RichText.from_json(opportunity.as_answered or opportunity.text)
    return Before(opportunity.id, words, opportunity.withdrawn_at is not None)


def _new(
    team: Team,
    raiser: Person,
    number: int,
    sprint_number: int | None,
    occurrence_id: int | None,
    source: str | None,
    now: datetime,
) -> Opportunity:
    return Opportunity(
        team_id=team.id,
        number=number,
        raiser_id=raiser.id,
        sprint_number=sprint_number,
        occurrence_id=occurrence_id,
        source=source,
        logged_at=now,
    )


def _say(opportunity: Opportunity, words: RichText, now: datetime) -> None:
    """The answer calls it this; unless it did so before, that is what it says from now on."""
    kept = words.to_json()
    if opportunity.as_answered == kept:
        return
    if opportunity.text is not None:
        opportunity.edited_at = now
    opportunity.text = kept
    opportunity.as_answered = None if opportunity.occurrence_id is None else kept


def _gone(opportunity: Opportunity, now: datetime) -> None:
    """The answer says it no more. Said again, it is a new one."""
    opportunity.as_answered = None
    opportunity.withdrawn_at = opportunity.withdrawn_at or now
