"""The window that something was pressed in, or that a form was opened from, drawn anew."""

from bot.rituals.sprint import screens
from bot.rituals.sprint.access import sprints_of
from bot.rituals.sprint.around import Around
from bot.rituals.sprint.views.calendar import CALENDAR
from bot.rituals.sprint.views.overview import OVERVIEW
from bot.slack.answers import Answer, View, closed, nothing, redrawn
from bot.slack.desk import Case
from bot.slack.requests import ActionRequest, SubmissionRequest, number
from bot.teams import access


async def redrawn_window(case: Case, request: ActionRequest, around: Around) -> Answer:
    """The window it was pressed in, as it is now; a message of ours shows the change by itself."""
    if request.view is None:
        return nothing()
    view = await _window(case, request.view.callback, request.view.metadata, around)
    return nothing() if view is None else redrawn(view)


async def closed_over(case: Case, request: SubmissionRequest, around: Around) -> Answer:
    """The form closes, and the window it was opened from shows what has changed."""
    over = request.view.over
    return closed(None if over is None else await _window(case, over.callback, over.metadata, around))


async def _window(case: Case, callback: str, metadata: str, around: Around) -> View | None:
    await case.session.flush()
    if callback == OVERVIEW:
        session, me = case.session, case.person
        return await screens.overview(session, me, around.next_sync_ups, case.now, number(metadata))
    if callback == CALENDAR:
        team_id, _, first = metadata.partition(":")
        team = await access.my_team(case.session, case.person, number(team_id))
        sprints = await sprints_of(case.session, team, case.now)
        return await screens.calendar(case.session, case.person, sprints, case.now, number(first))
    return None
