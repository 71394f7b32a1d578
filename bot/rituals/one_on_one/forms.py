"""What a form that is sent does; each asks anew whether the sender may, whatever the form carried."""

from dataclasses import replace
from datetime import date

from bot.agenda import queries as agenda_items
from bot.agenda import topics
from bot.agenda.models import ItemState
from bot.errors import FieldRefusal, Refusal
from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one import access, cancelling, notes, promising, rules, screens, setting_up
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.beneath import closed_over
from bot.rituals.one_on_one.changed import changed, topic_brought, touched
from bot.rituals.one_on_one.current import current_occurrence
from bot.rituals.one_on_one.models import Kind
from bot.rituals.one_on_one.planning import rhythm_from
from bot.rituals.one_on_one.views.fields import REST_BLOCKS
from bot.rituals.one_on_one.views.topic_forms import TOPIC_BLOCKS
from bot.rituals.one_on_one.views.writing_forms import PRIVATE
from bot.schedule import queries as schedule
from bot.schedule.models import Occurrence
from bot.schedule.wall_clock import clock_change_words
from bot.slack.answers import Answer
from bot.slack.desk import Case, Desk
from bot.slack.requests import SubmissionRequest, number
from bot.slack.text import escape, is_blank, permalink
from bot.slack.values import Values


async def set_up(request: SubmissionRequest, desk: Desk) -> Answer:
    """*New 1-on-1*: begun, with the topic that was waiting for it."""
    async with desk.case(request) as case:
        values = request.values
        partner = await people.colleague(case.session, case.person, values.user("partner") or "")
        if partner is None:
            raise FieldRefusal("partner", "I don’t know that person. Please choose a member of this workspace.")
        rules.check_partner(case.person.slack_id, partner.slack_id, partner.standing.value)
        rhythm = rhythm_from(values, case.person, case.now)
        kind = _kind(values.choice("kind"))
        is_mine = values.choice("report") != "them"
        pair = await setting_up.set_up(case.session, case.person, partner, kind, is_mine, rhythm, case.now)
        topics_typed = [text for text in _pieces(values, "topic") if not is_blank(text)]
        await _add_topics(case, pair, topics_typed)
        return _told(clock_change_words(rhythm.first, rhythm.at, rhythm.zone), await closed_over(case, request))


