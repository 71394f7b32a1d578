"""What a listener works with: one transaction for one request of one known person."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.errors import DrumbeatError, Refusal
from bot.people import queries as people
from bot.people.models import Person, Standing
from bot.slack.models import Received
from bot.slack.requests import Request
from bot.storage.database import Database
from bot.storage.once import insert_once


class AlreadyDone(DrumbeatError):
    """Slack delivered something a second time; the first time has done it."""


@dataclass(frozen=True)
class Case:
    """A request in work: the session it is worked in, who asks, and the instant it is worked at."""

    session: AsyncSession
    person: Person
    now: datetime


async def nobody_is_let_in(person: Person, channel: str) -> bool:
    """Slack is not there to be asked."""
    return False


@dataclass(frozen=True)
class Desk:
    """Opens cases. Nothing of a case is kept unless its block ends well."""

    database: Database
    clock: Clock
    meet: Callable[[str, str], None] = lambda workspace, user: None
    """Called with the Slack ids of a person we have not met, so that they are known the next time."""
    public_url: str | None = None
    """Where this bot can be reached over HTTP, if it can."""
    lets_in: Callable[[Person, str], Awaitable[bool]] = nobody_is_let_in
    """Whether a person may bring us to the channel with this Slack id; asks Slack (`bot.slack.naming`)."""

    @asynccontextmanager
    async def case(self, request: Request) -> AsyncIterator[Case]:
        """One transaction for a request that changes something.

        Refuses with `AlreadyDone` a request that was worked before, and with `Refusal` anyone who is not a
        member of the workspace as we know it.
        """
        now = self.clock.now()
        async with self.database.transaction() as session:
            person = await self._member(session, request)
            if not await insert_once(session, Received, key=request.key, at=now):
                raise AlreadyDone
            yield Case(session, person, now)

    @asynccontextmanager
    async def look(self, request: Request) -> AsyncIterator[Case]:
        """The same for a request that only reads; doing it twice does no harm."""
        async with self.database.reading() as session:
            yield Case(session, await self._member(session, request), self.clock.now())

    async def _member(self, session: AsyncSession, request: Request) -> Person:
        person = await people.person_by_slack_id(session, request.workspace, request.user)
        if person is None:
            self.meet(request.workspace, request.user)
        return _checked(person)


def _checked(person: Person | None) -> Person:
    if person is None:
        raise Refusal(
            "I have not met you yet: I am still reading the list of people. Please try again in a minute."
        )
    if person.standing is Standing.GUEST:
        raise Refusal("Guests can’t take part here. Please ask a member of the workspace.")
    if person.standing is not Standing.MEMBER:
        raise Refusal("Only members of this workspace can do this.")
    return person
