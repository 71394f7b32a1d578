"""What rang at whom and when: every message of the bot as it was when it came, by its kind."""

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.absence import add_absence, change_calendar
from bot.people.models import Person
from bot.rituals.one_on_one.reactions import days_changed
from bot.schedule.wall_clock import local_date
from tests.stage import Stage

KINDS = {
    "Prepare your": "prep",
    "Coming up": "prep",
    " starts.": "start",
    "is at its end": "start",
    "Recap of": "recap",
    "cannot be held": "proposal",
    "were not held": "not held",
    "three times in a row": "ignored",
    "asks to cancel": "cancel?",
    " was moved": "moved",
    " is off": "off",
    "Due ": "due",
    "ended your": "ended",
    "has ended": "ended",
    "changed your": "changed",
    "paused your": "paused",
    "resumed your": "resumed",
    "every ": "begun",
    "monthly": "begun",
}


def rang(stage: Stage, handle: str, zone: str = "Europe/Berlin") -> list[str]:
    """Such as "Mon 2 10:00 prep", for each message in the order it came."""
    return [
        f"{datetime.fromtimestamp(float(ts), UTC).astimezone(ZoneInfo(zone)):%a %-d %H:%M} {kind(text)}"
        for ts, text in stage.person(handle).notifications
    ]


def kinds(stage: Stage, handle: str) -> list[str]:
    """The kinds alone, in the order the messages came."""
    return [kind(text) for _, text in stage.person(handle).notifications]


def kind(text: str) -> str:
    """What a message is, by the words in it."""
    return next((name for words, name in KINDS.items() if words in text), text)


async def away(stage: Stage, handle: str, first: str, last: str | None = None) -> None:
    """The person says on their Home tab that they are away."""
    days = date.fromisoformat(first), date.fromisoformat(last or first)

    async def change(session: AsyncSession, person: Person) -> None:
        await add_absence(session, person, *days, local_date(stage.clock.now(), person.zone))

    await _changed(stage, handle, change)


async def works(stage: Stage, handle: str, week: str, region: str | None = None) -> None:
    """The person sets their working days and the region whose holidays they have."""

    async def change(session: AsyncSession, person: Person) -> None:
        await change_calendar(session, person, week, region)

    await _changed(stage, handle, change)


async def _changed(stage: Stage, handle: str, change: Callable[[AsyncSession, Person], Awaitable[None]]) -> None:
    async with stage.application.database.transaction() as session:
        slack = stage.workspace
        person = await people.person_by_slack_id(session, slack.team_id, stage.person(handle).id)
        assert person is not None
        await change(session, person)
        await days_changed(session, person, stage.clock.now())
    await stage.settle()


async def move(stage: Stage, handle: str, other: str, day: str, at: str = "10:00") -> dict[str, str]:
    """Reschedule the next one by the command; what stands under the fields of the form, if it was refused."""
    await stage.command(handle, "/1on1", f"move @{other}")
    return (await stage.submit(handle, {"day": day, "at": at})).errors


def at(text: str, zone: str = "Europe/Berlin") -> datetime:
    """An instant by the clocks of a zone: "2026-03-03 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
