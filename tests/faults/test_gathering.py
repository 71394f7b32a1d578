"""Prompts of one person that fall within fifteen minutes share a message, and each keeps a fate of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from bot.sandbox.faults import Faults
from bot.sandbox.records import Message
from bot.slack import content, delivery, posts
from bot.slack.blocks import section
from bot.slack.models import PostState
from bot.slack.posts import Unsaid
from tests.faults.bots import expire_leases
from tests.slack.town import Town, open_town
from tests.stage import everything_in

POST, EDIT = "chat.postMessage", "chat.update"


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url) as town:
        yield town


@pytest.fixture
async def on_each_database(database_url: str) -> AsyncIterator[Town]:
    async with open_town(database_url) as town:
        yield town


async def _ask(town: Town, **minutes: int) -> None:
    """Prompts for Ana, each by its subject, to be said so many minutes from now."""
    for subject, after in minutes.items():
        await town.tell("ana", subject, at=town.now + timedelta(minutes=after), gathers=True)


def _dm(town: Town) -> list[Message]:
    return town.stage.person("ana").dm


def _texts(town: Town) -> list[str]:
    return [message.text for message in _dm(town)]


async def test_what_falls_within_fifteen_minutes_is_one_message_at_the_first_instant(
    on_each_database: Town,
) -> None:
    town = on_each_database
    await _ask(town, prep=10, action=15, retro=25, later=26)
    await town.wait(minutes=9)
    assert _dm(town) == []
    await town.wait(minutes=1)
    [message] = _dm(town)
    assert message.text == "prep · action · retro"
    assert [block["type"] for block in message.blocks] == ["section", "divider", "section", "divider", "section"]
    shown = [await town.post(subject) for subject in ("prep", "action", "retro")]
    assert {(post.state, post.ts, post.bundle) for post in shown} == {
        (PostState.SHOWN, message.ts, shown[0].bundle)
    }
    assert [block["block_id"] for block in message.blocks[::2]] == [post.key for post in shown]
    assert message.metadata
    assert message.metadata["event_payload"]["keys"].split() == [post.key for post in shown]
    await town.wait(minutes=16)
    assert _texts(town) == ["prep · action · retro", "later"]


async def test_the_order_is_that_of_asking_whichever_falls_due_first(town: Town) -> None:
    await _ask(town, action=10, prep=5)
    await town.wait(minutes=5)
    assert _texts(town) == ["action · prep"]


async def test_what_does_not_gather_and_what_is_for_others_comes_by_itself(town: Town) -> None:
    await _ask(town, prep=0)
    await town.tell("ana", "recap")
    await town.tell("bob", "theirs", gathers=True)
    await town.wait(seconds=1)
    assert sorted(_texts(town)) == ["prep", "recap"]
    assert [message.text for message in town.stage.person("bob").dm] == ["theirs"]


async def test_asked_for_at_another_time_the_new_one_counts(town: Town) -> None:
    await _ask(town, prep=5)
    await _ask(town, prep=20)
    await town.wait(minutes=19)
    assert _dm(town) == []
    assert (await town.post("prep")).created_at == town.now + timedelta(minutes=1)
    await town.wait(minutes=1)
    assert _texts(town) == ["prep"]


async def test_what_was_withdrawn_is_not_in_it(town: Town) -> None:
    await _ask(town, prep=5, action=8)
    async with town.stage.application.database.transaction() as session:
        await posts.withdraw(session, "action", town.now)
    await town.wait(minutes=5)
    assert _texts(town) == ["prep"]


async def test_what_has_nothing_to_say_is_settled_once_it_is_due_and_not_before(town: Town) -> None:
    town.says["action"] = Unsaid(PostState.AWAY)
    await _ask(town, prep=5, action=8)
    await town.wait(minutes=5)
    assert _texts(town) == ["prep"]
    assert (await town.post("action")).state is PostState.WANTED
    await town.wait(minutes=3)
    assert (await town.post("action")).state is PostState.AWAY


async def test_an_edit_shows_all_of_it_anew_and_costs_one_call(on_each_database: Town) -> None:
    town = on_each_database
    await _ask(town, prep=0, action=5, retro=9)
    await town.wait()
    for subject in ("action", "retro"):
        await town.refresh(subject, f"new {subject}")
    await town.wait()
    assert (_texts(town), town.calls(EDIT)) == (["prep · new action · new retro"], 1)
    for subject in ("prep", "action", "retro"):
        post = await town.post(subject)
        assert (post.shown_version, post.next_try_at) == (post.wanted_version, None)


async def test_a_section_that_has_nothing_to_say_any_more_is_left_out(town: Town) -> None:
    await _ask(town, prep=0, action=5)
    await town.wait()
    await town.refresh("action", Unsaid())
    await town.wait()
    assert _texts(town) == ["prep"]
    await town.refresh("prep", Unsaid())
    await town.wait()
    assert (_texts(town), town.calls(EDIT)) == (["prep"], 1), "nothing to say at all: it stays as it stands"


TOOK: dict[str, Callable[[Faults], None]] = {
    "the answer is lost": lambda faults: faults.drop_answer(POST),
    "500, and it was accepted": lambda faults: faults.server_error(POST, accepted=True),
}


@pytest.mark.parametrize("fault", TOOK.values(), ids=TOOK.keys())
async def test_one_message_that_slack_took_without_telling_is_adopted_by_all(
    on_each_database: Town, fault: Callable[[Faults], None]
) -> None:
    town = on_each_database
    await _ask(town, prep=0, action=5)
    fault(town.stage.workspace.faults)
    await town.wait(minutes=3)
    assert (_texts(town), town.calls(POST)) == (["prep · action"], 1)
    assert {(await town.post(subject)).ts for subject in ("prep", "action")} == {_dm(town)[0].ts}
    await town.refresh("action", "done")
    await town.wait()
    assert _texts(town) == ["prep · done"]


async def test_one_message_that_slack_did_not_take_is_gathered_anew(town: Town) -> None:
    await _ask(town, prep=0, action=5)
    town.stage.workspace.faults.server_error(POST)
    await town.lanes.drive()
    await _ask(town, retro=7)
    await town.wait(minutes=3)
    assert _texts(town) == ["prep · action · retro"]


async def test_a_crash_after_the_call_leaves_one_message_with_all_of_it(on_each_database: Town) -> None:
    town = on_each_database
    await _ask(town, prep=0, action=5)
    await town.lanes.drive()
    for subject in ("prep", "action"):
        await town.change(subject, state=PostState.SENDING, sender="gone", ts=None, channel=None)
    await expire_leases(town.stage.application)
    town.lanes = town.another_lane()
    await town.wait(minutes=6)
    assert _texts(town) == ["prep · action"]
    assert [(await town.post(subject)).state for subject in ("prep", "action")] == [PostState.SHOWN] * 2


async def test_of_two_the_one_that_slack_will_not_take_is_refused_alone(town: Town) -> None:
    town.says["action"] = content.Message("action", [section("x" * 3001)])
    await _ask(town, prep=0, action=5)
    await town.wait(minutes=6)
    assert _texts(town) == ["prep"]
    assert (await town.post("prep")).state is PostState.SHOWN
    refused = await town.post("action")
    assert (refused.state, refused.error) == (PostState.REFUSED, "invalid_blocks")


async def test_one_that_we_fail_at_does_not_silence_the_others(town: Town) -> None:
    town.says["action"] = RuntimeError("a mistake")
    await _ask(town, prep=0, action=5)
    await town.wait(minutes=6)
    assert _texts(town) == ["prep"]
    assert (await town.post("action")).state is PostState.WANTED


async def test_what_slack_puts_off_is_gathered_anew_when_it_is_ready(town: Town) -> None:
    await _ask(town, prep=0, action=5)
    town.stage.workspace.faults.rate_limit(POST, retry_after=30)
    await town.lanes.drive()
    assert {(await town.post(subject)).error for subject in ("prep", "action")} == {"ratelimited"}
    await town.wait(minutes=1)
    assert _texts(town) == ["prep · action"]


async def test_what_there_is_no_room_for_has_a_message_of_its_own(town: Town) -> None:
    long = content.Message("long", [section("line")] * 49)
    town.says |= {"long": long, "wordy": content.Message("wordy", [section("x" * 2990)] * 4)}
    await _ask(town, long=0, prep=3, wordy=5, action=6)
    await town.wait(minutes=6)
    assert _texts(town) == ["long", "prep · action", "wordy"]


async def test_what_grows_too_long_is_cut_where_it_is_longest(town: Town) -> None:
    await _ask(town, prep=0, action=5)
    await town.wait()
    town.says["prep"] = content.Message("prep", [section(f"line {number}") for number in range(50)])
    await town.refresh("prep")
    await town.wait()
    [message] = _dm(town)
    assert len(message.blocks) == 50
    assert "… and 3 more lines of this part that do not fit here." in everything_in(message)
    assert message.blocks[-1]["text"]["text"] == "action"


async def test_two_lanes_that_gather_the_same_at_once_say_it_once(postgres_url: str) -> None:
    async with open_town(postgres_url) as town:
        for number in range(8):
            await _ask(town, **{f"prompt{number}": 0})
        await asyncio.gather(town.lanes.drive(), town.another_lane().drive())
        assert len(_dm(town)) == 1
        assert sorted(_texts(town)[0].split(" · ")) == [f"prompt{number}" for number in range(8)]


@pytest.mark.parametrize("is_composed", [True, False])
async def test_a_database_that_is_busy_for_a_moment_parts_nobody_from_the_others(
    town: Town, is_composed: bool
) -> None:
    await _ask(town, prep=0, action=5)
    post = await town.post("prep")
    async with town.stage.application.database.transaction() as session:
        await delivery.set_back(session, post.id, town.now, is_composed=is_composed)
    await town.wait(minutes=6)
    assert _texts(town) == (["prep · action"] if is_composed else ["prep", "action"])
