"""The stage on which stories are played, on each database."""

from collections.abc import AsyncIterator

import pytest

from tests.stage import Stage, open_stage


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_stage(database_url) as stage:
        yield stage
        assert stage.workspace.refused == [], "the bot asked for something Slack refuses"
