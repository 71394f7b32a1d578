"""The keys that content is encrypted with, and where an engine finds them."""

import hmac
from collections.abc import Sequence
from typing import Self
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import ContentUnreadable

ATTRIBUTE = "drumbeat_keyring"


class Keyring:
    """Encrypts with the first key, decrypts with any: put a new key first, re-encrypt, drop the old."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._first = keys[0].encode() if keys else b""

    @staticmethod
    def new_key() -> str:
        """A fresh random key, as `ENCRYPTION_KEYS` takes it."""
        return Fernet.generate_key().decode()

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode("utf-8", "surrogatepass")).decode()

    def decrypt(self, token: str) -> str:
        """The text behind a token; refuses with `ContentUnreadable`, which never carries the token."""
        try:
            return self._fernet.decrypt(token).decode("utf-8", "surrogatepass")
        except InvalidToken:
            raise ContentUnreadable("no key in ENCRYPTION_KEYS opens this content") from None

    def rotate(self, token: str) -> str:
        """The same content under the first key."""
        return self._fernet.rotate(token).decode()

    def named(self, text: str) -> UUID:
        """The same name for the same text under the same first key; nobody without it can guess or read it."""
        return UUID(bytes=hmac.digest(self._first, text.encode(), "sha256")[:16])

    def attach(self, engine: AsyncEngine) -> None:
        """Let every `Secret` column of this engine use these keys."""
        setattr(engine.dialect, ATTRIBUTE, self)

    @classmethod
    def of(cls, dialect: Dialect) -> Self:
        """The keys of the engine this dialect belongs to; refuses with `ContentUnreadable` one without."""
        keyring: Self | None = getattr(dialect, ATTRIBUTE, None)
        if keyring is None:
            raise ContentUnreadable("this engine was opened without keys")
        return keyring
