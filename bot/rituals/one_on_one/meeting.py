"""One occurrence of a 1-on-1 as one of its two people may see it, read from the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries as actions
from bot.action_items.models import ActionItem, ActionState
from bot.agenda import queries as agenda
from bot.agenda.models import AgendaItem, ItemState
from bot.people.models import Person
from bot.rituals.one_on_one import queries, rules
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.bank import bank_of
from bot.rituals.one_on_one.models import Note, Sitting
from bot.rituals.one_on_one.question_bank import standing_questions
from bot.rituals.one_on_one.views.models import Cancel, Meeting, Offer, Phase, Promise, Topic, WrittenNote
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, OccurrenceState
from bot.schedule.wall_clock import local_date


async def meeting(session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime) -> Meeting:
    """The occurrence as `pair.me` sees it; a number of queries that does not grow with its content."""
    sitting = (await queries.sittings(session, [occurrence.id])).get(occurrence.id, Sitting())
    settled = await agenda.settled_items(session, [occurrence.id])
    carried = [item for _, item in await agenda.carried_from(session, [occurrence.id])]
    carried.sort(key=lambda item: item.author_id != pair.one_on_one.owner_id)
    following = await schedule.upcoming(session, pair.series.id, now)
    return Meeting(
        one_on_one=pair.one_on_one.id,
        occurrence=occurrence.id,
        kind=pair.one_on_one.kind.value,
        partner=pair.other.name,
        owner=pair.owner.name,
        is_owner=pair.is_owner,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        zone=pair.me.zone,
        phase=phase(occurrence, now),
        topics=await open_topics(session, pair),
        discussed=topics(pair, [item for item in settled if item.state is ItemState.DISCUSSED]),
        dropped=topics(pair, [item for item in settled if item.state is ItemState.DROPPED]),
        carried_over=topics(pair, carried),
        notes=written_notes(pair, await queries.readable_notes(session, [occurrence.id], pair.me.id)),
        promises=promises(pair, await actions.of_series(session, pair.series.id, occurrence.id), occurrence, now),
        offers=await _offers(session, pair, occurrence),
        cancel=_cancel(pair, sitting),
        cancel_needs=pair.partner.name if rules.needs_agreement(pair.one_on_one.kind.value) else None,
        may_cancel=rules.may_cancel(pair.one_on_one.kind.value, pair.is_owner),
        nothing_to_discuss=sitting.nothing_to_discuss_at is not None,
        was_worth_it=sitting.was_worth_it,
        feeling=sitting.feeling,
        was_moved=occurrence.was_moved,
        reason=occurrence.reason,
        is_open=pair.one_on_one.is_open,
        next_at=following.starts_at if following is not None and following.id != occurrence.id else None,
    )


async def public_meeting(
    session: AsyncSession, pair: Pair, occurrence: Occurrence, reader: Person, now: datetime
) -> Meeting:
    """The agenda of a 1-on-1 that is open to all, as a colleague sees it: topics, and nothing else of it."""
    return Meeting(
        one_on_one=pair.one_on_one.id,
        occurrence=occurrence.id,
        kind=pair.one_on_one.kind.value,
        partner=pair.partner.name,
        owner=pair.owner.name,
        is_owner=False,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        zone=reader.zone,
        phase=phase(occurrence, now),
        topics=await open_topics(session, pair),
        is_open=True,
    )


def phase(occurrence: Occurrence, now: datetime) -> Phase:
    """Where an occurrence stands at `now`; it counts as started from the moment its people are told."""
    if occurrence.state is OccurrenceState.CLOSED:
        return Phase.CLOSED
    if occurrence.state is OccurrenceState.SKIPPED:
        return Phase.SKIPPED
    if now < occurrence.starts_at - rules.START_LEAD:
        return Phase.AHEAD
    return Phase.STARTED if now < occurrence.ends_at else Phase.WRAPPING_UP


async def open_topics(session: AsyncSession, pair: Pair) -> tuple[Topic, ...]:
    """What is still to be talked about, the owner's first, each one's in the order they chose."""
    items = await agenda.open_items(session, pair.series.id)
    carried = await agenda.times_carried(session, [item.id for item in items])
    owners = [item for item in items if item.author_id == pair.one_on_one.owner_id]
    others = [item for item in items if item.author_id != pair.one_on_one.owner_id]
    return topics(pair, owners, carried) + topics(pair, others, carried)


def topics(pair: Pair, items: Sequence[AgendaItem], carried: dict[int, int] | None = None) -> tuple[Topic, ...]:
    """Agenda items as topics, in the order given."""
    names = {pair.me.id: pair.me.name, pair.other.id: pair.other.name}
    return tuple(
        Topic(
            id=item.id,
            text=item.text,
            author=names.get(item.author_id, ""),
            is_own=item.author_id == pair.me.id,
            times_carried=(carried or {}).get(item.id, 0),
            source=item.source,
            is_first=place == 0,
            is_last=place == len(items) - 1,
        )
        for place, item in enumerate(items)
    )


def promises(
    pair: Pair, items: Iterable[ActionItem], occurrence: Occurrence | None, now: datetime
) -> tuple[Promise, ...]:
    """Action items of the two; overdue by the date of whoever promised."""
    people = {pair.me.id: pair.me, pair.other.id: pair.other}
    return tuple(
        Promise(
            id=item.id,
            text=item.text,
            owner=people[item.owner_id].name,
            is_own=item.owner_id == pair.me.id,
            due_on=item.due_on,
            is_done=item.state is ActionState.DONE,
            is_overdue=(
                item.state is ActionState.OPEN
                and item.due_on is not None
                and item.due_on < local_date(now, people[item.owner_id].zone)
            ),
            is_new=occurrence is not None and item.occurrence_id == occurrence.id,
        )
        for item in items
        if item.owner_id in people
    )


def written_notes(pair: Pair, notes: Iterable[Note]) -> tuple[WrittenNote, ...]:
    """Notes that `pair.me` may read, as the query has already chosen them."""
    names = {pair.me.id: pair.me.name, pair.other.id: pair.other.name}
    return tuple(
        WrittenNote(
            id=note.id,
            text=note.text,
            author=names.get(note.author_id, ""),
            is_own=note.author_id == pair.me.id,
            is_private=note.is_private,
        )
        for note in notes
    )


async def _offers(session: AsyncSession, pair: Pair, occurrence: Occurrence) -> tuple[Offer, ...]:
    offered = await queries.offers(session, occurrence.id)
    if not offered:
        return ()
    questions = await bank_of(session, pair.one_on_one.workspace_id)
    texts = {question.key: question.text for question in questions}
    standing = standing_questions(questions, pair.one_on_one.kind.value)
    return tuple(Offer(0, question.text) for question in standing) + tuple(
        Offer(offer.id, texts[offer.key], offer.was_used) for offer in offered if offer.key in texts
    )


def _cancel(pair: Pair, sitting: Sitting) -> Cancel:
    if sitting.cancel_asked_at is None:
        return Cancel.NOT_ASKED
    if sitting.cancel_refused_at is not None:
        return Cancel.REFUSED
    return Cancel.ASKED_BY_ME if pair.is_owner else Cancel.ASKED_OF_ME
