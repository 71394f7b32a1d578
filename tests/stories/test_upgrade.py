"""A database full of 1-on-1s, as the version before teams left it, is brought up to date and goes on."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import MetaData, create_engine, select

from bot.rituals.one_on_one.models import BankChange, Sitting
from bot.slack.models import Draft
from bot.storage import migration
from tests.stage import Stage, everything_in
from tests.stories.watching import at, away, kinds, rang

BEFORE_TEAMS = "0002"
Rows = dict[str, list[dict[str, Any]]]


async def test_what_was_there_is_there_and_what_is_due_comes(stage: Stage, database_url: str) -> None:
    await _a_week_of_one_on_ones(stage)
    rung = rang(stage, "ana")
    before, after = await _through_the_upgrade(stage, database_url)
    assert [name for name, rows in before.items() if not rows] == [], "a table that nothing is known of"
    assert {name: _as_before(rows, after[name]) for name, rows in before.items()} == before
    assert migration.differences(database_url) == []
    await stage.command("bob", "/1on1", "add @ana Holidays")
    await stage.travel_to(at("2026-03-10 09:56"))
    assert rang(stage, "ana") == [*rung, "Mon 9 10:00 prep", "Tue 10 09:55 start"]
    assert kinds(stage, "bob")[-2:] == ["prep", "start"]
    shown = everything_in(stage.last("ana"))
    assert "Holidays" in shown
    assert "On-call" in shown, "what was carried over before the upgrade"
    await stage.command("ana", "/1on1", "history @bob")
    assert "Ask about the rota" in everything_in(stage.person("ana").modal.blocks)


async def test_a_team_can_be_set_up_in_it(stage: Stage, database_url: str) -> None:
    await _a_week_of_one_on_ones(stage)
    await _through_the_upgrade(stage, database_url)
    channel = stage.workspace.add_channel("falcon", members=["ana", "bob"])
    await stage.workspace.invite_bot(channel)
    await stage.command("ana", "/sprint", "setup Falcon")
    values = {"channel": channel.id, "members": [stage.person(one).id for one in ("ana", "bob")]}
    await stage.submit("ana", {**values, "first_day": "2026-03-09"})
    await stage.travel_to(at("2026-03-09 10:01"))
    together = [text for _, text in stage.person("bob").notifications if "sync-up" in text.casefold()]
    assert len(together) == 1


async def _through_the_upgrade(stage: Stage, url: str) -> tuple[Rows, Rows]:
    """All rows as the version before teams would have them, and after the upgrade from there."""
    await stage.application.database.engine.dispose()
    await asyncio.to_thread(migration.downgrade, url, BEFORE_TEAMS)
    before = await asyncio.to_thread(_rows, url)
    await asyncio.to_thread(migration.upgrade, url)
    return before, await asyncio.to_thread(_rows, url)


async def _a_week_of_one_on_ones(stage: Stage) -> None:
    """One that was held, with all that can be in one, and a topic carried over from it."""
    await stage.person("ana").open_home()
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob On-call")
    await stage.command("ana", "/1on1", "note @bob private Ask about the rota")
    await stage.command("bob", "/1on1", "action @ana Send the plan by 12 Mar")
    await stage.travel_to(at("2026-03-05 12:00"))
    await away(stage, "carol", "2026-03-09", "2026-03-10")
    async with stage.application.database.transaction() as session:
        session.add(Draft(person_id=1, form="{}", created_at=stage.clock.now() - timedelta(hours=1)))
        session.add(BankChange(workspace_id=1, key="feedback-1", is_hidden=True))
        session.add(Sitting(occurrence_id=1, was_worth_it=True, feeling=4))


def _as_before(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows by the columns that there were."""
    return [{name: row[name] for name in before[0]} for row in after]


def _rows(url: str) -> Rows:
    engine = create_engine(url.replace("+aiosqlite", ""))
    metadata = MetaData()
    with engine.connect() as connection:
        metadata.reflect(connection)
        found = {
            table.name: [dict(row) for row in connection.execute(_all(table)).mappings()]
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return {name: rows for name, rows in found.items() if name != "alembic_version"}


def _all(table: Any) -> Any:
    return select(table).order_by(*table.primary_key)
