"""Health turns red when the bot does not do its work, and says why."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.operations.health import Health, ask_database
from bot.people.models import Workspace
from bot.slack.models import Lane
from bot.storage.database import Database
from bot.storage.keyring import Keyring

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def _working(**changes: object) -> Health:
    health = Health(started_at=NOON - timedelta(hours=1), beat_at=NOON)
    health.connected(NOON - timedelta(hours=1))
    for name, value in changes.items():
        setattr(health, name, value)
    return health


def test_a_bot_that_beats_and_is_connected_is_healthy() -> None:
    assert _working().is_healthy(NOON) == (True, [])


@pytest.mark.parametrize(
    ("beat_seconds", "age", "is_healthy"),
    [(5, 60, True), (5, 61, False), (30, 90, True), (30, 91, False)],
)
def test_a_beat_may_be_sixty_seconds_or_three_beats_old(beat_seconds: float, age: float, is_healthy: bool) -> None:
    assert _working(beat_seconds=beat_seconds).is_healthy(NOON + _seconds(age))[0] is is_healthy


def test_a_bot_that_never_beats_turns_red_counted_from_its_start() -> None:
    health = Health(started_at=NOON, uses_socket=False)
    assert health.is_healthy(NOON + _seconds(60))[0]
    assert health.is_healthy(NOON + _seconds(75)) == (
        False,
        ["The last beat was 75 s ago: nothing is sent when it is due."],
    )


def test_a_lost_socket_turns_red_after_a_minute_and_green_when_it_is_back() -> None:
    health = _working()
    health.disconnected(NOON)
    health.disconnected(NOON + _seconds(30))
    health.beat_at = NOON + _seconds(61)
    assert health.is_healthy(NOON + _seconds(60))[0]
    assert health.is_healthy(NOON + _seconds(61)) == (False, ["Not connected to Slack for 61 s."])
    health.connected(NOON + _seconds(61))
    assert health.is_healthy(NOON + _seconds(61))[0]


def test_a_socket_that_never_came_counts_from_the_start() -> None:
    health = Health(started_at=NOON, beat_at=NOON + _seconds(61))
    assert health.is_healthy(NOON + _seconds(61)) == (False, ["Not connected to Slack for 61 s."])


def test_over_http_there_is_no_socket_to_miss() -> None:
    assert Health(started_at=NOON, beat_at=NOON + _seconds(61), uses_socket=False).is_healthy(NOON + _seconds(61))[
        0
    ]


def test_a_revoked_token_and_a_lost_database_are_both_told() -> None:
    health = _working(database_ok=False, stopped_lanes=frozenset({"token_revoked"}))
    assert health.is_healthy(NOON) == (
        False,
        ["The database does not answer.", "Slack does not accept a token any more: token_revoked."],
    )


def test_a_token_that_slack_refused_at_the_start_is_told_until_it_is_accepted() -> None:
    health = _working(refused_by="invalid_auth")
    assert health.is_healthy(NOON) == (False, ["Slack does not let the bot in: invalid_auth."])
    health.refused_by = None
    assert health.is_healthy(NOON)[0]


def test_it_is_ready_once_it_has_beaten_and_is_connected() -> None:
    health = Health(started_at=NOON)
    assert not health.is_ready()
    health.beat_at = NOON
    assert not health.is_ready()
    health.connected(NOON)
    assert health.is_ready()
    health.database_ok = False
    assert not health.is_ready()


async def test_the_database_is_asked_for_stopped_lanes(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Lane(workspace_id=1, stopped_by="token_revoked"))
    health = _working(database_ok=False)
    await ask_database(health, database)
    assert health.database_ok
    assert health.stopped_lanes == frozenset({"token_revoked"})


async def test_a_workspace_that_has_uninstalled_the_app_counts_as_revoked(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(update(Workspace).values(bot_token=None))
    health = _working()
    await ask_database(health, database)
    assert health.stopped_lanes == frozenset({"token_revoked"})


async def test_a_database_that_is_not_there_does_not_answer() -> None:
    database = Database.open("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Keyring([Keyring.new_key()]))
    health = _working()
    await ask_database(health, database)
    await database.close()
    assert not health.database_ok
