"""Every table of the bot in one place, whichever folder it belongs to."""

from importlib import import_module
from pathlib import Path

from sqlalchemy import MetaData

import bot
from bot.storage.base import Base

PACKAGE = Path(bot.__file__).parent


def complete_metadata() -> MetaData:
    """The metadata with the tables of every `models.py` below `bot`; nobody has to register one."""
    for file in sorted(PACKAGE.rglob("models.py")):
        import_module(".".join(("bot", *file.relative_to(PACKAGE).with_suffix("").parts)))
    return Base.metadata
