"""A PostgreSQL of a test's own, that can be stopped, killed and started again on the same data."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.storage.migration import upgrade
from tests import postgres

DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
SECONDS = 30


class OwnServer:
    """The server, and the process that runs it now."""

    def __init__(self, server: postgres.Server, *more: str) -> None:
        self._server = server
        self._pid = server.folder / "data" / "postmaster.pid"
        self._command = [*Path(f"/proc/{self._postmaster}/cmdline").read_text().rstrip("\0").split("\0"), *more]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Of the one database in it, which is migrated."""
        return self._server.url("bot")

    def stop(self) -> None:
        """Shut it down at once, in order; what was not committed is undone."""
        os.kill(self._postmaster, signal.SIGINT)
        while self._pid.exists():
            time.sleep(0.01)
        self._reap()

    def kill(self) -> None:
        """Its first process is gone from one moment to the next, and the others of it follow."""
        number = self._postmaster
        os.kill(number, signal.SIGKILL)
        self._reap()

    def start(self) -> None:
        """Start it on the data that are there, and wait until it answers."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self._server.folder}
        end = time.monotonic() + SECONDS
        # What is left of one that was killed may hold its memory for a moment yet: then it does not start.
        while self._process is None or self._process.poll() is not None:
            assert time.monotonic() < end, "PostgreSQL does not start again"
            self._process = subprocess.Popen(self._command, **quiet, **postgres._account())
            self._await_answer_or_end(end)

    def end(self) -> None:
        """Leave nothing running; it may be down already."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._reap()

    @property
    def _postmaster(self) -> int:
        return int(self._pid.read_text().split()[0])

    def _await_answer_or_end(self, end: float) -> None:
        while self._process is not None and self._process.poll() is None and time.monotonic() < end:
            with suppress(postgres.psycopg.OperationalError):
                self._server.connection().close()
                return
            time.sleep(0.02)

    def _reap(self) -> None:
        if self._process is not None:
            self._process.wait()
            self._process = None


@contextmanager
def own_server(*, durable: bool = False) -> Iterator[OwnServer]:
    """With one migrated database; `durable`: what is committed outlives the server, at the price of its speed."""
    more = [part for name in DURABLE for part in ("-c", f"{name}=on")] if durable else []
    with postgres.running(postgres.binaries()) as server:
        server.run("CREATE DATABASE bot")
        upgrade(server.url("bot"))
        own = OwnServer(server, *more)
        try:
            if durable:
                own.stop()
                own.start()
            yield own
        finally:
            own.end()
