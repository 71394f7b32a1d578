"""How a command ends early: a sentence on standard error, and a code that says what kind of trouble it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from bot.errors import ConfigurationError, StaleSchema, StillInUse

if TYPE_CHECKING:
    from bot.config import Settings

FAILED = 1
CANNOT_START = 2


def stop(sentence: str, code: int = FAILED) -> typer.Exit:
    """What to raise to end the command with this sentence."""
    typer.echo(sentence, err=True)
    return typer.Exit(code)


@contextmanager
def refusals_told() -> Iterator[None]:
    """Mistakes in the environment, or a database that is not ready, end the command with code 2 and the cure."""
    try:
        yield
    except ConfigurationError as error:
        lines = ["The settings (environment and .env) need a change:", *(f"  {line}" for line in error.mistakes)]
        raise stop("\n".join(lines), CANNOT_START) from None
    except (StaleSchema, StillInUse) as error:
        raise stop(str(error), CANNOT_START) from None


def settings_now() -> "Settings":
    """The settings as they are, or the end of the command."""
    from bot.config import read_settings

    with refusals_told():
        return read_settings()
