"""The history of a 1-on-1 as one of its two people may read it: paged, and searched by word."""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.action_items import queries as actions
from bot.agenda import queries as agenda
from bot.agenda.models import ItemState
from bot.rituals.one_on_one import queries
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.meeting import promises, topics, written_notes
from bot.rituals.one_on_one.models import Sitting
from bot.rituals.one_on_one.views.models import History, PastMeeting
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence, OccurrenceState
from bot.slack.requests import number

PAGE = 5
FIRST_PAGE = "0"
# A button's value takes 2,000 characters.
LONGEST_PATH = 100
# Content is encrypted, so the database cannot search it: a search reads at most this many batches of 50.
SEARCHED_BATCHES = 6


async def history(
    session: AsyncSession,
    pair: Pair,
    now: datetime,
    search: str = "",
    path: str = "",
) -> History:
    """A page of past occurrences, newest first; `path` is how it was reached: last occurrences, by dots.

    With `search`, only occurrences in which the reader could read all of its words, in any case, are shown.
    """
    *before_that, before = path.split(".")[-LONGEST_PATH:]
    found: list[PastMeeting] = []
    cursor = begins = await _cursor(session, pair, before)
    more = False
    for _ in range(SEARCHED_BATCHES if search else 1):
        batch = await schedule.past_occurrences(session, pair.series.id, cursor)
        matching = [past for past in await _read(session, pair, batch, now) if _matches(past, search)]
        more = len(found) + len(matching) > PAGE or len(batch) == schedule.PAST_BATCH
        found = (found + matching)[:PAGE]
        if len(found) == PAGE or len(batch) < schedule.PAST_BATCH:
            break
        cursor = batch[-1].local_date
    older = str(found[-1].occurrence) if more and found else None
    return History(
        one_on_one=pair.one_on_one.id,
        partner=pair.other.name,
        zone=pair.me.zone,
        meetings=tuple(found),
        search=search,
        older=older,
        newer=(".".join(before_that) or FIRST_PAGE) if begins is not None else None,
        path=path if begins is not None else "",
    )


async def _read(
    session: AsyncSession, pair: Pair, occurrences: Sequence[Occurrence], now: datetime
) -> list[PastMeeting]:
    ids = [occurrence.id for occurrence in occurrences]
    sittings = await queries.sittings(session, ids)
    settled = await agenda.settled_items(session, ids)
    carried = await agenda.carried_from(session, ids)
    notes = await queries.readable_notes(session, ids, pair.me.id)
    made = await actions.made_in(session, ids)
    past = []
    for occurrence in occurrences:
        here = [item for item in settled if item.settled_in == occurrence.id]
        sitting = sittings.get(occurrence.id, Sitting())
        past.append(
            PastMeeting(
                occurrence=occurrence.id,
                on=occurrence.local_date,
                starts_at=occurrence.starts_at,
                was_held=occurrence.state is OccurrenceState.CLOSED,
                reason=occurrence.reason,
                discussed=topics(pair, [item for item in here if item.state is ItemState.DISCUSSED]),
                dropped=topics(pair, [item for item in here if item.state is ItemState.DROPPED]),
                carried_over=topics(pair, [item for held, item in carried if held == occurrence.id]),
                notes=written_notes(pair, [note for note in notes if note.occurrence_id == occurrence.id]),
                promises=promises(
                    pair, [item for item in made if item.occurrence_id == occurrence.id], occurrence, now
                ),
                was_worth_it=sitting.was_worth_it,
                feeling=sitting.feeling,
            )
        )
    return past


def _matches(past: PastMeeting, search: str) -> bool:
    if not search:
        return True
    items = (*past.discussed, *past.dropped, *past.carried_over)
    readable = [item.text for item in items] + [note.text for note in past.notes]
    readable += [promise.text for promise in past.promises]
    everything = _folded("\n".join(readable))
    return all(word in everything for word in _folded(search).split())


def _folded(text: str) -> str:
    """Text to compare: neither case counts nor which of its ways Unicode spells a letter in."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


async def _cursor(session: AsyncSession, pair: Pair, before: str) -> date | None:
    """The date a page goes on before; the cursor is the last occurrence shown, and must be of this 1-on-1."""
    occurrence = await schedule.occurrence(session, number(before))
    if occurrence is None or occurrence.series_id != pair.series.id:
        return None
    return occurrence.local_date
