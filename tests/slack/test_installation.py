"""Being installed keeps who we are, opens a lane that had stopped, and never makes a second workspace."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import undefer

from bot.people.models import Workspace
from bot.slack import queries
from bot.slack.installation import install
from bot.slack.models import Lane
from bot.storage.database import Database

ANSWER = {
    "ok": True,
    "url": "https://acme.slack.com/",
    "team_id": "T1",
    "team": "Acme",
    "user_id": "U0",
    "bot_id": "B0",
}
FIRST, SECOND = "xoxb-first", "xoxb-second"


async def _install(database: Database, token: str, **more: object) -> Workspace:
    async with database.transaction() as session:
        await install(session, ANSWER | more, token)
    async with database.reading() as session:
        return (await session.scalars(select(Workspace).options(undefer(Workspace.bot_token)))).one()


async def test_who_we_are_is_kept(database: Database) -> None:
    workspace = await _install(database, FIRST)
    assert (workspace.slack_id, workspace.name, workspace.bot_user, workspace.bot_id) == ("T1", "Acme", "U0", "B0")
    assert (workspace.bot_token, workspace.domain) == (FIRST, "acme")


async def test_installed_again_the_newer_token_and_name_count(database: Database) -> None:
    first = await _install(database, FIRST)
    again = await _install(database, SECOND, team="Acme Ltd", user_id="U9")
    assert again.id == first.id
    assert (again.name, again.bot_user, again.bot_token) == ("Acme Ltd", "U9", SECOND)


@pytest.mark.parametrize("answer", [{"team": None}, {"bot_id": None}, {"url": None}])
async def test_what_slack_leaves_out_is_no_obstacle(database: Database, answer: dict[str, None]) -> None:
    assert (await _install(database, FIRST, **answer)).slack_id == "T1"


async def test_a_lane_that_stopped_for_want_of_a_token_is_open_again(database: Database) -> None:
    workspace = await _install(database, FIRST)
    async with database.transaction() as session:
        assert await queries.take_lane(session, workspace.id, "me")
        await queries.stop_lane(session, workspace.id, "token_revoked")
    assert await _stopped_by(database) == "token_revoked"
    await _install(database, SECOND)
    assert await _stopped_by(database) is None


async def _stopped_by(database: Database) -> str | None:
    async with database.reading() as session:
        return await session.scalar(select(Lane.stopped_by))
