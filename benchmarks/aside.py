"""A sandbox in a process of its own, so that what Slack does costs the bot no time."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bot.catalogue import SURFACE
from bot.clock import SystemClock
from bot.sandbox import pacing
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace
from bot.slack.manifest import manifest

POST = "chat.postMessage"


@dataclass(frozen=True)
class Wanted:
    """What kind of Slack: how many people, seconds until it answers, and posts a minute if they are limited."""

    people: int
    seconds: float = 0.0
    posts_a_minute: int | None = None


@dataclass(frozen=True)
class Seen:
    """What it has seen of messages: when each call came, in seconds of the wall's clock, and what became of it."""

    accepted: list[float]
    refused: list[float]
    most_to_one: int
    reached: int


class Aside:
    """The sandbox as it is seen from here."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.api_url, self.token, self.people = pipe.recv()

    def seen(self) -> Seen:
        """All calls since this was last asked."""
        self._pipe.send("seen")
        seen: Seen = self._pipe.recv()
        return seen


@contextmanager
def slack(wanted: Wanted) -> Iterator[Aside]:
    """A workspace with so many people, served until the block ends."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, wanted), daemon=True)
    process.start()
    try:
        yield Aside(ours)
    finally:
        process.terminate()
        process.join()


def _serve(pipe: Connection, wanted: Wanted) -> None:
    asyncio.run(_served(pipe, wanted))


async def _served(pipe: Connection, wanted: Wanted) -> None:
    if wanted.posts_a_minute is not None:
        pacing.POSTS_A_MINUTE = wanted.posts_a_minute
    limited = wanted.posts_a_minute is not None
    workspace = Workspace(SystemClock(), manifest=manifest(SURFACE), enforce_rate_limits=limited)
    people = [workspace.add_person(f"p{number:04}", f"Person {number}") for number in range(wanted.people)]
    async with SandboxServer(workspace) as server:
        workspace.faults.delay(wanted.seconds, POST)
        pipe.send((server.api_url, workspace.bot_token, [person.id for person in people]))
        while await asyncio.to_thread(pipe.recv):
            pipe.send(_seen(workspace))
            workspace.calls.clear()


def _seen(workspace: Workspace) -> Seen:
    posts = [call for call in workspace.calls if call.method == POST]
    accepted = [call for call in posts if call.response["ok"]]
    reached = Counter(call.arguments["channel"] for call in accepted)
    return Seen(
        [call.at.timestamp() for call in accepted],
        [call.at.timestamp() for call in posts if not call.response["ok"]],
        max(reached.values(), default=0),
        len(reached),
    )
