"""What a running bot answers over HTTP to whoever runs it: health, readiness, metrics; nothing about people."""

from aiohttp import web

from bot.clock import Clock
from bot.operations.health import Health, ask_database
from bot.operations.metrics import CONTENT_TYPE, Metrics, Standing, standing
from bot.storage.database import DATABASE_FAILURES, Database


def operations_routes(
    health: Health, metrics: Metrics, database: Database, clock: Clock
) -> list[web.AbstractRouteDef]:
    """The routes `/healthz`, `/readyz` and `/metrics`; each looks at the database anew."""

    async def healthz(_request: web.Request) -> web.Response:
        await ask_database(health, database)
        is_healthy, reasons = health.is_healthy(clock.now())
        body = {"status": "ok" if is_healthy else "unhealthy", "reasons": reasons}
        return web.json_response(body, status=200 if is_healthy else 503)

    async def readyz(_request: web.Request) -> web.Response:
        await ask_database(health, database)
        is_ready = health.is_ready()
        body = {"status": "ready" if is_ready else "starting"}
        return web.json_response(body, status=200 if is_ready else 503)

    async def exposed(_request: web.Request) -> web.Response:
        await ask_database(health, database)
        now = clock.now()
        found: Standing | None = None
        if health.database_ok:
            try:
                found = await standing(database, now)
            except DATABASE_FAILURES:
                health.database_ok = False
        metrics.show(health, found, now)
        return web.Response(body=metrics.exposition(), headers={"Content-Type": CONTENT_TYPE})

    return [web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", exposed)]
