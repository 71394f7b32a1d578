"""One message a second a conversation, each method at its own rate, and no workspace waits for another."""

import asyncio

import pytest

from bot.slack import pacing
from bot.slack.pacing import LanePace, Pace

SPACE = 0.05
POST, EDIT, PUBLISH = "chat.postMessage", "chat.update", "views.publish"


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _speak(pace: LanePace, conversation: str | None = None, method: str = POST) -> float:
    async with pace.turn(method, conversation) as start:
        return start


async def test_messages_of_one_conversation_keep_their_distance() -> None:
    pace, begun = Pace(SPACE).of(1), _now()
    starts = sorted(await asyncio.gather(*(_speak(pace, "U1") for _ in range(3))))
    assert all(start >= begun + place * SPACE for place, start in enumerate(starts))


async def test_other_conversations_and_what_is_no_message_need_not_wait() -> None:
    pace = Pace(60).of(1)
    async with asyncio.timeout(5):
        await asyncio.gather(*(_speak(pace, f"U{number}") for number in range(5)))
        await _speak(pace, None, EDIT)
    assert pace.wait(POST, "U1") > 55
    assert pace.wait(POST, "U9") == 0


async def test_whoever_waits_for_a_conversation_takes_up_no_place() -> None:
    pace = Pace(60, at_once=2).of(1)
    await _speak(pace, "U1")
    waiting = [asyncio.create_task(_speak(pace, "U1")) for _ in range(5)]
    await asyncio.sleep(0)
    await asyncio.wait_for(_speak(pace, "U2"), 5)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_no_more_calls_at_once_than_there_are_places_in_a_workspace_and_in_all() -> None:
    assert await _most_at_once([Pace(0, at_once=3).of(1)]) == 3
    pace = Pace(0)
    assert await _most_at_once([pace.of(number) for number in range(10)]) == pacing.PLACES


async def _most_at_once(paces: list[LanePace]) -> int:
    inside = most = 0

    async def call(pace: LanePace) -> None:
        nonlocal inside, most
        async with pace.turn(POST, None):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(call(pace) for pace in paces for _ in range(20)))
    return most


async def test_a_call_that_fails_gives_its_place_back() -> None:
    pace = Pace(0, at_once=1).of(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await _fail(pace)


async def _fail(pace: LanePace) -> None:
    async with asyncio.timeout(1), pace.turn(POST, "U1"):
        raise ZeroDivisionError


async def test_one_refused_method_of_one_workspace_waits_and_no_other() -> None:
    pace = Pace()
    limited, other = pace.of(1), pace.of(2)
    limited.refused(POST, _now(), 30)
    assert limited.wait(POST, None) == pytest.approx(30, abs=0.1)
    assert limited.wait(PUBLISH, None) == other.wait(POST, None) == 0
    assert pace.learned() == {1: limited.rate(POST)}
    assert pace.of(1) is limited


async def test_each_method_goes_at_what_its_tier_promises() -> None:
    pace = Pace().of(1)
    assert pace.wait(EDIT, None, others=49) == 0
    assert 0 < pace.wait(EDIT, None, others=50) < 1.5
    assert pace.wait(PUBLISH, None, others=99) == 0
    assert 0 < pace.wait(PUBLISH, None, others=100) < 1


async def test_without_a_distance_nothing_waits_whatever_was_refused() -> None:
    pace = Pace(conversation_seconds=0).of(1)
    pace.refused(POST, _now(), 30)
    await asyncio.gather(*(_speak(pace, "U1") for _ in range(20)))
    assert (pace.wait(POST, "U1"), pace.at_once(POST), pace.spaces) == (0, pacing.AT_ONCE, False)


async def test_conversations_of_the_past_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MOST_REMEMBERED", 10)
    pace = Pace(1e-9).of(1)
    for number in range(100):
        await _speak(pace, f"U{number}")
    assert len(pace._free_at) <= 12
