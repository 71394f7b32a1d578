"""The window that something was pressed in, or that a form was opened from, drawn anew."""

from bot.rituals.one_on_one import access, screens
from bot.slack.answers import Answer, View, closed, nothing, redrawn
from bot.slack.desk import Case
from bot.slack.requests import ActionRequest, SubmissionRequest, number


async def redrawn_window(case: Case, request: ActionRequest) -> Answer:
    """The window it was pressed in, as it is now; a message of ours, or Home, shows the change by itself."""
    if request.view is None:
        return nothing()
    search = request.values.text("search") or ""
    view = await _window(case, request.view.callback, request.view.metadata, search)
    return nothing() if view is None else redrawn(view)


async def closed_over(case: Case, request: SubmissionRequest) -> Answer:
    """The form closes, and the window it was opened from shows what has changed."""
    over = request.view.over
    return closed(None if over is None else await _window(case, over.callback, over.metadata))


async def _window(case: Case, callback: str, metadata: str, search: str = "") -> View | None:
    await case.session.flush()
    if callback == screens.OVERVIEW:
        return await screens.overview(case.session, case.person, case.now)
    if callback == screens.AGENDA:
        pair, _ = await access.my_occurrence(case.session, case.person, number(metadata))
        return await screens.agenda(case.session, pair, case.now)
    if callback == screens.WAITING_AGENDA:
        pair = await access.my_pair(case.session, case.person, number(metadata))
        return await screens.agenda(case.session, pair, case.now)
    if callback == screens.HISTORY:
        pair = await access.my_pair(case.session, case.person, number(metadata))
        return await screens.history(case.session, pair, case.now, search)
    return None
