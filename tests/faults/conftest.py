"""The stage for faults: on SQLite where the database makes no difference, on each database where it does."""

from collections.abc import AsyncIterator, Iterator, MutableMapping
from typing import Any

import pytest
import structlog

from tests.stage import Stage, open_stage


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url) as stage:
        yield stage


@pytest.fixture
async def on_each_database(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url) as stage:
        yield stage


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[MutableMapping[str, Any]]]:
    """What is logged, kept and not shown: structlog's own tracebacks take seconds, and so would the listeners."""
    with structlog.testing.capture_logs() as lines:
        yield lines
