"""`doctor` checks one thing after the other, and each failure says what to do."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.catalogue import WORDS
from bot.cli.checks import all_findings
from bot.clock import SystemClock
from bot.people.models import Workspace
from bot.sandbox.clock import MovableClock
from bot.sandbox.server import SandboxServer
from bot.sandbox.workspace import Workspace as SandboxWorkspace
from bot.slack.manifest import SCOPES, manifest
from bot.slack.models import Lane
from bot.slack.surface import Surface
from bot.storage import migration
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from tests.cli.conftest import Run


@pytest.fixture
async def slack(monkeypatch: pytest.MonkeyPatch, environment: None) -> AsyncIterator[SandboxWorkspace]:
    """A Slack that knows the tokens in the environment, and grants what the manifest asks for."""
    workspace = SandboxWorkspace(SystemClock(), manifest=manifest(Surface()))
    async with SandboxServer(workspace) as server:
        monkeypatch.setenv("SLACK_API_URL", server.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", workspace.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", workspace.app_token)
        yield workspace


@pytest.fixture
async def database(database_url: str, key: str) -> AsyncIterator[Database]:
    """The database of the environment, with one workspace."""
    opened = Database.open(database_url, Keyring([key]))
    async with opened.transaction() as session:
        session.add(Workspace(id=1, slack_id="T1", bot_user="U1", bot_token=Keyring.new_key()))
    yield opened
    await opened.close()


async def _wrong(clock: SystemClock | MovableClock | None = None, scopes: frozenset[str] = SCOPES) -> list[str]:
    findings = await all_findings(clock or SystemClock(), scopes, WORDS)
    return [finding.says for finding in findings if not finding.is_well]


@pytest.mark.usefixtures("slack", "database")
async def test_a_bot_that_has_all_it_needs_has_nothing_wrong() -> None:
    findings = await all_findings(SystemClock(), SCOPES, WORDS)
    assert [finding.says for finding in findings if not finding.is_well] == []
    assert len(findings) == 8


@pytest.mark.usefixtures("database")
async def test_a_token_that_slack_does_not_know_is_named(
    slack: SandboxWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-unknown")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-unknown")
    assert await _wrong() == [
        f"Slack does not accept {name} (invalid_auth): copy it again from the app’s settings."
        for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN")
    ]


@pytest.mark.usefixtures("slack", "database")
async def test_a_scope_that_slack_has_not_granted_is_named() -> None:
    [sentence] = await _wrong(scopes=SCOPES | {"channels:read"})
    assert sentence.startswith("Slack has not granted channels:read: paste manifest.json")


@pytest.mark.usefixtures("slack", "database")
async def test_a_slack_that_cannot_be_reached_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    assert await _wrong() == ["Slack cannot be reached at SLACK_API_URL: is the way out open?"] * 2


@pytest.mark.usefixtures("slack", "database")
async def test_clocks_that_disagree_are_told() -> None:
    [sentence] = await _wrong(MovableClock(SystemClock().now() + timedelta(minutes=5)))
    assert sentence.startswith("This machine’s clock and the database’s are 300 s apart")


@pytest.mark.usefixtures("slack", "database")
async def test_content_that_no_key_opens_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCRYPTION_KEYS", Keyring.new_key())
    [sentence] = await _wrong()
    assert sentence.startswith("No key in ENCRYPTION_KEYS opens 1 texts")


@pytest.mark.usefixtures("slack")
async def test_a_stopped_lane_is_told_with_the_cure(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Lane(workspace_id=1, stopped_by="token_revoked"))
    [stopped] = await _wrong()
    assert stopped.startswith("A workspace is stopped, nothing is sent to it: token_revoked, somebody has revoked")
    assert "put the new token in SLACK_BOT_TOKEN" in stopped


@pytest.mark.usefixtures("slack")
async def test_a_database_at_another_version_is_told_with_the_command(database_url: str) -> None:
    await asyncio.to_thread(migration.downgrade, database_url)
    assert await _wrong() == [
        f"The database is at None, the code needs {migration.newest()}: python -m bot migrate"
    ]


@pytest.mark.usefixtures("slack")
async def test_a_database_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    [sentence] = await _wrong()
    assert sentence.startswith("The database in DATABASE_URL does not answer (OperationalError)")


async def test_settings_that_are_missing_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///nowhere/at/all.db")
    assert [sentence.partition(" ")[0] for sentence in await _wrong()] == [
        "SLACK_BOT_TOKEN",
        "SLACK_APP_TOKEN",
        "ENCRYPTION_KEYS",
    ]


async def _health_of(
    run: Run, monkeypatch: pytest.MonkeyPatch, status: int, reasons: list[str]
) -> tuple[int, str]:
    async def healthz(_request: web.Request) -> web.Response:
        return web.json_response({"reasons": reasons}, status=status)

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz)])
    async with TestServer(app) as server:
        monkeypatch.setenv("PORT", str(server.port))
        done = await asyncio.to_thread(run, "doctor", "--health")
    return done.exit_code, done.output


async def test_health_asks_the_running_bot(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _health_of(run, monkeypatch, 200, []) == (0, "The bot is well.\n")
    told = await _health_of(run, monkeypatch, 503, ["The database does not answer."])
    assert told == (1, "The database does not answer.\n")


def test_health_needs_a_port_and_somebody_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "PORT is not set" in run("doctor", "--health").output
    monkeypatch.setenv("PORT", "1")
    done = run("doctor", "--health")
    assert (done.exit_code, done.output) == (1, "No bot answers on 127.0.0.1:1.\n")
