"""A database of the test's own named in the environment, and a way to run `python -m bot` in this process."""

from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.program import program
from bot.storage.keyring import Keyring

Run = Callable[..., Any]


@pytest.fixture
def key() -> str:
    """The key that the environment names."""
    return Keyring.new_key()


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, database_url: str, key: str) -> None:
    """An environment that suffices to run, but for Slack."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("ENCRYPTION_KEYS", key)


@pytest.fixture
def run() -> Run:
    """Runs a command with arguments."""
    return lambda *arguments: CliRunner().invoke(program, list(arguments), catch_exceptions=False)
