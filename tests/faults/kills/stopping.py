"""The worst points at which a process can be stopped, and how it is made to stop at just one of them."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.slack import calls, claims
from bot.slack.calls import Step
from bot.storage.database import Database

CLAIMING, CLAIMED, CALLING, CALLED = "claiming", "claimed", "calling", "called"
POINTS = (CLAIMING, CLAIMED, CALLING, CALLED)
"""Before the claim is committed, after it, while the call is being made, and before its answer is written down."""


class Order:
    """A file that names a point: whichever process comes to that point first stops there, until it is woken."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def give(self, point: str) -> None:
        """The next that comes to this point is to stop."""
        self.file.write_text(point)

    def withdraw(self) -> bool:
        """Nobody is to stop any more; whether nobody had."""
        try:
            self.file.unlink()
        except FileNotFoundError:
            return False
        return True

    def is_taken(self) -> bool:
        """Whether one has stopped since."""
        return not self.file.exists()

    def obey(self, point: str) -> None:
        """Stop here, if that is the order and nobody else has taken it."""
        try:
            if self.file.read_text() != point:
                return
            self.file.unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGSTOP)


def obeying(order: Order) -> None:
    """Make this process stop where it is told to, whenever it is about to say something."""
    claim_all, call, work = claims.claim_all, calls.call, Database.work
    is_to_say = False

    async def claiming(*given: Any, **named: Any) -> Any:
        nonlocal is_to_say
        claimed = await claim_all(*given, **named)
        is_to_say = any(one.step is Step.POST for one in claimed)
        if is_to_say:
            order.obey(CLAIMING)
        return claimed

    @asynccontextmanager
    async def working(database: Database) -> AsyncIterator[Any]:
        nonlocal is_to_say
        async with work(database) as session:
            yield session
        if is_to_say:
            is_to_say = False
            order.obey(CLAIMED)

    async def calling(client: Any, claimed: Any) -> Any:
        if claimed.step is Step.POST:  # once the call has come as far as it can without waiting
            asyncio.get_running_loop().call_soon(order.obey, CALLING)
        answer = await call(client, claimed)
        if claimed.step is Step.POST:
            order.obey(CALLED)
        return answer

    claims.claim_all, calls.call, Database.work = claiming, calling, working
