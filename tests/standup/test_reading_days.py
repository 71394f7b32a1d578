"""A day is read, answered from where it is read, names everybody, and is said where its team is."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from tests.stage import Stage, everything_in, open_stage
from tests.stories.sync_ups import part, shown, sync_up, thread

ASKED_AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
TODAY = "What will you do today?"


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url) as stage:
        yield stage


async def test_a_day_is_answered_from_where_it_is_read(stage: Stage) -> None:
    await sync_up(stage)
    await stage.travel_to(ASKED_AT)
    await stage.command("ana", "/standup", "show")
    assert "Nobody has answered yet." in shown(stage, "ana")
    await stage.click("ana", "modal", "Answer")
    assert not (await stage.submit("ana", {TODAY: "Code"})).errors
    assert "Ana (you)" in shown(stage, "ana")
    await stage.click("ana", "modal", "Change")
    assert not (await stage.submit("ana", {TODAY: "Other code"})).errors
    assert "Other code" in shown(stage, "ana")
    await stage.click("ana", "modal", "Blockers")
    assert "Nothing is in the way" in shown(stage, "ana")


async def test_who_only_watches_reads_a_day_and_is_not_offered_to_answer_it(stage: Stage) -> None:
    await sync_up(stage)
    await stage.travel_to(ASKED_AT)
    await stage.command("dan", "/standup", "show Falcon")
    assert "No answer yet (2)" in shown(stage, "dan")
    assert "standup.answer" not in str(stage.person("dan").modal.blocks)


async def test_everybody_is_named_however_many_they_are(stage: Stage) -> None:
    handles = tuple(f"p{number:02}" for number in range(50))
    for number, handle in enumerate(handles):
        stage.workspace.add_person(handle, f"Person {handle}")
        if number % 10 == 9:
            await stage.settle()
    await sync_up(stage, members=("ana", *handles))
    await stage.travel_to(ASKED_AT)
    await stage.command("ana", "/standup", "skip Travelling")
    await stage.command("ana", "/standup", "show")
    assert "and 10 more" in shown(stage, "ana")
    await stage.click("ana", "modal", "All names")
    assert all(f"Person {handle}" in shown(stage, "ana") for handle in handles)
    assert "skips: Travelling" in shown(stage, "ana")
    await stage.click("ana", "modal", "Answers")
    assert "and 10 more" in shown(stage, "ana")


async def test_a_day_that_could_not_be_said_in_one_channel_is_said_with_its_answers_in_the_next(
    stage: Stage,
) -> None:
    team = await sync_up(stage)
    nest = stage.workspace.add_channel("nest", members=("ana", "bob", "carol"))
    stage.workspace.invite_bot(nest)
    stage.workspace.leave("falcon", stage.workspace.bot_user)
    await stage.travel_to(ASKED_AT)
    await stage.command("bob", "/standup")
    await stage.submit("bob", {TODAY: "Ship it"})
    await stage.click("ana", stage.last("ana", "/invite"), "Change team…")
    assert not (await stage.submit("ana", {"Channel": nest.id})).errors
    await stage.travel(seconds=5)
    assert "1 of 3 has reported" in thread(stage, channel="nest")
    assert "Ship it" in thread(stage, channel="nest")
    await stage.command("ana", "/standup")
    await stage.submit("ana", {TODAY: "Here too"})
    assert "Here too" in thread(stage, channel="nest")
    stage.workspace.invite_bot("falcon")
    await stage.travel(minutes=1)
    assert thread(stage, channel="falcon") == ""
    assert (await part(stage, team, "ana")) is not None


async def test_home_shows_what_is_skipped_and_of_two_open_days_the_later(stage: Stage) -> None:
    stage.workspace.add_person("kiri", "Kiri", zone="Pacific/Kiritimati")
    await stage.settle()
    await sync_up(stage, members=("ana", "kiri"))
    # Tuesday 09:31 on Kiritimati, while Monday goes on in Berlin.
    await stage.travel_to(datetime(2026, 3, 3, 19, 31, tzinfo=UTC))
    await stage.person("kiri").open_home()
    await stage.settle()
    home = everything_in(stage.person("kiri").home)
    assert home.count("waiting for your answer") == 1
    assert "Wednesday 4 March" in home
    await stage.command("kiri", "/standup", "skip")
    home = everything_in(stage.person("kiri").home)
    assert "you skip it" in home
    await stage.click("kiri", "home", "Answer")
    assert not (await stage.submit("kiri", {TODAY: "After all"})).errors
    assert "answered" in everything_in(stage.person("kiri").home)
