"""Stages for the tests that try to pry: one that takes nothing ill, one on each database, and scenes set there."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.privacy.played import Played
from tests.privacy.scene import Scene, set_scene
from tests.privacy.team_scene import TeamScene, set_team_scene
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


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _pair(_sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Played[Scene]]:
    file = shutil.copy(_sqlite_template, tmp_path_factory.mktemp("pair"))
    async with open_stage(f"sqlite+aiosqlite:///{file}", **REACHABLE) as stage:
        yield Played(await set_scene(stage))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _falcon(
    _sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Played[TeamScene]]:
    file = shutil.copy(_sqlite_template, tmp_path_factory.mktemp("falcon"))
    async with open_stage(f"sqlite+aiosqlite:///{file}", **REACHABLE) as stage:
        yield Played(await set_team_scene(stage))


@pytest.fixture
def pair(_pair: Played[Scene]) -> Scene:
    """Ana and Bob's 1-on-1, for tests in the loop of the session that try things at the door."""
    return _pair.put_back()


@pytest.fixture
def falcon(_falcon: Played[TeamScene]) -> TeamScene:
    """The team Falcon, likewise."""
    return _falcon.put_back()
