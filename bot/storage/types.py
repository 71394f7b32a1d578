"""Column types that keep a promise: aware UTC instants, IANA zones, and text that is encrypted at rest."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import DateTime, Dialect, Enum, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.storage.keyring import Keyring


def named(kind: type[StrEnum]) -> Enum:
    """A column that holds one of an enumeration's values, as plain text on every database."""
    return Enum(kind, native_enum=False, length=24, values_callable=lambda names: [name.value for name in names])


class Instant(TypeDecorator[datetime]):
    """A moment in time: aware going in (else `ValueError`), aware UTC coming out, microseconds kept."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Zone(TypeDecorator[ZoneInfo]):
    """An IANA time zone, stored by name; a name this machine does not know raises `ZoneInfoNotFoundError`."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: ZoneInfo | None, dialect: Dialect) -> str | None:
        return None if value is None else value.key

    def process_result_value(self, value: str | None, dialect: Dialect) -> ZoneInfo | None:
        return None if value is None else ZoneInfo(value)


class Secret(TypeDecorator[str]):
    """Text that a person wrote, or a token: encrypted in the database, plain in Python.

    The keys belong to the database it is stored in, so they ride on the engine's dialect (`Keyring.attach`).
    An encrypted column can not be searched or sorted by the database; that is the price, and the point.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else Keyring.of(dialect).encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else Keyring.of(dialect).decrypt(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        raise TypeError("encrypted content cannot be compared in a query")
