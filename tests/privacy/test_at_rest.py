"""What lies on the disk: whoever has the database and not the keys reads not a word and no token."""

from pathlib import Path

import psycopg
from sqlalchemy import select
from sqlalchemy.engine import make_url

from bot.slack.models import Draft
from tests.privacy.scene import CANARY, play
from tests.stage import Stage


async def test_no_word_and_no_token_is_readable_in_the_database(stage_of_each: Stage) -> None:
    stage = stage_of_each
    await play(stage)
    await _write_the_rest(stage)
    async with stage.application.database.reading() as session:
        drafts = (await session.scalars(select(Draft.form))).all()
    assert any(f"{CANARY}-draft" in form for form in drafts), "there is nothing to find"
    stored = _stored(stage.application.settings.database_url)
    assert b"Europe/Berlin" in stored, "this reads nothing"
    assert b"gAAAA" in stored, "nothing is encrypted"
    assert CANARY.encode() not in stored.lower()
    for token in (b"xoxb-", b"xapp-", stage.workspace.bot_token.encode()):
        assert token not in stored


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
