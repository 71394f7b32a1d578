"""The windows and forms of 1-on-1s, filled from the database as the person who opens them may see it."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items.models import ActionItem
from bot.agenda import queries as agenda_items
from bot.agenda.models import AgendaItem
from bot.errors import Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one import meeting, past, planning, queries, summaries
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.models import Note
from bot.rituals.one_on_one.views import agenda as agendas
from bot.rituals.one_on_one.views import history as histories
from bot.rituals.one_on_one.views import overview as overviews
from bot.rituals.one_on_one.views import plan_forms, time_forms, topic_forms, writing_forms
from bot.rituals.one_on_one.views.models import Choice, Meeting
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, SeriesState
from bot.schedule.spoken import SpokenSchedule
from bot.schedule.wall_clock import local_date
from bot.slack.answers import View
from bot.slack.requests import MessageSource
from bot.slack.text import permalink

AGENDA = "one_on_one.agenda"
WAITING_AGENDA = "one_on_one.waiting_agenda"
OVERVIEW = "one_on_one.overview"
HISTORY = "one_on_one.history"
OPEN_AGENDA = "one_on_one.open_agenda"


async def overview(session: AsyncSession, me: Person, now: datetime) -> View:
    """My 1-on-1s, also when there are none yet."""
    return overviews.overview(await summaries.summaries(session, me, now), is_admin=me.is_admin)


async def agenda(session: AsyncSession, pair: Pair, now: datetime, start: int = 0) -> View:
    """The agenda of what is under way or comes next; while it is paused, what waits; once ended, its history."""
    occurrence = await schedule.current(session, pair.series.id)
    if occurrence is None and pair.series.state is SeriesState.ENDED:
        return await history(session, pair, now)
    if occurrence is None:
        topics = await meeting.open_topics(session, pair)
        return agendas.waiting_agenda(await summaries.summary(session, pair, now), topics, start)
    return agendas.agenda(await meeting.meeting(session, pair, occurrence, now), start)


async def open_agendas(session: AsyncSession, me: Person, colleague: Person, now: datetime) -> View:
    """The agenda of a colleague's 1-on-1 that its two people opened to all; refuses when there is none."""
    for one_on_one, _ in await queries.open_of(session, colleague.id):
        seen = await _open_agenda(session, me, one_on_one.id, now)
        if seen is not None:
            return agendas.open_agenda(seen)
    raise Refusal(f"You have no 1-on-1 with {colleague.name} yet. Set one up with: /1on1 with {colleague.mention}")


async def open_agenda(session: AsyncSession, me: Person, one_on_one_id: int, now: datetime, start: int) -> View:
    """More of an agenda that its two people opened to all; refuses one that is not open any more."""
    seen = await _open_agenda(session, me, one_on_one_id, now)
    if seen is None:
        raise Refusal("This agenda is not open to others any more.")
    return agendas.open_agenda(seen, start)


async def _open_agenda(session: AsyncSession, me: Person, one_on_one_id: int, now: datetime) -> Meeting | None:
    one_on_one = await queries.one_on_one(session, one_on_one_id)
    if one_on_one is None or not one_on_one.is_open or one_on_one.workspace_id != me.workspace_id:
        return None
    series = await schedule.series(session, one_on_one.series_id)
    occurrence = await schedule.current(session, one_on_one.series_id)
    if occurrence is None or series.state is SeriesState.ENDED:
        return None
    found = await people.persons(session, [one_on_one.owner_id, one_on_one.partner_id])
    pair = Pair(one_on_one, series, found[one_on_one.owner_id], found[one_on_one.partner_id])
    return await meeting.public_meeting(session, pair, occurrence, me, now)


async def history(session: AsyncSession, pair: Pair, now: datetime, search: str = "", before: str = "") -> View:
    """A page of the history."""
    return histories.history(await past.history(session, pair, now, search, before))


async def new_form(
    session: AsyncSession,
    me: Person,
    partner: Person | None,
    spoken: SpokenSchedule,
    now: datetime,
    topic: str | None = None,
) -> View:
    """*New 1-on-1*, good to submit as it stands; a topic typed before there was a 1-on-1 waits in it."""
    return plan_forms.new_form(await planning.new_plan(session, me, partner, spoken, now, topic))


async def settings_form(session: AsyncSession, pair: Pair, now: datetime) -> View:
    """*Settings* as they are."""
    upcoming = await schedule.upcoming(session, pair.series.id, now)
    return plan_forms.settings_form(await planning.settings_plan(session, pair, upcoming, now))


async def topic_form(session: AsyncSession, me: Person, pair: Pair | None, text: str = "") -> View:
    """*Add topic*, with one 1-on-1 chosen if it is known which."""
    choices = await summaries.choices(session, me)
    return topic_forms.topic_form(choices, _chosen(pair.one_on_one.id if pair else None, choices), text)


