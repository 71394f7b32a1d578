"""What a ritual gives to the Home tab; Home knows no ritual by name."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.slack.blocks import Block


@dataclass(frozen=True)
class Section:
    """One ritual's part of a person's Home tab.

    `name` is what people call it, such as “1-on-1s”; it is read only where the part is too long. `blocks` reads
    what this person may see at an instant, with its own heading; it may not write. Empty when nothing is to be
    shown.
    """

    name: str
    blocks: Callable[[AsyncSession, Person, datetime], Awaitable[list[Block]]]
