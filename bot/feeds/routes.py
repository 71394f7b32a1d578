"""Serving calendar addresses over HTTP; whoever knows an address may read it, and nobody can guess one."""

import re
from collections.abc import Mapping

from aiohttp import web

from bot.clock import Clock
from bot.feeds.addresses import PATH
from bot.feeds.ics import text_of
from bot.feeds.reading import calendar_at
from bot.schedule.moments import Ritual
from bot.storage.database import DATABASE_FAILURES, Database

SECRET = re.compile(r"[A-Za-z0-9_-]{20,64}")
# Asked again every hour by as many programs as there are people: none of them may keep it for others.
HEADERS = {"Cache-Control": "private, max-age=300", "X-Content-Type-Options": "nosniff"}


def calendar_routes(database: Database, clock: Clock, rituals: Mapping[str, Ritual]) -> list[web.AbstractRouteDef]:
    """The route of all calendar addresses: 404 for what is unknown, revoked or not theirs any more, alike."""

    async def calendar(request: web.Request) -> web.Response:
        secret = request.match_info["secret"]
        now = clock.now()
        if not SECRET.fullmatch(secret):
            return web.Response(status=404)
        try:
            async with database.reading() as session:
                shown = await calendar_at(session, secret, rituals, now)
        except DATABASE_FAILURES:
            return web.Response(status=503, headers={"Retry-After": "60"})
        if shown is None:
            return web.Response(status=404)
        text = text_of(shown.name, shown.entries, now)
        return web.Response(body=text, content_type="text/calendar", charset="utf-8", headers=HEADERS)

    return [web.get(f"{PATH}{{secret}}.ics", calendar)]
