"""What a person does with their team, and what Slack tells of user groups and channels."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Workspace
from bot.slack.answers import Answer, View, closed, opened, redrawn
from bot.slack.desk import Case, Desk
from bot.slack.models import Received
from bot.slack.naming import check_channel
from bot.slack.requests import ActionRequest, CommandRequest, EventRequest, SubmissionRequest
from bot.slack.surface import OnEvent, OnSubmission, Subcommand, Surface
from bot.slack.text import plain
from bot.storage.once import insert_once
from bot.teams import access, choosing, forming, queries, screens
from bot.teams.following import RosterReaction, changed_in_slack, keep_group
from bot.teams.models import RosterSource, Team
from bot.teams.posts import let_in, moved_away
from bot.teams.telling import all_of, team_changed
from bot.teams.views import forms
from bot.teams.views.windows import WINDOW

OnWorkspace = Callable[[AsyncSession, Workspace, Mapping[str, object], datetime], Awaitable[None]]


def surface(reactions: Sequence[RosterReaction]) -> Surface:
    """Everything that teams offer; `reactions` answer changes of rosters, leads and channels, and the end."""
    return Surface(
        words={
            "/sprint": (
                Subcommand(
                    "team", "[TEAM]", "shows a team: who is in it, who leads it", "/sprint team Alpha", by_command
                ),
            )
        },
        actions={
            "team.show": show,
            "team.everyone": everyone,
            "team.change": change,
            "team.end": end,
            "team.lead": lead,
        },
        forms={
            forms.CHANGE: _change(reactions),
            forms.END: _end(reactions),
            forms.LEAD: _lead(reactions),
        },
        events={
            "subteam_created": _event(group_changed),
            "subteam_updated": _event(group_changed),
            "subteam_members_changed": _event(group_members_changed),
            "member_joined_channel": _event(channel_members_changed),
            "member_left_channel": _event(channel_members_changed),
            "channel_unarchive": _event(channel_reopened),
            "group_unarchive": _event(channel_reopened),
        },
        # To offer user groups and read who is in them; to read who is in a channel, public or private, and to be
        # told when that changes. docs.slack.dev/reference/scopes
        scopes=frozenset({"usergroups:read", "channels:read", "groups:read"}),
    )


async def by_command(request: CommandRequest, desk: Desk) -> Answer:
    """`/sprint team [TEAM]`: a team's window, or the list of one's own."""
    async with desk.look(request) as case:
        return opened(await screens.named(case.session, case.person, plain(request.text).strip(), case.now))


async def show(request: ActionRequest, desk: Desk) -> Answer:
    """*Open*: a team's window."""
    async with desk.look(request) as case:
        team = await access.seen_team(case.session, case.person, request.number())
        return opened(await screens.window(case.session, case.person, team, case.now))


async def everyone(request: ActionRequest, desk: Desk) -> Answer:
    """*Show all*: the same window with all members."""
    async with desk.look(request) as case:
        team = await access.seen_team(case.session, case.person, request.number())
        return redrawn(await screens.window(case.session, case.person, team, case.now, shows_everyone=True))


async def change(request: ActionRequest, desk: Desk) -> Answer:
    """*Change team…*: the form."""
    async with desk.look(request) as case:
        team = await access.led_team(case.session, case.person, request.number())
        return opened(await screens.change_form(case.session, team))


async def end(request: ActionRequest, desk: Desk) -> Answer:
    """*End team…*: asks first."""
    async with desk.look(request) as case:
        team = await access.led_team(case.session, case.person, request.number())
        return opened(forms.end(team.id, team.name))


async def lead(request: ActionRequest, desk: Desk) -> Answer:
    """*Name a lead…*: the form."""
    async with desk.look(request) as case:
        team = await access.leaderless_team(case.session, case.person, request.number())
        return opened(forms.lead(team.id, team.name))


def _change(reactions: Sequence[RosterReaction]) -> OnSubmission:
    async def change_team(request: SubmissionRequest, desk: Desk) -> Answer:
        await _check_channel(request, desk)
        async with desk.case(request) as case:
            team = await access.led_team(case.session, case.person, request.number())
            before, channel = await all_of(case.session, team), team.channel
            wanted = await choosing.terms(case.session, case.person, request.values)
            await forming.change_team(case.session, team, wanted, case.now)
            await moved_away(case.session, team.workspace_id, channel)
            after = await all_of(case.session, team)
            await team_changed(case.session, team, before | after, reactions, case.now)
            return await _closed_over(case, request, team)

    return change_team


