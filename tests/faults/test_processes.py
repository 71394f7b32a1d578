"""The bot as a process of its own: over the socket and over HTTP, killed, started again, and stopped."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from typer.testing import CliRunner

from bot.cli.program import program
from bot.clock import SystemClock
from bot.sandbox.people import Person
from bot.sandbox.workspace import Workspace
from bot.storage.keyring import Keyring
from tests.faults.processes import Running, a_bot, a_workspace, is_ready, until, works_every_day
from tests.stage import everything_in

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # noqa: S105
CANARY = "canary-7d1f"
PREP = "Prepare your 1-on-1"


async def _begin(workspace: Workspace, url: str) -> Person:
    """Ana and Bob meet in an hour, so that Ana is to be asked at once."""
    ana = workspace.person("ana")
    await asyncio.to_thread(works_every_day, url)
    soon = workspace.clock.now() + timedelta(hours=1)
    await ana.command("/1on1", f"with @bob weekly {soon:%a %H:%M}")
    await until(lambda: ana.modal is not None)
    answer = await ana.submit()
    assert answer.errors == {}
    await until(lambda: _asked(ana) > 0)
    return ana


def _asked(person: Person) -> int:
    return len([message for message in person.dm if PREP in message.text])


async def test_a_process_that_is_killed_has_kept_what_it_accepted(tmp_path: Path) -> None:
    url, key = f"sqlite+aiosqlite:///{tmp_path}/bot.db", Keyring.new_key()
    async with a_workspace() as (workspace, server):
        async with a_bot(workspace, server, url, key) as bot:
            await is_ready(bot)
            assert (await bot.ask("/healthz"))[0] == 200
            assert "drumbeat_beats" in (await bot.ask("/metrics"))[1]
            ana = await _begin(workspace, url)
            assert "Added" in (await ana.command("/1on1", f"add @bob {CANARY}")).text
            bot.process.kill()
            await bot.process.wait()
            logged = "".join(bot.lines)
        assert CANARY not in logged
        async with a_bot(workspace, server, url, key) as bot:
            await ana.command("/1on1", "agenda @bob")
            await until(lambda: ana.modal is not None)
            assert ana.modal is not None
            assert CANARY in everything_in(ana.modal.blocks)
            assert await bot.stopped() == 0
        assert _asked(ana) == 1


async def test_two_processes_on_one_postgresql_share_the_work(postgres_url: str) -> None:
    key = Keyring.new_key()
    async with (
        a_workspace() as (workspace, server),
        a_bot(workspace, server, postgres_url, key) as one,
        a_bot(workspace, server, postgres_url, key) as other,
    ):
        ana = await _begin(workspace, postgres_url)
        for number in range(4):
            assert "Added" in (await ana.command("/1on1", f"add @bob Topic {number}")).text
        assert await one.stopped() == 0
        assert "Added" in (await ana.command("/1on1", "add @bob Still here")).text
        assert await other.stopped() == 0
        assert _asked(ana) == 1


async def _refused(bot: Running, **headers: str) -> int:
    body = f"command=%2F1on1&text={CANARY}&team_id=T1&user_id=U1"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"http://127.0.0.1:{bot.port}/slack/events", data=body, headers=kind | headers) as answer,
    ):
        return answer.status


async def test_over_http_only_what_slack_has_signed_is_taken(tmp_path: Path) -> None:
    url, key = f"sqlite+aiosqlite:///{tmp_path}/bot.db", Keyring.new_key()
    async with (
        a_workspace() as (workspace, server),
        a_bot(workspace, server, url, key, SLACK_SIGNING_SECRET=SECRET) as bot,
    ):
        server.deliver_to(f"http://127.0.0.1:{bot.port}/slack/events", SECRET)
        ana = await _begin(workspace, url)
        assert "Added" in (await ana.command("/1on1", f"add @bob {CANARY}")).text
        now = str(int(SystemClock().now().timestamp()))
        assert await _refused(bot) == 401
        assert await _refused(bot, **{"X-Slack-Request-Timestamp": now, "X-Slack-Signature": "v0=00"}) == 401
        assert await _refused(bot, **{"X-Slack-Request-Timestamp": now, "X-Slack-Signature": "v0=é"}) == 401
        for stamp in ("abc", "١٢٣", "-1", "1e9", "9" * 40):
            assert await _refused(bot, **{"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": "v0=00"}) == 401
        assert await bot.stopped() == 0
    assert CANARY not in "".join(bot.lines)


def test_an_environment_full_of_mistakes_is_refused_with_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: dict[str, Any] = {
        "SLACK_BOT_TOKEN": f"xapp-{CANARY}",
        "SLACK_APP_TOKEN": "nonsense",
        "DATABASE_URL": "mysql://host/name",
        "BEAT_SECONDS": "often",
        "PORT": "70000",
        "LOG_LEVEL": "LOUD",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    answer = CliRunner().invoke(program, ["run"])
    assert answer.exit_code == 2
    assert [name for name in [*wrong, "ENCRYPTION_KEYS"] if name not in answer.output] == []
    assert CANARY not in answer.output
