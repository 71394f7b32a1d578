"""People raise blockers by a word, resolve them with one tap, and the lead hears of one that stays."""

from bot.catalogue import SURFACE
from bot.teams.access import NOT_YOURS
from tests.blockers.playing import choice, form, press, rich, send, stage
from tests.stage import Stage, everything_in

__all__ = ["stage"]


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
    for action in ours(SURFACE.actions):
        told = [await press(stage, "carol", action, value) for value in ("1", "4711")]
        assert told == [NOT_YOURS, NOT_YOURS], action
    words = {"text": rich("x"), "team": choice("1")}
    for callback in ours(SURFACE.forms):
        told = [await send(stage, "carol", callback, value, words) for value in ("1", "4711")]
        assert told[0] == told[1], callback
        assert NOT_YOURS in told[0], callback
    await stage.command("ana", "/standup", "blockers")
    assert "B1 · The VPN is down" in everything_in(stage.person("ana").modal.source)
    assert "Open (1)" in everything_in(stage.person("ana").modal.source)


def ours(names: dict[str, object]) -> list[str]:
    return [name for name in names if name.startswith("blocker.")]


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
