"""`upcoming`: what will be sent in the next days, to whom; never what it says."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.ending import settings_now, stop

if TYPE_CHECKING:
    from datetime import datetime

    from bot.cli.forecast import Ahead
    from bot.config import Settings
    from bot.people.models import Person

MOST_NAMES = 8


def upcoming(
    days: Annotated[int, typer.Option(min=1, max=90, help="How many days ahead.")] = 7,
    person: Annotated[str | None, typer.Option(help="Only for this person: a name or a Slack id.")] = None,
) -> None:
    """List what will be sent in the next days, to whom; never what it says."""
    from bot.clock import SystemClock

    asyncio.run(_show(settings_now(), SystemClock().now(), days, person))


async def _show(settings: "Settings", now: "datetime", days: int, name: str | None) -> None:
    from datetime import timedelta

    from bot.catalogue import RITUALS
    from bot.cli import queries
    from bot.cli.forecast import ahead
    from bot.storage.database import Database
    from bot.storage.keyring import Keyring
    from bot.storage.migration import is_current

    if not await asyncio.to_thread(is_current, settings.database_url):
        raise stop("The database is not at the version the code needs. Run: python -m bot migrate")
    database = Database.open(settings.database_url, Keyring(settings.keys or (Keyring.new_key(),)))
    try:
        async with database.reading() as session:
            people = await queries.called(session, name) if name else []
            found = await ahead(session, RITUALS, now, now + timedelta(days=days))
    finally:
        await database.close()
    if name and not people:
        raise stop(f"Nobody here is called {name}. Give a name as Slack shows it, or an id such as U024BE7LH.")
    lines = table([one for one in found if not name or _concerns(one, people)], people)
    typer.echo("\n".join(lines) or f"Nothing is due in the next {days} days.")


def table(found: "Sequence[Ahead]", people: "Sequence[Person]") -> list[str]:
    """A line for each, columns aligned; times in the zone of the one person asked for, else in the series’ own."""
    rows = [_cells(one, people) for one in found]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    return [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    ]


def _cells(one: "Ahead", people: "Sequence[Person]") -> tuple[str, str, str, str]:
    zone = people[0].zone if len(people) == 1 else one.zone
    local = one.at.astimezone(zone)
    names = ", ".join(person.name for person in one.people[:MOST_NAMES])
    if len(one.people) > MOST_NAMES:
        names += f" and {len(one.people) - MOST_NAMES} more"
    return f"{local:%a %Y-%m-%d %H:%M} {zone.key}", one.about, one.moment, names


def _concerns(one: "Ahead", people: "Sequence[Person]") -> bool:
    return not {person.id for person in one.people}.isdisjoint(person.id for person in people)
