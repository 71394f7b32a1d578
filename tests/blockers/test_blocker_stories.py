"""People raise blockers by a word, resolve them with one tap, and the lead hears of one that stays."""

from collections.abc import AsyncIterator

import pytest

from bot.people.models import Person
from bot.people.queries import person_by_slack_id
from bot.teams import forming
from bot.teams.access import NOT_YOURS
from bot.teams.models import RosterSource, Team
from tests.stage import Stage, everything_in, open_stage
from tests.teams.conftest import BERLIN


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url) as stage:
        yield stage
        assert stage.workspace.refused == [], "the bot asked for something Slack refuses"


async def person(stage: Stage, handle: str) -> Person:
    async with stage.application.database.reading() as session:
        found = await person_by_slack_id(session, stage.workspace.team_id, stage.person(handle).id)
    assert found is not None
    return found


async def form(stage: Stage, name: str, *members: str, lead: str = "ana", observers: str = "") -> Team:
    """A team whose lead need not be among its members."""
    channel = stage.workspace.add_channel(name.lower())
    found = [await person(stage, handle) for handle in members]
    leading = await person(stage, lead)
    async with stage.application.database.transaction() as session:
        team = await forming.form_team(
            session,
            leading,
            name,
            channel.id,
            leading,
            RosterSource.HAND,
            BERLIN,
            stage.clock.now(),
            members=found,
        )
        for handle in observers.split():
            await forming.add_observer(session, team, await person(stage, handle), stage.clock.now())
    return team


