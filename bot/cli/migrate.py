"""`migrate`: bring the database to the version the code needs."""

from typing import Annotated

import typer

from bot.cli.ending import refusals_told, settings_now, stop


def migrate(
    check: Annotated[bool, typer.Option("--check", help="Only say whether it is; exit code 1 if not.")] = False,
    new: Annotated[
        str | None, typer.Option(metavar="SENTENCE", help="For developers: write the next revision.")
    ] = None,
) -> None:
    """Bring the database to the version the code needs."""
    from sqlalchemy.exc import OperationalError

    from bot.storage import migration

    if new is not None:
        migration.write_revision(new)
        return
    url = settings_now().database_url
    try:
        with refusals_told():
            before = migration.current(url)
            if check and before != migration.newest():
                raise stop(f"The database is at {before or 'nothing'}, the code needs {migration.newest()}.")
            if not check:
                migration.upgrade(url)
    except OperationalError:
        raise stop(
            "The database in DATABASE_URL does not answer. Is the address right, and is it running?"
        ) from None
    after = migration.newest()
    typer.echo(
        f"The database is at {after}." if before == after else f"The database went from {before} to {after}."
    )
