"""Wakes whoever watches the workspace: the page in a browser, and tests."""

import asyncio
from types import TracebackType

from bot.sandbox.records import Change


class Subscription:
    """An endless async iterator of changes since it was made; close it, or use it as a context manager."""

    def __init__(self, watchers: "list[asyncio.Queue[Change]]") -> None:
        self._watchers = watchers
        self.queue: asyncio.Queue[Change] = asyncio.Queue()
        watchers.append(self.queue)

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Change:
        return await self.queue.get()

    def close(self) -> None:
        if self.queue in self._watchers:
            self._watchers.remove(self.queue)

    def __enter__(self) -> "Subscription":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()


class Changes:
    """Tells every subscriber of every visible change, in order."""

    def __init__(self) -> None:
        self._watchers: list[asyncio.Queue[Change]] = []

    def tell(self, kind: str, subject: str = "", person: str | None = None) -> None:
        for watcher in self._watchers:
            watcher.put_nowait(Change(kind, subject, person))

    def subscribe(self) -> Subscription:
        return Subscription(self._watchers)
