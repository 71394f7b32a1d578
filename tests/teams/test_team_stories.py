"""`/sprint team`, and what a lead does there: the bot at work in the sandbox."""

from bot.teams.models import RosterSource
from tests.stage import Stage, everything_in
from tests.teams.conftest import Teams


def window_of(stage: Stage, handle: str) -> str:
    modal = stage.person(handle).modal
    assert modal is not None
    return everything_in(modal.blocks)


async def test_each_sees_of_a_team_what_they_may(stage: Stage, teams: Teams) -> None:
    await teams.form("Alpha", "bob", observers=[await teams.person("carol")])
    stage.workspace.add_person("eve", "Eve")
    await stage.settle()
    inside, changes = {"bob", "carol", "ana", "dan"}, {"ana", "dan"}
    for handle in ("ana", "bob", "carol", "dan", "eve"):
        await stage.command(handle, "/sprint", "team alpha")
        shown = window_of(stage, handle)
        assert all(words in shown for words in ("Alpha", "Lead: ", "Ana", "Members (1)", "Bob"))
        assert ("Channel: " in shown) == ("Carol" in shown) == (handle in inside)
        assert ("Change team…" in shown) == ("End team…" in shown) == (handle in changes)
    assert stage.workspace.refused == []


async def test_without_a_name_it_is_the_only_team_or_a_list(stage: Stage, teams: Teams) -> None:
    answer = await stage.command("bob", "/sprint", "team")
    assert "You are in no team yet" in window_of(stage, "bob")
    await teams.form("Alpha")
    await stage.command("bob", "/sprint", "team")
    assert "Members (2)" in window_of(stage, "bob")
    await teams.form("Beta", "bob", lead=await teams.person("bob"))
    await stage.command("bob", "/sprint", "team")
    assert [one in window_of(stage, "bob") for one in ("you are in it", "you lead it")] == [True, True]
    await stage.click("bob", "modal", "Open", row="Beta")
    assert "Members (1)" in window_of(stage, "bob")
    answer = await stage.command("bob", "/sprint", "team gamma")
    assert everything_in(answer).count("I don’t know that team. Do you mean one of these? Alpha, Beta") >= 1
    assert stage.workspace.refused == []


async def test_a_lead_changes_a_team_by_form_and_wrong_input_keeps_it_open(stage: Stage, teams: Teams) -> None:
    stage.workspace.add_channel("beta")
    stage.workspace.add_person("gus", "Gus", guest=True)
    team = await teams.form("Alpha")
    await teams.form("Gamma")
    await stage.command("ana", "/sprint", "team alpha")
    await stage.click("ana", "modal", "Change team…")
    for wrong, field, sentence in (
        ({"name": " "}, "name", "give the team a name"),
        ({"name": "GAMMA"}, "name", "There is a team called GAMMA already"),
        ({"name": "Beta", "members": []}, "members", "at least one"),
        ({"members": ["@bob", "@gus"]}, "members", "Please take out: Gus"),
        ({"members": ["@bob"], "observers": ["@bob"]}, "observers", "as a member and as an observer"),
    ):
        await stage.submit("ana", wrong)
        assert sentence in stage.person("ana").errors.get(field, ""), (wrong, stage.person("ana").errors)
    assert (await teams.now(team)).name == "Alpha"
    await stage.submit(
        "ana", {"members": ["@bob", "@carol"], "observers": ["@dan"], "lead": "@bob", "channel": "#beta"}
    )
    changed = await teams.now(team)
    assert (changed.name, changed.channel) == ("Beta", stage.workspace.channel("beta").id)
    assert await teams.roster(team) == ["Bob", "Carol"]
    shown = window_of(stage, "ana")
    assert "Beta" in shown, "the window beneath shows the change"
    assert "Change team…" not in shown, "Ana leads it no more"
    assert stage.workspace.refused == []


async def test_ending_a_team_asks_first_and_says_what_stays(stage: Stage, teams: Teams) -> None:
    team = await teams.form("Alpha")
    await stage.command("ana", "/sprint", "team")
    await stage.click("ana", "modal", "End team…")
    assert "What was said stays where it is" in window_of(stage, "ana")
    await stage.submit("ana")
    assert (await teams.now(team)).ended_at == stage.clock.now()
    assert "This team has ended" in window_of(stage, "ana")
    await stage.command("bob", "/sprint", "team")
    assert "You are in no team yet" in window_of(stage, "bob")
    assert stage.workspace.refused == []


async def test_a_member_names_a_lead_when_the_old_one_has_left(stage: Stage, teams: Teams) -> None:
    team = await teams.form("Alpha", "bob", "carol")
    await stage.workspace.deactivate("ana")
    await stage.settle()
    assert all(stage.person(handle).dm == [] for handle in ("bob", "carol", "dan")), "nobody is asked"
    await stage.command("carol", "/sprint", "team")
    assert "has no lead" in window_of(stage, "carol")
    await stage.click("carol", "modal", "Name a lead…")
    await stage.submit("carol", {"lead": "@bob"})
    assert (await teams.now(team)).lead_id == (await teams.person("bob")).id
    assert "Lead: " in window_of(stage, "carol")
    assert stage.workspace.refused == []


async def test_only_the_first_of_two_members_names_the_lead(stage: Stage, teams: Teams) -> None:
    team = await teams.form("Alpha", "bob", "carol")
    await stage.workspace.deactivate("ana")
    await stage.settle()
    for handle in ("bob", "carol"):
        await stage.command(handle, "/sprint", "team")
        await stage.click(handle, "modal", "Name a lead…")
    await stage.submit("carol", {"lead": "@carol"})
    await stage.submit("bob", {"lead": "@bob"})
    assert "Alpha has a lead" in stage.person("bob").errors["lead"]
    assert (await teams.now(team)).lead_id == (await teams.person("carol")).id


async def test_a_source_that_follows_a_group_is_chosen_in_the_form(stage: Stage, teams: Teams) -> None:
    stage.workspace.add_user_group("design", ["carol", "dan"])
    await stage.settle()
    team = await teams.form("Alpha")
    await stage.command("ana", "/sprint", "team")
    await stage.click("ana", "modal", "Change team…")
    await stage.submit("ana", {"source": "A user group"})
    assert "choose a user group" in stage.person("ana").errors["group"]
    await stage.submit("ana", {"group": "@design", "members": []})
    assert "about to read" in window_of(stage, "ana")
    assert await teams.roster(team) == ["Carol", "Dan"]
    assert (await teams.now(team)).roster_source is RosterSource.USER_GROUP
    assert stage.workspace.refused == []
