"""Every mistake in the environment is told at once, by name, with its cure, and never with its value."""

import pytest

from bot.config import read_settings, settings_to_run
from bot.errors import ConfigurationError
from bot.storage.keyring import Keyring

KEY = Keyring.new_key()
COMPLETE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "ENCRYPTION_KEYS": KEY}


def _mistakes(environment: dict[str, str]) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        settings_to_run(environment)
    return [mistake.partition(" ")[0] for mistake in refused.value.mistakes]


def test_a_complete_environment_is_enough_to_run() -> None:
    settings = settings_to_run(COMPLETE)
    assert settings.keys == (KEY,)
    assert settings.database_url == "sqlite+aiosqlite:///data/drumbeat.db"


def test_an_empty_environment_lacks_three_things() -> None:
    assert _mistakes({}) == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "ENCRYPTION_KEYS"]


def test_what_is_wrong_and_what_is_missing_are_told_together() -> None:
    environment = {"SLACK_BOT_TOKEN": "nonsense", "BEAT_SECONDS": "soon", "LOG_LEVEL": "LOUD"}
    assert sorted(_mistakes(environment)) == [
        "BEAT_SECONDS",
        "ENCRYPTION_KEYS",
        "LOG_LEVEL",
        "SLACK_APP_TOKEN",
        "SLACK_BOT_TOKEN",
    ]


def test_the_process_environment_is_read_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (COMPLETE | {"BEAT_SECONDS": "soon", "SLACK_APP_TOKEN": ""}).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as refused:
        settings_to_run()
    assert [mistake.partition(" ")[0] for mistake in refused.value.mistakes] == ["BEAT_SECONDS", "SLACK_APP_TOKEN"]


def test_a_mapping_is_read_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-this-machine")
    assert read_settings({}).slack_bot_token is None


def test_over_http_a_port_is_needed() -> None:
    environment = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s", "ENCRYPTION_KEYS": KEY}
    assert _mistakes(environment) == ["PORT"]
    assert settings_to_run(environment | {"PORT": "8080"}).port == 8080


def test_what_is_there_but_wrong_is_not_called_missing_too() -> None:
    assert _mistakes(COMPLETE | {"SLACK_APP_TOKEN": "oops", "SLACK_SIGNING_SECRET": "s"}) == ["SLACK_APP_TOKEN"]
    environment = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": "s",
        "ENCRYPTION_KEYS": KEY,
        "PORT": "http",
    }
    assert _mistakes(environment) == ["PORT"]


@pytest.mark.parametrize(
    ("name", "value", "cure"),
    [
        ("SLACK_BOT_TOKEN", "canary", "xoxb-"),
        ("SLACK_APP_TOKEN", "canary", "connections:write"),
        ("SLACK_API_URL", "canary", "https://slack.com/api/"),
        ("DATABASE_URL", "canary", "sqlite:///data/drumbeat.db"),
        ("DATABASE_URL", "mysql://canary@host/x", "postgresql:"),
        ("ENCRYPTION_KEYS", "canary", "python -m bot keygen"),
        ("PORT", "canary", "integer"),
        ("LOG_FORMAT", "canary", "json"),
    ],
)
def test_a_wrong_value_is_named_with_its_cure_and_not_repeated(name: str, value: str, cure: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        read_settings({name: value})
    [mistake] = refused.value.mistakes
    assert mistake.startswith(f"{name} ")
    assert cure in mistake
    assert "canary" not in mistake


def test_a_secret_does_not_show_in_the_settings() -> None:
    assert "xoxb-1" not in repr(settings_to_run(COMPLETE))
    assert KEY not in repr(settings_to_run(COMPLETE))


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("postgres://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+psycopg://u:p@h/d"),
        ("sqlite:////data/x.db", "sqlite+aiosqlite:////data/x.db"),
    ],
)
def test_a_database_address_gets_the_driver_that_we_have(given: str, url: str) -> None:
    assert read_settings({"DATABASE_URL": given}).database_url == url
