"""Talking after the acknowledgement: forms opened and private answers given, in tasks that are kept until done."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.errors import Refusal
from bot.people import queries as people
from bot.slack import posts, queries
from bot.slack.answers import Answer, View, opened
from bot.slack.client import Clients
from bot.slack.content import Message
from bot.slack.desk import Desk
from bot.slack.models import Draft, Post
from bot.slack.posts import Composed, Unsaid
from bot.slack.requests import ActionRequest, Beneath, Request, SubmissionRequest, stamped
from bot.slack.surface import Surface
from bot.slack.verdicts import CALL_FAILURES, verdict
from bot.storage.database import DATABASE_FAILURES, Database

log = structlog.get_logger()
# A window without inputs keeps nothing anybody typed, only what could be read in it then.
WINDOW_KEPT = timedelta(minutes=30)
NOT_OPENED = "Slack did not let me open the form in time. Nothing you wrote is lost."
KNOWING_SECONDS = 1.0
# A trigger opens one form: the request came twice, and the first time has opened it.
SPENT_TRIGGER = "exchanged_trigger_id"


class Talk:
    """Carries out what an answer asks for beyond the acknowledgement. A failure here undoes nothing."""

    def __init__(self, database: Database, clock: Clock, clients: Clients, nudge: Callable[[], None]) -> None:
        self._database = database
        self._clock = clock
        self._clients = clients
        self._nudge = nudge
        self._tasks: set[asyncio.Task[None]] = set()
        self.tokens: dict[str, str] = {}
        """By workspace as Slack calls it, so that a lost database can be told of."""

    def begin(self, answer: Answer, request: Request) -> None:
        """Start carrying it out, and return at once."""
        if answer.opens or answer.redraws or answer.beneath or (answer.text and request.response_url):
            self.spawn(self._carry_out(answer, request))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something in the background; kept referenced, and waited for at the end."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    @property
    def is_busy(self) -> bool:
        return bool(self._tasks)

    async def finish(self) -> None:
        """Wait until everything begun has come to its end."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("talk failed", exc_info=error)

    async def _carry_out(self, answer: Answer, request: Request) -> None:
        try:
            if answer.opens is not None:
                await self._open(answer.opens, request)
            if answer.redraws is not None and isinstance(request, ActionRequest) and request.view is not None:
                client = await self._client(request.workspace)
                view = stamped(answer.redraws, request.view.over)
                await client.views_update(view_id=request.view.id, view=view)
            if answer.beneath is not None:
                await self._redraw_beneath(answer.beneath, request)
            if answer.text is not None:
                await self._say(answer, request)
        except CALL_FAILURES as error:
            log.warning("answer failed", error=verdict(error).code)

    async def _open(self, view: View, request: Request) -> None:
        try:
            await self._place(view, request)
        except CALL_FAILURES as error:
            code = verdict(error).code
            log.warning("form not opened", error=code)
            if code != SPENT_TRIGGER:
                await self._offer_again(view, request)

    async def _place(self, view: View, request: Request) -> None:
        """Over the modal it was asked for in; in its place where that is the third, for Slack stacks no fourth."""
        client = await self._client(request.workspace)
        source = request.view if isinstance(request, ActionRequest) else None
        if source is None or source.kind != "modal":
            await client.views_open(trigger_id=request.trigger or "", view=view)
        elif source.is_third:
            await client.views_update(view_id=source.id, view=stamped(view, source.over))
        else:
            over = Beneath(source.callback, source.metadata)
            await client.views_push(trigger_id=request.trigger or "", view=stamped(view, over))

    async def _redraw_beneath(self, view: View, request: Request) -> None:
        if isinstance(request, SubmissionRequest) and request.view.beneath:
            client = await self._client(request.workspace)
            await client.views_update(view_id=request.view.beneath, view=view)

    async def _offer_again(self, view: View, request: Request) -> None:
        async with self._database.transaction() as session:
            now = self._clock.now()
            person = await people.person_by_slack_id(session, request.workspace, request.user)
            if person is None:
                return
            draft = Draft(person_id=person.id, form=json.dumps(view), created_at=now)
            session.add(draft)
            await session.flush()
            if request.response_url is None:
                # Drafts are forgotten, and SQLite then gives their numbers again: each is a message of its own.
                await posts.want(session, "form", f"draft:{draft.id}:{int(now.timestamp())}", person, now)
        self._nudge()
        if request.response_url is not None:
            answer = Answer(text=NOT_OPENED, blocks=open_again(draft.id))
            await self._say(answer, request)

    async def _say(self, answer: Answer, request: Request) -> None:
        body: dict[str, Any] = {
            "response_type": "ephemeral",
            "replace_original": answer.replaces,
            "text": answer.text,
        }
        if answer.blocks:
            body["blocks"] = list(answer.blocks)
        if request.response_url:
            await self._clients.answer(request.response_url, body)

    async def _client(self, workspace: str) -> AsyncWebClient:
        try:
            async with asyncio.timeout(KNOWING_SECONDS), self._database.reading() as session:
                found = await people.workspace_by_slack_id(session, workspace)
        except DATABASE_FAILURES:
            return self._clients.of(self.tokens.get(workspace, ""))
        self.tokens[workspace] = (found.bot_token if found else None) or ""
        return self._clients.of(self.tokens[workspace])


def open_again(draft_id: int) -> list[dict[str, Any]]:
    """Blocks that say the form could not be opened, with a button that opens it with all that was typed."""
    return [
        {"type": "section", "text": {"type": "plain_text", "text": NOT_OPENED}},
        {
            "type": "actions",
            "elements": [
                {
                    "type": "button",
                    "action_id": "form.open",
                    "text": {"type": "plain_text", "text": "Open the form"},
                    "value": str(draft_id),
                    "style": "primary",
                }
            ],
        },
    ]


async def open_draft(request: ActionRequest, desk: Desk) -> Answer:
    """Open a form again that is kept as a draft; only for the person it was kept for."""
    async with desk.look(request) as case:
        draft = await queries.draft(case.session, case.person.id, request.number())
    if draft is None:
        raise Refusal("This form is no longer kept. Please start again with the command.")
    form = json.loads(draft.form)
    has_words = any(block["type"] == "input" for block in form["blocks"])
    if not has_words and case.now - draft.created_at > WINDOW_KEPT:
        raise Refusal("What this window showed may have changed since. Please open it anew with the command.")
    return opened(form)


async def compose_open_again(session: AsyncSession, post: Post, now: object) -> Composed:
    """The post that offers a form again to a person who could not be answered in private."""
    draft_id = int(post.subject.split(":")[1])
    if post.recipient_id is None or await queries.draft(session, post.recipient_id, draft_id) is None:
        return Unsaid()
    return Message(NOT_OPENED, open_again(draft_id))


POSTS = {"form": compose_open_again}
SURFACE = Surface(actions={"form.open": open_draft})
