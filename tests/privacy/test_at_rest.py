"""What lies on the disk: whoever has the database and not the keys reads not a word and no token."""

import re
from pathlib import Path

import psycopg
from sqlalchemy import Enum, String, select
from sqlalchemy.engine import make_url

from bot.feeds.models import CalendarAddress
from bot.slack.models import Draft
from bot.storage.base import Base
from tests.architecture.source import ROOT
from tests.privacy.scene import CANARY, play
from tests.privacy.team_scene import BLOCKERS, QUESTIONS, TODAY, answer, play_team
from tests.stage import Stage

OPERATIONS = ROOT / "docs" / "operations.md"


async def test_no_word_and_no_token_is_readable_in_the_database(stage_of_each: Stage) -> None:
    stage = stage_of_each
    await play(stage)
    await _write_the_rest(stage)
    await _assert_unreadable(stage)


async def test_no_word_of_a_team_and_no_calendar_address_is(stage_of_each: Stage) -> None:
    stage = stage_of_each
    await play_team(stage)
    await _write_the_rest_of_a_sprint(stage)
    async with stage.application.database.reading() as session:
        secrets = (await session.scalars(select(CalendarAddress.secret))).all()
    assert len(secrets) == 4
    stored = await _assert_unreadable(stage)
    assert b"Falcon" in stored, "a team's name is no content"
    assert not [secret for secret in secrets if secret.encode() in stored]


def test_what_is_kept_in_the_clear_is_written_down_with_its_reason() -> None:
    kept = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, String) and not isinstance(column.type, Enum)
    }
    section = OPERATIONS.read_text().partition("## Encryption keys")[2].partition("\n## ")[0]
    assert set(re.findall(r"`([a-z_]+\.[a-z_]+)`", section)) == kept


async def _assert_unreadable(stage: Stage) -> bytes:
    """That neither a word nor a token can be read in what lies on the disk, which is returned."""
    async with stage.application.database.reading() as session:
        drafts = (await session.scalars(select(Draft.form))).all()
    assert any(f"{CANARY}-draft" in form for form in drafts), "there is nothing to find"
    stored = _stored(stage.application.settings.database_url)
    assert b"Europe/Berlin" in stored, "this reads nothing"
    assert b"gAAAA" in stored, "nothing is encrypted"
    assert CANARY.encode() not in stored.lower()
    for token in (b"xoxb-", b"xapp-", stage.workspace.bot_token.encode()):
        assert token not in stored
    return stored


async def _write_the_rest_of_a_sprint(stage: Stage) -> None:
    """Answers changed, blockers and goals reworded, a skip with a reason, and words that had no place yet."""
    await answer(stage, "ana", {TODAY: f"{CANARY}-of-wednesday", BLOCKERS: f"{CANARY}-third"})
    await answer(stage, "ana", {TODAY: f"{CANARY}-changed", BLOCKERS: f"{CANARY}-third-reworded"})
    await stage.command("bob", "/standup", f"skip {CANARY}-by-word")
    await stage.command("ana", "/sprint", "opportunities")
    await stage.click("ana", "modal", "Edit", row=f"{CANARY}-opportunity-by-word")
    await stage.submit("ana", {"text": f"{CANARY}-opportunity-reworded"})
    await stage.person("ana").close_modal(everything=True)
    await stage.command("bob", "/sprint", "goals")
    await stage.submit("bob", {"goal:1": f"{CANARY}-goal-reworded", "new:3": f"{CANARY}-goal-three"})
    await stage.command("bob", "/standup", "settings")
    await stage.click("bob", "modal", "Edit", row=QUESTIONS[0]["text"])
    await stage.submit("bob", {"text": f"And {CANARY}-asked-anew?"})
    await stage.command("jon", "/sprint", f"opportunity {CANARY}-draft")


async def _write_the_rest(stage: Stage) -> None:
    """By message shortcut, from a suggested question, in the question bank, reworded, searched for, and unsent."""
    channel = stage.workspace.add_channel("general", members=["ana", "bob"])
    message = await stage.person("bob").say(channel, f"{CANARY}-in-a-channel")
    await stage.person("ana").message_shortcut("add_to_agenda", message)
    await stage.settle()
    await stage.submit("ana")
    await stage.command("ana", "/1on1", "agenda")
    await stage.click("ana", "modal", "Edit", row=f"{CANARY}-topic-carried")
    await stage.submit("ana", {"topic": f"{CANARY}-reworded"})
    await stage.command("dan", "/1on1")
    await stage.click("dan", "modal", "Question bank")
    await stage.click("dan", "modal", action_id="questions.add")
    await stage.submit("dan", {"text": f"What about {CANARY}-question?"})
    await stage.command("ana", "/1on1", "history")
    await stage.submit("ana", {"search": f"{CANARY}-searched"})
    stage.workspace.faults.refuse("views.open", "expired_trigger_id")
    await stage.command("carol", "/1on1", f"add @dan {CANARY}-draft")


def _stored(url: str) -> bytes:
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = Path(str(parsed.database))
        return b"".join(one.read_bytes() for one in sorted(file.parent.glob(f"{file.name}*")))
    with psycopg.connect(
        host=str(parsed.query["host"]), user=parsed.username, dbname=parsed.database
    ) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = [
            connection.execute(psycopg.sql.SQL("SELECT t::text FROM {} t").format(psycopg.sql.Identifier(name)))
            for (name,) in tables
        ]
        return "\n".join(str(row) for found in rows for row in found.fetchall()).encode()
