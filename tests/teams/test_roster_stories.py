"""Rosters on the move: groups and channels that change, people who come and go, events late and twice."""

from bot.teams import queries
from bot.teams.models import RosterSource
from tests.stage import Stage
from tests.teams.conftest import Teams


async def by_group(stage: Stage, teams: Teams, *members: str):
    group = stage.workspace.add_user_group("alpha", members)
    await stage.settle()
    team = await teams.form("Alpha", members=[], source=RosterSource.USER_GROUP, group_id=group)
    await stage.settle()
    return team


async def test_a_roster_follows_its_group(stage: Stage, teams: Teams) -> None:
    team = await by_group(stage, teams, "ana", "bob")
    assert await teams.roster(team) == ["Ana", "Bob"]
    await stage.travel(minutes=5)
    await stage.workspace.change_user_group("alpha", ["bob", "carol"])
    assert await teams.roster(team) == ["Ana", "Bob"], "an event by itself changes nothing"
    await stage.settle()
    assert await teams.roster(team) == ["Bob", "Carol"]
    assert stage.workspace.refused == []


async def test_events_that_come_twice_or_late_do_no_harm(stage: Stage, teams: Teams) -> None:
    team = await by_group(stage, teams, "ana", "bob")
    await stage.travel(minutes=5)
    stage.workspace.faults.repeat_next_envelope()
    await stage.workspace.change_user_group("alpha", ["carol"])
    await stage.settle()
    late = {"type": "subteam_members_changed", "subteam_id": team.group_id, "removed_users": [], "team_id": "T"}
    await stage.workspace.events.emit(late | {"added_users": [stage.person("bob").id], "added_users_count": "1"})
    await stage.travel(minutes=1)
    await stage.settle()
    assert await teams.roster(team) == ["Carol"], "what Slack lists now counts, not what an event says"


async def test_a_group_that_is_switched_off_takes_nobody_out(stage: Stage, teams: Teams) -> None:
    team = await by_group(stage, teams, "ana", "bob")
    await stage.travel(minutes=5)
    await stage.workspace.disable_user_group("alpha")
    await stage.settle()
    assert await teams.roster(team) == ["Ana", "Bob"]
    await stage.command("ana", "/sprint", "team")
    assert "switched off in Slack" in str(stage.person("ana").modal.blocks)
    await stage.travel(minutes=5)
    stage.workspace.groups.all[team.group_id].members.remove(stage.person("ana").id)
    await stage.workspace.enable_user_group(team.group_id)
    await stage.settle()
    assert await teams.roster(team) == ["Bob"]


async def test_a_roster_follows_its_channel(stage: Stage, teams: Teams) -> None:
    stage.workspace.add_person("gus", "Gus", guest=True)
    channel = stage.workspace.channel("alpha")
    await stage.workspace.invite_bot(channel)
    for handle in ("ana", "bob", "gus"):
        await stage.workspace.join(channel, handle)
    team = await teams.form("Alpha", members=[], source=RosterSource.CHANNEL)
    await stage.settle()
    assert (await teams.roster(team), (await teams.now(team)).guests_left_out) == (["Ana", "Bob"], 1)
    await stage.travel(minutes=5)
    await stage.workspace.join(channel, "carol")
    await stage.workspace.leave(channel, "bob")
    await stage.settle()
    assert await teams.roster(team) == ["Ana", "Carol"]
    assert stage.workspace.refused == []


async def test_a_missed_event_is_made_up_for_at_night(stage: Stage, teams: Teams) -> None:
    team = await by_group(stage, teams, "ana")
    stage.workspace.groups.find("alpha").members.append(stage.person("bob").id)
    await stage.travel(hours=20)
    assert await teams.roster(team) == ["Ana"]
    await stage.application.read_rosters()
    assert await teams.roster(team) == ["Ana", "Bob"]


async def test_who_is_deactivated_is_out_at_once_and_back_when_they_are(stage: Stage, teams: Teams) -> None:
    by_hand = await teams.form("Beta", "bob", "carol")
    team = await by_group(stage, teams, "ana", "bob")
    await stage.workspace.deactivate("bob")
    await stage.settle()
    assert (await teams.roster(by_hand), await teams.roster(team)) == (["Carol"], ["Ana"])
    await stage.travel(minutes=5)
    await stage.workspace.reactivate("bob")
    await stage.settle()
    assert (await teams.roster(by_hand), await teams.roster(team)) == (["Bob", "Carol"], ["Ana", "Bob"])


async def test_nothing_is_due_when_nothing_happened(stage: Stage, teams: Teams) -> None:
    await by_group(stage, teams, "ana")
    async with stage.application.database.reading() as session:
        assert await queries.next_roster(session) is None
    await stage.travel(minutes=5)
    await stage.workspace.change_user_group("alpha", ["bob"])
    async with stage.application.database.reading() as session:
        assert await queries.next_roster(session) == stage.clock.now()


async def test_the_home_tabs_of_those_who_join_and_leave_are_shown_anew(stage: Stage, teams: Teams) -> None:
    await by_group(stage, teams, "ana", "bob")
    for handle in ("bob", "carol", "dan"):
        await stage.person(handle).open_home()
    await stage.travel(minutes=5)
    stage.workspace.calls.clear()
    await stage.workspace.change_user_group("alpha", ["ana", "carol"])
    await stage.settle()
    shown = {call.arguments["user_id"] for call in stage.workspace.calls if call.method == "views.publish"}
    assert shown == {stage.person("bob").id, stage.person("carol").id}
