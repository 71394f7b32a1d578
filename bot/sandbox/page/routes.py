"""The page's routes: the page itself, what a person sees, what they do, and the clock."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader

from bot.errors import DrumbeatError
from bot.sandbox.page.acts import NotUnderstood, carry_out
from bot.sandbox.page.state import page_state
from bot.sandbox.people import Person
from bot.sandbox.records import Json
from bot.sandbox.server import SandboxServer

FILES = Path(__file__).parent
TYPES = {".js": "text/javascript", ".css": "text/css"}
LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
FURTHEST = timedelta(days=366)
HEARTBEAT_SECONDS = 15.0
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

Travel = Callable[[datetime], Awaitable[None]]
NextEvent = Callable[[], Awaitable[datetime | None]]
Acted = Callable[[str], None]
LOOKING = frozenset({"open_home"})
"""What a person does on the page that changes nothing."""
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def add_page(
    server: SandboxServer,
    *,
    travel: Travel | None = None,
    next_event: NextEvent | None = None,
    acted: Acted | None = None,
) -> None:
    """Add the page to a sandbox that has not started.

    `travel` is awaited to move the clock; without it the workspace's own clock is set. `next_event` tells when the
    bot acts next, or has gone on to it already, and None if nothing is planned; without it the page has no button
    for that. `acted` is told the
    handle of whoever does more than look. Only requests that name a loopback host, and acts that come from the
    page itself, are answered.
    """
    page = Page(server, travel, next_event, acted)
    router = server.app.router
    router.add_get("/", guarded(page.show))
    router.add_get("/sandbox/page/{name}", guarded(page.file))
    router.add_get("/sandbox/state", guarded(page.state))
    router.add_get("/sandbox/live", guarded(page.live))
    router.add_post("/sandbox/act", guarded(page.act))
    router.add_post("/sandbox/clock", guarded(page.clock))
    server.app.on_shutdown.append(page.end)


def guarded(handler: Handler) -> Handler:
    """Answer only the browser on this computer, and say in one sentence why something was refused."""

    async def answer(request: web.Request) -> web.StreamResponse:
        if reason := _foreign(request):
            return web.json_response({"error": reason}, status=403)
        try:
            return await handler(request)
        except DrumbeatError as refusal:
            return web.json_response({"error": str(refusal)}, status=400)

    return answer


def _foreign(request: web.Request) -> str | None:
    """Why a request is not from the page itself: a site elsewhere may make a browser send it."""
    if request.host.rsplit(":", 1)[0] not in LOOPBACK:
        return "The sandbox answers only on this computer; open it as 127.0.0.1 or localhost."
    origin = request.headers.get("Origin")
    if request.method != "POST":
        return None
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        return "The sandbox takes no requests from other sites."
    return None if request.content_type == "application/json" else "The sandbox takes JSON only."


class Page:
    """Answers for one workspace."""

    def __init__(
        self,
        server: SandboxServer,
        travel: Travel | None,
        next_event: NextEvent | None,
        acted: Acted | None = None,
    ) -> None:
        self._workspace = server.workspace
        self._travel = travel or self._set_clock
        self._next_event = next_event
        self._acted = acted
        self._moving = asyncio.Lock()
        self._watching: set[asyncio.Task[None]] = set()
        self._html = Environment(loader=FileSystemLoader(FILES), autoescape=True).get_template("page.html")

    async def show(self, request: web.Request) -> web.Response:
        """The page, which may load nothing but its own files."""
        html = self._html.render(workspace=self._workspace.name, bot=self._workspace.bot_user.name)
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return web.Response(text=html, content_type="text/html", headers=headers)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """One of the page's scripts and style sheets; nothing else that lies beside them."""
        path = FILES / request.match_info["name"]
        if path.parent != FILES or path.suffix not in TYPES or not path.is_file():
            raise web.HTTPNotFound
        headers = {"Content-Type": TYPES[path.suffix], "Cache-Control": "no-cache"}
        return web.FileResponse(path, headers=headers)

    async def state(self, request: web.Request) -> web.Response:
        """What the person called `as` sees; the first person if nobody is named."""
        people = self._workspace.people
        named = request.query.get("as")
        if not named and not people:
            return web.json_response({"error": "There is nobody in this workspace yet."}, status=404)
        viewer = self._person(named) if named else people[0]
        return web.json_response(page_state(self._workspace, viewer, has_next_event=self._next_event is not None))

    async def act(self, request: web.Request) -> web.Response:
        """Do what the body says as the person it names; a sentence comes back if it did not go well."""
        body = await _body(request)
        person = self._person(body.get("as"))
        if self._acted is not None and body.get("kind") not in LOOKING:
            self._acted(person.handle)
        notice = await carry_out(self._workspace, person, body)
        return web.json_response({"ok": True} | ({"notice": notice} if notice else {}))

    def _person(self, handle: object) -> Person:
        person = self._workspace.person(handle) if isinstance(handle, str) else None
        if person is None or person not in self._workspace.people:
            raise NotUnderstood(f"Nobody here is called {handle}.")
        return person

    # The clock

    async def clock(self, request: web.Request) -> web.Response:
        """Move the clock: by `advance_seconds`, to an instant, or to what comes next."""
        body = await _body(request)
        async with self._moving:
            now = self._workspace.clock.now()
            instant = await self._instant(body, now)
            if instant is None:
                return web.json_response({"ok": True, "notice": "Nothing is planned."})
            _require_ahead(instant, now)
            await self._travel(instant)
        return web.json_response({"ok": True, "now": self._workspace.clock.now().isoformat()})

    async def _instant(self, body: Json, now: datetime) -> datetime | None:
        if body.get("next_event") is True:
            planned = await self._next_event() if self._next_event else None
            return max(planned, now) if planned else None
        seconds = body.get("advance_seconds")
        if isinstance(seconds, int) and not isinstance(seconds, bool) and abs(seconds) <= FURTHEST.total_seconds():
            return now + timedelta(seconds=seconds)
        return _read_instant(body.get("to"))

    async def _set_clock(self, instant: datetime) -> None:
        if not hasattr(self._workspace.clock, "set"):
            raise NotUnderstood("This clock cannot be moved.")
        self._workspace.clock.set(instant)

    # Watching

    async def live(self, request: web.Request) -> web.StreamResponse:
        """A stream of server-sent events: one for each visible change, many at once as one."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await response.prepare(request)
        task = asyncio.create_task(self._tell(response))
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)
        with suppress(ConnectionError, asyncio.CancelledError):
            await task
        task.cancel()
        return response

    async def _tell(self, response: web.StreamResponse) -> None:
        with self._workspace.changes() as changes:
            await response.write(b": watching\n\n")
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        await anext(changes)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                while not changes.queue.empty():
                    changes.queue.get_nowait()
                await response.write(b"data: changed\n\n")

    async def end(self, app: web.Application) -> None:
        """Let go of every browser that watches, so that stopping does not wait for them."""
        for task in self._watching:
            task.cancel()


async def _body(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text())
    except ValueError:
        raise NotUnderstood("That is not JSON.") from None
    if not isinstance(body, dict):
        raise NotUnderstood("That is not a JSON object.")
    return body


def _require_ahead(instant: datetime, now: datetime) -> None:
    if instant < now:
        raise NotUnderstood("The clock only moves forward.")
    if instant > now + FURTHEST:
        raise NotUnderstood("The clock moves at most a year at a time.")


def _read_instant(text: object) -> datetime:
    try:
        instant = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise NotUnderstood("Say how far: advance_seconds, next_event, or to with a time and its offset from UTC.")
    return instant
