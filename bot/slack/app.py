"""The way in: each request is worked and committed by its listener, then acknowledged, then talked about."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refusal
from bot.people import queries as people
from bot.slack import requests
from bot.slack.answers import Answer
from bot.slack.commands import dispatch
from bot.slack.desk import Desk
from bot.slack.failures import ANSWER_SECONDS, guarded
from bot.slack.requests import ActionRequest, EventRequest, Request, SubmissionRequest, stamped
from bot.slack.surface import Command, Surface
from bot.slack.talk import Talk
from bot.slack.text import plain
from bot.storage.database import DATABASE_FAILURES, Database

Ack = Callable[..., Awaitable[Any]]
Nudge = Callable[[], None]
ANY = re.compile(".*", re.DOTALL)
KNOWING_SECONDS = 0.4


class Reception:
    """Takes in what Slack sends. A listener commits before this acknowledges; what is said comes after."""

    def __init__(self, surface: Surface, desk: Desk, talk: Talk, nudge: Nudge) -> None:
        self._surface = surface
        self._desk = desk
        self._talk = talk
        self._nudge = nudge
        self._commands = {command.name: command for command in surface.commands}
        self._shortcuts = {shortcut.callback: shortcut for shortcut in surface.shortcuts}
        self._at_work: set[asyncio.Task[Any]] = set()

    def build(self, database: Database, client: AsyncWebClient, signing_secret: str | None) -> AsyncApp:
        """A Bolt app that knows this surface and calls nobody to find out who is speaking.

        `process_before_response` makes Bolt acknowledge events after their listener, not before it: an event
        that could not be kept is not acknowledged, and Slack delivers it again.
        """
        app = AsyncApp(
            client=client,
            signing_secret=signing_secret or "socket mode verifies nothing",
            authorize=_authorize_from(database),
            process_before_response=True,
            request_verification_enabled=signing_secret is not None,
            attaching_conversation_kwargs_enabled=False,
        )
        app.use(self._counted)
        for command in self._surface.commands:
            app.command(command.name)(self.on_command)
        # Bolt asks one after the other: first what people wait for.
        app.action(ANY)(self.on_action)
        app.view(ANY)(self.on_submission)
        for shortcut in self._surface.shortcuts:
            app.shortcut(shortcut.callback)(self.on_shortcut)
        for event in self._surface.events:
            app.event(event)(self.on_event)
        app.view_closed(ANY)(_acknowledged)
        return app

    async def on_command(self, ack: Ack, body: dict[str, Any]) -> None:
        """A slash command: its private answer rides on the acknowledgement."""
        request = requests.command_request(body)
        command: Command = self._commands[request.command]
        typed = f"{request.command} {plain(request.text)}".strip()
        answer = await guarded(lambda: dispatch(command, request, self._desk), request.command, typed=typed)
        if answer.text is None:
            await ack()
        else:
            await ack(text=answer.text, blocks=list(answer.blocks) or None, response_type="ephemeral")
        self._after(Answer(opens=answer.opens), request)

    async def on_shortcut(self, ack: Ack, body: dict[str, Any]) -> None:
        """A shortcut, global or on a message."""
        request = requests.shortcut_request(body)
        shortcut = self._shortcuts[request.callback]
        answer = await guarded(lambda: shortcut.listener(request, self._desk), request.callback)
        await ack()
        self._after(_shown(answer, request), request)

    async def on_action(self, ack: Ack, body: dict[str, Any]) -> None:
        """A press or a choice; an action nobody knows any more gets a private sentence."""
        request = requests.action_request(body)
        listener = self._surface.actions.get(request.action, _forgotten)
        answer = await guarded(lambda: listener(request, self._desk), request.action)
        await ack()
        self._after(_shown(answer, request), request)

    async def on_submission(self, ack: Ack, body: dict[str, Any]) -> None:
        """A form sent: closed, changed or sent back with errors under its fields."""
        request = requests.submission_request(body)
        fields = tuple(block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input")
        listener = self._surface.forms.get(request.view.callback, _unknown_form)
        answer = await guarded(lambda: listener(request, self._desk), request.view.callback, fields)
        await ack(**_response(answer, request))
        self._after(Answer(opens=answer.opens, beneath=answer.beneath), request)

    async def on_event(self, ack: Ack, body: dict[str, Any]) -> BoltResponse | None:
        """An event: acknowledged only if it could be kept."""
        request: EventRequest = requests.event_request(body)
        async with asyncio.timeout(ANSWER_SECONDS):
            await self._surface.events[request.event["type"]](request, self._desk)
        await ack()
        self._nudge()
        return None

    async def finish(self) -> None:
        """Wait until everything that has come in is answered."""
        while self._at_work:
            await asyncio.wait(self._at_work)

    async def _counted(self, ack: Ack, next_: Callable[[], Awaitable[Any]]) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
        await next_()

    def _after(self, answer: Answer, request: Request) -> None:
        self._talk.begin(answer, request)
        self._nudge()


def _authorize_from(database: Database) -> Callable[..., Awaitable[Any]]:
    """Who we are in a workspace, from our own table and remembered.

    A database that does not answer is not told here: the listener finds it out, and tells the person.
    """
    known: dict[str, AuthorizeResult] = {}

    async def authorize(team_id: str | None = None, enterprise_id: str | None = None) -> AuthorizeResult | None:
        if team_id not in known:
            try:
                async with asyncio.timeout(KNOWING_SECONDS), database.reading() as session:
                    workspace = await people.workspace_by_slack_id(session, team_id or "")
            except DATABASE_FAILURES:
                return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
            if workspace is None:
                return None
            known[workspace.slack_id] = AuthorizeResult(
                enterprise_id=enterprise_id,
                team_id=workspace.slack_id,
                bot_id=workspace.bot_id,
                bot_user_id=workspace.bot_user,
                bot_token=workspace.bot_token,
            )
        return known.get(team_id or "")

    return authorize


def _response(answer: Answer, request: SubmissionRequest) -> dict[str, Any]:
    """The acknowledgement of a submission (docs.slack.dev/surfaces/modals, "response actions")."""
    if answer.errors:
        return {"response_action": "errors", "errors": dict(answer.errors)}
    if answer.redraws is not None:
        return {"response_action": "update", "view": stamped(answer.redraws, request.view.over)}
    if answer.pushes is not None:
        return {"response_action": "push", "view": answer.pushes}
    if answer.clears:
        return {"response_action": "clear"}
    if answer.text is not None:
        return {"response_action": "update", "view": _as_view(answer)}
    return {}


def _shown(answer: Answer, request: Request) -> Answer:
    """Where there is no private answer to give (in a form, on Home, from the search bar), a form says it."""
    if answer.text is None or request.response_url is not None:
        return answer
    return Answer(opens=_as_view(answer))


def _as_view(answer: Answer) -> dict[str, Any]:
    said = list(answer.blocks) or [{"type": "section", "text": {"type": "mrkdwn", "text": answer.text}}]
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Drumbeat"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": said,
    }


async def _forgotten(request: ActionRequest, desk: Desk) -> Answer:
    return Answer(text="This button is from an older version. Please open my Home tab, or use `/1on1`.")


async def _unknown_form(request: SubmissionRequest, desk: Desk) -> Answer:
    # Raised, not said: under a field it leaves what was typed where it is.
    raise Refusal("This form is from an older version. Please copy what you wrote and open it again.")


async def _acknowledged(ack: Ack) -> None:
    await ack()
