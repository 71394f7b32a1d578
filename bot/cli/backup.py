"""`backup`: a copy of the database, taken while the bot runs; `restored`: what to do once a copy was put back."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import CANNOT_START, refusals_told, settings_now, stop

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.storage.backup import Copied

BY_ITSELF = "PostgreSQL has its own: nothing was copied. Where its programs are, run\n  "


def backup(
    file: Annotated[Path, typer.Argument(help="Where to; must not be there yet.", show_default=False)],
) -> None:
    """Copy the database while the bot runs, and check the copy; on PostgreSQL, say how that is done."""
    import sqlite3

    from sqlalchemy.engine import URL, make_url

    from bot.storage.backup import back_up

    url = make_url(settings_now().database_url)
    if url.get_backend_name() != "sqlite":
        # Its password does not belong on a screen: pg_dump asks for it, or finds it in PGPASSWORD.
        plain = URL.create(
            "postgresql", url.username, None, url.host, url.port, url.database, url.query
        ).render_as_string()
        raise stop(f"{BY_ITSELF}pg_dump --format=custom --file={file} --dbname='{plain}'")
    database = Path(url.database or "")
    if not database.exists():
        raise stop(f"There is no database at {database}.")
    try:
        copied = back_up(database, file)
    except FileExistsError as error:
        raise stop(f"{error.filename or error} is there already; nothing was written.") from None
    except (sqlite3.Error, OSError) as error:
        raise stop(f"The copy could not be made ({type(error).__name__}: {error}); nothing was written.") from None
    typer.echo(_said(file, copied))


def restored() -> None:
    """After a backup was put in place: nothing that was said since it was made is said again."""
    from sqlalchemy.exc import OperationalError

    settings = settings_now()
    if not settings.keys:
        raise stop("ENCRYPTION_KEYS is not set: it needs the keys that the backup was kept under.", CANNOT_START)
    try:
        with refusals_told():
            counted = asyncio.run(_restored(settings))
    except OperationalError:
        raise stop("The database in DATABASE_URL does not answer. See: python -m bot doctor") from None
    typer.echo(
        f"{counted} posts are looked for in Slack before they are said. Now start the bot, and read: "
        "python -m bot doctor"
    )


async def _restored(settings: "Settings") -> int:
    from bot.catalogue import SOURCES
    from bot.clock import SystemClock
    from bot.slack.restoring import take_over
    from bot.storage import migration
    from bot.storage.database import Database
    from bot.storage.keyring import Keyring

    await asyncio.to_thread(migration.make_ready, settings.database_url, is_restoring=True)
    database = Database.open(settings.database_url, Keyring(settings.keys))
    try:
        counted = await take_over(database, SystemClock(), SOURCES)
    finally:
        await database.close()
    await asyncio.to_thread(migration.is_in_use, settings.database_url)
    return counted


def _said(file: Path, copied: "Copied") -> str:
    counts = ", ".join(f"{number} {name}" for name, number in copied.counts.items())
    size = f"{copied.size / 1_000_000:.1f} MB"
    return (
        f"Wrote {file}: {size}, version {copied.version}, checked. In it: {counts}.\n"
        "Keep ENCRYPTION_KEYS elsewhere: without them nobody can read what people wrote."
    )
