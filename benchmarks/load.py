"""Requests on a fixed schedule, whether or not the last one was answered, and how long each had to wait."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import aiohttp

from benchmarks.payloads import Request
from benchmarks.rows import percentile

FAILED = "went wrong"


@dataclass(frozen=True)
class Latencies:
    """Seconds from the instant each request was to be sent until all of its answer was there."""

    seconds: tuple[float, ...]
    failed: int = 0
    """How many were answered with a sentence that it did not work."""

    def at(self, percent: int) -> float:
        return percentile(self.seconds, percent)


async def at_a_rate(
    http: aiohttp.ClientSession, address: str, requests: Iterable[Callable[[], Request]], rate: float
) -> Latencies:
    """Send the requests, so many a second; refuses any status but 200."""
    loop = asyncio.get_running_loop()
    begun = loop.time() + 0.05
    sent = [
        asyncio.create_task(_sent(http, address, request, begun + number / rate))
        for number, request in enumerate(requests)
    ]
    answered = await asyncio.gather(*sent)
    return Latencies(tuple(taken for taken, _ in answered), failed=sum(not is_done for _, is_done in answered))


async def _sent(
    http: aiohttp.ClientSession, address: str, request: Callable[[], Request], at: float
) -> tuple[float, bool]:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(at - loop.time())
    body, headers = request()
    async with http.post(address, data=body, headers=headers) as answer:
        answer.raise_for_status()
        text = await answer.text()
    return loop.time() - at, FAILED not in text
