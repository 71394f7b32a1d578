"""The windows and forms of opportunities, filled from the database as the person who opens them may see it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.opportunities import access, queries, rules, views
from bot.opportunities.models import Opportunity
from bot.opportunities.views import PAGE, OpportunityForm, OpportunityLine, Seen
from bot.people import queries as people
from bot.people.models import Person
from bot.raised.choosing import read_by_all
from bot.raised.views import Choice
from bot.schedule.wall_clock import MONTHS, local_date
from bot.slack.answers import Answer, View, closed, nothing, redrawn
from bot.slack.desk import Case
from bot.slack.requests import ActionRequest, SubmissionRequest, number
from bot.slack.rich_text import RichText
from bot.slack.text import permalink
from bot.sprints.calendar import sprint_number_on
from bot.teams import queries as teams
from bot.teams.access import my_team
from bot.teams.models import Team


async def listed(case: Case, team: Team, domain: str, start: int = 0) -> View:
    """A page of a team's opportunities; the last one when `start` is beyond."""
    total = await queries.count(case.session, team.id)
    begin = min(start, max(total - 1, 0)) // PAGE * PAGE
    page = await queries.open_of_team(case.session, team.id, PAGE, begin)
    mine = {each.id for each in await teams.teams_of(case.session, case.person.id)}
    return views.opportunities_window(
        Seen(
            team.id,
            team.name,
            await current_sprint(case.session, team, case.now),
            await lines(case.session, team, page, case.person, domain),
            begin,
            total,
            may_name=team.id in mine,
        )
    )


async def one(case: Case, opportunity: Opportunity, team: Team, domain: str) -> View:
    """One opportunity as a whole."""
    [shown] = await lines(case.session, team, [opportunity], case.person, domain)
    return views.one_window(shown, team.name)


def log_form(team: Team | None, choices: Sequence[Team], text: RichText, domain: str, place: str = "") -> View:
    """*Log an opportunity* in a team, or in one of several; what was typed is in it."""
    offered = () if team is not None else tuple(Choice(str(each.id), each.name) for each in choices)
    source = permalink(domain, place)
    form = OpportunityForm(text, choices=offered, source=source, place=place)
    if team is not None:
        form = replace(form, team_id=team.id, team=team.name)
    return views.opportunity_form(form)


async def lines(
    session: AsyncSession, team: Team, found: Sequence[Opportunity], viewer: Person | None, domain: str = ""
) -> tuple[OpportunityLine, ...]:
    """These opportunities of one team, in this order; links only where the workspace's domain is known."""
    raisers = await people.persons(session, {each.raiser_id for each in found})
    texts = await read_by_all(session, team.workspace_id, [each.text for each in found])
    viewer_id = None if viewer is None else viewer.id
    return tuple(
        _line(each, words, raisers[each.raiser_id], viewer_id, domain)
        for each, words in zip(found, texts, strict=True)
    )


async def current_sprint(session: AsyncSession, team: Team, now: datetime) -> int | None:
    """The number of the sprint the team is in, by its own calendar."""
    return await sprint_number_on(session, team, local_date(now, team.zone))


async def redrawn_window(case: Case, request: ActionRequest) -> Answer:
    """The window of ours it was pressed in, as it is now; anything else shows the change by itself."""
    if request.view is None:
        return nothing()
    view = await _window(case, request.view.callback, request.view.metadata, request.domain)
    return nothing() if view is None else redrawn(view)


async def closed_over(case: Case, request: SubmissionRequest, instead: View | None = None) -> Answer:
    """The form closes, and the window of ours beneath it is drawn anew; without one, `instead` takes its place."""
    over = request.view.over
    beneath = None if over is None else await _window(case, over.callback, over.metadata, request.domain)
    return closed(beneath) if beneath is not None or instead is None else redrawn(instead)


async def _window(case: Case, callback: str, metadata: str, domain: str) -> View | None:
    await case.session.flush()
    if callback == views.LIST:
        team_id, _, start = metadata.partition(":")
        team = await my_team(case.session, case.person, number(team_id))
        return await listed(case, team, domain, number(start))
    if callback == views.ONE:
        opportunity, team = await access.seen_opportunity(case.session, case.person, number(metadata))
        return await one(case, opportunity, team, domain)
    return None


def _line(
    opportunity: Opportunity, words: RichText, raiser: Person, viewer_id: int | None, domain: str
) -> OpportunityLine:
    day = local_date(opportunity.logged_at, raiser.zone)
    return OpportunityLine(
        id=opportunity.id,
        name=rules.name(opportunity.number),
        text=words,
        raiser=raiser.name,
        named_on=f"{day.day} {MONTHS[day.month - 1]}",
        sprint=opportunity.sprint_number,
        is_own=raiser.id == viewer_id,
        is_edited=opportunity.edited_at is not None,
        source=permalink(domain, opportunity.source) if opportunity.source else None,
        is_taken_back=opportunity.withdrawn_at is not None,
    )
