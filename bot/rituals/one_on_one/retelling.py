"""What is said once more, as a new message, when an occurrence has another time."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.models import Person
from bot.rituals.one_on_one.access import Pair
from bot.rituals.one_on_one.changed import occurrence_subject
from bot.rituals.one_on_one.schedule import PARTNER_PREP, PREP, START, due_times
from bot.schedule.models import Occurrence
from bot.slack.setting_aside import set_aside

ABOUT_A_TIME = ("one_on_one.moved", "one_on_one.cancel_asked", "one_on_one.kept", "one_on_one.proposal")


async def retold(session: AsyncSession, pair: Pair, occurrence: Occurrence, now: datetime) -> None:
    """Set aside what was said about the old time, and each prep and start that comes again at the new one.

    A prep whose instant has passed at the new time as well stays the prep, brought up to date in place.
    """
    due = await due_times(session, pair.series, occurrence)
    moments: tuple[tuple[Person, str, str], ...] = (
        (pair.owner, "one_on_one.prep", PREP),
        (pair.partner, "one_on_one.prep", PARTNER_PREP),
        (pair.owner, "one_on_one.start", START),
        (pair.partner, "one_on_one.start", START),
    )
    again = [(person, view) for person, view, moment in moments if due[moment].at > now]
    again += [(person, view) for person in (pair.owner, pair.partner) for view in ABOUT_A_TIME]
    for person, view in again:
        await set_aside(session, view, occurrence_subject(occurrence), person)
