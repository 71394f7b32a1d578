"""What the forms of opportunities do; each asks anew whether the sender may, whatever the form carried."""

from collections.abc import Sequence

from bot.errors import FieldRefusal
from bot.opportunities import access, noting, windows
from bot.opportunities.commands import NO_TEAM
from bot.opportunities.models import Opportunity
from bot.opportunities.rules import SAY_WHAT
from bot.raised.rules import checked
from bot.raised.views import TEAM, TEXT
from bot.slack.answers import Answer, View, redrawn
from bot.slack.desk import Case, Desk
from bot.slack.requests import SubmissionRequest, number
from bot.slack.rich_text import RichText
from bot.slack.text import permalink
from bot.slack.values import Values
from bot.teams import queries as teams
from bot.teams.models import Team


async def log(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Log an opportunity*: in the team of the form; a form without one asks which, where there are several."""
    async with desk.case(request) as case:
        text = _text(request.values)
        known, _, place = request.view.metadata.partition(":")
        mine = await teams.teams_of(case.session, case.person.id)
        team = await _team(case, known or request.values.choice(TEAM), mine)
        if team is None:
            return redrawn(windows.log_form(None, mine, text, request.domain, place))
        sprint = await windows.current_sprint(case.session, team, case.now)
        source = place if permalink(request.domain, place) is not None else None
        made = await noting.log_opportunities(
            case.session, team, case.person, text, sprint, None, source, case.now
        )
        return await windows.closed_over(case, request, await _result(case, team, made, request.domain))


async def edit(request: SubmissionRequest, desk: Desk) -> Answer:
    """*Edit*: one's own opportunity in other words."""
    async with desk.case(request) as case:
        opportunity, _ = await access.own_opportunity(case.session, case.person, request.number())
        await noting.reword(case.session, opportunity, _text(request.values), case.now)
        return await windows.closed_over(case, request)


async def _result(case: Case, team: Team, made: list[Opportunity], domain: str) -> View:
    if len(made) == 1:
        return await windows.one(case, made[0], team, domain)
    return await windows.listed(case, team, domain)


async def _team(case: Case, chosen: str | None, mine: Sequence[Team]) -> Team | None:
    """The team the form is for; without one the sender's only one, and None where there are several."""
    if chosen:
        return await access.naming_team(case.session, case.person, number(chosen))
    if not mine:
        raise FieldRefusal(TEXT, NO_TEAM)
    return mine[0] if len(mine) == 1 else None


def _text(values: Values) -> RichText:
    return checked(values.rich(TEXT) or RichText(()), SAY_WHAT)
