"""What a person does with their calendar addresses."""

from bot.feeds import addresses, queries
from bot.feeds.views import windows
from bot.feeds.views.windows import Offer
from bot.slack.answers import Answer, View, opened, redrawn
from bot.slack.desk import Case, Desk
from bot.slack.requests import ActionRequest, number
from bot.slack.surface import Surface
from bot.teams import queries as teams


async def show(request: ActionRequest, desk: Desk) -> Answer:
    """The window with every calendar the person can have."""
    async with desk.look(request) as case:
        return opened(await _window(case, desk))


async def make(request: ActionRequest, desk: Desk) -> Answer:
    """A new address for everything of the person's own, or for the team in the button."""
    team_id = number(request.value) if request.value else None
    async with desk.case(request) as case:
        await addresses.make(case.session, case.person, team_id, case.now)
        return redrawn(await _window(case, desk))


async def revoke(request: ActionRequest, desk: Desk) -> Answer:
    """The address in the button stops working."""
    async with desk.case(request) as case:
        await addresses.take_back(case.session, case.person, request.number(), case.now)
        return redrawn(await _window(case, desk))


async def _window(case: Case, desk: Desk) -> View:
    if desk.public_url is None:
        return windows.not_reachable()
    live = {one.team_id: one for one in await queries.live_of(case.session, case.person.id)}
    titles: dict[int | None, str] = {None: "Everything of mine: 1-on-1s and all my teams"}
    titles |= {team.id: f"Team {team.name}" for team in await teams.teams_of(case.session, case.person.id)}
    titles |= {team_id: await _left(case, team_id) for team_id in live if team_id not in titles}
    return windows.window(
        [
            Offer(title, team_id, one.id, addresses.url_of(one, desk.public_url))
            if (one := live.get(team_id)) is not None
            else Offer(title, team_id)
            for team_id, title in titles.items()
        ]
    )


async def _left(case: Case, team_id: int | None) -> str:
    """A team that the person left or that has ended: an address that is still there can be revoked."""
    team = await teams.team(case.session, team_id or 0)
    return f"Team {team.name if team else ''}, which you are not in any more"


SURFACE = Surface(
    actions={"calendar.addresses": show, "calendar.make": make, "calendar.revoke": revoke},
)
