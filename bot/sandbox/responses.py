"""Answers that do not go through the Web API: a response_url, and what an ack of a command carries."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.arguments import FALSE
from bot.sandbox.chat import bot_message, checked_content, edit, remove
from bot.sandbox.records import Call, Channel, Message
from bot.sandbox.refusals import SlackRefusal
from bot.sandbox.triggers import ResponseUrl

if TYPE_CHECKING:
    from bot.sandbox.workspace import Workspace

Json = dict[str, Any]

METHOD = "response_url"


class ResponseUrls:
    """Answers the urls that commands and clicks carry."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace

    async def answer(self, request: web.Request) -> web.Response:
        """The route of every response_url: carries out what is sent to it, and keeps the call on record."""
        given = await _body(request)
        key = f"{request.match_info['number']}/{request.match_info['digest']}"
        try:
            self._carry_out(self._workspace.keys.use_response(key), given)
            body: Json = {"ok": True}
            status = 200
        except SlackRefusal as refusal:
            body = {"ok": False, "error": refusal.error} | refusal.extra
            status = 404 if refusal.error.endswith("_url") else 400
            self._workspace.note_refusal(METHOD, refusal.error, refusal.extra.get("errors", []))
        now = self._workspace.clock.now()
        self._workspace.calls.append(Call(METHOD, given, body, status, now))
        return web.json_response(body, status=status)

    def _carry_out(self, response: ResponseUrl, given: Json) -> None:
        channel = self._workspace.channels[response.channel]
        source = response.source
        if _yes(given, "delete_original") and source is not None:
            remove(self._workspace, channel, source)
        elif _yes(given, "replace_original") and source is not None and not source.deleted:
            edit(self._workspace, channel, source, checked_content(self._workspace, given, updating=True))
        else:
            show_answer(self._workspace, response.person, channel, given)


def show_answer(workspace: "Workspace", person: str, channel: Channel, given: Json) -> Message:
    """A new answer to what a person did: for them alone, unless `response_type` says in_channel."""
    message = bot_message(workspace, channel, checked_content(workspace, given))
    message.metadata = None
    if given.get("response_type") != "in_channel":
        message.ephemeral_for = person
    elif not _yes(given, "replace_original"):
        message.thread_ts = given.get("thread_ts")
    workspace.post(channel, message)
    return message


def _yes(given: Json, name: str) -> bool:
    return str(given.get(name, "")) not in FALSE


async def _body(request: web.Request) -> Json:
    try:
        read = await request.json()
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
