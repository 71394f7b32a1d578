"""Stages for the tests that try to pry: one that takes nothing ill, and one on each database."""

from collections.abc import AsyncIterator

import pytest

from tests.stage import Stage, open_stage

REACHABLE = {"PORT": "0", "PUBLIC_URL": "https://drumbeat.example.org"}
"""Settings with which calendar addresses are offered."""


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """A stage on SQLite, where the database makes no difference; Slack must have refused the bot nothing."""
    async with open_stage(sqlite_url, **REACHABLE) as stage:
        yield stage
        assert stage.workspace.refused == [], "the bot asked for something Slack refuses"


@pytest.fixture
async def stage_of_each(database_url: str) -> AsyncIterator[Stage]:
    """The same, on SQLite and on PostgreSQL."""
    async with open_stage(database_url, **REACHABLE) as stage:
        yield stage
        assert stage.workspace.refused == [], "the bot asked for something Slack refuses"
