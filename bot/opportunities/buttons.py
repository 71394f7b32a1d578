"""What pressing a button does to an opportunity, and which window it opens."""

from bot.opportunities import access, noting, views, windows
from bot.slack.answers import Answer, opened, redrawn
from bot.slack.desk import Desk
from bot.slack.requests import ActionRequest, number
from bot.slack.rich_text import RichText
from bot.teams.access import my_team


async def listed(request: ActionRequest, desk: Desk) -> Answer:
    """The opportunities of the team that is the value."""
    async with desk.look(request) as case:
        team = await my_team(case.session, case.person, request.number())
        return opened(await windows.listed(case, team, request.domain))


async def page(request: ActionRequest, desk: Desk) -> Answer:
    """Another page; the value is `team:start`."""
    team_id, _, start = request.value.partition(":")
    async with desk.look(request) as case:
        team = await my_team(case.session, case.person, number(team_id))
        return redrawn(await windows.listed(case, team, request.domain, number(start)))


async def show(request: ActionRequest, desk: Desk) -> Answer:
    """One opportunity as a whole."""
    async with desk.look(request) as case:
        opportunity, team = await access.seen_opportunity(case.session, case.person, request.number())
        return opened(await windows.one(case, opportunity, team, request.domain))


async def new(request: ActionRequest, desk: Desk) -> Answer:
    """The form for an opportunity in the team that is the value."""
    async with desk.look(request) as case:
        team = await access.naming_team(case.session, case.person, request.number())
        return opened(windows.log_form(team, (), RichText(()), request.domain))


async def edit(request: ActionRequest, desk: Desk) -> Answer:
    """The form for other words of one's own."""
    async with desk.look(request) as case:
        opportunity, _ = await access.own_opportunity(case.session, case.person, request.number())
        return opened(views.edit_form(opportunity.id, RichText.from_json(opportunity.text)))


async def take_back(request: ActionRequest, desk: Desk) -> Answer:
    """*Take back*: in no list any more."""
    async with desk.case(request) as case:
        opportunity, team = await access.own_opportunity(case.session, case.person, request.number())
        await noting.withdraw(case.session, opportunity, case.now)
        if request.view is not None:
            return await windows.redrawn_window(case, request)
        [shown] = await windows.lines(case.session, team, [opportunity], case.person)
        return views.taken_back(shown)
