"""What the benchmarks send is what the bot takes: signed, understood and done."""

import asyncio

from slack_bolt.request.async_request import AsyncBoltRequest
from sqlalchemy import select

from benchmarks.filling import TOKEN, Crowd, fill
from benchmarks.payloads import SECRET, TOPIC, command, submission
from bot.agenda.models import AgendaItem
from bot.application import Application
from bot.clock import SystemClock
from bot.config import read_settings
from bot.storage.keyring import Keyring


async def test_a_command_and_a_form_add_a_topic_each(sqlite_url: str) -> None:
    key, crowd = Keyring.new_key(), Crowd(4, people=8, now=SystemClock().now())
    await asyncio.to_thread(fill, sqlite_url, Keyring([key]), crowd)
    settings = {"DATABASE_URL": sqlite_url, "ENCRYPTION_KEYS": key, "SLACK_SIGNING_SECRET": SECRET}
    async with Application.build(read_settings(settings | {"SLACK_BOT_TOKEN": TOKEN})) as application:
        bolt = application.bolt()
        for body, headers in (command(crowd.team, "U2", 1), submission(crowd.team, "U3", 2, 2)):
            answer = await bolt.async_dispatch(AsyncBoltRequest(body=body.decode(), headers=headers))
            assert answer.status == 200
            assert "errors" not in answer.body
        async with application.database.reading() as session:
            texts = (await session.scalars(select(AgendaItem.text))).all()
    assert texts == [TOPIC, TOPIC]
