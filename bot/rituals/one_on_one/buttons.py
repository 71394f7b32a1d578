"""What pressing a button does to an occurrence: topics, questions, notes, actions, the course of the meeting."""

from collections.abc import Awaitable, Callable
from datetime import date

from bot.action_items.models import ActionState
from bot.agenda import queries as agenda_items
from bot.agenda import topics
from bot.agenda.models import AgendaItem, ItemState
from bot.errors import Refusal
from bot.rituals.one_on_one import access, bank, cancelling, closing, notes, promising, queries, rules, screens
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.beneath import redrawn_window
from bot.rituals.one_on_one.changed import touched
from bot.rituals.one_on_one.schedule import due_times
from bot.rituals.one_on_one.views import answers
from bot.schedule import queries as schedule
from bot.schedule import replanning
from bot.schedule.models import Occurrence, OccurrenceState
from bot.slack.answers import Answer, opened, said
from bot.slack.desk import Case, Desk
from bot.slack.requests import ActionRequest, number
from bot.slack.surface import OnAction
from bot.slack.text import escape

ItemChange = Callable[[Case, Pair, int], Awaitable[None]]


async def discuss(case: Case, pair: Pair, item_id: int) -> None:
    """Talked about, in the occurrence that is under way or comes next."""
    await _settle(case, pair, item_id, ItemState.DISCUSSED)


async def drop(case: Case, pair: Pair, item_id: int) -> None:
    """Not to be talked about any more."""
    await _settle(case, pair, item_id, ItemState.DROPPED)


async def reopen(case: Case, pair: Pair, item_id: int) -> None:
    """Take back *Discussed* or *Drop*."""
    _, item = await access.my_item(case.session, case.person, item_id)
    carried = await agenda_items.times_carried(case.session, [item.id])
    topics.reopen(item, bool(carried))


async def move_up(case: Case, pair: Pair, item_id: int) -> None:
    """One place up among its author's."""
    await _move(case, item_id, -1)


async def move_down(case: Case, pair: Pair, item_id: int) -> None:
    """One place down among its author's."""
    await _move(case, item_id, 1)


ITEM_CHANGES: dict[str, ItemChange] = {
    "discuss": discuss,
    "drop": drop,
    "reopen": reopen,
    "up": move_up,
    "down": move_down,
}


def on_item(change: ItemChange) -> OnAction:
    """A button of one agenda item, whose value is the item's id."""

    async def pressed(request: ActionRequest, desk: Desk) -> Answer:
        return await _change_item(request, desk, change, request.number())

    return pressed


async def take_back(request: ActionRequest, desk: Desk) -> Answer:
    """*Undo* right after adding: as if the topic had never been there; it is in no recap and in no history."""
    async with desk.case(request) as case:
        pair, item = await access.my_item(case.session, case.person, request.number())
        was_open = await agenda_items.settle(case.session, _own(item, case).id, ItemState.DROPPED, None, case.now)
        if not was_open:
            raise Refusal("This topic is not on the agenda any more.")
        await touched(case.session, pair, await schedule.current(case.session, pair.series.id), case.now)
        return answers.taken_back(item.text)


async def item_menu(request: ActionRequest, desk: Desk) -> Answer:
    """The menu of one agenda item; its value is `what:id`."""
    what, _, item_id = request.value.partition(":")
    if what == "edit":
        async with desk.look(request) as case:
            pair, item = await access.my_item(case.session, case.person, number(item_id))
            return opened(screens.edit_topic_form(pair, _own(item, case)))
    if what not in ITEM_CHANGES:
        raise Refusal("I don’t know that choice. Please open the agenda again.")
    return await _change_item(request, desk, ITEM_CHANGES[what], number(item_id))


async def use_question(request: ActionRequest, desk: Desk) -> Answer:
    """Make a suggested question a topic of mine; pressed twice, or by both at once, it is one topic."""
    async with desk.case(request) as case:
        pair, occurrence, offer = await access.my_offer(case.session, case.person, request.number())
        if await queries.use_offer(case.session, offer.id):
            texts = {q.key: q.text for q in await bank.bank_of(case.session, case.person.workspace_id)}
            if offer.key not in texts:
                raise Refusal("This question has been taken out of the bank. Please use another, or add a topic.")
            await topics.add(case.session, pair.series.id, case.person, texts[offer.key], case.now)
            await touched(case.session, pair, occurrence, case.now)
        return await redrawn_window(case, request)


async def suggest(request: ActionRequest, desk: Desk) -> Answer:
    """Offer one more question."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        if not await bank.offer_one_more(case.session, pair.one_on_one, occurrence):
            return said("There are no more questions for this time. You will see new ones before the next 1-on-1.")
        await touched(case.session, pair, occurrence, case.now)
        return await redrawn_window(case, request)


async def nothing_to_discuss(request: ActionRequest, desk: Desk) -> Answer:
    """The owner has nothing on their mind; it stays on, both know, and pressing again takes it back."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        if not pair.is_owner:
            raise Refusal(f"Only {pair.owner.name} can say this.")
        sitting = await queries.sitting(case.session, occurrence.id)
        sitting.nothing_to_discuss_at = None if sitting.nothing_to_discuss_at else case.now
        await touched(case.session, pair, occurrence, case.now)
        return await redrawn_window(case, request)


async def cancel(request: ActionRequest, desk: Desk) -> Answer:
    """Cancel this one, or ask the manager to agree."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        is_off = await cancelling.cancel(case.session, pair, occurrence, case.now)
        return await cancelled(case, pair, is_off, request)


async def cancelled(case: Case, pair: Pair, is_off: bool, request: ActionRequest) -> Answer:
    """What a person who cancelled is told: that it is off shows by itself."""
    if is_off:
        return await redrawn_window(case, request)
    return said(f"I asked {escape(pair.other.name)} to agree. Until then the 1-on-1 stays on.")


async def agree_cancel(request: ActionRequest, desk: Desk) -> Answer:
    """The manager agrees to the report's cancel."""
    return await _answer_cancel(request, desk, agrees=True)


