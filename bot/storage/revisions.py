"""What Alembic does to a schema over a given connection; imported only by who changes one, or compares it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.engine import Connection

from bot.errors import StaleSchema
from bot.storage.schema import complete_metadata


def upgrade(scripts: Path, connection: Connection, revision: str) -> None:
    """Bring it up to a revision; refuses with `StaleSchema` a version that the scripts do not know."""
    with _refusing_the_unknown():
        command.upgrade(_config(scripts, connection), revision)


def downgrade(scripts: Path, connection: Connection, revision: str) -> None:
    """Take it back to a revision; refuses as `upgrade` does."""
    with _refusing_the_unknown():
        command.downgrade(_config(scripts, connection), revision)


def differences(connection: Connection) -> list[Any]:
    """What Alembic would change to make the database look like the models; empty when they agree."""
    options = {"compare_type": True, "render_as_batch": True}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), complete_metadata()))


def write(scripts: Path, connection: Connection, message: str, revision: str) -> None:
    """Write the next revision from what the models have and this database, at the newest one, has not."""
    command.revision(_config(scripts, connection), message, autogenerate=True, rev_id=revision)


def _config(scripts: Path, connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _refusing_the_unknown() -> Iterator[None]:
    try:
        yield
    except CommandError as error:
        raise StaleSchema(
            f"{error}. The database was made by another version of Drumbeat: run that one, or a newer one."
        ) from error
