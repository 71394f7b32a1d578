"""What a running bot answers to whoever runs it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.operations.health import Health
from bot.operations.metrics import Metrics
from bot.operations.routes import operations_routes
from bot.slack.models import Lane
from bot.storage.database import Database
from bot.storage.keyring import Keyring

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
Client = TestClient[web.Request, web.Application]


@dataclass
class HeldClock:
    """A clock that shows what it is told."""

    shown: datetime = NOON

    def now(self) -> datetime:
        """The instant it is held at."""
        return self.shown


@pytest.fixture
def clock() -> HeldClock:
    """Time, held at noon."""
    return HeldClock()


@pytest.fixture
def health() -> Health:
    """A bot at work: just beaten, connected."""
    health = Health(started_at=NOON, beat_at=NOON)
    health.connected(NOON)
    return health


async def _client(health: Health, database: Database, clock: HeldClock) -> Client:
    app = web.Application()
    app.add_routes(operations_routes(health, Metrics(), database, clock))
    return TestClient(TestServer(app))


@pytest.fixture
async def client(health: Health, database: Database, clock: HeldClock) -> AsyncIterator[Client]:
    """A client of the bot's own routes."""
    async with await _client(health, database, clock) as client:
        yield client


async def test_a_healthy_bot_is_green(client: Client) -> None:
    answer = await client.get("/healthz")
    assert (answer.status, await answer.json()) == (200, {"status": "ok", "reasons": []})


async def test_a_bot_that_has_stopped_beating_is_red_and_says_so(client: Client, clock: HeldClock) -> None:
    clock.shown = NOON + timedelta(seconds=61)
    answer = await client.get("/healthz")
    assert answer.status == 503
    assert "last beat was 61 s ago" in (await answer.json())["reasons"][0]


async def test_a_revoked_token_is_seen_at_once(client: Client, database: Database) -> None:
    async with database.transaction() as session:
        session.add(Lane(workspace_id=1, stopped_by="token_revoked"))
    answer = await client.get("/healthz")
    assert answer.status == 503
    assert "token_revoked" in (await answer.json())["reasons"][0]


async def test_readiness_waits_for_the_first_beat(client: Client, health: Health) -> None:
    health.beat_at = None
    assert (await client.get("/readyz")).status == 503
    health.beat_at = NOON
    assert (await client.get("/readyz")).status == 200


async def test_metrics_are_in_prometheus_s_format(client: Client) -> None:
    answer = await client.get("/metrics")
    assert answer.content_type == "text/plain"
    text = await answer.text()
    assert "drumbeat_healthy 1.0" in text
    assert 'drumbeat_posts{state="given up"} 0.0' in text


async def test_without_its_database_a_bot_still_answers(health: Health, clock: HeldClock) -> None:
    database = Database.open("postgresql+psycopg://nobody@127.0.0.1:1/nothing", Keyring([Keyring.new_key()]))
    async with await _client(health, database, clock) as client:
        assert (await client.get("/healthz")).status == 503
        assert (await client.get("/readyz")).status == 503
        assert "drumbeat_healthy 0.0" in await (await client.get("/metrics")).text()
    await database.close()