async def settings(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Settings*: changed from the next occurrence on."""
    async with desk.case(request) as case:
        pair = await access.my_live_pair(case.session, case.person, request.number())
        rhythm = rhythm_from(request.values, case.person, case.now)
        await setting_up.change(case.session, pair, rhythm, case.now)
        return _told(clock_change_words(rhythm.first, rhythm.at, rhythm.zone), await closed_over(case, request))


async def add_topic(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Add topic*: on the agenda of the 1-on-1 that was chosen; what did not fit becomes a topic of its own."""
    async with desk.case(request) as case:
        pair = await _chosen(case, request.values)
        source = permalink(request.domain, request.view.metadata)
        await _add_topics(case, pair, _pieces(request.values, "topic"), source)
        return await closed_over(case, request)


async def edit_topic(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Edit*: one's own topic in other words."""
    async with desk.case(request) as case:
        pair, item = await access.my_item(case.session, case.person, request.number())
        if item.author_id != case.person.id:
            raise Refusal("Only the person who brought a topic can change its words.")
        await topics.reword(item, request.values.text("topic") or "", case.now)
        await case.session.flush()
        await touched(case.session, pair, await schedule.current(case.session, pair.series.id), case.now)
        return await closed_over(case, request)


async def handover(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Bring topics over*: my own chosen topics move to another 1-on-1; nothing else of the old one does."""
    async with desk.case(request) as case:
        old = await access.my_pair(case.session, case.person, request.number())
        new = await _chosen(case, request.values)
        chosen = {number(value) for block in TOPIC_BLOCKS for value in request.values.choices(block)}
        if not chosen or new.series.id == old.series.id:
            raise FieldRefusal(TOPIC_BLOCKS[0], "Please choose a topic, and another 1-on-1 to bring it to.")
        for item in await agenda_items.open_items(case.session, old.series.id):
            if item.id not in chosen or item.author_id != case.person.id:
                continue
            # Settled first: what the other has just ticked off has been talked about and stays where it is.
            if await agenda_items.settle(case.session, item.id, ItemState.DROPPED, None, case.now):
                await topics.add(case.session, new.series.id, case.person, item.text, case.now, item.source)
        await case.session.flush()
        await changed(case.session, old, case.now)
        await topic_brought(case.session, new, case.now)
        return await closed_over(case, request)


async def add_note(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Add note*: shared or private."""
    async with desk.case(request) as case:
        pair, occurrence = await _where(case, request)
        is_private = request.values.choice("visibility") == PRIVATE
        for text in _pieces(request.values, "text"):
            await notes.write(case.session, pair, occurrence, text, is_private, case.now)
        return await closed_over(case, request)


async def edit_note(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Edit* of one's own note."""
    async with desk.case(request) as case:
        pair, note = await access.my_note(case.session, case.person, request.number())
        _, occurrence = await access.my_occurrence(case.session, case.person, note.occurrence_id)
        is_private = request.values.choice("visibility") == PRIVATE
        text = request.values.text("text") or ""
        await notes.change(case.session, pair, note, occurrence, text, is_private, case.now)
        return await closed_over(case, request)


async def add_action(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Add action*: promised by me or the other."""
    async with desk.case(request) as case:
        pair, occurrence = await _where(case, request)
        owner, text, due = _action(pair, request.values)
        await promising.promise(case.session, pair, occurrence, owner, text, due, case.now)
        return await closed_over(case, request)


async def edit_action(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Edit* of an action item."""
    async with desk.case(request) as case:
        pair, item = await access.my_action(case.session, case.person, request.number())
        owner, text, due = _action(pair, request.values)
        await promising.change(case.session, pair, item, owner, text, due, case.now)
        return await closed_over(case, request)


async def move(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Reschedule*: held at another time; told when the clocks change that day."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        day, at = request.values.day("day"), request.values.time("at")
        if day is None:
            raise FieldRefusal("day", "Please choose a day.")
        if at is None:
            raise FieldRefusal("at", "Please choose a time.")
        words = await cancelling.move(case.session, pair, occurrence, day, at, case.now)
        return _told(words, await closed_over(case, request))


async def pause(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Pause*: until a day, or until somebody resumes."""
    async with desk.case(request) as case:
        pair = await access.my_live_pair(case.session, case.person, request.number())
        await setting_up.pause(case.session, pair, request.values.day("until"), case.now)
        return await closed_over(case, request)


async def end(request: SubmissionRequest, desk: Desk) -> Answer:
    """*End*: nothing comes any more, and the history stays."""
    async with desk.case(request) as case:
        pair = await access.my_live_pair(case.session, case.person, request.number())
        await setting_up.end(case.session, pair, f"{case.person.name} ended the 1-on-1", case.now)
        return await closed_over(case, request)


async def search(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Search* in the history: the same window, with what was found."""
    async with desk.look(request) as case:
        pair = await access.my_pair(case.session, case.person, request.number())
        words = (request.values.text("search") or "").strip()
        return Answer(redraws=await screens.history(case.session, pair, case.now, words))


async def _where(case: Case, request: SubmissionRequest) -> tuple[Pair, Occurrence]:
    """The occurrence the form was opened in, or the current one of the 1-on-1 chosen in it."""
    if request.view.metadata:
        return await access.my_occurrence(case.session, case.person, request.number())
    pair = await _chosen(case, request.values)
    return pair, await current_occurrence(case.session, pair, case.now)


async def _chosen(case: Case, values: Values) -> Pair:
    chosen = values.choice("one_on_one")
    if chosen is None:
        raise FieldRefusal("one_on_one", "Please choose a 1-on-1.")
    return await access.my_live_pair(case.session, case.person, number(chosen))


async def _add_topics(case: Case, pair: Pair, texts: list[str], source: str | None = None) -> None:
    for text in texts:
        await topics.add(case.session, pair.series.id, case.person, text, case.now, source)
    if texts:
        await topic_brought(case.session, pair, case.now)


def _told(words: str | None, answer: Answer) -> Answer:
    """The form says what a change of the clocks makes of the time chosen, where there is anything to say."""
    return answer if words is None else replace(answer, text=escape(words))


def _pieces(values: Values, block: str) -> list[str]:
    """What was typed in a box and in those for what did not fit; the first is there even when it is empty."""
    rests = [values.text(rest) or "" for rest in REST_BLOCKS]
    return [values.text(block) or "", *(rest for rest in rests if not is_blank(rest))]


def _action(pair: Pair, values: Values) -> tuple[Person, str, date | None]:
    owner = pair.other if values.choice("owner") == "them" else pair.me
    # What did not fit the box is no second promise: together they are refused as too long, and nothing is lost.
    return owner, "\n".join(_pieces(values, "text")), values.day("due")


def _kind(text: str | None) -> Kind:
    try:
        return Kind(text or "")
    except ValueError:
        raise FieldRefusal("kind", "Please choose a kind.") from None
