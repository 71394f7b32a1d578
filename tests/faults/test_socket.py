"""The socket comes back from all that slack_sdk does not come back from, and leaves nothing behind."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.slack.socket import Socket
from tests.stage import Stage

SECONDS = 3


@pytest.fixture
async def socket(stage: Stage) -> AsyncIterator[Socket]:
    """A second connection of the bot, watched as closely as a test wants it."""
    application = stage.application
    if application.socket is not None:
        await application.socket.close()
    application.socket = Socket(
        application.bolt(), stage.workspace.app_token, base_url_is_local=True, watch=0.05, patience=0.2, ping=0.1
    )
    await application.socket.connect()
    watching = asyncio.create_task(application.socket.watch())
    yield application.socket
    watching.cancel()


def _spend_tickets(stage: Stage) -> list[str]:
    """From now on an address that Slack gives out is of no use when it arrives; answers what was given out."""
    sockets = stage.workspace.delivery.sockets
    given: list[str] = []
    honest = sockets.ticket

    def spent() -> str:
        given.append(honest())
        sockets._tickets.discard(given[-1])
        return given[-1]

    sockets.ticket = spent  # type: ignore[method-assign]
    return given


async def _back(stage: Stage) -> None:
    async with asyncio.timeout(SECONDS):
        await stage.server.connected()
        while (await stage.person("ana").command("/1on1", "help")).timed_out:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_spent_address_is_given_up_for_a_new_one(stage: Stage, socket: Socket) -> None:
    given = _spend_tickets(stage)
    stage.workspace.faults.drop_socket()
    async with asyncio.timeout(SECONDS):
        while len(given) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    del stage.workspace.delivery.sockets.ticket  # type: ignore[method-assign]
    await _back(stage)
    assert await socket.is_connected()


async def test_slack_asking_to_come_back_with_a_spent_address_is_survived(stage: Stage, socket: Socket) -> None:
    given = _spend_tickets(stage)
    await stage.workspace.delivery.sockets.ask_to_reconnect()
    async with asyncio.timeout(SECONDS):
        while len(given) < 2:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    del stage.workspace.delivery.sockets.ticket  # type: ignore[method-assign]
    await _back(stage)
    assert await socket.is_connected()


async def test_a_slack_that_gives_no_address_for_a_while_is_asked_again(stage: Stage, socket: Socket) -> None:
    stage.workspace.faults.refuse("apps.connections.open", "internal_error", times=3)
    stage.workspace.faults.drop_socket()
    await _back(stage)


async def test_a_first_connection_on_a_spent_address_is_made_on_another(stage: Stage) -> None:
    given = _spend_tickets(stage)
    application = stage.application
    late = Socket(application.bolt(), stage.workspace.app_token, base_url_is_local=True, patience=0.2, ping=0.1)
    connecting = asyncio.create_task(late.connect())
    async with asyncio.timeout(SECONDS):
        while not given:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        del stage.workspace.delivery.sockets.ticket  # type: ignore[method-assign]
        await connecting
    assert await late.is_connected()
    await late.close()


async def test_closing_leaves_no_task_behind(stage: Stage) -> None:
    application = stage.application
    before = asyncio.all_tasks()
    late = Socket(application.bolt(), stage.workspace.app_token, base_url_is_local=True)
    await late.connect()
    assert asyncio.all_tasks() > before
    await late.close()
    left = {task for task in asyncio.all_tasks() - before if "slack" in repr(task)}
    assert left == set()


async def test_what_has_come_in_is_finished_before_the_socket_closes(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    assert stage.application.socket is not None
    async with stage.application.database.transaction():  # nobody else may write meanwhile
        asked = asyncio.create_task(stage.person("ana").command("/1on1", "add @bob A topic"))
        await asyncio.sleep(0.05)
        closing = asyncio.create_task(stage.application.socket.close())
        await asyncio.sleep(0.05)
    await closing
    assert "Added" in (await asked).text


async def test_a_connection_that_never_closes_keeps_nobody_from_stopping(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.application.SOCKET_SECONDS", 0.05)
    socket = stage.application.socket
    assert socket is not None
    closing, hanging = socket.close, asyncio.Event()
    monkeypatch.setattr(socket, "close", hanging.wait)
    async with asyncio.timeout(5):
        await stage.application.__aexit__(None, None, None)
    stage.application.socket = None
    await closing()
