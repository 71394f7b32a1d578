"""Goals of a sprint are kept in order, three at most, whoever else writes at the same time."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.errors import FieldRefusal
from bot.sprints import goals, queries
from bot.sprints.goals import Wording
from bot.sprints.models import Verdict
from bot.sprints.rules import span_number
from tests.sprints.conftest import Scene


async def add(scene: Scene, text: str, by: str = "Ana") -> int | None:
    async with scene.database.transaction() as session:
        calendar = await scene.calendar(session)
        span = span_number(await queries.cadences(session, calendar.id), 1)
        found = await goals.add(session, calendar, scene.falcon, span, scene.people[by], text, scene.now)
        return found.id if found else None


async def save(scene: Scene, wordings: Sequence[Wording]) -> None:
    async with scene.database.transaction() as session:
        calendar = await scene.calendar(session)
        span = span_number(await queries.cadences(session, calendar.id), 1)
        named = [(f"goal:{one.goal_id or one.place}", one) for one in wordings]
        await goals.save(session, calendar, scene.falcon, span, scene.people["Ana"], named, scene.now)


async def kept(scene: Scene) -> list[str]:
    async with scene.database.reading() as session:
        return [goal.text for goal in await queries.goals(session, scene.falcon.id, 1)]


@pytest.fixture
async def three(scene: Scene) -> list[int]:
    await scene.set_up()
    return [goal for text in ("A", "B", "C") if (goal := await add(scene, text)) is not None]


@pytest.mark.parametrize(
    ("places", "order"),
    [((3, 2, 3), "BCA"), ((1, 2, 1), "CAB"), ((2, 1, 3), "BAC"), ((1, 2, 3), "ABC"), ((3, 2, 1), "CBA")],
)
async def test_a_goal_goes_where_it_was_put(
    scene: Scene, three: list[int], places: tuple[int, int, int], order: str
) -> None:
    await save(scene, [Wording(goal, text, at) for goal, text, at in zip(three, "ABC", places, strict=True)])
    assert "".join(await kept(scene)) == order


async def test_a_fourth_is_not_taken_even_when_two_write_at_once(scene: Scene, three: list[int]) -> None:
    assert await add(scene, "D") is None
    await save(scene, [Wording(three[0], "", 1), Wording(three[1], "", 2)])
    assert [
        one is None for one in sorted(await asyncio.gather(*(add(scene, text) for text in "DEF")), key=str)
    ] == [
        False,
        False,
        True,
    ]
    assert len(await kept(scene)) == 3


async def test_two_forms_that_add_together_more_than_three_are_refused(scene: Scene, three: list[int]) -> None:
    with pytest.raises(FieldRefusal, match="Somebody has added a goal meanwhile"):
        await save(scene, [Wording(three[0], "A", 1), Wording(None, "D", 3)])
    assert await kept(scene) == ["A", "B", "C"]


async def test_a_goal_taken_out_by_somebody_else_stays_out(scene: Scene, three: list[int]) -> None:
    await save(scene, [Wording(three[1], " ", 2)])
    await save(scene, [Wording(three[1], "B again", 2), Wording(three[2], "C reworded", 3)])
    assert await kept(scene) == ["A", "C reworded"] or await kept(scene) == ["C reworded", "A"]


async def test_a_verdict_is_given_and_taken_back(scene: Scene, three: list[int]) -> None:
    await save(scene, [Wording(three[0], "A", 1, Verdict.MET, asks_verdict=True), Wording(three[1], "B", 2)])
    async with scene.database.reading() as session:
        found = await queries.goals(session, scene.falcon.id, 1)
        assert {goal.text: goal.verdict for goal in found} == {"A": Verdict.MET, "B": None, "C": None}
    await save(scene, [Wording(three[0], "A", 1, None, asks_verdict=True)])
    async with scene.database.reading() as session:
        assert not [goal for goal in await queries.goals(session, scene.falcon.id, 1) if goal.verdict]