async def _check_channel(request: SubmissionRequest, desk: Desk) -> None:
    """The channel they name, unless it stays the same; who is in it is read only for somebody who is in it."""
    async with desk.look(request) as case:
        team = await access.led_team(case.session, case.person, request.number())
        is_followed = team.roster_source is RosterSource.CHANNEL
        is_to_be = choosing.source_chosen(request.values) is RosterSource.CHANNEL
    kept = team.channel if is_followed or not is_to_be else None
    await check_channel(desk, case.person, "channel", request.values.channel("channel"), kept)


def _end(reactions: Sequence[RosterReaction]) -> OnSubmission:
    async def end_team(request: SubmissionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            team = await access.led_team(case.session, case.person, request.number())
            if await forming.end_team(case.session, team, case.now):
                persons = await all_of(case.session, team)
                await team_changed(case.session, team, persons, reactions, case.now)
            return await _closed_over(case, request, team)

    return end_team


def _lead(reactions: Sequence[RosterReaction]) -> OnSubmission:
    async def name_lead(request: SubmissionRequest, desk: Desk) -> Answer:
        async with desk.case(request) as case:
            team = await access.leaderless_team(case.session, case.person, request.number())
            chosen = await choosing.lead_chosen(case.session, case.person, request.values)
            await forming.name_lead(case.session, team, chosen)
            persons = await all_of(case.session, team)
            await team_changed(case.session, team, persons, reactions, case.now)
            return await _closed_over(case, request, team)

    return name_lead


async def group_changed(
    session: AsyncSession, workspace: Workspace, event: Mapping[str, object], now: datetime
) -> None:
    """A user group is new, renamed, switched off or on, or has other members: `users` names 500 at most.

    Source: docs.slack.dev/reference/events/subteam_updated.
    """
    group = event.get("subteam")
    if isinstance(group, Mapping):
        await keep_group(session, workspace.id, group)
        teams = await queries.by_group(session, workspace.id, str(group.get("id") or ""))
        await changed_in_slack(session, teams, now)


async def group_members_changed(
    session: AsyncSession, workspace: Workspace, event: Mapping[str, object], now: datetime
) -> None:
    """Somebody joined or left a user group."""
    teams = await queries.by_group(session, workspace.id, str(event.get("subteam_id") or ""))
    await changed_in_slack(session, teams, now)


async def channel_members_changed(
    session: AsyncSession, workspace: Workspace, event: Mapping[str, object], now: datetime
) -> None:
    """Somebody joined or left a channel we are in; if it is us who joined, what waited there can be said."""
    channel = str(event.get("channel") or "")
    if event.get("user") == workspace.bot_user and event.get("type") == "member_joined_channel":
        await let_in(session, workspace.id, channel, now)
    teams = await queries.by_channel(session, workspace.id, channel)
    followed = [team for team in teams if team.roster_source is RosterSource.CHANNEL]
    await changed_in_slack(session, followed, now)


async def channel_reopened(
    session: AsyncSession, workspace: Workspace, event: Mapping[str, object], now: datetime
) -> None:
    """A channel is archived no more: what waited there is said, or its lead reads that we are to be invited.

    Source: docs.slack.dev/reference/events/channel_unarchive.
    """
    await let_in(session, workspace.id, str(event.get("channel") or ""), now)


def _event(work: OnWorkspace) -> OnEvent:
    """An event about anybody, of which only the first delivery counts."""

    async def heard(request: EventRequest, desk: Desk) -> None:
        now = desk.clock.now()
        async with desk.database.transaction() as session:
            workspace = await people.workspace_by_slack_id(session, request.workspace)
            is_new = await insert_once(session, Received, key=request.key, at=now)
            if workspace is not None and is_new:
                await work(session, workspace, request.event, now)

    return heard


async def _closed_over(case: Case, request: SubmissionRequest, team: Team) -> Answer:
    """The form closes, and the window of the team beneath it, if it was opened there, shows the change."""
    await case.session.flush()
    over = request.view.over
    window: View | None = None
    if over is not None and over.callback == WINDOW:
        window = await screens.window(case.session, case.person, team, case.now)
    return closed(window)


SURFACE = surface
