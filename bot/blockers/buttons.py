"""What pressing a button does to a blocker, and which window it opens."""

from collections.abc import Awaitable, Callable

from bot.blockers import access, form_views, raising, seeing, windows
from bot.blockers.changed import OnChange
from bot.blockers.models import Blocker
from bot.blockers.views import BlockerLine
from bot.people.models import Person
from bot.slack.answers import Answer, nothing, opened, redrawn
from bot.slack.desk import Case, Desk
from bot.slack.requests import ActionRequest, number
from bot.slack.rich_text import RichText
from bot.slack.surface import OnAction
from bot.teams.access import member_team, my_team
from bot.teams.models import Team

Found = Callable[[Case, int], Awaitable[tuple[Blocker, Team]]]
Told = Callable[[BlockerLine], Answer]
Change = Callable[[Case, Blocker], Awaitable[object]]


def resolve(on_change: OnChange) -> OnAction:
    """*Resolved*."""
    return _changing(_resolvable, _resolve, form_views.resolved, on_change)


def reopen(on_change: OnChange) -> OnAction:
    """*Not resolved after all*."""
    return _changing(_resolvable, _reopen, form_views.reopened, on_change)


def still(on_change: OnChange) -> OnAction:
    """*Still blocked*."""
    return _changing(_own, _still, None, on_change)


def take_back(on_change: OnChange) -> OnAction:
    """*Take back*: raised by mistake."""
    return _changing(_own, _take_back, form_views.taken_back, on_change)


async def listed(request: ActionRequest, desk: Desk) -> Answer:
    """The blockers of the team that is the value."""
    async with desk.look(request) as case:
        team = await my_team(case.session, case.person, request.number())
        return opened(await windows.listed(case.session, team, case.person, case.now))


async def page(request: ActionRequest, desk: Desk) -> Answer:
    """Another page; the value is `team:start`."""
    team_id, _, start = request.value.partition(":")
    async with desk.look(request) as case:
        team = await my_team(case.session, case.person, number(team_id))
        return redrawn(await windows.listed(case.session, team, case.person, case.now, number(start)))


async def show(request: ActionRequest, desk: Desk) -> Answer:
    """One blocker as a whole."""
    async with desk.look(request) as case:
        blocker, team = await access.seen_blocker(case.session, case.person, request.number())
        return opened(await windows.one(case.session, blocker, team, case.person, case.now))


async def new(request: ActionRequest, desk: Desk) -> Answer:
    """The form for a blocker in the team that is the value."""
    async with desk.look(request) as case:
        team = await member_team(case.session, case.person, request.number())
        empty = RichText(())
        return opened(await windows.raise_form(case.session, case.person, team, (), empty, case.now))


async def edit(request: ActionRequest, desk: Desk) -> Answer:
    """The form for other words of one's own."""
    async with desk.look(request) as case:
        blocker, team = await access.own_blocker(case.session, case.person, request.number())
        return opened(await windows.edit_form(case.session, case.person, blocker, team, case.now))


def _changing(found: Found, change: Change, told: Told | None, on_change: OnChange) -> OnAction:
    """`told` is the private answer; what shows where it was pressed needs none."""

    async def pressed(request: ActionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            blocker, team = await found(case, request.number())
            await change(case, blocker)
            await on_change(case.session, team.id, case.now)
            if request.view is not None:
                return await windows.redrawn_window(case, request)
            if told is None or request.argument == "here":
                return nothing()
            return told(await _seen(case, blocker, team, case.person))

    return pressed


async def _seen(case: Case, blocker: Blocker, team: Team, me: Person) -> BlockerLine:
    return await seeing.one(case.session, blocker, team, me, case.now)


async def _resolvable(case: Case, blocker_id: int) -> tuple[Blocker, Team]:
    return await access.resolvable(case.session, case.person, blocker_id)


async def _own(case: Case, blocker_id: int) -> tuple[Blocker, Team]:
    return await access.own_blocker(case.session, case.person, blocker_id)


async def _resolve(case: Case, blocker: Blocker) -> None:
    await raising.resolve(case.session, blocker, case.person, case.now)


async def _reopen(case: Case, blocker: Blocker) -> None:
    await raising.reopen(case.session, blocker, case.now)


async def _still(case: Case, blocker: Blocker) -> None:
    await raising.still_blocked(case.session, blocker, case.now)


async def _take_back(case: Case, blocker: Blocker) -> None:
    await raising.take_back(case.session, blocker, case.now)
