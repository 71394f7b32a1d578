"""One message a second a conversation, the others meanwhile, and never too many calls at once."""

import asyncio

import pytest

from bot.slack import pacing
from bot.slack.pacing import Pace

SPACE = 0.05


def _now() -> float:
    return asyncio.get_running_loop().time()


async def _speak(pace: Pace, conversation: str | None, said: list[tuple[str | None, float]]) -> None:
    async with pace.turn(conversation):
        said.append((conversation, _now()))


async def test_messages_of_one_conversation_keep_their_distance() -> None:
    pace, said, start = Pace(SPACE), [], _now()
    await asyncio.gather(*(_speak(pace, "U1", said) for _ in range(3)))
    assert all(instant >= start + place * SPACE for place, (_, instant) in enumerate(said))


async def test_other_conversations_need_not_wait() -> None:
    pace, said = Pace(60), []
    async with asyncio.timeout(5):
        await asyncio.gather(*(_speak(pace, f"U{number}", said) for number in range(5)))


async def test_what_is_no_message_never_waits_for_a_conversation() -> None:
    pace, said = Pace(60), []
    async with asyncio.timeout(5):
        await _speak(pace, "U1", said)
        await _speak(pace, None, said)


async def test_whoever_waits_for_a_conversation_takes_up_no_place() -> None:
    pace, said = Pace(60, at_once=2), []
    await _speak(pace, "U1", said)
    waiting = [asyncio.create_task(_speak(pace, "U1", said)) for _ in range(5)]
    await asyncio.sleep(0)
    await asyncio.wait_for(_speak(pace, "U2", said), 5)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert [conversation for conversation, _ in said] == ["U1", "U2"]


async def test_no_more_calls_at_once_than_there_are_places() -> None:
    pace, inside, most = Pace(0, at_once=3), 0, 0

    async def call() -> None:
        nonlocal inside, most
        async with pace.turn(None):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(call() for _ in range(20)))
    assert most == 3


async def test_a_call_that_fails_gives_its_place_back() -> None:
    pace = Pace(0, at_once=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await _fail(pace)


async def _fail(pace: Pace) -> None:
    async with asyncio.timeout(1), pace.turn("U1"):
        raise ZeroDivisionError


async def test_conversations_of_the_past_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "MOST_REMEMBERED", 10)
    pace, said = Pace(0), []
    for number in range(100):
        await _speak(pace, f"U{number}", said)
    assert len(pace._free_at) <= 12
