"""The environment, read once and checked as a whole: every mistake is reported together, with its cure."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.errors import ConfigurationError

ASYNC_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
}


class Settings(BaseSettings):
    """What the environment and `.env` say; the environment wins. Secrets never show in its repr."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite+aiosqlite:///data/drumbeat.db"
    encryption_keys: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=0, le=65535)
    public_url: str | None = None
    beat_seconds: float = Field(default=5, gt=0, le=60)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @model_validator(mode="before")
    @classmethod
    def _empty_means_absent(cls, values: Any) -> Any:
        if isinstance(values, dict):
            return {name: value for name, value in values.items() if value not in ("", None)}
        return values

    @field_validator("slack_bot_token")
    @classmethod
    def _looks_like_a_bot_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().startswith("xoxb-"):
            raise ValueError("starts with xoxb-; copy the Bot User OAuth Token from OAuth & Permissions")
        return token

    @field_validator("slack_app_token")
    @classmethod
    def _looks_like_an_app_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not token.get_secret_value().startswith("xapp-"):
            raise ValueError(
                "starts with xapp-; make an app-level token with connections:write under Basic Information"
            )
        return token

    @field_validator("public_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("is an address such as https://drumbeat.example.org")
        return url

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, url: str) -> str:
        if not url.startswith(("http://", "https://")):
            raise ValueError("is an address such as https://slack.com/api/")
        return url if url.endswith("/") else url + "/"

    @field_validator("database_url")
    @classmethod
    def _uses_a_driver_we_have(cls, url: str) -> str:
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ValueError(
                "is an address such as sqlite:///data/drumbeat.db or postgresql://user@host/name"
            ) from None
        driver = ASYNC_DRIVERS.get(parsed.drivername.split("+")[0])
        if driver is None:
            raise ValueError("must start with sqlite: or postgresql:")
        return parsed.set(drivername=driver).render_as_string(hide_password=False)

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _comma_separated(cls, keys: Any) -> Any:
        return [key.strip() for key in keys.split(",") if key.strip()] if isinstance(keys, str) else keys

    @field_validator("encryption_keys")
    @classmethod
    def _are_fernet_keys(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for place, key in enumerate(keys, start=1):
            try:
                Fernet(key.get_secret_value())
            except ValueError:
                raise ValueError(f"key {place} is not a key; make one with: python -m bot keygen") from None
        return keys

    @property
    def reachable_at(self) -> str | None:
        """Where people reach this bot over HTTP; None when no port is open or nobody said."""
        return self.public_url if self.port is not None else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The encryption keys in the clear, first the one that encrypts."""
        return tuple(key.get_secret_value() for key in self.encryption_keys)

    def missing_to_run(self, besides: Collection[str] = ()) -> list[str]:
        """What `run` needs and this environment lacks, each with its cure; empty when it can start.

        Fields named in `besides` are there but wrong, which is told elsewhere: they do not count as missing.
        """

        def has(field: str) -> bool:
            return field in besides or getattr(self, field) not in (None, ())

        missing = []
        if not has("slack_bot_token"):
            missing.append("SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token from OAuth & Permissions")
        if not (has("slack_app_token") or has("slack_signing_secret")):
            missing.append(
                "SLACK_APP_TOKEN is missing: make an app-level token with connections:write"
                " under Basic Information (or set SLACK_SIGNING_SECRET to receive requests over HTTP)"
            )
        if not has("slack_app_token") and has("slack_signing_secret") and not has("port"):
            missing.append("PORT is missing: over HTTP the bot listens on HOST:PORT, path /slack/events")
        if not has("encryption_keys"):
            missing.append("ENCRYPTION_KEYS is missing: make one with: python -m bot keygen")
        return missing


class _Given(Settings):
    """Settings from what is passed alone."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Neither the process environment nor `.env` has a say."""
        return (init_settings,)


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings, from the process environment and `.env`, or from a mapping alone (names in upper case).

    Refuses with `ConfigurationError` naming every variable that is wrong; values are never repeated.
    """
    try:
        return _settings(environment)
    except ValidationError as error:
        raise ConfigurationError([_mistake(detail) for detail in error.errors()]) from None


def settings_to_run(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings, refused with `ConfigurationError` unless they suffice to start the bot.

    What is wrong and what is missing are told together, so that one look mends them all.
    """
    try:
        settings = _settings(environment)
        mistakes = settings.missing_to_run()
    except ValidationError as error:
        wrong = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]}
        rest = _settings(environment, without=wrong)
        mistakes = [_mistake(detail) for detail in error.errors()] + rest.missing_to_run(besides=wrong)
    if mistakes:
        raise ConfigurationError(mistakes)
    return settings


def _settings(environment: Mapping[str, str] | None, without: Collection[str] = ()) -> Settings:
    absent: dict[str, Any] = dict.fromkeys(without)  # None hides what the environment says
    if environment is None:
        return Settings(**absent)
    given: dict[str, Any] = {name.lower(): value for name, value in environment.items()}
    return _Given(**(given | absent))


def _mistake(detail: Any) -> str:
    name = str(detail["loc"][0]).upper() if detail["loc"] else "the environment"
    return f"{name} {detail['msg'].removeprefix('Value error, ')}"
