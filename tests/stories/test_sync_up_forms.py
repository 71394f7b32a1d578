"""The one form of a sync-up: answered in time, early and late, skipped, changed, and with wrong input."""

from datetime import UTC, datetime
from typing import Any

from bot.rituals.standup.models import PartState
from tests.locks import file_locked
from tests.stage import Stage, open_stage
from tests.stories.sync_ups import fields, filled_in, part, shown, sync_up, thread

YESTERDAY, TODAY = "What did you do since last time?", "What will you do today?"
BLOCKERS, OPPORTUNITIES = "Is anything in your way?", "Problems or opportunities?"

OPEN, AGAIN = "Your open blockers: tick what is resolved", "Has one of these come back?"


async def asked(stage: Stage, handle: str = "ana") -> None:
    """It is 9:30 in Berlin, and the form of the prompt is open."""
    await stage.travel_to(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    await stage.click(handle, stage.last(handle, "Answer"), "Answer")


async def press(stage: Stage, handle: str, payload: Any) -> None:
    """A button is pressed as it was when it was seen, with a trigger of now."""
    person, keys = stage.person(handle), stage.workspace.keys
    channel = stage.workspace.dm_with(person).id
    fresh = {"trigger_id": keys.trigger(person.id), "response_url": keys.response_url(person.id, channel)}
    await person.deliver(payload | fresh, "interactive")
    await stage.settle()


async def test_one_form_answers_the_prompt_and_stands_in_the_thread(stage: Stage) -> None:
    team = await sync_up(stage)
    await asked(stage)
    assert list(fields(stage, "ana")) == [YESTERDAY, TODAY, BLOCKERS, OPPORTUNITIES, "How are you?"]
    said = {YESTERDAY: "Wrote tests", TODAY: "Write code", BLOCKERS: "No access", "How are you?": "🙂 Good"}
    assert not (await stage.submit("ana", said)).errors
    assert stage.person("ana").modal is None
    seen = thread(stage)
    for words in ("Wrote tests", "Write code", "No access"):
        assert words in seen
    mine = await part(stage, team, "ana")
    assert mine is not None
    assert (mine.state, mine.is_late, mine.mood) == (PartState.ANSWERED, False, 4)
    assert "You have answered" in str(stage.last("ana", "answered"))


async def test_nothing_said_at_all_is_refused_and_the_mood_stays_chosen(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    answer = await stage.submit("ana", {"How are you?": "🙂 Good"})
    assert list(answer.errors.values()) == ["Write something. If there is nothing to say: /standup skip"]
    assert stage.person("ana").modal is not None
    assert not (await stage.submit("ana", {TODAY: "Code"})).errors


async def test_the_next_day_begins_with_what_was_planned(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    await stage.submit("ana", {TODAY: "Write *all* the `code` with @bob"})
    await stage.travel(days=1)
    await stage.click("ana", stage.last("ana", "Tue"), "Answer")
    before = fields(stage, "ana")[YESTERDAY]
    assert before["hint"]["text"] == "Filled in with your plan of Monday 2 March."
    elements = before["element"]["initial_value"]["elements"][0]["elements"]
    assert {"type": "user", "user_id": stage.person("bob").id} in elements
    assert {"type": "text", "text": "code", "style": {"code": True}} in elements


async def test_an_answer_is_changed_in_the_same_form_and_marked_edited(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    await stage.submit("ana", {YESTERDAY: "Tests", TODAY: "Code"})
    await stage.travel(minutes=5)
    await stage.command("ana", "/standup")
    assert stage.person("ana").modal.title == "Change your answer"
    assert (filled_in(stage, "ana", YESTERDAY).split(), filled_in(stage, "ana", TODAY).split()) == (
        ["rich_text", "rich_text_section", "text", "Tests"],
        ["rich_text", "rich_text_section", "text", "Code"],
    )
    await stage.submit("ana", {TODAY: "Other code"})
    seen = thread(stage)
    assert "Other code" in seen
    assert "edited" in seen
    assert seen.count("Tests") <= 2


async def test_early_late_and_skipped_answers_are_taken(stage: Stage) -> None:
    team = await sync_up(stage)
    await stage.command("bob", "/standup")
    await stage.submit("bob", {TODAY: "Early bird"})
    await stage.travel_to(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    assert stage.count("bob", "Skip today") == 0
    await stage.click("ana", stage.last("ana", "Skip today"), "Skip today")
    assert not (await stage.submit("ana", {"Why?": "Workshop <!channel>"})).errors
    skipped = await part(stage, team, "ana")
    assert skipped is not None
    assert (skipped.state, skipped.reason) == (PartState.SKIPPED, "Workshop <!channel>")
    await stage.travel(hours=5)
    await stage.command("ana", "/standup")
    assert "this is marked late" in shown(stage, "ana")
    await stage.submit("ana", {TODAY: "Late bird"})
    late = await part(stage, team, "ana")
    early = await part(stage, team, "bob")
    assert late is not None
    assert early is not None
    assert (late.state, late.is_late, late.reason) == (PartState.ANSWERED, True, None)
    assert (early.is_late, early.edited_at) == (False, None)
    assert "late" in thread(stage)


async def test_ten_thousand_characters_go_through_and_too_many_are_refused_in_the_form(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    answer = await stage.submit("ana", {TODAY: "x" * 20_001})
    assert "20,000" in "".join(answer.errors.values())
    long = "word " * 2000 + "end"
    assert not (await stage.submit("ana", {TODAY: long})).errors
    await stage.command("ana", "/standup")
    assert "".join(long.split()) in "".join(filled_in(stage, "ana", TODAY).split())


async def test_mentions_channels_and_code_come_back_into_the_form_and_mention_nobody(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    typed = "Ask @bob and @channel about\n```\nrm -rf <x>\n```\nand `make` or *now*"
    await stage.submit("ana", {TODAY: typed})
    await stage.command("ana", "/standup")
    kept = str(fields(stage, "ana")[TODAY]["element"]["initial_value"])
    for piece in (
        stage.person("bob").id,
        "'range': 'channel'",
        "rich_text_preformatted",
        "rm -rf <x>",
        "'code': True",
    ):
        assert piece in kept
    for message in stage.person("ana").sees("falcon"):
        blocks = str(message.blocks)
        assert "'broadcast'" not in blocks
        assert "'user_id'" not in blocks
        assert "<!channel>" not in message.text


async def test_blockers_are_ticked_as_resolved_and_may_come_back(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    await stage.submit("ana", {BLOCKERS: "- No access\n- Flaky tests"})
    await stage.travel(days=1)
    await stage.command("ana", "/standup")
    assert AGAIN not in fields(stage, "ana")
    assert not (await stage.submit("ana", {OPEN: ["B1 No access"], TODAY: "Code"})).errors
    await stage.travel(days=1)
    await stage.command("ana", "/standup")
    assert [one["text"]["text"] for one in fields(stage, "ana")[OPEN]["element"]["options"]] == ["B2 Flaky tests"]
    assert not (await stage.submit("ana", {AGAIN: "B1 No access", BLOCKERS: "No access"})).errors
    await stage.command("ana", "/standup")
    assert fields(stage, "ana")[AGAIN]["element"]["initial_option"]["text"]["text"] == "B1 No access"
    await stage.travel(seconds=5)
    assert "again (second time, first on 2 March)" in thread(stage)


async def test_the_same_form_delivered_twice_is_one_answer(stage: Stage) -> None:
    team = await sync_up(stage)
    await asked(stage)
    stage.workspace.faults.repeat_next_envelope()
    await stage.submit("ana", {TODAY: "Code", BLOCKERS: "No access", OPPORTUNITIES: "A wiki"})
    assert stage.workspace.faults.repeats == 0, "nothing was delivered twice"
    mine = await part(stage, team, "ana")
    assert mine is not None
    assert mine.edited_at is None
    assert "B1" in thread(stage)
    assert "B2" not in thread(stage)
    assert "O2" not in thread(stage)


async def test_of_two_teams_it_is_asked_which_one(stage: Stage) -> None:
    first = await sync_up(stage)
    await sync_up(stage, "Eagle", ("ana", "bob"))
    await stage.command("ana", "/standup")
    assert "today: not answered yet" in shown(stage, "ana")
    await stage.click("ana", "modal", "Answer", row="Falcon")
    await stage.submit("ana", {TODAY: "For Falcon"})
    assert "today: answered" in shown(stage, "ana")
    mine = await part(stage, first, "ana")
    assert mine is not None
    assert mine.state is PartState.ANSWERED
    await stage.click("ana", "modal", "Answer", row="Eagle")
    assert filled_in(stage, "ana", TODAY) == ""
    await stage.submit("ana", {TODAY: "For Eagle"})
    assert shown(stage, "ana").count("today: answered") == 2


async def test_on_a_weekend_the_next_day_is_offered(stage: Stage) -> None:
    await sync_up(stage)
    await stage.leap_to(datetime(2026, 3, 7, 9, 0, tzinfo=UTC))
    answer = await stage.command("ana", "/standup")
    assert "The next one is on Monday 9 March." in answer.text
    await stage.click("ana", answer, "Answer early")
    assert "you answer early, for that day" in shown(stage, "ana")
    assert not (await stage.submit("ana", {TODAY: "On Monday"})).errors


async def test_an_old_prompt_is_answered_for_its_own_day_up_to_a_week_later(stage: Stage) -> None:
    await sync_up(stage)
    await stage.travel_to(datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    pressed = {who: stage.person(who).draft_click(stage.last(who, "Answer"), "Answer") for who in ("ana", "bob")}
    await stage.leap_to(datetime(2026, 3, 9, 8, 30, tzinfo=UTC))
    await press(stage, "ana", pressed["ana"])
    assert "this answers that day, and is marked late" in shown(stage, "ana")
    assert not (await stage.submit("ana", {TODAY: "Better late"})).errors
    assert "Better late" in thread(stage)
    await press(stage, "bob", pressed["bob"])
    await stage.travel(hours=16)
    answer = await stage.submit("bob", {TODAY: "Too late"})
    assert "more than a week ago" in "".join(answer.errors.values())
    await stage.person("bob").close_modal()
    await press(stage, "ana", pressed["ana"])
    refusal = stage.person("ana").ephemerals[-1]
    assert "more than a week ago" in refusal.text
    await stage.click("ana", refusal, "Answer today’s")
    assert "Tuesday 10 March" in shown(stage, "ana")


async def test_what_was_typed_stays_in_the_form_while_the_database_is_away(sqlite_url: str) -> None:
    async with open_stage(sqlite_url) as stage:
        await sync_up(stage)
        await asked(stage)
        with file_locked(sqlite_url):
            answer = await stage.person("ana").submit({TODAY: "Precious words"})
        assert "what you wrote is still in the form" in "".join(answer.errors.values())
        assert not (await stage.submit("ana")).errors
        assert thread(stage).count("Precious words") == 2  # in the message, and in its text alone


async def test_without_any_team_it_says_what_to_do(stage: Stage) -> None:
    answer = await stage.command("ana", "/standup")
    assert "/sprint setup" in answer.text
    answer = await stage.command("ana", "/standup", "shwo")
    assert "/standup show" in answer.text


async def test_what_has_come_back_is_asked_for_in_words(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    await stage.submit("ana", {BLOCKERS: "No access"})
    await stage.travel(days=1)
    await stage.command("ana", "/standup")
    await stage.submit("ana", {OPEN: ["B1 No access"], TODAY: "Code"})
    await stage.travel(days=1)
    await stage.command("ana", "/standup")
    answer = await stage.submit("ana", {AGAIN: "B1 No access", TODAY: "Code"})
    assert "Please write what is in your way, too" in "".join(answer.errors.values())
    assert not (await stage.submit("ana", {BLOCKERS: "No access, again"})).errors


async def test_an_answer_that_was_in_time_is_changed_a_day_later_without_being_called_late(stage: Stage) -> None:
    await sync_up(stage)
    await asked(stage)
    await stage.submit("ana", {TODAY: "Code"})
    pressed = stage.person("ana").draft_click(stage.last("ana", "answered"), "Change")
    await stage.travel(days=1)
    await press(stage, "ana", pressed)
    assert "this answers that day." in shown(stage, "ana")
    assert "late" not in shown(stage, "ana")
