"""What a person is asked within a quarter of an hour is one message, and nothing in it is said at an old time."""

import pytest

from bot.catalogue import RITUALS, WORDS
from bot.cli.forecast import ahead
from bot.home.why import due_for
from bot.people import queries as people
from bot.sandbox.records import Message
from tests.stage import Stage, everything_in
from tests.stories.watching import at, move, rang


@pytest.fixture
async def weekly(stage: Stage) -> Stage:
    """Ana's prep is on Mondays at 09:10; on Monday the 9th something is due that she has promised."""
    await stage.set_up_one_on_one("ana", "bob", values={"prep_at": "09:10"})
    await stage.travel_to(at("2026-03-03 13:00"))
    await stage.command("bob", "/1on1", "action @ana Send the draft for @ana by 2026-03-09")
    return stage


def mornings(stage: Stage, handle: str = "ana", day: str = "Mon 9") -> list[str]:
    return [line for line in rang(stage, handle) if line.startswith(day)]


def both(stage: Stage) -> Message:
    """The message with the prep and the reminder in it."""
    return stage.last("ana", "Send the draft")


async def test_a_prep_and_a_reminder_are_one_message_with_buttons_that_work(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-09 09:09"))
    message = both(weekly)
    assert mornings(weekly) == ["Mon 9 09:00 prep"]
    assert "Prepare your 1-on-1 with Bob" in message.text
    assert " · Due today: Send the draft" in message.text or "Due today: Send the draft · " in message.text
    await weekly.click("ana", message, "Mark done")
    assert "Done: Send the draft" in everything_in(message)
    assert "Prepare your 1-on-1" in message.text
    await weekly.command("bob", "/1on1", "add @ana Holidays")
    assert "Holidays" in everything_in(message)
    await weekly.click("ana", message, "Nothing to discuss")
    assert "Done: Send the draft" in everything_in(message)
    await weekly.travel_to(at("2026-03-09 12:00"))
    assert mornings(weekly) == ["Mon 9 09:00 prep"]


async def test_said_again_at_a_new_time_it_leaves_its_section_as_a_line(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-09 09:20"))
    old = both(weekly)
    await move(weekly, "bob", "ana", "2026-03-12")
    assert "was moved to" in everything_in(old)
    assert "Mark done" in everything_in(old)
    await weekly.travel_to(at("2026-03-11 10:00"))
    assert rang(weekly, "ana")[-1] == "Wed 11 09:10 prep"


async def test_an_answer_that_is_lost_leaves_exactly_one_message(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-09 08:59"))
    weekly.workspace.faults.drop_answer("chat.postMessage")
    await weekly.travel_to(at("2026-03-09 09:12"))
    assert mornings(weekly) == ["Mon 9 09:00 prep"]
    await weekly.click("ana", both(weekly), "Mark done")
    assert "Done: Send the draft" in everything_in(both(weekly))


@pytest.mark.parametrize(
    ("second", "expected"),
    [("10:15", ["Mon 2 10:00 prep"]), ("10:16", ["Mon 2 10:00 prep", "Mon 2 10:16 prep"])],
)
async def test_two_preps_share_a_message_up_to_fifteen_minutes_apart(
    stage: Stage, second: str, expected: list[str]
) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    await stage.set_up_one_on_one("ana", "dan", "Tue 14:00", {"prep_at": second})
    await stage.travel_to(at("2026-03-02 10:30"))
    assert rang(stage, "ana")[2:] == expected
    for name in ("Bob", "Dan"):
        assert name in everything_in(stage.last("ana", f"Prepare your 1-on-1 with {name}"))


async def test_what_is_ahead_is_named_by_its_own_instant(weekly: Stage) -> None:
    await weekly.travel_to(at("2026-03-09 08:58"))
    now = weekly.clock.now()
    async with weekly.application.database.reading() as session:
        found = await ahead(session, RITUALS, now, at("2026-03-09 09:15"))
        ana = await people.person_by_slack_id(session, weekly.workspace.team_id, weekly.person("ana").id)
        assert ana is not None
        listed = await due_for(session, ana, now, WORDS)
    assert [(one.at, one.moment) for one in found] == [
        (at("2026-03-09 09:00"), "reminder"),
        (at("2026-03-09 09:10"), "prep"),
    ]
    assert [row for row in listed.rows if row.at > now] == []
    await weekly.travel_to(at("2026-03-09 09:01"))
    async with weekly.application.database.reading() as session:
        listed = await due_for(session, ana, weekly.clock.now(), WORDS)
    assert [row.at for row in listed.rows[:2]] == [at("2026-03-09 09:10"), at("2026-03-09 09:00")]
