"""A team's sync-up is changed by its lead, read by the others, and its days can be read by whoever may."""

from datetime import UTC, datetime

import pytest

from bot.rituals.standup import asked
from bot.rituals.standup.models import PartState
from bot.teams import queries as teams
from tests.stage import Stage, everything_in
from tests.stories.sync_ups import fields, held, part, person, shown, sync_up

TODAY = "What will you do today?"


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


async def prompted(stage: Stage) -> None:
    await stage.travel_to(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))


async def say(stage: Stage, handle: str, words: str) -> None:
    await stage.command(handle, "/standup")
    assert not (await stage.submit(handle, {TODAY: words})).errors


async def test_the_lead_changes_when_it_is_held_and_others_read_it(stage: Stage) -> None:
    team = await sync_up(stage)
    await stage.command("ana", "/standup", "settings")
    assert "at 09:30, in each one’s own time zone" in shown(stage, "ana")
    await stage.click("ana", "modal", "Change")
    answer = await stage.submit("ana", {"Days": []})
    assert answer.errors
    changed = {
        "Days": ["Monday", "Wednesday"],
        "Time": "10:15",
        "By which clocks?": "The team’s time",
        "Remind after how many minutes?": "0",
        "Who may see it?": "Everyone in the workspace",
        "Mood": "Do not ask",
    }
    assert not (await stage.submit("ana", changed)).errors
    for words in (
        "Monday, Wednesday",
        "at 10:15, in the team’s time (Europe/Berlin)",
        "off",
        "everyone in the workspace",
        "not asked",
    ):
        assert words in shown(stage, "ana")
    await stage.command("bob", "/standup", "settings falcon")
    assert "Only the team’s lead, Ana," in shown(stage, "bob")
    assert "Add question" not in shown(stage, "bob")
    await prompted(stage)
    assert stage.count("ana", "Skip today") == 0
    await stage.travel(minutes=45)
    assert stage.count("ana", "Skip today") == 1
    assert (await held(stage, team)).asks_mood is False


@pytest.mark.parametrize(
    ("field", "wrong"), [("Remind after how many minutes?", "481"), ("Late after how many minutes?", "14")]
)
async def test_minutes_out_of_range_are_refused_in_the_form(stage: Stage, field: str, wrong: str) -> None:
    await sync_up(stage)
    await stage.command("ana", "/standup", "settings")
    await stage.click("ana", "modal", "Change")
    assert (await stage.submit("ana", {field: wrong})).errors


async def test_two_leads_at_once_do_not_overwrite_one_another(stage: Stage) -> None:
    await sync_up(stage)
    for lead in ("ana", "dan"):
        await stage.command(lead, "/standup", "settings Falcon")
        await stage.click(lead, "modal", "Change")
    assert not (await stage.submit("ana", {"Time": "10:00"})).errors
    answer = await stage.submit("dan", {"Time": "11:00"})
    assert "Somebody else has changed these settings" in "".join(answer.errors.values())
    assert "10:00" in shown(stage, "ana")


async def test_a_question_of_ones_own_is_asked_from_the_next_day_on(stage: Stage) -> None:
    team = await sync_up(stage)
    await prompted(stage)
    await stage.command("ana", "/standup", "settings")
    for text, kind, choices, required in (
        ("How sure are you?", "A scale from 1 to 5", None, "Required"),
        ("Hours of focus?", "A number", None, "Required"),
        ("Where are you?", "One of several choices", "Home\nOffice", "Optional"),
        ("What did you learn?", "Text", None, "Optional"),
    ):
        await stage.click("ana", "modal", "Add question")
        filled = {"Question": text, "How is it answered?": kind, "Must it be answered?": required}
        if choices:
            assert (await stage.submit("ana", filled)).errors
            filled["Choices, if there are any"] = choices
        assert not (await stage.submit("ana", filled)).errors
        assert text in shown(stage, "ana")
    assert "from Tuesday 3 March on" in shown(stage, "ana")
    await stage.person("ana").close_modal()
    await stage.command("ana", "/standup")
    assert "How sure are you?" not in fields(stage, "ana")
    await stage.person("ana").close_modal()
    await stage.travel(days=1)
    await stage.command("ana", "/standup")
    answer = await stage.submit("ana", {TODAY: "Code", "How sure are you?": "5 (highest)"})
    assert answer.errors, "the number is required"
    answer = await stage.submit("ana", {"Hours of focus?": "1000000001"})
    assert answer.errors, "the number is out of range"
    said = {"Hours of focus?": "2.5", "Where are you?": "Office", "What did you learn?": "*Much*"}
    assert not (await stage.submit("ana", said)).errors
    mine = await part(stage, team, "ana")
    assert mine is not None
    async with stage.application.database.reading() as session:
        kept = [answer.value for answer in await asked.answers(session, [mine.id])]
    assert {"5", "2.5", "Office"} <= set(kept)
    await stage.command("ana", "/standup", "show")
    for words in ("5 of 5", "2.5", "Office", "Much", "Ana (you)"):
        assert words in shown(stage, "ana")
    await stage.person("ana").close_modal()
    await stage.command("ana", "/standup")
    assert fields(stage, "ana")["Where are you?"]["element"]["initial_option"]["text"]["text"] == "Office"
    assert not (await stage.submit("ana", {"Where are you?": "–"})).errors


