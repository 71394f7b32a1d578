"""The stage for faults: on SQLite where the database makes no difference, on each database where it does."""

from collections.abc import AsyncIterator

import pytest

from tests.stage import Stage, open_stage


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with open_stage(sqlite_url) as stage:
        yield stage


@pytest.fixture
async def on_each_database(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url) as stage:
        yield stage
