"""What `/standup blocker` and `/standup blockers` do."""

from bot.blockers import form_views, raising, seeing, windows
from bot.blockers.access import viewer
from bot.blockers.changed import OnChange
from bot.errors import Refusal
from bot.raised.choosing import keep, meant, team_to_read
from bot.raised.rules import items
from bot.raised.views import kept
from bot.slack.answers import Answer, opened
from bot.slack.desk import Case, Desk
from bot.slack.requests import CommandRequest
from bot.slack.rich_text import RichText
from bot.slack.surface import OnCommand
from bot.teams import queries
from bot.teams.models import Team

NO_TEAM = "You are a member of no team yet. Ask a team’s lead to add you, or set one up with: /sprint setup"


async def blockers(request: CommandRequest, desk: Desk) -> Answer:
    """The blockers of a team."""
    async with desk.look(request) as case:
        team = await team_to_read(case.session, case.person, request.text)
        return opened(await windows.listed(case.session, team, case.person, case.now))


def raise_one(on_change: OnChange) -> OnCommand:
    """A blocker outside of a sync-up; where it is open which team is meant, or what, the form asks."""

    async def typed(request: CommandRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            teams = await queries.teams_as_member(case.session, case.person.id)
            found = meant(teams, request.text)
            if not teams:
                return await _without_team(case, found.text)
            if found.team is None or not items(found.text):
                form = await windows.raise_form(case.session, case.person, found.team, teams, found.text, case.now)
                return opened(form)
            return await _raise(case, found.team, found.text, on_change)

    return typed


async def _raise(case: Case, team: Team, text: RichText, on_change: OnChange) -> Answer:
    made = await raising.raise_blockers(case.session, team, case.person, text, None, None, case.now)
    await on_change(case.session, team.id, case.now)
    who = await viewer(case.session, case.person, team)
    return form_views.raised(await seeing.lines(case.session, team, made, who, case.now), team.id, team.name)


async def _without_team(case: Case, text: RichText) -> Answer:
    if text.is_blank:
        raise Refusal(NO_TEAM)
    form = await windows.raise_form(case.session, case.person, None, (), text, case.now)
    return kept(NO_TEAM, text, await keep(case.session, case.person, form, case.now))
