"""The 1-on-1 as the schedule and the Home tab know it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.people import queries as people
from bot.people.models import Person
from bot.rituals.one_on_one import queries, summaries
from bot.rituals.one_on_one.moments import MOMENTS
from bot.rituals.one_on_one.schedule import PARTNER_PREP, PREP, due_times
from bot.rituals.one_on_one.setting_up import NAME
from bot.rituals.one_on_one.views import overview
from bot.schedule.models import Occurrence, Series
from bot.schedule.moments import About, Due, Ritual
from bot.slack.answers import Block


async def home_blocks(session: AsyncSession, person: Person, now: datetime) -> list[Block]:
    """A person's part of the Home tab: the next 1-on-1s and their own action items."""
    return overview.home_blocks(
        await summaries.summaries(session, person, now),
        await summaries.my_promises(session, person, now),
        person.is_admin,
    )


async def about(session: AsyncSession, series: Sequence[Series]) -> Mapping[int, About]:
    """Whose 1-on-1s these are."""
    found = await queries.by_series_ids(session, [one.id for one in series])
    persons = await people.persons(session, [person for one in found for person in (one.owner_id, one.partner_id)])
    return {one.series_id: _about(persons[one.owner_id], persons[one.partner_id]) for one in found}


def _about(owner: Person, partner: Person) -> About:
    return About(f"1-on-1: {owner.name} and {partner.name}", (owner, partner))


async def whom(
    session: AsyncSession, series: Series, occurrence: Occurrence, name: str, due: Due, about: About
) -> tuple[Person, ...]:
    """Each of the two is asked to prepare by a moment of their own."""
    return {PREP: about.people[:1], PARTNER_PREP: about.people[1:]}.get(name, about.people)


async def series_of(session: AsyncSession, team_ids: Sequence[int], person_id: int | None) -> Sequence[Series]:
    """The series of a person's own 1-on-1s; teams have none."""
    if person_id is None:
        return ()
    return [series for _, series, _ in await queries.all_of(session, person_id)]


RITUAL = Ritual(NAME, MOMENTS, due_times, about, series_of, whom)