async def test_a_blocker_from_the_first_word_to_the_leads_message(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob")
    answer = await stage.command("bob", "/standup", "blocker The *VPN* is down <!channel>")
    assert "Raised in Falcon: B1" in answer.text
    assert "<!channel>" not in answer.text
    await stage.travel(days=2)
    assert stage.count("ana", "B1 in Falcon") == 0
    await stage.travel(hours=1)
    message = stage.last("ana", "B1 in Falcon has been open for two working days")
    assert "The *VPN* is down <!channel>" in everything_in(list(message.blocks))
    assert "<!channel>" not in message.text
    assert stage.count("bob", "has been open") == 0

    await stage.click("ana", message, "Resolved")
    assert "✓ B1 in Falcon is resolved by Ana on 4 March" in stage.last("ana", "B1 in Falcon").text
    await stage.click("ana", stage.last("ana", "B1 in Falcon"), "Not resolved after all")
    await stage.travel(days=5)
    assert stage.count("ana", "B1 in Falcon") == 1
    assert "has been open" in stage.last("ana", "B1 in Falcon").text


async def test_the_list_of_a_team_is_where_everything_can_be_done(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob")
    await stage.command("bob", "/standup", "blockers")
    assert "Nothing is in the way" in everything_in(stage.person("bob").modal.source)
    await stage.click("bob", "modal", "Raise a blocker")
    await stage.submit("bob", {"text": "• VPN\n• Review"})
    assert "Open (2)" in everything_in(stage.person("bob").modal.source)

    await stage.click("bob", "modal", "Edit", row="VPN")
    await stage.submit("bob", {"text": "The VPN to Oslo"})
    assert "B1 · The VPN to Oslo" in everything_in(stage.person("bob").modal.source)
    await stage.click("bob", "modal", "Still blocked", row="Oslo")
    assert "still blocked on 2 March" in everything_in(stage.person("bob").modal.source)
    await stage.click("bob", "modal", "Take back", row="Review")
    await stage.click("bob", "modal", "Resolved", row="Oslo")
    shown = everything_in(stage.person("bob").modal.source)
    assert "Review" not in shown
    assert "resolved by Bob on 2 March" in shown

    await stage.person("bob").close_modal()
    await stage.command("bob", "/standup", "blocker")
    await stage.submit("bob", {"text": "Oslo once more", "again": "B1 The VPN to Oslo"})
    await stage.command("ana", "/standup", "blockers")
    assert "again (second time, first on 2 March)" in everything_in(stage.person("ana").modal.source)


async def test_long_words_are_folded_and_shown_whole(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob")
    await stage.command("bob", "/standup", "blocker")
    await stage.submit("bob", {"text": "The VPN is down since Monday. " * 330})
    await stage.person("bob").close_modal()
    await stage.command("ana", "/standup", "blockers")
    await stage.click("ana", "modal", "Show")
    assert everything_in(stage.person("ana").modal.source).count("since Monday.") == 330


async def test_with_several_teams_the_form_asks_which_and_keeps_the_words(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob")
    await form(stage, "Eagle", "bob", "carol")
    await stage.command("bob", "/standup", "blocker The VPN is down")
    assert "The VPN is down" in everything_in(stage.person("bob").modal.source)
    await stage.submit("bob", {"team": "Eagle"})
    assert "B1 · Eagle" in everything_in(stage.person("bob").modal.source)
    await stage.person("bob").close_modal()
    assert "Raised in Falcon: B1" in (await stage.command("bob", "/standup", "blocker falcon: No desk")).text
    await stage.command("bob", "/standup", "blockers Eagle")
    assert "The VPN is down" in everything_in(stage.person("bob").modal.source)
    refused = await stage.command("bob", "/standup", "blockers Heron")
    assert "You have no team called “Heron”. Your teams: Eagle, Falcon." in refused.text


async def test_without_a_team_the_words_are_kept_until_there_is_one(stage: Stage) -> None:
    answer = await stage.command("bob", "/standup", "blocker The VPN is down")
    assert "You are a member of no team yet" in answer.text
    said = stage.person("bob").ephemerals[-1]
    await stage.click("bob", said, "Open the form")
    await stage.submit("bob")
    assert "You are a member of no team yet" in str(stage.person("bob").errors)
    await stage.person("bob").close_modal()

    await form(stage, "Falcon", "ana", "bob")
    await form(stage, "Eagle", "bob")
    await stage.click("bob", said, "Open the form")
    await stage.submit("bob")
    await stage.submit("bob", {"team": "Falcon"})
    assert "The VPN is down" in everything_in(stage.person("bob").modal.source)
    assert "B1 · Falcon" in everything_in(stage.person("bob").modal.source)


async def test_who_is_in_another_team_is_told_the_same_of_what_is_and_of_what_is_not(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob", lead="bob")
    await form(stage, "Eagle", "carol", lead="carol")
    await stage.command("ana", "/standup", "blocker The VPN is down")
    own = await stage.command("ana", "/standup", "blockers")
    assert own.text is None or NOT_YOURS not in own.text
    actions = ("resolve", "reopen", "still", "take_back", "show", "edit", "list", "new", "page")
    for action in actions:
        told = [await press(stage, "carol", f"blocker.{action}", value) for value in ("1", "4711")]
        assert told[0] == told[1] == NOT_YOURS, action


async def test_who_only_watches_sees_and_changes_nothing_and_only_the_owner_takes_back(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob", lead="bob", observers="carol")
    await stage.command("ana", "/standup", "blocker The VPN is down")
    for handle in ("carol", "dan"):
        assert "Only the members of Falcon" in await press(stage, handle, "blocker.resolve", "1")
        assert await press(stage, handle, "blocker.show", "1") == ""
        assert "The VPN is down" in everything_in(stage.person(handle).modal.source)
    for action in ("still", "take_back", "edit"):
        assert "Only the person who raised a blocker" in await press(stage, "bob", f"blocker.{action}", "1")
    assert "✓ B1 is resolved" in await press(stage, "bob", "blocker.resolve", "1")


async def press(stage: Stage, handle: str, action: str, value: str) -> str:
    """Press a button that nobody showed; what is said in private, if anything."""
    workspace, presser = stage.workspace, stage.person(handle)
    channel = workspace.dm_with(presser).id
    before = len(presser.ephemerals)
    await presser.deliver(
        {
            "type": "block_actions",
            "team": {"id": workspace.team_id, "domain": workspace.domain},
            "user": {"id": presser.id, "team_id": workspace.team_id},
            "api_app_id": workspace.app_id,
            "trigger_id": workspace.keys.trigger(presser.id),
            "response_url": workspace.keys.response_url(presser.id, channel),
            "container": {"type": "message", "message_ts": "1.1", "channel_id": channel},
            "actions": [
                {"action_id": action, "block_id": "b", "type": "button", "value": value, "action_ts": "1.1"}
            ],
        }
    )
    await stage.settle()
    said = presser.ephemerals[before:]
    return said[-1].text if said else ""