async def test_questions_are_edited_moved_and_removed_in_the_list(stage: Stage) -> None:
    await sync_up(stage)
    await stage.command("ana", "/standup", "settings")
    await stage.click("ana", "modal", "Move up", row="2. What will you do today?")
    assert "1. What will you do today?" in shown(stage, "ana")
    await stage.click("ana", "modal", "Edit", row="1. What will you do today?")
    assert "How is it answered?" not in fields(stage, "ana")
    assert not (await stage.submit("ana", {"Question": "And now?", "Must it be answered?": "Required"})).errors
    assert "1. And now?" in shown(stage, "ana")
    await stage.click("ana", "modal", "Remove", row="4. Problems or opportunities?")
    assert "Problems or opportunities?" not in shown(stage, "ana")
    await stage.person("ana").close_modal()
    await stage.command("ana", "/standup")
    assert next(iter(fields(stage, "ana"))) == "And now?"
    assert (await stage.submit("ana", {"What did you do since last time?": "Tests"})).errors


async def test_a_pause_asks_nobody_and_goes_on_when_it_is_resumed(stage: Stage) -> None:
    await sync_up(stage)
    await stage.command("ana", "/standup", "settings")
    await stage.click("ana", "modal", "Pause")
    assert (await stage.submit("ana", {"Until": "2026-03-02"})).errors
    assert not (await stage.submit("ana", {"Until": "2026-03-05"})).errors
    assert "until Thursday 5 March: nobody is asked." in shown(stage, "ana")
    await stage.travel(days=2)
    assert stage.count("bob", "Sync-up of Falcon") == 0
    answer = await stage.command("bob", "/standup")
    assert "paused" in answer.text
    await stage.click("ana", "modal", "Resume")
    assert "nobody is asked" not in shown(stage, "ana")
    await stage.travel(hours=1)
    assert stage.count("bob", "Sync-up of Falcon") == 1


async def test_a_sync_up_that_has_ended_is_read_and_not_answered(stage: Stage) -> None:
    await sync_up(stage)
    await prompted(stage)
    await say(stage, "bob", "Last words")
    await stage.command("ana", "/standup", "settings")
    await stage.click("ana", "modal", "End")
    await stage.submit("ana")
    assert "It has ended." in shown(stage, "ana")
    assert "Add question" not in shown(stage, "ana")
    assert "/sprint setup" in (await stage.command("bob", "/standup")).text
    await stage.command("bob", "/standup", "show")
    assert "Last words" in shown(stage, "bob")


async def test_days_are_read_one_after_the_other_by_who_may(stage: Stage) -> None:
    await sync_up(stage, members=("ana", "bob"))
    await prompted(stage)
    await say(stage, "ana", "Monday plan <!channel> @bob")
    await stage.command("bob", "/standup", "skip In workshops")
    await stage.travel(days=1)
    await say(stage, "bob", "Tuesday plan")
    await stage.command("ana", "/standup", "show falcon")
    seen = shown(stage, "ana")
    assert "Tuesday plan" in seen
    assert "No answer yet (1)" in seen
    await stage.click("ana", "modal", "Earlier")
    assert "Monday plan <!channel>" in shown(stage, "ana")
    assert "skips: In workshops" in shown(stage, "ana")
    assert "'user_id'" not in str(stage.person("ana").modal.blocks)
    await stage.click("ana", "modal", "Later")
    assert "Tuesday plan" in shown(stage, "ana")
    nobodys = await stage.command("carol", "/standup", "show Nonsense")
    theirs = await stage.command("carol", "/standup", "show Falcon")
    assert nobodys.text == theirs.text
    await stage.command("dan", "/standup", "show Falcon")
    assert "Tuesday plan" in shown(stage, "dan")


