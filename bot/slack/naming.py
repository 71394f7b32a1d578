"""Whether somebody may name a channel: asked of Slack, since a form may say what no menu has offered."""

import asyncio
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import FieldRefusal
from bot.people import queries as people
from bot.people.models import Person
from bot.slack.client import Clients
from bot.slack.desk import Desk
from bot.slack.paging import next_cursor
from bot.slack.verdicts import CALL_FAILURES, Meaning, verdict
from bot.storage.database import Database

log = structlog.get_logger()
# Of the 2.3 s in which a form is answered; the rest is for the database.
ASK_SECONDS = 1.2
PAGE = 1000
"""The most that `conversations.members` lists at once."""
NOT_BOTH_IN = (
    "I can’t see the two of us in that channel. If it is private, join it and invite me there, then send this "
    "form again."
)
NOT_TOLD = "Slack did not tell me in time whether you are in that channel. Please send this form again."


class Channels:
    """Asks Slack who is in a channel; nothing of it is kept."""

    def __init__(self, database: Database, clients: Clients) -> None:
        self._database = database
        self._clients = clients

    async def lets_in(self, person: Person, channel: str) -> bool:
        """Whether this is a public channel, or a private one that the person and we are both in.

        Of a private channel that we are not in Slack tells us nothing, so it is as if it did not exist; so is a
        direct message, of one or of many. Raises what a call to Slack raises when Slack does not say.
        """
        async with self._database.reading() as session:
            token = (await people.workspace(session, person.workspace_id)).bot_token
        client = self._clients.of(token)
        async with asyncio.timeout(ASK_SECONDS):
            answer = await client.conversations_info(channel=channel)
            shape = answer.get("channel") or {}
            if shape.get("is_im") or shape.get("is_mpim"):
                return False
            return shape.get("is_private") is False or await _lists(client, channel, person.slack_id)


async def check_channel(desk: Desk, person: Person, field: str, channel: str | None, kept: str | None) -> None:
    """Refuse, under the field, a channel that this person may not bring us to.

    One that was left empty, or is `kept` as it is, needs no asking. Asks Slack: never call it in a transaction.
    """
    if not channel or channel == kept:
        return
    try:
        is_open = await desk.lets_in(person, channel)
    except CALL_FAILURES as error:
        found = verdict(error)
        log.warning("channel not looked up", error=found.code)
        if found.meaning is not Meaning.REFUSED:
            raise FieldRefusal(field, NOT_TOLD) from None
        is_open = False
    if not is_open:
        raise FieldRefusal(field, NOT_BOTH_IN)


async def _lists(client: AsyncWebClient, channel: str, user: str) -> bool:
    cursor: str | None = None
    while True:
        page: Any = await client.conversations_members(channel=channel, limit=PAGE, cursor=cursor)
        if user in (page.get("members") or []):
            return True
        cursor = next_cursor(page)
        if cursor is None:
            return False