async def keep(request: ActionRequest, desk: Desk) -> Answer:
    """The manager would rather keep it."""
    return await _answer_cancel(request, desk, agrees=False)


async def worth(request: ActionRequest, desk: Desk) -> Answer:
    """Whether it was worth the time, from either of the two; the last word counts."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        (await queries.sitting(case.session, occurrence.id)).was_worth_it = request.argument == "yes"
        await touched(case.session, pair, occurrence, case.now)
        return await redrawn_window(case, request)


async def feel(request: ActionRequest, desk: Desk) -> Answer:
    """How the owner feels, in five steps."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        if not pair.is_owner or number(request.argument) not in range(1, 6):
            raise Refusal(f"Only {pair.owner.name} can say how they feel.")
        (await queries.sitting(case.session, occurrence.id)).feeling = number(request.argument)
        await touched(case.session, pair, occurrence, case.now)
        return await redrawn_window(case, request)


async def done(request: ActionRequest, desk: Desk) -> Answer:
    """It is over: what is left is carried over and both get the recap; the second press finds it closed."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        await replanning.hold(case.session, pair.series, occurrence)
        if occurrence.state is OccurrenceState.PLANNED and occurrence.starts_at > case.now + rules.EARLY:
            raise Refusal("This 1-on-1 has not begun. Move it if you hold it earlier.")
        await touched(case.session, pair, occurrence, case.now)
        await closing.close(case.session, pair, occurrence, case.now)
        # Pressed a few minutes before it was due to begin, the next one is not planned yet.
        await replanning.replan(case.session, pair.series, case.now, due_times)
        return await redrawn_window(case, request)


async def not_held(request: ActionRequest, desk: Desk) -> Answer:
    """They did not meet: topics stay for the next time, and nobody gets a recap of nothing."""
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        await cancelling.not_held(case.session, pair, occurrence, case.now)
        return await redrawn_window(case, request)


async def move_to(request: ActionRequest, desk: Desk) -> Answer:
    """Take the day that was proposed; the value is `occurrence:date`, at the usual time."""
    occurrence_id, _, day = request.value.partition(":")
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, number(occurrence_id))
        on = _day_from(day)
        await cancelling.move(case.session, pair, occurrence, on, pair.series.at, case.now)
        return await redrawn_window(case, request)


def on_action_item(state: ActionState) -> OnAction:
    """A button of one action item, whose value is its id."""

    async def pressed(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            pair, item = await access.my_action(case.session, case.person, request.number())
            await promising.settle(case.session, pair, item, state, case.now)
            return await redrawn_window(case, request)

    return pressed


async def take_back_action(request: ActionRequest, desk: Desk) -> Answer:
    """*Undo* right after writing an action item down."""
    async with desk.case(request) as case:
        pair, item = await access.my_action(case.session, case.person, request.number())
        await promising.settle(case.session, pair, item, ActionState.DROPPED, case.now)
        return answers.taken_back(item.text)


async def action_menu(request: ActionRequest, desk: Desk) -> Answer:
    """The menu of one action item: edit or drop."""
    what, _, action_id = request.value.partition(":")
    async with desk.case(request) as case:
        pair, item = await access.my_action(case.session, case.person, number(action_id))
        if what == "edit":
            return opened(screens.edit_action_form(pair, item, case.now))
        state = {"done": ActionState.DONE, "reopen": ActionState.OPEN}.get(what, ActionState.DROPPED)
        await promising.settle(case.session, pair, item, state, case.now)
        return await redrawn_window(case, request)


async def note_menu(request: ActionRequest, desk: Desk) -> Answer:
    """The menu of one's own note: edit or delete."""
    what, _, note_id = request.value.partition(":")
    async with desk.case(request) as case:
        pair, note = await access.my_note(case.session, case.person, number(note_id))
        if what == "edit":
            return opened(screens.edit_note_form(pair, note))
        _, occurrence = await access.my_occurrence(case.session, case.person, note.occurrence_id)
        await notes.take_back(case.session, pair, note, occurrence, case.now)
        return await redrawn_window(case, request)


async def _change_item(request: ActionRequest, desk: Desk, change: ItemChange, item_id: int) -> Answer:
    async with desk.case(request) as case:
        pair, _ = await access.my_item(case.session, case.person, item_id)
        await change(case, pair, item_id)
        await case.session.flush()
        await touched(case.session, pair, await schedule.current(case.session, pair.series.id), case.now)
        return await redrawn_window(case, request)


async def _settle(case: Case, pair: Pair, item_id: int, state: ItemState) -> None:
    occurrence: Occurrence | None = await schedule.current(case.session, pair.series.id)
    await agenda_items.settle(case.session, item_id, state, occurrence.id if occurrence else None, case.now)


async def _move(case: Case, item_id: int, step: int) -> None:
    _, item = await access.my_item(case.session, case.person, item_id)
    await topics.move(case.session, _own(item, case), step)


def _own(item: AgendaItem, case: Case) -> AgendaItem:
    if item.author_id != case.person.id:
        raise Refusal("Only the person who brought a topic can change its words or its place.")
    return item


def _day_from(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("That day does not exist. Please use Reschedule.") from None


async def _answer_cancel(request: ActionRequest, desk: Desk, agrees: bool) -> Answer:
    async with desk.case(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        await cancelling.answer_cancel(case.session, pair, occurrence, agrees, case.now)
        return await redrawn_window(case, request)
