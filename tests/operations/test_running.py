"""A bot that has just started does its work at once."""

import asyncio

from bot.application import Application
from bot.config import read_settings
from bot.running import Running
from bot.storage.keyring import Keyring


async def test_the_first_beat_does_not_wait_for_an_interval(sqlite_url: str) -> None:
    settings = read_settings(
        {"DATABASE_URL": sqlite_url, "ENCRYPTION_KEYS": Keyring.new_key(), "BEAT_SECONDS": "60"}
    )
    async with Application.build(settings) as application:
        running = Running(application)
        work = asyncio.create_task(running.run())
        async with asyncio.timeout(20):
            while application.health.beat_at is None:  # noqa: ASYNC110 - nobody is told of a beat
                await asyncio.sleep(0.01)
        running.stop()
        await work
