"""Making calendar addresses, finding one by its secret, and taking one back."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import Refusal
from bot.feeds import queries
from bot.feeds.models import CalendarAddress
from bot.people import queries as people
from bot.people.models import Person
from bot.teams import access

PATH = "/calendar/"
SECRET_BYTES = 32


def digest_of(secret: str) -> str:
    """What a secret is found by: a digest says nothing about it, and a long random secret needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def url_of(address: CalendarAddress, public_url: str) -> str:
    """The whole address, to be pasted into a calendar program."""
    return f"{public_url.rstrip('/')}{PATH}{address.secret}.ics"


async def make(session: AsyncSession, person: Person, team_id: int | None, now: datetime) -> CalendarAddress:
    """A new address for this person, or for one of their teams; one they had for the same ends at once.

    Refuses a team that the person may not see.
    """
    if team_id is not None:
        await access.my_team(session, person, team_id)
    await people.person_to_change(session, person.id)
    for earlier in await queries.live_of(session, person.id):
        if earlier.team_id == team_id:
            await queries.revoke(session, person.id, earlier.id, now)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    address = CalendarAddress(
        person_id=person.id, team_id=team_id, secret=secret, digest=digest_of(secret), created_at=now
    )
    session.add(address)
    await session.flush()
    return address


async def take_back(session: AsyncSession, person: Person, address_id: int, now: datetime) -> None:
    """Revoke an address of the person's own; refuses one that is not theirs or revoked already."""
    if not await queries.revoke(session, person.id, address_id, now):
        raise Refusal("That address is not in your list any more, so there is nothing to revoke.")
