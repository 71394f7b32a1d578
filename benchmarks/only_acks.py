"""What nothing could be faster than: a Bolt app that acknowledges and does no more, in a process of its own."""

import asyncio
import sys
from typing import Any

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.payloads import COMMAND, FORM, SECRET


def app() -> AsyncApp:
    """It verifies signatures and calls nobody to find out who is speaking, as the bot."""
    bolt = AsyncApp(
        signing_secret=SECRET,
        authorize=_authorize,
        process_before_response=True,
        attaching_conversation_kwargs_enabled=False,
    )
    bolt.command(COMMAND)(_acknowledged)
    bolt.view(FORM)(_acknowledged)
    return bolt


async def _authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_id="B1", bot_user_id="U0", bot_token="xoxb-1")  # noqa: S106


async def _acknowledged(ack: Any) -> None:
    await ack()


async def _serve(port: int) -> None:
    bolt = app()

    async def received(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await bolt.async_dispatch(await to_bolt_request(request)))

    server = web.Application()
    server.router.add_post("/slack/events", received)
    runner = web.AppRunner(server, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
