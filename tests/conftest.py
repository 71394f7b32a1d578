"""What every test stands on: databases of its own, no settings from outside, no way out of this machine."""

import gc
import os
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.config import Settings
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from tests.inline_sqlite import inline

pytest_plugins = ["tests.postgres"]

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0", "::", "", None})  # noqa: S104 compared, not bound
LOOK_UPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})
SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})


class LeavesThisMachine(BaseException):
    """A test tried to reach another machine; no `except Exception` may swallow that."""


def _refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    if event in LOOK_UPS:
        _refuse_unless_loopback(arguments[0])
    elif event in SENDING and isinstance(arguments[1], tuple):  # a Unix socket's address is a plain string
        _refuse_unless_loopback(arguments[1][0])


def _refuse_unless_loopback(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name not in LOOPBACK:
        raise LeavesThisMachine(f"A test tried to reach {name}; tests talk to this machine only.")


sys.addaudithook(_refuse_other_machines)

# A developer's own tokens and database are never what a test runs with.
Settings.model_config["env_file"] = None
for setting in Settings.model_fields:
    os.environ.pop(setting.upper(), None)


GARBAGE = (100_000, 50, 100)
"""Objects between two looks for garbage: to look as often as usual is a seventh of the suite’s time."""


LONG = frozenset(
    {
        "test_a_sprint_of_two_teams",
        "test_attention_budget",
        "test_five_hundred",
        "test_sync_up_processes",
    }
)
"""What takes longest begins first, so that at the end no processor waits for it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.stem not in LONG)


def pytest_collection_finish() -> None:
    """What was imported stays to the end, so nobody looks through it for garbage again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


@pytest.fixture
def driven_url(database_url: str) -> str:
    """The test’s database by the driver that takes the least time; storage has that of a bot at work."""
    return inline(database_url)


@pytest.fixture
async def database(driven_url: str) -> AsyncIterator[Database]:
    """An open, migrated database with no rows: the test runs on SQLite and on PostgreSQL."""
    opened = Database.open(driven_url, Keyring([Keyring.new_key()]))
    yield opened
    await opened.close()
