"""What `/sprint opportunity`, `/sprint opportunities` and the shortcut on a message do."""

from bot.errors import Refusal
from bot.opportunities import noting, views, windows
from bot.raised.choosing import Meant, keep, meant, team_to_read
from bot.raised.rules import items
from bot.raised.views import kept
from bot.slack.answers import Answer, opened
from bot.slack.desk import Case, Desk
from bot.slack.requests import CommandRequest, Request, ShortcutRequest
from bot.slack.rich_text import RichText
from bot.teams import queries as teams
from bot.teams.models import Team

NO_TEAM = "You are in no team yet. Ask a team’s lead to add you, or set one up with: /sprint setup"


async def opportunities(request: CommandRequest, desk: Desk) -> Answer:
    """The opportunities of a team, by sprint."""
    async with desk.look(request) as case:
        team = await team_to_read(case.session, case.person, request.text)
        return opened(await windows.listed(case, team, request.domain))


async def log_one(request: CommandRequest, desk: Desk) -> Answer:
    """An opportunity at once; where it is open which team is meant, or what, the form asks."""
    async with desk.case(request) as case:
        mine = await teams.teams_of(case.session, case.person.id)
        found = meant(mine, request.text)
        if not mine:
            return await _without_team(case, found.text, request)
        if found.team is None or not items(found.text):
            return opened(windows.log_form(found.team, mine, found.text, request.domain))
        return await _log(case, found.team, found.text, request.domain)


async def from_message(request: ShortcutRequest, desk: Desk) -> Answer:
    """*Log an opportunity*: the form, filled in with the message's words, and with the way back to it."""
    async with desk.case(request) as case:
        message = request.message
        text = RichText.of_mrkdwn(message.text) if message is not None else RichText(())
        place = message.place if message is not None else ""
        mine = await teams.teams_of(case.session, case.person.id)
        if not mine:
            return await _without_team(case, text, request, place)
        found = Meant(text, mine[0] if len(mine) == 1 else None)
        return opened(windows.log_form(found.team, mine, text, request.domain, place))


async def _log(case: Case, team: Team, text: RichText, domain: str) -> Answer:
    sprint = await windows.current_sprint(case.session, team, case.now)
    made = await noting.log_opportunities(case.session, team, case.person, text, sprint, None, None, case.now)
    shown = await windows.lines(case.session, team, made, case.person, domain)
    return views.logged(shown, team.id, team.name)


async def _without_team(case: Case, text: RichText, request: Request, place: str = "") -> Answer:
    if text.is_blank:
        raise Refusal(NO_TEAM)
    form = windows.log_form(None, (), text, request.domain, place)
    return kept(NO_TEAM, text, await keep(case.session, case.person, form, case.now))
