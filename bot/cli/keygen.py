"""`keygen`: a new encryption key, and moving everything to it."""

import asyncio
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import settings_now, stop

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.storage.reencryption import Reencrypted


def keygen(
    reencrypt: Annotated[
        bool, typer.Option("--reencrypt", help="Put everything under the first key of ENCRYPTION_KEYS.")
    ] = False,
) -> None:
    """Print a new key for ENCRYPTION_KEYS."""
    from bot.storage.keyring import Keyring

    if not reencrypt:
        typer.echo(Keyring.new_key())
        return
    settings = settings_now()
    if not settings.keys:
        raise stop("ENCRYPTION_KEYS is missing: there is nothing to encrypt with.", 2)
    done = asyncio.run(_reencrypted(settings))
    typer.echo(f"{done.changed} texts are under the first key now.")
    if done.unreadable:
        raise stop(f"{done.unreadable} texts were left as they are: no key in ENCRYPTION_KEYS opens them.")


async def _reencrypted(settings: "Settings") -> "Reencrypted":
    from bot.storage.database import Database
    from bot.storage.keyring import Keyring
    from bot.storage.reencryption import reencrypt

    database = Database.open(settings.database_url, Keyring(settings.keys))
    try:
        return await reencrypt(database)
    finally:
        await database.close()
