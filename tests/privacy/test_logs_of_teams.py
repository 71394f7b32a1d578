"""Logs and metrics of teams at work: not a word, not a mood, and not the secret of a calendar address."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing

import pytest
from aiohttp import ClientSession
from sqlalchemy import select

from bot.blockers import raising
from bot.feeds import routes
from bot.feeds.addresses import PATH
from bot.feeds.models import CalendarAddress
from bot.operations.metrics import standing
from bot.running import Running
from tests.privacy.conftest import REACHABLE
from tests.privacy.scene import CANARY, file_of
from tests.privacy.team_scene import ANSWERS, form_falcon, make_addresses, play_team
from tests.privacy.test_logs_say_nothing import Read, assert_discreet, logged
from tests.stage import MONDAY, Stage, open_stage

__all__ = ["logged"]
BROKEN = ("sync_up_answers", "blockers", "opportunities", "sprint_goals", "teams", "calendar_addresses")


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """One whose bot serves HTTP, too."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    async with open_stage(sqlite_url, **REACHABLE | {"PORT": str(port), "HOST": "127.0.0.1"}) as stage:
        yield stage


async def secrets(stage: Stage) -> list[str]:
    async with stage.application.database.reading() as session:
        return list((await session.scalars(select(CalendarAddress.secret))).all())


async def metrics_of(stage: Stage) -> str:
    metrics, now = stage.application.metrics, stage.clock.now()
    metrics.show(stage.application.health, await standing(stage.application.database, now), now)
    return metrics.exposition().decode()


def break_tables(stage: Stage) -> None:
    with closing(sqlite3.connect(file_of(stage))) as connection, connection:
        for table in BROKEN:
            connection.execute(f"ALTER TABLE {table} RENAME TO {table}_gone")


async def ask(stage: Stage, path: str) -> int:
    """Ask the bot over HTTP, as a calendar program does."""
    url = f"http://127.0.0.1:{stage.application.settings.port}{path}"
    async with ClientSession() as client, client.get(url) as answered:
        await answered.read()
        return answered.status


async def mumble(stage: Stage, line: str) -> bytes:
    """Send the bot a request that is none."""
    reader, writer = await asyncio.open_connection("127.0.0.1", stage.application.settings.port)
    writer.write(line.encode())
    await writer.drain()
    heard = await reader.read(12)
    writer.close()
    await writer.wait_closed()
    return heard


@pytest.mark.parametrize("logged", ["json"], indirect=True)
async def test_teams_at_work_log_no_word_and_no_address(logged: Read, stage: Stage) -> None:
    await play_team(stage)
    for method in ("chat.postMessage", "chat.update", "views.open"):
        stage.workspace.faults.server_error(method, 503)
    await stage.travel_to(MONDAY.replace(day=4, hour=12))
    for text in (f"show {CANARY}", f"{CANARY} is no word", f"skip {'x' * 300} {CANARY}", f"blockers {CANARY}"):
        await stage.command("ana", "/standup", text)
    for text in (f"goal {'x' * 600} {CANARY}", f"goal {CANARY}", f"goal {CANARY}", f"setup {CANARY} <#C1>"):
        await stage.command("ana", "/sprint", text)
    stage.workspace.faults.refuse("views.open", "internal_error", text=f"{CANARY}-in-an-answer")
    await stage.command("ana", "/standup")
    stage.workspace.refused.clear()
    assert "form not opened" in logged(), "nothing was logged"
    for told in (logged(), await metrics_of(stage)):
        assert_discreet(told, stage)
        assert not [secret for secret in await secrets(stage) if secret in told]
        assert "mood" not in told.lower()
    assert 'surface="standup.form"' in await metrics_of(stage)


async def test_what_fails_is_told_without_what_was_typed(
    logged: Read, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await form_falcon(stage)
    await stage.travel_to(MONDAY.replace(minute=30))

    async def quoting(*everything: object) -> None:
        raise ValueError(f"{everything} {everything[3]}")

    with monkeypatch.context() as patched:
        patched.setattr(raising, "raise_blockers", quoting)
        answered = await stage.command("ana", "/standup", f"blocker {CANARY}")
    assert "Something went wrong (ref " in answered.text
    assert "ValueError: [removed]" in logged()
    await stage.command("ana", "/standup")
    await stage.command("bob", "/standup")
    await stage.command("bob", "/sprint", "goals")
    break_tables(stage)
    failed = await stage.person("ana").submit(ANSWERS)
    assert "what you wrote is still in the form" in "".join(failed.errors.values())
    failed = await stage.person("bob").submit({"new:1": f"{CANARY}-goal"})
    assert "what you wrote is still in the form" in "".join(failed.errors.values())
    for text in (f"opportunity {CANARY}", f"goal {CANARY}"):
        assert "Something went wrong" in (await stage.person("ana").command("/sprint", text)).text
    assert "OperationalError" in logged()
    assert_discreet(logged(), stage)


@pytest.mark.parametrize("logged", ["text"], indirect=True)
async def test_a_calendar_address_that_is_asked_for_is_in_no_log(
    logged: Read, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await form_falcon(stage)
    await make_addresses(stage, "ana")
    secret, *_ = await secrets(stage)
    path = f"{PATH}{secret}.ics"

    async def quoting(*everything: object) -> None:
        raise ValueError(f"{everything} {path}")

    async with AsyncExitStack() as stack:
        await Running(stage.application)._listen(stack)
        assert await ask(stage, path) == 200
        assert await ask(stage, f"{path}?x={CANARY}") == 200
        assert await ask(stage, f"{PATH}{secret[1:]}.ics") == 404
        assert b"400" in await mumble(stage, f"GET {path} {CANARY}\r\n\r\n")
        assert await mumble(stage, f"GET {path} HTTP/1.1\r\n{CANARY}\r\n\r\n")
        with monkeypatch.context() as patched:
            patched.setattr(routes, "calendar_at", quoting)
            assert await ask(stage, path) == 500
        break_tables(stage)
        assert await ask(stage, path) == 503
    assert "Error handling request" in logged(), "the failure was not told"
    assert_discreet(logged(), stage)
    for told in (logged(), stage.application.metrics.exposition().decode()):
        assert secret not in told
        assert secret[1:] not in told
        assert PATH not in told
