"""An event loop whose time is a number: where nothing is left to do at an instant, it is the next one at once."""

import asyncio
import selectors
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any, Protocol


class Worker(Protocol):
    """Whose tasks are told apart from others', so that they can all be ended at once."""

    tasks: dict[asyncio.Task[Any], None]


WORKING: ContextVar[Worker | None] = ContextVar("working", default=None)
"""Who is at work; inherited by every task begun meanwhile."""


class Stuck(RuntimeError):
    """Everybody waits for somebody else, and nothing will ever happen any more."""


class _NoWaiting(selectors.SelectSelector):
    """Nothing comes from outside, so what would be waited for is only how long."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:
            raise Stuck("nothing is scheduled, and nothing is ready")
        self.seconds += max(timeout, 0.0)
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs as asyncio's own, on the same paths, by virtual seconds; what goes to a thread is done at once."""

    def __init__(self) -> None:
        self._waiting = _NoWaiting()
        super().__init__(self._waiting)
        self.set_task_factory(_of_its_worker)
        self.set_exception_handler(_ignored)

    def time(self) -> float:
        return self._waiting.seconds

    def run_in_executor(self, executor: Any, func: Callable[..., Any], *args: Any) -> Any:
        future = self.create_future()
        try:
            future.set_result(func(*args))
        except Exception as error:
            future.set_exception(error)
        return future


class VirtualClock:
    """The calendar that goes with the loop's seconds; `ahead` is by how many it is wrong."""

    def __init__(self, loop: VirtualLoop, start: datetime, ahead: float = 0.0) -> None:
        self._loop, self._start, self._ahead = loop, start, ahead

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self._loop.time() + self._ahead)


def _of_its_worker(loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:
    task = asyncio.Task(work, loop=loop, **options)
    worker = WORKING.get()
    if worker is not None:
        worker.tasks[task] = None
        task.add_done_callback(lambda done: worker.tasks.pop(done, None))
    return task


def _ignored(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What the tasks of a process that was killed have to say about it is of no interest."""
