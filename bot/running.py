"""A bot at work: the beat, the lanes, the nightly jobs and the connections, until it is told to stop."""

import asyncio
import re
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from typing import Any

import structlog
from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from sqlalchemy.exc import SQLAlchemyError

from bot.application import Application
from bot.catalogue import RITUALS
from bot.feeds.routes import calendar_routes
from bot.operations.routes import operations_routes
from bot.slack.verdicts import CALL_FAILURES, verdict

log = structlog.get_logger()
RETRY_SECONDS = 5.0
READ_AGAIN_SECONDS = 60.0
STOP_SECONDS = 2.0
FAILURES = (*CALL_FAILURES, SQLAlchemyError)
STAMP = re.compile(r"[0-9]{1,12}")


class Running:
    """Runs an open application. `stop` lets it finish what was accepted; `run` returns within ten seconds."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._stop = asyncio.Event()
        self._port: int | None = None

    def stop(self) -> None:
        """Come to an end soon; may be called from a signal, and more than once."""
        self._stop.set()

    async def run(self) -> None:
        """Run until `stop`; a failure at the start (Slack away, socket refused) is tried again for ever."""
        async with AsyncExitStack() as stack:
            await self._listen(stack)
            scheduler = self._scheduler()
            tasks = [
                asyncio.create_task(work)
                for work in (
                    self._come_up(),
                    self._application.lanes.run(self._application.settings.beat_seconds),
                    self._begin(scheduler),
                )
            ]
            for task in tasks:
                task.add_done_callback(self._ended)
            try:
                await self._stop.wait()
            finally:
                if scheduler.running:
                    scheduler.shutdown(wait=False)
                for task in tasks:
                    task.cancel()
                ended, _ = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in ended:
                if not task.cancelled():
                    task.result()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """A failure nobody foresaw ends the process, for whoever keeps it running to see and to start it anew."""
        if not task.cancelled() and task.exception() is not None:
            self.stop()

    async def _begin(self, scheduler: AsyncIOScheduler) -> None:
        """The first beat comes at once and not after an interval: what is due has waited long enough."""
        await self._beat()
        scheduler.start()

    def _scheduler(self) -> AsyncIOScheduler:
        """One interval job a process, never two at once; nothing is kept in it that could be lost."""
        scheduler = AsyncIOScheduler(
            timezone="UTC", job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        )
        scheduler.add_job(self._beat, "interval", seconds=self._application.settings.beat_seconds)
        scheduler.add_job(self._nightly, "cron", hour=3, minute=17)
        return scheduler

    async def _beat(self) -> None:
        application = self._application
        await application.beat()
        if application.socket is not None:
            now = application.clock.now()
            if await application.socket.is_connected():
                application.health.connected(now)
            else:
                application.health.disconnected(now)

    async def _nightly(self) -> None:
        await self._guarded(self._application.read_directories())
        await self._guarded(self._application.read_rosters())
        await self._housekeeping()

    async def _housekeeping(self) -> None:
        """Also done at the start: a bot that is stopped every night would never come to it."""
        await self._guarded(self._application.forget())
        await self._guarded(self._application.replan_soon())

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except FAILURES as error:
            log.warning("nightly job failed", error=type(error).__name__)

    async def _come_up(self) -> None:
        """Learn who we are, read the people, connect, and keep the connection."""
        application = self._application
        while not await self._installed():  # noqa: ASYNC110 - Slack tells nobody when it is back
            await asyncio.sleep(RETRY_SECONDS)
        reading = asyncio.create_task(self._read_people())
        try:
            await application.connect()
            log.info("running", socket=application.socket is not None, port=self._port)
            watching = [application.socket.watch()] if application.socket else []
            await asyncio.gather(reading, self._housekeeping(), *watching)
        finally:
            reading.cancel()

    async def _read_people(self) -> None:
        """Read the people of every workspace; a list that was not read to its end is begun again."""
        while True:
            await self._guarded(self._application.read_directories())
            await self._guarded(self._application.read_rosters())
            with suppress(*FAILURES):
                if await self._application.directories_are_read():
                    return
            await asyncio.sleep(READ_AGAIN_SECONDS)

    async def _installed(self) -> bool:
        try:
            await self._application.install()
        except FAILURES as error:
            found = verdict(error)
            log.error("slack does not let us in", error=found.code)
            self._application.health.refused_by = found.code
            return False
        self._application.health.refused_by = None
        return True

    async def _listen(self, stack: AsyncExitStack) -> None:
        """Serve health and metrics, and Slack's requests when there is no socket, if a port is set."""
        settings = self._application.settings
        if settings.port is None:
            return
        server = web.Application(client_max_size=1024**2)
        server.add_routes(
            operations_routes(
                self._application.health,
                self._application.metrics,
                self._application.database,
                self._application.clock,
            )
        )
        server.add_routes(calendar_routes(self._application.database, self._application.clock, RITUALS))
        if settings.slack_app_token is None:
            server.router.add_post("/slack/events", _received(self._application.bolt()))
        runner = web.AppRunner(server, access_log=None, shutdown_timeout=STOP_SECONDS)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        site = web.TCPSite(runner, settings.host, settings.port)
        await site.start()
        self._port = runner.addresses[0][1]


def _received(app: AsyncApp) -> Any:
    async def received(request: web.Request) -> web.Response:
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not STAMP.fullmatch(stamp) or not signature.isascii():
            return web.Response(status=401)  # Bolt would fail at what it cannot read
        bolt_request = await to_bolt_request(request)
        response: web.Response = await to_aiohttp_response(await app.async_dispatch(bolt_request))
        return response

    return received
