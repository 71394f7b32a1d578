"""The calendar addresses of people in teams say when their meetings are, after every change, and cost little."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.catalogue import POSTS, RITUALS
from bot.feeds import addresses
from bot.feeds.ics import Entry
from bot.feeds.reading import calendar_at
from bot.people import queries as people
from bot.slack.models import Post
from bot.storage.migration import upgrade
from bot.teams import queries as teams
from tests.one_on_one.test_query_counts import cost_of
from tests.sprints.test_query_counts import NOW, filled
from tests.stage import Stage, everything_in
from tests.stories.sprints import OTTER, open_sprints, set_up, without_sync_ups


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    async with open_sprints(database_url, PORT="0", PUBLIC_URL="https://drumbeat.example.org") as stage:
        yield stage


async def _secret(stage: Stage, handle: str, team: str | None = None) -> str:
    """A new address of this person, for everything of theirs or for a team."""
    async with stage.application.database.transaction() as session:
        person = await people.person_by_slack_id(session, stage.workspace.team_id, stage.person(handle).id)
        assert person is not None
        live = await teams.live_teams(session, person.workspace_id)
        team_id = next((one.id for one in live if one.name == team), None)
        return (await addresses.make(session, person, team_id, stage.clock.now())).secret


async def _shown(stage: Stage, secret: str) -> Mapping[str, list[Entry]]:
    """What is to be held, by its title."""
    async with stage.application.database.reading() as session:
        shown = await calendar_at(session, secret, RITUALS, stage.clock.now())
    assert shown is not None
    found: dict[str, list[Entry]] = {}
    for entry in shown.entries:
        if not entry.is_off:
            found.setdefault(entry.title, []).append(entry)
    return found


def _days(entries: list[Entry]) -> list[str]:
    return [f"{entry.starts_at:%d %b %H:%M}" for entry in entries]


def _march(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


async def test_what_was_held_before_a_change_stays_and_what_it_moved_is_there_once(stage: Stage) -> None:
    await without_sync_ups(stage)
    secret = await _secret(stage, "ana", "Falcon")
    await stage.travel_to(_march(14))
    await stage.command("bob", "/sprint", "change")
    assert (await stage.submit("bob", {"from_number": "2", "weeks": "3", "planning_at": "11:00"})).errors == {}
    await stage.travel_to(_march(20))
    shown = await _shown(stage, secret)
    assert _days(shown["Planning of Falcon"])[:3] == ["02 Mar 09:30", "16 Mar 10:00", "06 Apr 09:00"]
    assert _days(shown["Team retro of Falcon"])[:2] == ["13 Mar 13:00", "03 Apr 12:00"]


async def test_a_moved_meeting_is_at_its_new_time_and_one_called_off_is_not_held(stage: Stage) -> None:
    secret = await _secret(stage, "ana")
    await stage.command("bob", "/sprint", "calendar")
    await stage.click("bob", "modal", "Move…", row="Refinement")
    await stage.submit("bob", {"day": "2026-03-11", "at": "09:00"})
    await stage.click("bob", "modal", "Skip", row="Team retro")
    shown = await _shown(stage, secret)
    assert _days(shown["Refinement of Falcon"])[0] == "11 Mar 08:00"
    assert _days(shown["Team retro of Falcon"])[0] == "27 Mar 13:00"


async def test_a_team_that_has_ended_has_an_empty_calendar_that_can_be_revoked(stage: Stage) -> None:
    await set_up(stage, "dan", OTTER)
    secret = await _secret(stage, "bob", "Falcon")
    assert "Joint retro & demo" in await _shown(stage, secret)
    await stage.command("bob", "/sprint", "team")
    await stage.click("bob", "modal", "End team…")
    await stage.submit("bob")
    assert await _shown(stage, secret) == {}, "the joint meeting goes on without them"
    await stage.person("bob").open_home()
    await stage.settle()
    await stage.click("bob", "home", "Calendar address…")
    assert "Team Falcon, which you are not in any more" in everything_in(stage.person("bob").modal.blocks)
    await stage.click("bob", "modal", "Revoke")
    async with stage.application.database.reading() as session:
        assert await calendar_at(session, secret, RITUALS, stage.clock.now()) is None


async def test_a_calendar_and_home_cost_as_much_with_ten_teams_as_with_one(tmp_path: Path) -> None:
    counted = []
    for calendars, in_step in ((1, 1), (1, 10), (10, 1)):
        url = f"sqlite+aiosqlite:///{tmp_path}/{calendars}-{in_step}.sqlite"
        await asyncio.to_thread(upgrade, url)
        async with filled(url, calendars, in_step) as database:
            async with database.transaction() as session:
                made = await addresses.make(session, await people.person(session, 1), None, NOW)
            feed = await cost_of(lambda session, of=made.secret: calendar_at(session, of, RITUALS, NOW), database)
            post = Post(view="home", subject="person:1", address="U0", recipient_id=1, workspace_id=1)
            home = await cost_of(lambda session, post=post: POSTS["home"](session, post, NOW), database)
            counted.append((len(feed.statements), len(home.statements)))
    assert counted == [counted[0]] * 3
    assert max(counted[0]) <= 45
