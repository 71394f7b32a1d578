"""What `/1on1` and its words do."""

import re
from datetime import datetime

from bot.action_items.rules import LONGEST_ACTION
from bot.agenda import topics
from bot.agenda.rules import LONGEST_TOPIC
from bot.errors import Refusal
from bot.people import queries as people
from bot.rituals.one_on_one import cancelling, notes, promising, screens, setting_up
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.changed import topic_brought
from bot.rituals.one_on_one.choosing import Meant, as_typed, meant, the_pair
from bot.rituals.one_on_one.current import current_occurrence
from bot.rituals.one_on_one.rules import LONGEST_NOTE
from bot.rituals.one_on_one.views import answers
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from bot.schedule.spoken import SpokenAction, SpokenSchedule, split_action, split_schedule, spoken_date
from bot.schedule.wall_clock import local_date
from bot.slack.answers import Answer, opened
from bot.slack.desk import Case, Desk
from bot.slack.requests import CommandRequest
from bot.slack.text import first_word, is_blank


async def overview(request: CommandRequest, desk: Desk) -> Answer:
    """My 1-on-1s, with buttons for all that can be done with them."""
    async with desk.look(request) as case:
        return opened(await screens.overview(case.session, case.person, case.now))


async def with_person(request: CommandRequest, desk: Desk) -> Answer:
    """The *New 1-on-1* form, filled in with what was said."""
    async with desk.look(request) as case:
        found = await meant(case.session, case.person, request.text, only_mentioned=True)
        spoken = split_schedule(await _without_name(case, found))
        return opened(await screens.new_form(case.session, case.person, found.person, spoken, case.now))


async def add(request: CommandRequest, desk: Desk) -> Answer:
    """A topic on the agenda; where it cannot go there yet, a form opens with the topic in it."""
    async with desk.case(request) as case:
        found = await meant(case.session, case.person, request.text)
        if found.pair is None and not found.is_ambiguous:
            return opened(
                await screens.new_form(
                    case.session, case.person, found.person, SpokenSchedule(), case.now, found.text or None
                )
            )
        if found.pair is None or not found.text or len(found.text) > LONGEST_TOPIC:
            return opened(await screens.topic_form(case.session, case.person, found.pair, found.text))
        topic = await topics.add(case.session, found.pair.series.id, case.person, found.text, case.now)
        occurrence = await topic_brought(case.session, found.pair, case.now)
        return answers.added(topic, found.text.strip(), found.pair.one_on_one.id, _when(found.pair, occurrence))


async def agenda(request: CommandRequest, desk: Desk) -> Answer:
    """The agenda; also that of a colleague's 1-on-1 which its two people have opened to all."""
    async with desk.look(request) as case:
        found = await meant(case.session, case.person, request.text)
        if found.pair is not None:
            return opened(await screens.agenda(case.session, found.pair, case.now))
        if found.person is not None:
            return opened(await screens.open_agendas(case.session, case.person, found.person, case.now))
        return opened(await screens.overview(case.session, case.person, case.now))


async def note(request: CommandRequest, desk: Desk) -> Answer:
    """A note on the current occurrence, shared or private; without text the form opens."""
    async with desk.case(request) as case:
        found = await meant(case.session, case.person, request.text)
        is_private, text = notes.read_privacy(found.text)
        if found.is_ambiguous or (found.pair is not None and not 0 < len(text) <= LONGEST_NOTE):
            return opened(await screens.note_form(case.session, case.person, found.pair, text, is_private))
        pair = await the_pair(case.session, case.person, found)
        occurrence = await current_occurrence(case.session, pair, case.now)
        await notes.write(case.session, pair, occurrence, text, is_private, case.now)
        return answers.noted(text, is_private, _when(pair, occurrence))


async def action(request: CommandRequest, desk: Desk) -> Answer:
    """An action item, for me or the other, with or without a due date; where words are missing, or too many, or
    it is not clear which 1-on-1 is meant, the form opens with what was typed."""
    async with desk.case(request) as case:
        found = await meant(case.session, case.person, request.text)
        spoken = _spoken_action(case, found)
        text = await as_typed(case.session, case.person, spoken.text)
        if found.is_ambiguous or (found.pair is not None and not 0 < len(text) <= LONGEST_ACTION):
            is_mine = spoken.who in (None, case.person.slack_id)
            return opened(
                await screens.action_form(case.session, case.person, found.pair, text, is_mine, spoken.due)
            )
        pair = await the_pair(case.session, case.person, found)
        occurrence = await current_occurrence(case.session, pair, case.now)
        owner = promising.owner_of(pair, spoken.who)
        item = await promising.promise(case.session, pair, occurrence, owner, text, spoken.due, case.now)
        which = _when(pair, occurrence)
        return answers.promised(item.id, item.text, owner.name, owner is pair.me, item.due_on, which)


