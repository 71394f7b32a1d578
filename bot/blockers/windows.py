"""The windows and forms of blockers, filled from the database as the person who opens them may see it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blockers import access, form_views, seeing, views
from bot.blockers.form_views import BlockerForm
from bot.blockers.models import Blocker
from bot.people.models import Person
from bot.raised.views import Choice
from bot.slack.answers import Answer, View, closed, nothing, redrawn
from bot.slack.desk import Case
from bot.slack.requests import ActionRequest, SubmissionRequest, number
from bot.slack.rich_text import RichText
from bot.teams.access import my_team
from bot.teams.models import Team


async def listed(session: AsyncSession, team: Team, me: Person, now: datetime, start: int = 0) -> View:
    """A page of a team's blockers."""
    return views.blockers_window(await seeing.page(session, team, me, start, now))


async def one(session: AsyncSession, blocker: Blocker, team: Team, me: Person, now: datetime) -> View:
    """One blocker as a whole."""
    return views.one_window(await seeing.one(session, blocker, team, me, now), team.name)


async def raise_form(
    session: AsyncSession, me: Person, team: Team | None, teams: Sequence[Team], text: RichText, now: datetime
) -> View:
    """*Raise a blocker* in a team, or in one of several; what was typed is in it."""
    if team is None:
        choices = tuple(Choice(str(each.id), each.name) for each in teams)
        return form_views.blocker_form(BlockerForm(text, choices=choices))
    earlier = await seeing.earlier(session, team, me, None, now)
    return form_views.blocker_form(BlockerForm(text, team.id, team.name, resolved=earlier))


async def edit_form(session: AsyncSession, me: Person, blocker: Blocker, team: Team, now: datetime) -> View:
    """*Edit* of one's own blocker."""
    earlier = await seeing.earlier(session, team, me, blocker, now)
    chosen = None if blocker.again_of is None else str(blocker.again_of)
    form = BlockerForm(RichText.from_json(blocker.text), resolved=earlier, again_of=chosen)
    return form_views.edit_form(blocker.id, form)


async def redrawn_window(case: Case, request: ActionRequest) -> Answer:
    """The window of ours it was pressed in, as it is now; anything else shows the change by itself."""
    view = None if request.view is None else await _window(case, request.view.callback, request.view.metadata)
    return nothing() if view is None else redrawn(view)


async def closed_over(case: Case, request: SubmissionRequest, instead: View | None = None) -> Answer:
    """The form closes, and the window of ours beneath it is drawn anew; without one, `instead` takes its place."""
    over = request.view.over
    beneath = None if over is None else await _window(case, over.callback, over.metadata)
    return closed(beneath) if beneath is not None or instead is None else redrawn(instead)


async def _window(case: Case, callback: str, metadata: str) -> View | None:
    await case.session.flush()
    if callback == views.LIST:
        team_id, _, start = metadata.partition(":")
        team = await my_team(case.session, case.person, number(team_id))
        return await listed(case.session, team, case.person, case.now, number(start))
    if callback == views.ONE:
        blocker, team = await access.seen_blocker(case.session, case.person, number(metadata))
        return await one(case.session, blocker, team, case.person, case.now)
    return None
