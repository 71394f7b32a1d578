"""Which 1-on-1 a command means: by the person mentioned first, or the only one there is."""

from dataclasses import dataclass

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
    """Nobody was mentioned, and there is more than one 1-on-1."""


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
        return Meant(text, rest) if only_mentioned else await _only_one(session, me, text, rest)
    if mention == me.slack_id:
        raise Refusal("A 1-on-1 takes two. Please mention somebody else.")
    person = await _mentioned(session, me, mention)
    if person is None:
        raise Refusal("I don’t know that person. Please mention a member of this workspace, such as @bob.")
    pair = await _with(session, me, person, also_ended)
    if pair is None:
        rules.check_partner(me.slack_id, person.slack_id, person.standing.value)
    return Meant(text, rest, pair, person)


async def the_pair(session: AsyncSession, me: Person, found: Meant) -> Pair:
    """The 1-on-1 that is meant; refuses when there is none, or when it is not clear which."""
    if found.pair is not None:
        return found.pair
    if found.person is not None:
        raise Refusal(
            f"You have no 1-on-1 with {found.person.name} yet. Set one up with: /1on1 with @{found.person.name}"
        )
    if found.is_ambiguous:
        raise Refusal("You have several 1-on-1s. Please say which, such as: /1on1 agenda @bob")
    raise Refusal("You have no 1-on-1 yet. Set one up with: /1on1 with @bob")


async def as_typed(session: AsyncSession, me: Person, text: str) -> str:
    """A text as its author saw it: mentions as names, no tokens."""
    from_slack = await people.known(session, me.workspace_id, mentioned(text))
    return plain(text, lambda user: from_slack[user].name if user in from_slack else None)


async def _only_one(session: AsyncSession, me: Person, text: str, raw: str) -> Meant:
    rows = await queries.all_of(session, me.id)
    if len(rows) != 1:
        return Meant(text, raw, is_ambiguous=len(rows) > 1)
    one_on_one, series = rows[0]
    other_id = one_on_one.partner_id if one_on_one.owner_id == me.id else one_on_one.owner_id
    return Meant(text, raw, Pair(one_on_one, series, me, await people.person(session, other_id)))


async def _mentioned(session: AsyncSession, me: Person, mention: str) -> Person | None:
    if mention.startswith("@"):
        return await people.colleague_named(session, me, mention[1:])
    return await people.colleague(session, me, mention)


async def _with(session: AsyncSession, me: Person, person: Person, also_ended: bool) -> Pair | None:
    for one_on_one, series in await queries.between(session, me.id, person.id):
        if also_ended or series.state is not SeriesState.ENDED:
            return Pair(one_on_one, series, me, person)
    return None
