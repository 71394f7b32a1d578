"""Which 1-on-1 a command means: by the person mentioned first, or the only one there is."""

from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one import queries, rules
from bot.rituals.one_on_one.access import Pair
from bot.schedule.models import SeriesState
from bot.slack.text import leading_mention, mentioned, plain


@dataclass(frozen=True)
class Meant:
    """What a command is about: a 1-on-1, or a person with whom there is none, or nobody in particular."""

    text: str
    """What follows the mention, as the person saw it when typing."""
    raw: str = ""
    """The same as Slack sent it, with other mentions as tokens."""
    pair: Pair | None = None
    person: Person | None = None
    is_ambiguous: bool = False
    """There is more than one 1-on-1 it could be: nobody was mentioned, or there are several with that person."""
    has_ended: bool = False
    """There was a 1-on-1 with that person, and there is none now."""


async def meant(
    session: AsyncSession, me: Person, typed: str, *, also_ended: bool = False, only_mentioned: bool = False
) -> Meant:
    """Read the mention at the beginning of a command's text and find the 1-on-1 it means.

    Refuses oneself, and a mention of somebody unknown; a bot, a guest or a person who has left is refused
    unless there is a 1-on-1 with them to look at (`also_ended`). With `only_mentioned`, the only 1-on-1 there
    is is not meant unless somebody is mentioned.
    """
    mention, rest = leading_mention(typed)
    text = await as_typed(session, me, rest)
    if mention is None:
        if only_mentioned:
            return Meant(text, rest)
        return await _only_one(session, me, Meant(text, rest), also_ended)
    if mention == me.slack_id:
        raise Refusal("A 1-on-1 takes two. Please mention somebody else.")
    person = await _mentioned(session, me, mention)
    if person is None:
        raise Refusal(f"I don’t know {_shown(mention)}. Please type @ and choose a person from Slack’s list.")
    found = await _with(session, me, Meant(text, rest, person=person), person, also_ended)
    if found.pair is None and not found.is_ambiguous:
        rules.check_partner(me.slack_id, person.slack_id, person.standing.value)
    return found


async def the_pair(session: AsyncSession, me: Person, found: Meant) -> Pair:
    """The 1-on-1 that is meant; refuses when there is none, or when it is not clear which."""
    if found.pair is not None:
        return found.pair
    if found.is_ambiguous and found.person is not None:
        raise Refusal(f"You have several 1-on-1s with {found.person.name}. Please use the buttons of: /1on1")
    if found.person is not None and found.has_ended:
        raise Refusal(
            f"Your 1-on-1 with {found.person.name} has ended. "
            f"Read it with: /1on1 history {found.person.mention}. "
            f"Set up a new one with: /1on1 with {found.person.mention}"
        )
    if found.person is not None:
        raise Refusal(
            f"You have no 1-on-1 with {found.person.name} yet. Set one up with: /1on1 with {found.person.mention}"
        )
    if found.is_ambiguous:
        raise Refusal("You have several 1-on-1s. Please mention whose you mean, right after the first word.")
    raise Refusal("You have no 1-on-1 yet. Set one up with: /1on1 with @bob")


async def as_typed(session: AsyncSession, me: Person, text: str) -> str:
    """A text as its author saw it: mentions as names, no tokens."""
    from_slack = await people.known(session, me.workspace_id, mentioned(text))
    return plain(text, lambda user: from_slack[user].name if user in from_slack else None)


async def _only_one(session: AsyncSession, me: Person, found: Meant, also_ended: bool) -> Meant:
    rows = await queries.all_of(session, me.id)
    if not rows and also_ended:
        rows = await queries.ended_of(session, me.id)
    if len(rows) != 1:
        return replace(found, is_ambiguous=len(rows) > 1)
    one_on_one, series, other = rows[0]
    return replace(found, pair=Pair(one_on_one, series, me, other))


async def _mentioned(session: AsyncSession, me: Person, mention: str) -> Person | None:
    if mention.startswith("@"):
        return await people.colleague_named(session, me, mention[1:])
    return await people.colleague(session, me, mention)


async def _with(session: AsyncSession, me: Person, found: Meant, person: Person, also_ended: bool) -> Meant:
    """The 1-on-1 with this person: the live one, and only for its history the one that ended last."""
    rows = await queries.between(session, me.id, person.id)
    live = [row for row in rows if row[1].state is not SeriesState.ENDED]
    if len(live) > 1:
        return replace(found, is_ambiguous=True)
    if live or (rows and also_ended):
        one_on_one, series = (live or rows)[0]
        return replace(found, pair=Pair(one_on_one, series, me, person))
    return replace(found, has_ended=bool(rows))


def _shown(mention: str) -> str:
    return f"“{mention[:40]}”" if mention.startswith("@") else "that person"