async def test_all_may_read_what_is_open_to_the_workspace(stage: Stage) -> None:
    await sync_up(stage, members=("ana", "bob"))
    await stage.command("ana", "/standup", "settings")
    await stage.click("ana", "modal", "Change")
    await stage.submit("ana", {"Who may see it?": "Everyone in the workspace"})
    await stage.person("ana").close_modal()
    await say(stage, "ana", "For all")
    await stage.command("carol", "/standup", "show falcon")
    assert "For all" in shown(stage, "carol")
    assert "Settings" not in shown(stage, "carol")
    refused = await stage.command("carol", "/standup", "settings falcon")
    assert refused.text


async def test_what_all_reported_opens_from_the_channel(stage: Stage) -> None:
    await sync_up(stage, members=("ana", "bob"))
    await prompted(stage)
    await say(stage, "ana", "The plan")
    message = next(m for m in stage.person("bob").sees("falcon") if "See all" in everything_in(m))
    await stage.click("bob", message, "See all")
    assert "The plan" in shown(stage, "bob")
    await stage.click("bob", "modal", "Settings")
    assert "Monday to Friday" in shown(stage, "bob")


async def test_who_never_answers_may_stop_being_asked_and_come_back(stage: Stage) -> None:
    team = await sync_up(stage)
    await stage.travel_to(datetime(2026, 3, 5, 8, 30, tzinfo=UTC))
    await stage.click("bob", stage.last("bob", "Stop asking me"), "Stop asking me")
    bob = await person(stage, "bob")

    async def is_member() -> bool:
        async with stage.application.database.reading() as session:
            return bob.id in [one.id for one in await teams.roster(session, team.id)]

    assert not await is_member()
    await stage.click("bob", stage.last("bob", "Ask me again"), "Ask me again")
    assert await is_member()


async def test_skip_by_word_says_so_and_offers_to_answer_after_all(stage: Stage) -> None:
    team = await sync_up(stage)
    answer = await stage.command("ana", "/standup", "skip")
    mine = await part(stage, team, "ana")
    assert mine is not None
    assert mine.state is PartState.SKIPPED
    await stage.click("ana", answer, "Answer")
    assert not (await stage.submit("ana", {TODAY: "After all"})).errors
    again = await stage.command("ana", "/standup", "skip too late")
    assert "You have answered already." in again.text
    assert "too late" in everything_in(again)


async def test_skip_by_word_in_several_teams_keeps_the_reason_and_asks_which(stage: Stage) -> None:
    team = await sync_up(stage)
    await sync_up(stage, "Eagle", ("ana", "bob"))
    await stage.command("ana", "/standup", "skip In workshops & <travel>")
    assert not (await stage.submit("ana", {"Team": "Falcon"})).errors
    mine = await part(stage, team, "ana")
    assert mine is not None
    assert (mine.state, mine.reason) == (PartState.SKIPPED, "In workshops & <travel>")


async def test_one_paused_team_keeps_nobody_from_answering_another(stage: Stage) -> None:
    await sync_up(stage)
    await sync_up(stage, "Eagle", ("ana", "bob"))
    await stage.command("ana", "/standup", "settings Eagle")
    await stage.click("ana", "modal", "Pause")
    await stage.submit("ana")
    await stage.command("bob", "/standup")
    assert "paused. Its lead can resume it in: /standup settings" in shown(stage, "bob")
    await stage.click("bob", "modal", "Answer")
    assert not (await stage.submit("bob", {TODAY: "Code"})).errors
    assert "today: answered" in shown(stage, "bob")


async def test_a_lead_ends_a_silent_sync_up_from_the_question_alone(stage: Stage) -> None:
    await sync_up(stage)
    await stage.travel_to(datetime(2026, 3, 5, 7, 0, tzinfo=UTC))
    assert stage.count("ana", "Is it still worth your time?") == 0, "it is 8:00 in Berlin"
    await stage.travel_to(datetime(2026, 3, 5, 9, 0, tzinfo=UTC))
    before = len(stage.person("ana").ephemerals)
    await stage.click("ana", stage.last("ana", "Is it still worth your time?"), "End it")
    assert "It has ended: nobody is asked any more." in stage.last("ana", "It has ended").text
    assert len(stage.person("ana").ephemerals) == before
