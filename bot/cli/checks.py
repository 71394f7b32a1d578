"""The checks of `doctor`: settings, database, keys, what was not delivered, clocks; then Slack."""

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.finding import Finding, well, wrong
from bot.cli.lost import lost_findings, waiting_findings
from bot.cli.reasons import explained
from bot.cli.slack_checks import slack_findings
from bot.clock import Clock
from bot.config import Settings, read_settings, settings_to_run
from bot.errors import ConfigurationError
from bot.operations import queries
from bot.storage import migration
from bot.storage.database import Database, database_now
from bot.storage.keyring import Keyring
from bot.storage.reencryption import unreadable

MOST_SKEW_SECONDS = 5


async def all_findings(clock: Clock, scopes: Collection[str], words: Mapping[str, str]) -> list[Finding]:
    """Every check in order; `scopes` are those the bot needs, `words` say what each view of a post is.

    What cannot be checked because of something that is wrong is left out.
    """
    try:
        settings = read_settings()
    except ConfigurationError as error:
        return [wrong(mistake) for mistake in error.mistakes]
    return [*_settings(), *await _database(settings, clock, words), *await slack_findings(settings, scopes)]


def _settings() -> list[Finding]:
    try:
        settings_to_run()
    except ConfigurationError as error:
        return [wrong(mistake) for mistake in error.mistakes]
    return [well("The settings are complete.")]


async def _database(settings: Settings, clock: Clock, words: Mapping[str, str]) -> list[Finding]:
    if place := _not_made_yet(settings.database_url):
        return [well(f"There is no database yet; run makes it at {place}.")]
    try:
        version = await asyncio.to_thread(migration.current, settings.database_url)
    except (SQLAlchemyError, OSError) as error:
        reason = type(getattr(error, "orig", None) or error).__name__
        return [
            wrong(f"The database in DATABASE_URL does not answer ({reason}): is it running, is the address right?")
        ]
    if version != migration.newest():
        return [wrong(f"The database is at {version}, the code needs {migration.newest()}: python -m bot migrate")]
    return [well(f"The database answers and is at {version}."), *await _inside(settings, clock, words)]


def _not_made_yet(url: str) -> str | None:
    file = make_url(url)
    is_there = file.get_backend_name() != "sqlite" or Path(file.database or "").exists()
    return None if is_there else file.database


async def _inside(settings: Settings, clock: Clock, words: Mapping[str, str]) -> list[Finding]:
    database = Database.open(settings.database_url, Keyring(settings.keys or (Keyring.new_key(),)))
    try:
        return [
            await _keys(database),
            await _clocks(database, clock),
            *await _stopped(database),
            *await _posts(database, clock, words),
        ]
    finally:
        await database.close()


async def _keys(database: Database) -> Finding:
    lost = await unreadable(database)
    if lost:
        return wrong(
            f"No key in ENCRYPTION_KEYS opens {lost} texts in the database: add the key they were kept under."
        )
    return well("The keys open everything in the database.")


async def _clocks(database: Database, clock: Clock) -> Finding:
    async with database.reading() as session:
        skew = abs((await database_now(session) - clock.now()).total_seconds())
    if skew > MOST_SKEW_SECONDS:
        return wrong(
            f"This machine’s clock and the database’s are {skew:.0f} s apart: turn on time synchronisation."
        )
    return well("This machine’s clock agrees with the database’s.")


async def _stopped(database: Database) -> list[Finding]:
    async with database.reading() as session:
        codes = await queries.revoked(session)
    return [wrong(f"A workspace is stopped, nothing is sent to it: {explained(code)}.") for code in codes]


async def _posts(database: Database, clock: Clock, words: Mapping[str, str]) -> list[Finding]:
    async with database.reading() as session:
        return [*await waiting_findings(session, clock.now()), *await lost_findings(session, words)]
