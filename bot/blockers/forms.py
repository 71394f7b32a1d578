"""What the forms of blockers do; each asks anew whether the sender may, whatever the form carried."""

from bot.blockers import access, raising, windows
from bot.blockers.changed import OnChange
from bot.blockers.commands import NO_TEAM
from bot.blockers.form_views import AGAIN, NONE
from bot.blockers.models import Blocker
from bot.blockers.rules import SAY_WHAT
from bot.errors import FieldRefusal
from bot.raised.rules import checked
from bot.raised.views import TEAM, TEXT
from bot.slack.answers import Answer, View, redrawn
from bot.slack.desk import Case, Desk
from bot.slack.requests import SubmissionRequest, number
from bot.slack.rich_text import RichText
from bot.slack.surface import OnSubmission
from bot.slack.values import Values
from bot.teams import queries
from bot.teams.access import member_team
from bot.teams.models import Team


def raise_them(on_change: OnChange) -> OnSubmission:
    """*Raise a blocker*: in the team of the form; a form without one asks which, where there are several."""

    async def sent(request: SubmissionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            text = _text(request.values)
            team = await _team(case, request)
            if team is None:
                teams = await queries.teams_as_member(case.session, case.person.id)
                return redrawn(await windows.raise_form(case.session, case.person, None, teams, text, case.now))
            again_of = chosen_again(request.values)
            made = await raising.raise_blockers(case.session, team, case.person, text, None, again_of, case.now)
            await on_change(case.session, team.id, case.now)
            return await windows.closed_over(case, request, await _result(case, team, made))

    return sent


def edit(on_change: OnChange) -> OnSubmission:
    """*Edit*: one's own blocker in other words."""

    async def sent(request: SubmissionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            blocker, team = await access.own_blocker(case.session, case.person, request.number())
            again_of = chosen_again(request.values)
            await raising.reword(case.session, blocker, _text(request.values), again_of, case.now)
            await on_change(case.session, team.id, case.now)
            return await windows.closed_over(case, request)

    return sent


def chosen_again(values: Values) -> int | None:
    """The earlier blocker (its id) that is said to have come back; None for none."""
    chosen = values.choice(AGAIN)
    return None if chosen in (None, NONE) else number(chosen or "")


async def _result(case: Case, team: Team, made: list[Blocker]) -> View:
    if len(made) == 1:
        return await windows.one(case.session, made[0], team, case.person, case.now)
    return await windows.listed(case.session, team, case.person, case.now)


async def _team(case: Case, request: SubmissionRequest) -> Team | None:
    """The team the form is for; without one the sender's only one, and None where there are several."""
    chosen = request.view.metadata or request.values.choice(TEAM)
    if chosen:
        return await member_team(case.session, case.person, number(chosen))
    mine = await queries.teams_as_member(case.session, case.person.id)
    if not mine:
        raise FieldRefusal(TEXT, NO_TEAM)
    return mine[0] if len(mine) == 1 else None


def _text(values: Values) -> RichText:
    return checked(values.rich(TEXT) or RichText(()), SAY_WHAT)
