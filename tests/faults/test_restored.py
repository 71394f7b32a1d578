"""Yesterday's backup is put in place: what was said since is not said again, and what was not is said once."""

import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.engine import make_url

from bot.application import Application
from bot.catalogue import SOURCES
from bot.errors import StaleSchema, StillInUse
from bot.slack.lanes import Lanes
from bot.slack.models import Lane, Post, PostState
from bot.slack.pacing import Pace
from bot.slack.posts import Unsaid
from bot.slack.restoring import take_over
from bot.storage import migration
from bot.storage.backup import back_up
from bot.storage.database import Database
from bot.storage.keyring import Keyring
from tests.faults.bots import LONG_AGO, another_bot, kill
from tests.slack.town import open_town
from tests.stage import Stage, everything_in, open_stage
from tests.stories.sync_ups import sync_up
from tests.stories.watching import at

TAKEN, BACK = at("2026-03-09 08:30"), at("2026-03-09 09:50")


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    """On Monday the 9th Ana is to prepare and to act at 9:10, a team meets at 9:30, Carol at 17:30."""
    async with open_stage(sqlite_url) as stage:
        await stage.set_up_one_on_one("ana", "bob", values={"prep_at": "09:10"})
        await sync_up(stage)
        await stage.travel_to(at("2026-03-03 13:00"))
        await stage.command("bob", "/1on1", "action @ana Send the draft by 2026-03-09")
        await stage.travel_to(TAKEN)
        yield stage


def file_of(stage: Stage) -> Path:
    return Path(make_url(stage.application.settings.database_url).database or "")


async def put_back(stage: Stage, copy: Path) -> None:
    """The bot dies, and its database is no more; the copy is put in its place."""
    await kill(stage)
    for left in ("", "-wal", "-shm"):
        file_of(stage).with_name(f"{file_of(stage).name}{left}").unlink(missing_ok=True)
    shutil.copyfile(copy, file_of(stage))


async def taken_over(stage: Stage) -> int:
    """`python -m bot restored`, a minute after the bot has gone."""
    url, keys = f"sqlite+aiosqlite:///{file_of(stage)}", stage.application.settings.keys
    database = Database.open(url, Keyring(keys))
    try:
        with pytest.raises(StillInUse):
            await take_over(database, stage.clock, SOURCES)
        async with database.transaction() as session:
            await session.execute(update(Lane).values(lease_until=LONG_AGO))
        return await take_over(database, stage.clock, SOURCES)
    finally:
        await database.close()
        migration.is_in_use(url)


def said(stage: Stage) -> dict[str, str]:
    """Every message in Slack by where it stands, as it reads now."""
    everywhere = [one for channel in stage.workspace.channels.values() for one in channel.messages]
    return {message.ts: everything_in(message) for message in everywhere if not message.ephemeral_for}


async def settle(stage: Stage, application: Application) -> None:
    await stage.workspace.settled()
    await application.settle()
    await stage.workspace.settled()


async def test_what_was_said_since_is_found_and_what_was_not_is_said_once(stage: Stage, tmp_path: Path) -> None:
    back_up(file_of(stage), tmp_path / "copy")
    await stage.travel_to(at("2026-03-09 09:20"))
    before, asked = said(stage), stage.count("ana", "Send the draft")
    assert "Send the draft" in everything_in(stage.last("ana", "Prepare your 1-on-1"))
    await put_back(stage, tmp_path / "copy")
    stage.clock.set(BACK)
    assert await taken_over(stage) > 0
    async with another_bot(stage) as application:
        await settle(stage, application)
        after = said(stage)
        new = {ts: words for ts, words in after.items() if ts not in before}
        assert len([words for words in new.values() if "What is new" in words]) == 2, "the two of Berlin"
        assert len(new) == 3, "and the day in the channel"
        assert "Send the draft" in everything_in(stage.last("ana", "Prepare your 1-on-1")), "edited as one message"
        stage.clock.set(at("2026-03-09 18:00"))
        await settle(stage, application)
        assert stage.count("carol", "What is new") == 1
        assert stage.count("ana", "Send the draft") == asked


async def test_a_thread_and_a_message_of_several_are_found_as_they_stand(sqlite_url: str, tmp_path: Path) -> None:
    async with open_town(sqlite_url) as town:
        app, copy = town.stage.application, tmp_path / "copy"
        await town.say("day")
        await town.say("reply", parent="day")
        for subject, minutes in (("prep", 0), ("action", 10), ("later", 14)):
            await town.tell("ana", subject, at=town.now + timedelta(minutes=minutes), gathers=True)
        back_up(file_of(town.stage), copy)
        town.says["later"] = Unsaid()
        await town.lanes.drive()
        before = said(town.stage)
        assert len(before) == 3
        town.says.pop("later")
        town.stage.clock.advance(timedelta(minutes=5))
        old = Database.open(f"sqlite+aiosqlite:///{copy}", Keyring(app.settings.keys))
        assert await take_over(old, town.stage.clock, ()) == 5
        lanes = Lanes(old, town.stage.clock, app.clients, {"toy": town.compose}, Pace(conversation_seconds=0))
        for minutes in (0, 1, 4):
            town.stage.clock.advance(timedelta(minutes=minutes))
            await lanes.drive()
            assert said(town.stage) == before, "found, and what is not there waits for its own time"
        town.stage.clock.advance(timedelta(minutes=4))
        await lanes.drive()
        assert sorted(set(said(town.stage).values()) - set(before.values())) == ["later section mrkdwn later"]
        async with old.reading() as session:
            assert set(await session.scalars(select(Post.state))) == {PostState.SHOWN}
        await old.close()


async def test_a_copy_in_place_is_not_run_before_somebody_has_said_so(stage: Stage, tmp_path: Path) -> None:
    back_up(file_of(stage), tmp_path / "copy")
    await put_back(stage, tmp_path / "copy")
    with pytest.raises(StaleSchema, match="python -m bot restored"):
        migration.make_ready(stage.application.settings.database_url)
    await taken_over(stage)
    migration.make_ready(stage.application.settings.database_url)
