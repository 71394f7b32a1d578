"""The Web API over HTTP: reads a call, checks token, scopes and limits, runs it, records it, answers."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox import chat, conversations, directory, surfaces
from bot.sandbox.arguments import Arguments
from bot.sandbox.faults import Fault
from bot.sandbox.records import Call
from bot.sandbox.refusals import SlackRefusal

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]
Method = Callable[["Workspace", Arguments], Json]

CONNECT = "apps.connections.open"
METHODS: Mapping[str, Method] = {
    "auth.test": directory.auth_test,
    "bots.info": directory.bot_info,
    "chat.delete": chat.delete,
    "chat.getPermalink": chat.permalink,
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.history": conversations.history,
    "conversations.info": conversations.info,
    "conversations.join": conversations.join,
    "conversations.list": conversations.list_channels,
    "conversations.members": conversations.members,
    "conversations.open": conversations.open_conversation,
    "conversations.replies": conversations.replies,
    "reactions.add": chat.add_reaction,
    "team.info": directory.team_info,
    "usergroups.list": directory.list_groups,
    "usergroups.users.list": directory.list_group_members,
    "users.info": directory.user_info,
    "users.list": directory.list_users,
    "views.open": surfaces.open_view,
    "views.publish": surfaces.publish_view,
    "views.push": surfaces.push_view,
    "views.update": surfaces.update_view,
}


@dataclass(frozen=True)
class Told:
    """How Slack answers a call: HTTP's status, the headers that matter, and the body."""

    status: int
    headers: dict[str, str]
    body: Json


class WebApi:
    """Answers `/api/METHOD`; `socket_url` makes the address a new Socket Mode connection uses."""

    def __init__(self, workspace: "Workspace", socket_url: Callable[[], str]) -> None:
        self._workspace = workspace
        self._socket_url = socket_url

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """The route of every method; a planted fault or delay takes its turn here."""
        method = request.match_info["method"]
        given = await _read_arguments(request)
        fault = self._workspace.faults.take(method)
        told = self.call(method, _token(request, given), given, fault, "Authorization" in request.headers)
        await asyncio.sleep(self._workspace.faults.delay_of(method))
        return self._sent(request, told, fault)

    def call(self, method: str, token: str, given: Json, fault: Fault | None, in_header: bool = True) -> Told:
        """Everything a call changes happens here, at once; what follows is only how it is told."""
        arguments = Arguments({name: value for name, value in given.items() if name != "token"})
        if fault is not None and not fault.accepted:
            body: Json = {"ok": False, "error": fault.error or "internal_error"} | fault.extra
            status = fault.status
        else:
            body, status = self._outcome(method, token, arguments, in_header=in_header)
        told = _status_told(fault, status)
        now = self._workspace.clock.now()
        self._workspace.calls.append(Call(method, arguments.values, body, told, now))
        headers = {"x-oauth-scopes": ",".join(self._workspace.permissions.scopes)}
        retry = body.pop("retry_after", None) or (fault.retry_after if fault else 0)
        if retry:
            headers["Retry-After"] = str(retry)
        return Told(told or status, headers, body)

    def _outcome(self, method: str, token: str, arguments: Arguments, *, in_header: bool) -> tuple[Json, int]:
        try:
            return {"ok": True} | self._run(method, token, arguments, in_header), 200
        except SlackRefusal as refusal:
            body = {"ok": False, "error": refusal.error} | refusal.extra
            detail = refusal.extra.get("response_metadata", {}).get("messages", [])
            self._workspace.note_refusal(method, refusal.error, detail)
            return body, 429 if refusal.error == "ratelimited" else 200

    def _run(self, method: str, token: str, arguments: Arguments, in_header: bool) -> Json:
        workspace = self._workspace
        if method != CONNECT and method not in METHODS:
            raise SlackRefusal("unknown_method", req_method=method)
        self._check_token(method, token, in_header)
        wait = workspace.rate_limits.wait(method, arguments.text("channel"))
        if wait:
            raise SlackRefusal("ratelimited", retry_after=wait)
        if method == CONNECT:
            return {"url": self._socket_url()}
        workspace.permissions.require_method(method)
        return METHODS[method](workspace, arguments)

    def _check_token(self, method: str, token: str, in_header: bool) -> None:
        workspace = self._workspace
        if not token:
            raise SlackRefusal("not_authed")
        if token not in (workspace.bot_token, workspace.app_token):
            raise SlackRefusal("invalid_auth")
        wanted = workspace.app_token if method == CONNECT else workspace.bot_token
        if token != wanted or (method == CONNECT and not in_header):
            raise SlackRefusal("not_allowed_token_type")
        if token == workspace.bot_token and workspace.faults.revoked:
            raise SlackRefusal("token_revoked")

    def _sent(self, request: web.Request, told: Told, fault: Fault | None) -> web.StreamResponse:
        if fault is not None and fault.kind == "drop_answer" and request.transport is not None:
            request.transport.close()
        if fault is not None and fault.kind == "server_error":
            return web.Response(status=fault.status, text="upstream connect error", content_type="text/html")
        return web.json_response(told.body, status=told.status, headers=told.headers)


def _status_told(fault: Fault | None, status: int) -> int:
    if fault is None:
        return status
    return 0 if fault.kind == "drop_answer" else fault.status


async def _read_arguments(request: web.Request) -> Json:
    """The query, and over it the body, as JSON or as a form."""
    given: Json = dict(request.query)
    if request.content_type == "application/json":
        given |= _read_json(await request.text())
    elif request.can_read_body:
        given |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return given


def _read_json(text: str) -> Json:
    try:
        read = json.loads(text) if text else {}
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _token(request: web.Request, given: Json) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ") if header else str(given.get("token", ""))