async def topic_from_message(
    session: AsyncSession, me: Person, message: MessageSource | None, domain: str, text: str, now: datetime
) -> View:
    """*Add topic* from a message or from nothing; without any 1-on-1 yet, the form that sets one up with it.

    A message written by one of my partners has that 1-on-1 chosen.
    """
    rows = await queries.all_of(session, me.id)
    if not rows:
        author = await people.colleague(session, me, message.author) if message and message.author else None
        partner = author if author is not None and author.is_member and author.id != me.id else None
        return await new_form(session, me, partner, SpokenSchedule(), now, text)
    chosen = None
    if message is not None and message.author is not None:
        author = await people.colleague(session, me, message.author)
        pairs = await queries.between(session, me.id, author.id) if author is not None else []
        chosen = next((found.id for found, series in pairs if series.state is not SeriesState.ENDED), None)
    choices = await summaries.choices(session, me)
    place = message.place if message is not None else ""
    return topic_forms.topic_form(choices, _chosen(chosen, choices), text, permalink(domain, place), place)


def edit_topic_form(pair: Pair, item: AgendaItem) -> View:
    """*Edit* of a topic."""
    return topic_forms.edit_topic_form(meeting.topics(pair, [item])[0])


async def handover_form(session: AsyncSession, pair: Pair, me: Person) -> View:
    """*Bring topics over*: my own open topics of this 1-on-1, to be brought to another of mine."""
    own = [item for item in await agenda_items.open_items(session, pair.series.id) if item.author_id == me.id]
    others = [one for one in await summaries.choices(session, me) if one.value != str(pair.one_on_one.id)]
    if own and not others:
        raise Refusal("You have no other 1-on-1 to bring topics over to. Set one up with: /1on1 with @bob")
    return topic_forms.handover_form(meeting.topics(pair, own), pair.one_on_one.id, others)


async def note_form(
    session: AsyncSession, me: Person, pair: Pair | None, text: str = "", is_private: bool = False
) -> View:
    """*Add note*, asking which 1-on-1."""
    chosen = str(pair.one_on_one.id) if pair else None
    return writing_forms.note_form(await summaries.choices(session, me), chosen, text, is_private)


def note_form_in(occurrence: Occurrence) -> View:
    """*Add note* in an occurrence."""
    return writing_forms.note_form(metadata=occurrence.id)


def edit_note_form(pair: Pair, note: Note) -> View:
    """*Edit* of one's own note."""
    return writing_forms.edit_note_form(meeting.written_notes(pair, [note])[0])


async def action_form(
    session: AsyncSession,
    me: Person,
    pair: Pair | None,
    text: str = "",
    is_mine: bool = True,
    due: date | None = None,
) -> View:
    """*Add action*, asking which 1-on-1; who does it is chosen from `me` and `them`."""
    chosen = str(pair.one_on_one.id) if pair else None
    both = (Choice("me", "Me"), Choice("them", pair.other.name if pair else "The other person"))
    choices = await summaries.choices(session, me)
    return writing_forms.action_form(both, text, "me" if is_mine else "them", due, choices=choices, chosen=chosen)


def action_form_in(pair: Pair, occurrence: Occurrence) -> View:
    """*Add action* in an occurrence."""
    return writing_forms.action_form(_both(pair), owner="me", metadata=occurrence.id)


def edit_action_form(pair: Pair, item: ActionItem, now: datetime) -> View:
    """*Edit* of an action item."""
    owner = "me" if item.owner_id == pair.me.id else "them"
    return writing_forms.edit_action_form(meeting.promises(pair, [item], None, now)[0], _both(pair), owner)


async def move_form(session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime) -> View:
    """*Reschedule*, filled in with when it is, in the zone of the series."""
    seen = await meeting.meeting(session, pair, occurrence, now)
    local = occurrence.starts_at.astimezone(pair.series.zone)
    day = local_date(occurrence.starts_at, pair.series.zone)
    return time_forms.move_form(seen, day, local.time(), pair.series.zone.key)


async def pause_form(session: AsyncSession, pair: Pair, now: datetime) -> View:
    """*Pause*."""
    return time_forms.pause_form(await summaries.summary(session, pair, now))


async def end_form(session: AsyncSession, pair: Pair, now: datetime) -> View:
    """*End*, which says what stays."""
    return time_forms.end_form(await summaries.summary(session, pair, now))


def _chosen(one_on_one_id: int | None, choices: Sequence[Choice]) -> str | None:
    """The choice that is made already: the one that is known, or the only one there is."""
    if one_on_one_id is None:
        return choices[0].value if len(choices) == 1 else None
    return str(one_on_one_id)


def _both(pair: Pair) -> tuple[Choice, Choice]:
    return Choice("me", "Me"), Choice("them", pair.other.name)
