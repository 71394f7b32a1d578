"""The tests of storage use the drivers of a bot at work."""

import pytest


@pytest.fixture
def driven_url(database_url: str) -> str:
    """The test's database as a bot opens it."""
    return database_url
