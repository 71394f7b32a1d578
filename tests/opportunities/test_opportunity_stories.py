"""People note opportunities by a word and from messages, and find them sprint by sprint."""

from bot.catalogue import SURFACE
from bot.opportunities import queries
from bot.teams.access import NOT_YOURS
from tests.blockers.playing import choice, form, press, rich, send, stage
from tests.stage import Stage, everything_in

__all__ = ["stage"]


async def in_front_of(stage: Stage, handle: str) -> str:
    modal = stage.person(handle).modal
    assert modal is not None
    return everything_in(modal.source)


async def test_an_opportunity_by_a_word_is_listed_changed_and_taken_back(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob")
    answer = await stage.command("bob", "/sprint", "opportunity Releases take *half* a day")
    assert "Noted for Falcon: O1" in answer.text
    assert "does not make you its owner" in everything_in(answer)
    await stage.click("bob", answer, "Opportunities")
    await stage.click("bob", "modal", "Edit", row="Releases")
    await stage.submit("bob", {"text": "Releases take a day"})
    assert "O1 · Releases take a day" in await in_front_of(stage, "bob")
    await stage.command("ana", "/sprint", "opportunities falcon")
    assert "named by Bob on 2 March · edited" in await in_front_of(stage, "ana")
    await stage.click("bob", "modal", "Take back")
    assert "Nothing is noted yet" in await in_front_of(stage, "bob")


async def test_a_message_becomes_one_and_leads_back_to_it(stage: Stage) -> None:
    team = await form(stage, "Falcon", "ana", "bob")
    channel = stage.workspace.channel("falcon")
    for handle in ("ana", "bob"):
        channel.members.append(stage.person(handle).id)
    message = await stage.person("ana").say("falcon", "The build takes an hour, see https://ci.example")
    await stage.person("bob").message_shortcut("log_opportunity", message)
    await stage.settle()
    assert "The build takes an hour" in await in_front_of(stage, "bob")
    await stage.submit("bob")
    said = await in_front_of(stage, "bob")
    assert "O1 · Falcon" in said
    assert f"/archives/{channel.id}/p{message.ts.replace('.', '')}" in said
    async with stage.application.database.reading() as session:
        [kept] = await queries.open_of_team(session, team.id)
    assert kept.source == f"{channel.id}:{message.ts}"
    await stage.command("ana", "/sprint", "opportunities")
    assert "this message" in await in_front_of(stage, "ana")


async def test_with_several_teams_the_form_asks_which_also_for_who_only_watches(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", observers="bob")
    await form(stage, "Eagle", "bob")
    await stage.command("bob", "/sprint", "opportunity Too many meetings")
    await stage.submit("bob", {"team": "Falcon"})
    assert "O1 · Falcon" in await in_front_of(stage, "bob")
    await stage.person("bob").close_modal()
    answer = await stage.command("bob", "/sprint", "opportunity Eagle • CI")
    assert "Noted for Eagle: O1" in answer.text


async def test_from_a_message_without_a_team_the_words_are_kept(stage: Stage) -> None:
    message = await stage.person("carol").say("bot", "The build takes an hour")
    await stage.person("carol").message_shortcut("log_opportunity", message)
    await stage.settle()
    said = stage.person("carol").ephemerals[-1]
    assert "You are in no team yet. Ask a team’s lead to add you" in said.text
    assert "The build takes an hour" in said.text
    await form(stage, "Falcon", "ana", "carol")
    await stage.click("carol", said, "Open the form")
    await stage.submit("carol")
    assert "O1 · Falcon" in await in_front_of(stage, "carol")


async def test_more_than_a_page_can_be_paged(stage: Stage) -> None:
    await form(stage, "Falcon", "ana")
    await stage.command("ana", "/sprint", "opportunity")
    await stage.submit("ana", {"text": "\n".join(f"• Idea {number}" for number in range(30))})
    await stage.click("ana", "modal", "More")
    await stage.click("ana", "modal", "More")
    assert "25 to 30 of 30" in await in_front_of(stage, "ana")
    await stage.click("ana", "modal", "Back")
    assert "13 to 24 of 30" in await in_front_of(stage, "ana")


async def test_who_is_in_another_team_is_told_the_same_of_what_is_and_of_what_is_not(stage: Stage) -> None:
    await form(stage, "Falcon", "ana", "bob", lead="bob")
    await form(stage, "Eagle", "carol", lead="carol")
    await stage.command("ana", "/sprint", "opportunity Releases take half a day")
    for action in ours(SURFACE.actions):
        told = [await press(stage, "carol", action, value) for value in ("1", "4711")]
        assert told == [NOT_YOURS, NOT_YOURS], action
    words = {"text": rich("x"), "team": choice("1")}
    for callback in ours(SURFACE.forms):
        told = [await send(stage, "carol", callback, value, words) for value in ("1", "4711")]
        assert told[0] == told[1], callback
        assert NOT_YOURS in told[0], callback
    for action in ("opportunity.edit", "opportunity.take_back"):
        assert "Only the person who named an opportunity" in await press(stage, "bob", action, "1")
    await stage.command("bob", "/sprint", "opportunities")
    assert "1 · Releases take half a day" in await in_front_of(stage, "bob")


async def test_an_admin_reads_them_and_names_none_in_a_team_that_is_not_theirs(stage: Stage) -> None:
    await form(stage, "Falcon", "ana")
    await stage.command("ana", "/sprint", "opportunity Releases take half a day")
    await stage.command("dan", "/sprint", "opportunities Falcon")
    assert "Releases take half a day" in await in_front_of(stage, "dan")
    assert "Only those in Falcon can do this" in await press(stage, "dan", "opportunity.new", "1")


def ours(names: dict[str, object]) -> list[str]:
    return [name for name in names if name.startswith("opportunity.")]
