"""Serves a workspace on loopback: the Web API, Socket Mode, response urls, and whatever extensions add."""

from collections.abc import Callable, Sequence
from types import TracebackType

from aiohttp import web

from bot.sandbox.responses import ResponseUrls
from bot.sandbox.web_api import WebApi
from bot.sandbox.workspace import Workspace


class SandboxServer:
    """Start it, point the bot's SLACK_API_URL at `api_url`, stop it; port 0 takes a free one.

    Each extension is called with the server before it starts, to add routes to `app`.
    """

    def __init__(
        self,
        workspace: Workspace,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        extensions: "Sequence[Callable[[SandboxServer], None]]" = (),
    ) -> None:
        self.workspace = workspace
        self.app = web.Application(client_max_size=16 * 1024**2)
        self._host, self._port = host, port
        self._runner: web.AppRunner | None = None
        self._add_routes()
        for extension in extensions:
            extension(self)

    def _add_routes(self) -> None:
        api = WebApi(self.workspace, self._socket_url)
        self.app.router.add_route("*", "/api/{method}", api.answer)
        self.app.router.add_get("/link/", self.workspace.delivery.sockets.link)
        self.app.router.add_post("/actions/{number}/{digest}", ResponseUrls(self.workspace).answer)

    async def start(self) -> None:
        """Listen, on a free port if none was given; from here on payloads are delivered."""
        runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, self._host, self._port).start()
        self._port = runner.addresses[0][1]
        self._runner = runner
        self.workspace.keys.base_url = self.url
        self.workspace.delivery.live = True

    async def stop(self) -> None:
        """Close every socket, then the server; nothing is left running."""
        await self.workspace.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "SandboxServer":
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    @property
    def api_url(self) -> str:
        """What the bot's SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    def deliver_to(self, request_url: str, signing_secret: str) -> None:
        """Sign payloads and post them there, as Slack does for apps without Socket Mode."""
        self.workspace.delivery.deliver_to(request_url, signing_secret)

    async def connected(self) -> None:
        """Wait until the bot has opened a socket."""
        await self.workspace.delivery.sockets.arrived.wait()

    def _socket_url(self) -> str:
        ticket = self.workspace.delivery.sockets.ticket()
        return f"ws://{self._host}:{self._port}/link/?ticket={ticket}&app_id={self.workspace.app_id}"
