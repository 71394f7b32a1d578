"""What a person's Home tab shows, composed from the state at the moment it is published."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.home import countries
from bot.home.section import Section
from bot.home.views import home as views
from bot.home.views.models import DaysAway, Settings
from bot.home.why import Words, lost_for
from bot.people import calendars
from bot.people import queries as people
from bot.people.models import Person
from bot.people.working_days import WorkingWeek
from bot.slack import posts
from bot.slack.content import HOME, HomeView, home_subject
from bot.slack.folding import Part, fitted
from bot.slack.models import Post
from bot.slack.posts import Composed, Composer, Unsaid


def home(sections: Sequence[Section], words: Words) -> Composer:
    """A composer of the Home tab: the sections in their order, then what was not delivered, then settings.

    `words` name the views of posts. Who is no member is shown nothing.
    """

    async def compose(session: AsyncSession, post: Post, now: datetime) -> Composed:
        if post.recipient_id is None:
            raise LookupError(f"post {post.id} has no recipient")
        person = await people.person(session, post.recipient_id)
        if not person.is_member:
            return Unsaid()
        parts = [Part(section.name, await section.blocks(session, person, now)) for section in sections]
        settings = await settings_of(session, person, now)
        lost = views.undelivered(await lost_for(session, person, now, words), settings)
        return HomeView(fitted(parts, [*lost, *views.settings_part(settings)]))

    return compose


async def settings_of(session: AsyncSession, person: Person, now: datetime) -> Settings:
    """What counts for this person's calendar on the date it is where they are."""
    today = now.astimezone(person.zone).date()
    calendar = await calendars.calendar_of(session, person, today)
    away = await people.absences(session, [person.id], today)
    return Settings(
        zone=person.zone,
        week=WorkingWeek.parse(person.working_week).days,
        region=countries.region_name(person.holidays_region) if person.holidays_region else None,
        away=tuple(DaysAway(absence.id, absence.first, absence.last) for absence in away),
        quiet_because=calendars.is_away(person, calendar, now),
    )


async def want_home(session: AsyncSession, person: Person, now: datetime) -> None:
    """The person looks at their Home tab: publish it, or bring it up to date."""
    await posts.want(session, HOME, home_subject(person.id), person, now)


async def home_changed(session: AsyncSession, person: Person, now: datetime) -> None:
    """Something on this person's Home tab has changed; nothing happens if they have never opened it."""
    await posts.refresh(session, home_subject(person.id), now, view=HOME)
