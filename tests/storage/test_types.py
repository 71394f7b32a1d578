"""Columns keep instants aware, zones known and content unreadable to whoever has the file alone."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from bot.errors import ContentUnreadable
from bot.people.models import Person, Standing, Workspace
from bot.slack.models import Draft, Received
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from bot.storage.types import Instant, Secret, Zone

NOON = datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
async def draft(database: Database) -> int:
    """The id of a draft that says “the raise”."""
    async with database.transaction() as session:
        workspace = Workspace(slack_id="T1", bot_user="U0")
        session.add(workspace)
        await session.flush()
        person = Person(
            workspace_id=workspace.id,
            slack_id="U1",
            name="Ana",
            zone=ZoneInfo("Asia/Kathmandu"),
            standing=Standing.MEMBER,
        )
        session.add(person)
        await session.flush()
        kept = Draft(person_id=person.id, form="the raise", created_at=NOON)
        session.add(kept)
    return kept.id


async def _kept_instant(database: Database, instant: datetime) -> datetime:
    async with database.transaction() as session:
        session.add(Received(key="k", at=instant))
    async with database.reading() as session:
        return (await session.scalars(select(Received.at))).one()


async def test_an_instant_comes_out_aware_in_utc_with_its_microseconds(database: Database) -> None:
    kept = await _kept_instant(database, NOON.astimezone(timezone(timedelta(hours=5, minutes=45))))
    assert (kept, kept.tzinfo) == (NOON, UTC)


async def test_a_naive_instant_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="an instant needs a zone"):
        await _kept_instant(database, NOON.replace(tzinfo=None))


async def test_instants_of_two_zones_are_compared_as_instants(database: Database) -> None:
    await _kept_instant(database, NOON)
    later = (NOON + timedelta(seconds=1)).astimezone(ZoneInfo("America/Los_Angeles"))
    async with database.reading() as session:
        assert await session.scalar(select(Received.key).where(Received.at < later)) == "k"
        assert await session.scalar(select(Received.key).where(Received.at > later)) is None


@given(instant=st.datetimes(timezones=st.timezones()))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50, deadline=None)
@pytest.mark.parametrize("driver", ["sqlite", "postgresql"])
def test_any_instant_survives_being_kept(driver: str, instant: datetime) -> None:
    dialect = _dialect(driver)
    kept = Instant().process_bind_param(instant, dialect)
    assert Instant().process_result_value(kept, dialect) == instant.astimezone(UTC)


def _dialect(driver: str) -> object:
    return type("Dialect", (), {"name": driver})()


async def test_a_zone_comes_out_as_it_went_in(database: Database, draft: int) -> None:
    async with database.reading() as session:
        assert (await session.scalars(select(Person.zone))).one() == ZoneInfo("Asia/Kathmandu")
        assert await session.scalar(text("SELECT zone FROM persons")) == "Asia/Kathmandu"


def test_a_zone_this_machine_does_not_know_is_said_by_name() -> None:
    with pytest.raises(ZoneInfoNotFoundError, match="Mars/Olympus"):
        Zone().process_result_value("Mars/Olympus", _dialect("sqlite"))


def test_nothing_stays_nothing_in_every_type() -> None:
    for column in (Instant(), Zone(), Secret()):
        assert column.process_bind_param(None, _dialect("sqlite")) is None
        assert column.process_result_value(None, _dialect("sqlite")) is None


async def test_what_a_person_wrote_is_not_in_the_database_as_they_wrote_it(database: Database, draft: int) -> None:
    async with database.reading() as session:
        assert "the raise" not in str(await session.scalar(text("SELECT form FROM drafts")))
        assert await session.scalar(select(Draft.form)) == "the raise"


async def test_the_same_words_look_different_each_time_they_are_kept(database: Database, draft: int) -> None:
    async with database.transaction() as session:
        person = (await session.scalars(select(Person.id))).one()
        session.add(Draft(person_id=person, form="the raise", created_at=NOON))
    async with database.reading() as session:
        assert len(set(await session.scalars(text("SELECT form FROM drafts")))) == 2


async def test_encrypted_content_is_never_compared_by_the_database() -> None:
    with pytest.raises(TypeError, match="cannot be compared"):
        select(Draft).where(Draft.form == "the raise")


async def test_without_its_key_content_is_refused_and_nothing_of_it_is_told(
    database: Database, database_url: str, draft: int
) -> None:
    other = Database.open(database_url, Keyring([Keyring.new_key()]))
    with pytest.raises(ContentUnreadable) as refused:
        async with other.reading() as session:
            await session.scalar(select(Draft.form))
    await other.close()
    assert "gAAA" not in str(refused.value)
