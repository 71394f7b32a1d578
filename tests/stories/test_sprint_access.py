"""Whatever ids come in, a team's sprints are seen by its people and changed by those who may."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.schedule.models import Occurrence, Series
from bot.sprints.models import Goal, MeetingSeries
from bot.teams.access import NOT_YOURS
from tests.privacy import forging
from tests.privacy.forging import Forger
from tests.stage import Stage
from tests.stories.sprints import OTTER, open_sprints, set_up

ON_TEAM = ("sprint.calendar", "sprint.goals", "sprint.change")
ON_MEETING = ("sprint.move", "sprint.keep")

NOT_THERE = "not in"


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with open_sprints(sqlite_url) as stage:
        await set_up(stage, "dan", OTTER | {"members": ["dan"], "observers": ["carol"]})
        await stage.command("ana", "/sprint", "goal A secret plan")
        stage.workspace.add_person("eve", "Eve")
        await stage.application.read_directories()
        await stage.settle()
        yield stage


async def state(stage: Stage) -> object:
    async with stage.application.database.reading() as session:
        goals = [(goal.id, goal.text, goal.verdict) for goal in await session.scalars(select(Goal))]
        occurrences = [(one.id, one.starts_at, one.state) for one in await session.scalars(select(Occurrence))]
        return goals, occurrences, await session.scalar(select(func.count()).select_from(Series))


async def keys(stage: Stage) -> list[str]:
    """Every meeting, as buttons name it."""
    async with stage.application.database.reading() as session:
        rows = await session.execute(
            select(MeetingSeries.series_id, Series.first_date).join(Series, Series.id == MeetingSeries.series_id)
        )
        return [f"{series_id}:{day.isoformat()}" for series_id, day in rows]


def forger(stage: Stage, handle: str) -> Forger:
    return Forger(stage, stage.workspace.team_id, stage.person(handle).id, handle)


@pytest.mark.parametrize("handle", ["eve", "carol"])
async def test_who_is_not_the_lead_changes_nothing(stage: Stage, handle: str) -> None:
    before, who = await state(stage), forger(stage, handle)
    for key in [*await keys(stage), "999:2026-03-02", "x", ""]:
        for action in ON_MEETING:
            assert (
                "can do this" in (said := await who.press(action, key, "message"))
                or "list any more" in said
                or ("can change this" in said)
            )
        for what in ("move", "skip", "hold"):
            await who.press("sprint.meeting", f"{what}:{key}", "message")
        await who.press("sprint.give_way", f"{key}:2026-03-12", "message")
        await who.submit("sprint.move_form", key, {"day": forging.day("2026-03-12"), "at": forging.at("09:00")})
    for team in ("1", "2", "99"):
        await who.submit(
            "sprint.change_form", team, {"from_number": forging.choice("2"), "weeks": forging.choice("1")}
        )
    await stage.settle()
    assert await state(stage) == before


async def test_strangers_see_nothing_and_read_one_sentence(stage: Stage) -> None:
    before, who = await state(stage), forger(stage, "eve")
    for team in ("1", "2", "99", "x"):
        for action in ON_TEAM:
            assert NOT_YOURS in await who.press(action, team, "message")
        assert NOT_YOURS in await who.press("sprint.turn", f"{team}:1", "message")
        said = await who.submit("sprint.goals_form", f"{team}:1", {"new:1": forging.text("Mine")})
        assert NOT_YOURS in said
        assert "secret plan" not in said
    for goal in ("1", "99"):
        assert "not there any more" in await who.press("sprint.goal_undo", goal, "message")
    assert await state(stage) == before


async def test_observers_look_and_do_not_touch(stage: Stage) -> None:
    before, who = await state(stage), forger(stage, "carol")
    assert "Sprint calendar" in await who.press("sprint.calendar", "2", "message")
    for action in ("sprint.goals", "sprint.change"):
        assert "can do this" in await who.press(action, "2", "message")
    assert "can do this" in await who.submit("sprint.goals_form", "2:1", {"new:1": forging.text("Mine")})
    assert await state(stage) == before


async def test_only_its_author_takes_a_goal_back(stage: Stage) -> None:
    before = await state(stage)
    assert "not there any more" in await forger(stage, "bob").press("sprint.goal_undo", "1", "message")
    assert await state(stage) == before


async def test_absences_are_taken_back_by_whose_they_are(stage: Stage) -> None:
    await stage.command("ana", "/sprint", "away fri")
    assert "not in your list" in await forger(stage, "bob").press("sprint.away_undo", "1", "message")


@pytest.mark.parametrize("metadata", ["1:0", "1:2", "1:99", "1:", "1:x", "1:99999999999999999"])
async def test_goals_of_other_sprints_are_not_written(stage: Stage, metadata: str) -> None:
    before = await state(stage)
    said = await forger(stage, "ana").submit("sprint.goals_form", metadata, {"new:2": forging.text("Mine")})
    assert "That sprint is over" in said or "There is no sprint" in said
    assert await state(stage) == before


async def test_nonsense_in_a_menu_does_no_harm(stage: Stage) -> None:
    before, who = await state(stage), forger(stage, "bob")
    for value in ("move:1", "skip:1:2026-02-30", "skip:1:2026-03-03", "hold:1:9999-12-31", "skip::", "skip:1:x"):
        said = await who.press("sprint.meeting", value, "message")
        assert NOT_THERE in said or "list any more" in said
    await stage.settle()
    assert await state(stage) == before
