"""Buttons that open a window: the agenda, the history, and every form about a 1-on-1."""

from collections.abc import Awaitable, Callable

from bot.errors import Refusal
from bot.rituals.one_on_one import access, cancelling, screens, setting_up
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.beneath import redrawn_window
from bot.rituals.one_on_one.buttons import cancelled
from bot.rituals.one_on_one.choosing import as_typed
from bot.schedule import queries as schedule
from bot.schedule.spoken import SpokenSchedule
from bot.slack.answers import Answer, View, opened, redrawn, said
from bot.slack.desk import Case, Desk
from bot.slack.requests import ActionRequest, ShortcutRequest, number
from bot.slack.surface import OnAction
from bot.slack.text import escape

Window = Callable[[Case, Pair, ActionRequest], Awaitable[View]]


async def agenda(case: Case, pair: Pair, request: ActionRequest) -> View:
    """The agenda as it is now."""
    return await screens.agenda(case.session, pair, case.now)


async def history(case: Case, pair: Pair, request: ActionRequest) -> View:
    """The newest page of the history."""
    return await screens.history(case.session, pair, case.now)


async def topic_form(case: Case, pair: Pair, request: ActionRequest) -> View:
    """The form for a new topic, with this 1-on-1 chosen."""
    return await screens.topic_form(case.session, case.person, pair)


async def settings_form(case: Case, pair: Pair, request: ActionRequest) -> View:
    """How the 1-on-1 is set up, to change."""
    access.check_live(pair)
    return await screens.settings_form(case.session, pair, case.now)


async def pause_form(case: Case, pair: Pair, request: ActionRequest) -> View:
    """Until when it is paused."""
    access.check_live(pair)
    return await screens.pause_form(case.session, pair, case.now)


async def end_form(case: Case, pair: Pair, request: ActionRequest) -> View:
    """Whether it is to end."""
    access.check_live(pair)
    return await screens.end_form(case.session, pair, case.now)


async def handover_form(case: Case, pair: Pair, request: ActionRequest) -> View:
    """Which of my open topics of this 1-on-1 go over to another."""
    return await screens.handover_form(case.session, pair, case.person)


def on_pair(window: Window) -> OnAction:
    """A button of one 1-on-1, whose value is its id, that opens a window."""

    async def pressed(request: ActionRequest, desk: Desk) -> Answer:
        return await _open(window, request, desk, request.number())

    return pressed


async def note_form(request: ActionRequest, desk: Desk) -> Answer:
    """The form for a note in an occurrence."""
    async with desk.look(request) as case:
        _, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        return opened(screens.note_form_in(occurrence))


async def action_form(request: ActionRequest, desk: Desk) -> Answer:
    """The form for an action item in an occurrence."""
    async with desk.look(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        return opened(screens.action_form_in(pair, occurrence))


async def move_form(request: ActionRequest, desk: Desk) -> Answer:
    """The form that moves an occurrence."""
    async with desk.look(request) as case:
        pair, occurrence = await access.my_occurrence(case.session, case.person, request.number())
        cancelling.check_ahead(occurrence, case.now)
        return opened(await screens.move_form(case.session, pair, occurrence, case.now))


async def agenda_page(request: ActionRequest, desk: Desk) -> Answer:
    """More of a long agenda; the value is `1-on-1:first topic`."""
    one_on_one, _, start = request.value.partition(":")
    async with desk.look(request) as case:
        if request.view is not None and request.view.callback == screens.OPEN_AGENDA:
            shown = await screens.open_agenda(
                case.session, case.person, number(one_on_one), case.now, number(start)
            )
            return redrawn(shown)
        pair = await access.my_pair(case.session, case.person, number(one_on_one))
        return redrawn(await screens.agenda(case.session, pair, case.now, number(start)))


async def new(request: ActionRequest, desk: Desk) -> Answer:
    """The *New 1-on-1* form, with the usual things filled in."""
    async with desk.look(request) as case:
        return opened(await screens.new_form(case.session, case.person, None, SpokenSchedule(), case.now))


async def more(request: ActionRequest, desk: Desk) -> Answer:
    """The menu of a 1-on-1 in a list; its value is `what:id`."""
    what, _, one_on_one = request.value.partition(":")
    windows = {
        "agenda": agenda,
        "history": history,
        "settings": settings_form,
        "pause": pause_form,
        "end": end_form,
    }
    if what in windows:
        return await _open(windows[what], request, desk, number(one_on_one))
    if what == "resume":
        return await _resume(request, desk, number(one_on_one))
    if what == "skip":
        return await _skip(request, desk, number(one_on_one))
    raise Refusal("I don’t know that choice. Please type /1on1 again.")


async def resume(request: ActionRequest, desk: Desk) -> Answer:
    """Go on after a pause."""
    return await _resume(request, desk, request.number())


async def keep_going(request: ActionRequest, desk: Desk) -> Answer:
    """Asked whether to pause: no. Nothing changes, and the question is not asked again."""
    async with desk.case(request) as case:
        await access.my_live_pair(case.session, case.person, request.number())
    return said("All right, it stays as it is. I won’t ask again.")


async def page(request: ActionRequest, desk: Desk) -> Answer:
    """Another page of the history; the value is `1-on-1:cursor`."""
    one_on_one, _, cursor = request.value.partition(":")
    async with desk.look(request) as case:
        pair = await access.my_pair(case.session, case.person, number(one_on_one))
        search = request.values.text("search") or ""
        return redrawn(await screens.history(case.session, pair, case.now, search, cursor))


async def topic_from_message(request: ShortcutRequest, desk: Desk) -> Answer:
    """*Add to 1-on-1 agenda*: a new topic with the message's words in it; *Add agenda item*: an empty one."""
    async with desk.look(request) as case:
        message = request.message
        text = await as_typed(case.session, case.person, message.text) if message is not None else ""
        return opened(
            await screens.topic_from_message(case.session, case.person, message, request.domain, text, case.now)
        )


async def _open(window: Window, request: ActionRequest, desk: Desk, one_on_one: int) -> Answer:
    async with desk.look(request) as case:
        pair = await access.my_pair(case.session, case.person, one_on_one)
        return opened(await window(case, pair, request))


async def _resume(request: ActionRequest, desk: Desk, one_on_one: int) -> Answer:
    async with desk.case(request) as case:
        pair = await access.my_live_pair(case.session, case.person, one_on_one)
        await setting_up.resume(case.session, pair, case.now)
        shown = await redrawn_window(case, request)
        return shown if request.view is not None else said(f"Your 1-on-1 with {escape(pair.other.name)} goes on.")


async def _skip(request: ActionRequest, desk: Desk, one_on_one: int) -> Answer:
    async with desk.case(request) as case:
        pair = await access.my_live_pair(case.session, case.person, one_on_one)
        occurrence = await schedule.upcoming(case.session, pair.series.id, case.now)
        if occurrence is None:
            raise Refusal("There is no 1-on-1 ahead that could be cancelled.")
        is_off = await cancelling.cancel(case.session, pair, occurrence, case.now)
        return await cancelled(case, pair, is_off, request)
