"""`doctor` explains every post that was not delivered: for whom, what, since when, and what to do about it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.catalogue import WORDS
from bot.cli import lost
from bot.cli.lost import lost_findings, waiting_findings
from bot.cli.reasons import REASONS, explained
from bot.people.models import Person, Standing, Workspace
from bot.schedule.models import Series
from bot.slack.models import Lane, Post, PostState
from bot.slack.posts import SHUT
from bot.slack.verdicts import AMBIGUOUS, CREDENTIALS, LOST_MESSAGE
from bot.storage.database import Database
from bot.storage.keyring import Keyring

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """On SQLite: nothing here is up to the database."""
    opened = Database.open(sqlite_url, Keyring([Keyring.new_key()]))
    yield opened
    await opened.close()


@pytest.fixture
async def people(database: Database) -> list[Person]:
    """Twelve people of one workspace."""
    async with database.transaction() as session:
        session.add(Workspace(id=1, slack_id="T1", bot_user="U0", bot_token="a token"))  # noqa: S106 no real one
        await session.flush()
        found = [
            Person(
                workspace_id=1,
                slack_id=f"U{number}",
                name=f"Person {number}",
                zone=BERLIN,
                standing=Standing.MEMBER,
            )
            for number in range(1, 13)
        ]
        session.add_all(found)
    return found


async def lose(
    database: Database,
    to: Person | str,
    state: PostState,
    error: str | None,
    view: str = "one_on_one.prep",
    **more: int,
) -> None:
    address = to if isinstance(to, str) else to.slack_id
    recipient = None if isinstance(to, str) else to.id
    subject, at = f"occurrence:{more.get('number', 1)}", NOON - timedelta(hours=more.get("hours", 0))
    about = {"view": view, "subject": subject, "address": address, "key": f"{view}{address}{more}"[:36]}
    async with database.transaction() as session:
        session.add(Post(workspace_id=1, recipient_id=recipient, state=state, error=error, created_at=at, **about))


async def told(database: Database) -> list[str]:
    async with database.reading() as session:
        return [finding.says for finding in await lost_findings(session, WORDS) if not finding.is_well]


async def test_each_fate_says_for_whom_what_since_when_and_the_cure(
    database: Database, people: list[Person]
) -> None:
    await lose(database, people[0], PostState.REFUSED, "user_disabled", hours=3)
    await lose(database, people[1], PostState.REFUSED, "user_disabled")
    await lose(database, "C0FALCON", PostState.REFUSED, "is_archived", "standup.day")
    await lose(database, people[2], PostState.GIVEN_UP, "not_connected", hours=4)
    await lose(database, people[3], PostState.UNKNOWN, "missing_scope", hours=5)
    said = " ".join(await told(database))
    assert (
        "2 × “Preparation for a 1-on-1” for Person 2, Person 1, since 2026-03-02 09:00 UTC: refused by Slack:"
        in said
    )
    assert (
        "for the channel C0FALCON, since 2026-03-02 12:00 UTC: refused by Slack: is_archived, the channel is"
        in said
    )
    assert "given up after 24 hours; the last reason was not_connected, Slack could not be reached" in said
    assert "may or may not have been shown, and the bot could not look (missing_scope, the app is older" in said
    assert "finds Send again on Home" in said


async def test_alike_ones_are_one_line_and_a_crowd_is_counted(
    database: Database, people: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in people:
        await lose(database, person, PostState.REFUSED, "missing_scope")
    [says] = await told(database)
    assert says.startswith("12 × “Preparation for a 1-on-1” for Person 12, ")
    assert ", Person 5 and 4 more, since" in says
    monkeypatch.setattr(lost, "MOST_POSTS", 10)
    assert (await told(database))[1:] == ["2 older posts were not delivered either."]


async def test_where_nothing_was_lost_that_is_said(database: Database) -> None:
    async with database.reading() as session:
        assert [finding.is_well for finding in await lost_findings(session, WORDS)] == [True]
        assert await waiting_findings(session, NOON) == []


async def test_what_waits_for_too_long_is_told_with_its_age(database: Database, people: list[Person]) -> None:
    about = {"view": "toy", "subject": "toy:1", "address": "U1", "key": "k", "created_at": NOON}
    async with database.transaction() as session:
        session.add(Post(workspace_id=1, next_try_at=NOON, **about))
        series = {"rule": "FREQ=WEEKLY", "at": NOON.time(), "zone": BERLIN, "first_date": NOON.date()}
        session.add(Series(workspace_id=1, ritual="one_on_one", next_at=NOON, created_at=NOON, **series))
    async with database.reading() as session:
        assert await waiting_findings(session, NOON + timedelta(minutes=5)) == []
        [acted, sent] = [one.says for one in await waiting_findings(session, NOON + timedelta(hours=3))]
    assert acted.startswith("Something has been due for 3 hours and was not done: is a bot running?")
    assert sent == "A post has been due for 3 hours and was not sent: is a bot running?."
    async with database.transaction() as session:
        session.add(Lane(workspace_id=1, stopped_by="token_revoked"))
    async with database.reading() as session:
        [_, sent] = [one.says for one in await waiting_findings(session, NOON + timedelta(days=3))]
    assert sent.startswith("A post has been due for 3 days and was not sent: it goes out once")


@pytest.mark.parametrize("code", sorted(SHUT | CREDENTIALS | AMBIGUOUS | LOST_MESSAGE))
def test_every_code_the_bot_decides_by_has_a_sentence(code: str) -> None:
    assert explained(code) == f"{code}, {REASONS[code]}"


def test_others_are_said_as_they_are() -> None:
    assert explained("brand_new_error") == "brand_new_error (docs.slack.dev says what that means)"
    assert explained(None) == "no reason is known"
    assert explained("restricted_action_read_only_channel").endswith("an owner of the workspace can allow it")
    assert explained("http_502").startswith("http_502, Slack could not be reached")
    assert all(not reason.endswith(".") for reason in REASONS.values())
