"""Whether this person may: every id that came from Slack is looked up here before anything is done with it.

What does not exist and what belongs to others is refused with the same sentence, so nothing can be probed.
"""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries as action_queries
from bot.action_items.models import ActionItem
from bot.agenda import queries as agenda
from bot.agenda.models import AgendaItem
from bot.errors import Refusal
from bot.people.models import Person
from bot.rituals.one_on_one import queries
from bot.rituals.one_on_one.models import Note, OfferedQuestion, OneOnOne
from bot.rituals.one_on_one.rules import NOT_YOURS
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, Series, SeriesState


@dataclass(frozen=True)
class Pair:
    """A 1-on-1 in the hands of one of its two people."""

    one_on_one: OneOnOne
    series: Series
    me: Person
    other: Person

    @property
    def is_owner(self) -> bool:
        return self.one_on_one.owner_id == self.me.id

    @property
    def owner(self) -> Person:
        return self.me if self.is_owner else self.other

    @property
    def partner(self) -> Person:
        return self.other if self.is_owner else self.me

    @property
    def members(self) -> tuple[Person, ...]:
        """Those of the two who can be told something, the owner first: nobody writes to who has left."""
        return tuple(person for person in (self.owner, self.partner) if person.is_member)


async def my_pair(session: AsyncSession, person: Person, one_on_one_id: int) -> Pair:
    """The 1-on-1 with this id, if the person is one of its two, whether it goes on or has ended."""
    found = await queries.mine(session, person.id, one_on_one_id)
    if found is None:
        raise Refusal(NOT_YOURS)
    one_on_one, series, other = found
    return Pair(one_on_one, series, person, other)


async def my_live_pair(session: AsyncSession, person: Person, one_on_one_id: int) -> Pair:
    """The same, refused when it has ended."""
    pair = await my_pair(session, person, one_on_one_id)
    check_live(pair)
    return pair


async def live_pairs(session: AsyncSession, person: Person) -> list[Pair]:
    """A person's 1-on-1s that have not ended, in as many queries for fifty as for one."""
    rows = await queries.all_of(session, person.id)
    return [Pair(one_on_one, series, person, other) for one_on_one, series, other in rows]


def check_live(pair: Pair) -> None:
    """Refuse a 1-on-1 that has ended."""
    if pair.series.state is SeriesState.ENDED:
        raise Refusal(f"Your 1-on-1 with {pair.other.name} has ended. You can still read its history.")


async def my_occurrence(session: AsyncSession, person: Person, occurrence_id: int) -> tuple[Pair, Occurrence]:
    """The occurrence with this id, if it is one of the person's 1-on-1s."""
    occurrence = await schedule.occurrence(session, occurrence_id)
    if occurrence is None:
        raise Refusal(NOT_YOURS)
    return await _pair_of_series(session, person, occurrence.series_id), occurrence


async def my_item(session: AsyncSession, person: Person, item_id: int) -> tuple[Pair, AgendaItem]:
    """The agenda item with this id, if it is on the agenda of one of the person's 1-on-1s."""
    item = await agenda.item(session, item_id)
    if item is None:
        raise Refusal(NOT_YOURS)
    return await _pair_of_series(session, person, item.series_id), item


async def my_action(session: AsyncSession, person: Person, action_id: int) -> tuple[Pair, ActionItem]:
    """The action item with this id, if it was made in one of the person's 1-on-1s."""
    action = await action_queries.action(session, action_id)
    if action is None:
        raise Refusal(NOT_YOURS)
    return await _pair_of_series(session, person, action.series_id), action


async def my_note(session: AsyncSession, person: Person, note_id: int) -> tuple[Pair, Note]:
    """The note with this id, if the person wrote it: notes are changed by their author alone."""
    note = await queries.note(session, note_id)
    if note is None or note.author_id != person.id:
        raise Refusal(NOT_YOURS)
    pair, _ = await my_occurrence(session, person, note.occurrence_id)
    return pair, note


async def my_offer(
    session: AsyncSession, person: Person, offer_id: int
) -> tuple[Pair, Occurrence, OfferedQuestion]:
    """The offered question with this id, if it was offered in one of the person's 1-on-1s."""
    offer = await queries.offer(session, offer_id)
    if offer is None:
        raise Refusal(NOT_YOURS)
    pair, occurrence = await my_occurrence(session, person, offer.occurrence_id)
    return pair, occurrence, offer


async def _pair_of_series(session: AsyncSession, person: Person, series_id: int) -> Pair:
    found = await queries.by_series(session, series_id)
    if found is None:
        raise Refusal(NOT_YOURS)
    return await my_pair(session, person, found.id)