async def history(request: CommandRequest, desk: Desk) -> Answer:
    """Past occurrences, newest first, with what I may read of them; words after the mention are searched for."""
    async with desk.look(request) as case:
        found = await meant(case.session, case.person, request.text, also_ended=True)
        if found.is_ambiguous:
            return opened(await screens.overview(case.session, case.person, case.now))
        pair = await the_pair(case.session, case.person, found)
        return opened(await screens.history(case.session, pair, case.now, found.text))


async def move(request: CommandRequest, desk: Desk) -> Answer:
    """Another day or time for the next one."""
    async with desk.look(request) as case:
        pair, _ = await _live(case, request)
        occurrence = await _ahead(case, pair)
        cancelling.check_ahead(occurrence, case.now)
        return opened(await screens.move_form(case.session, pair, occurrence, case.now))


async def skip(request: CommandRequest, desk: Desk) -> Answer:
    """Cancel the next one, or ask the manager to agree."""
    async with desk.case(request) as case:
        pair, _ = await _live(case, request)
        occurrence = await _ahead(case, pair)
        is_off = await cancelling.cancel(case.session, pair, occurrence, case.now)
        return answers.cancelled(_when(pair, occurrence), is_off)


async def pause(request: CommandRequest, desk: Desk) -> Answer:
    """Pause until a date; without one the form asks."""
    async with desk.case(request) as case:
        pair, text = await _live(case, request)
        day = re.sub(r"\A(until|till|to)\b", "", text, flags=re.IGNORECASE).strip()
        if not day:
            return opened(await screens.pause_form(case.session, pair, case.now))
        until = spoken_date(day, local_date(case.now, case.person.zone))
        await setting_up.pause(case.session, pair, until, case.now)
        return answers.paused(pair.other.name, until)


async def resume(request: CommandRequest, desk: Desk) -> Answer:
    """Go on after a pause."""
    async with desk.case(request) as case:
        pair, _ = await _live(case, request)
        await setting_up.resume(case.session, pair, case.now)
        return answers.resumed(_when(pair, await schedule.current(case.session, pair.series.id)))


async def end(request: CommandRequest, desk: Desk) -> Answer:
    """End the 1-on-1, after a form has asked."""
    async with desk.look(request) as case:
        pair, _ = await _live(case, request)
        return opened(await screens.end_form(case.session, pair, case.now))


async def _live(case: Case, request: CommandRequest) -> tuple[Pair, str]:
    found: Meant = await meant(case.session, case.person, request.text)
    return await the_pair(case.session, case.person, found), found.text


async def _ahead(case: Case, pair: Pair) -> Occurrence:
    """The one under way or next; once its time is up, the one after it, also when nobody has closed it yet."""
    occurrence = await schedule.current(case.session, pair.series.id)
    if occurrence is not None and occurrence.ends_at <= case.now:
        occurrence = await schedule.upcoming(case.session, pair.series.id, case.now) or occurrence
    if occurrence is None:
        raise Refusal(
            f"Your 1-on-1 with {pair.other.name} is paused, so none lies ahead. "
            f"Go on with: /1on1 resume {pair.other.mention}"
        )
    return occurrence


async def _without_name(case: Case, found: Meant) -> str:
    """What was said of the schedule; refuses a name without its @, and shows how it is written."""
    word, _ = first_word(found.text)
    if found.person is None and await people.colleague_named(case.session, case.person, word) is not None:
        raise Refusal(f"Please mention {word} with an @, such as: /1on1 with @{word} weekly Tue 10:00")
    return found.text


def _spoken_action(case: Case, found: Meant) -> SpokenAction:
    if is_blank(found.raw):
        return SpokenAction("")
    return split_action(found.raw, local_date(case.now, case.person.zone))


def _when(pair: Pair, occurrence: Occurrence | None) -> answers.Which:
    starts_at: datetime | None = occurrence.starts_at if occurrence else None
    return answers.Which(pair.other.name, starts_at, pair.me.zone)
