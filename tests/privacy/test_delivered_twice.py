"""Slack may deliver anything a second time: the effect is that of once."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from sqlalchemy import func, select

from bot.action_items.models import ActionItem
from bot.agenda.models import AgendaItem
from bot.people.models import Absence
from bot.rituals.one_on_one.models import Note, OfferedQuestion, OneOnOne, Sitting
from bot.slack.models import Draft, Post
from bot.storage.base import Base
from tests.stage import MONDAY, Stage

COUNTED: tuple[type[Base], ...] = (
    OneOnOne,
    AgendaItem,
    Note,
    ActionItem,
    OfferedQuestion,
    Absence,
    Draft,
    Post,
)


async def counts(stage: Stage) -> dict[str, int]:
    """How many rows there are of each kind of thing that people make."""
    async with stage.application.database.reading() as session:
        found = {one.__tablename__: await session.scalar(select(func.count()).select_from(one)) for one in COUNTED}
    return {name: number or 0 for name, number in found.items()}


async def twice(stage: Stage, act: Callable[[], Awaitable[Any]]) -> dict[str, int]:
    """Do it with its envelope delivered twice; the rows that are there now and were not before."""
    before = await counts(stage)
    stage.workspace.faults.repeat_next_envelope()
    await act()
    await stage.settle()
    assert stage.workspace.faults.repeats == 0, "nothing was delivered"
    return {
        name: number - before[name] for name, number in (await counts(stage)).items() if number != before[name]
    }


async def test_whatever_comes_twice_has_the_effect_of_once(stage_of_each: Stage) -> None:
    stage = stage_of_each
    await stage.command("ana", "/1on1", "with @bob weekly Tue 10:00")
    assert await twice(stage, lambda: stage.submit("ana")) == {"one_on_ones": 1, "posts": 2}
    assert await twice(stage, lambda: stage.command("ana", "/1on1", "add @bob Pay")) == {"agenda_items": 1}
    assert await twice(stage, lambda: stage.command("ana", "/1on1", "note @bob private Hm")) == {"notes": 1}
    assert await twice(stage, lambda: stage.command("bob", "/1on1", "action @ana Ask for @ana")) == {
        "action_items": 1
    }
    await stage.command("ana", "/1on1", "add")
    assert await twice(stage, lambda: stage.submit("ana", {"topic": "Leave"})) == {"agenda_items": 1}
    assert await twice(stage, lambda: stage.workspace.rename("ana", "Ann")) == {}
    assert await twice(stage, lambda: stage.person("ana").open_home()) == {"posts": 1}
    await stage.click("ana", "home", action_id="home.away")
    away = {"first": "2026-05-04", "last": "2026-05-04"}
    assert await twice(stage, lambda: stage.submit("ana", away)) == {"absences": 1}
    assert await twice(stage, lambda: stage.workspace.deactivate("carol")) == {}


async def test_a_press_that_comes_twice_does_not_take_itself_back_or_go_on(stage_of_each: Stage) -> None:
    stage = stage_of_each
    await stage.set_up_one_on_one("ana", "bob")
    await stage.command("ana", "/1on1", "add @bob Pay")
    await stage.travel_to(MONDAY.replace(hour=12))
    prep = stage.last("ana", "Prepare your 1-on-1")
    assert await twice(stage, lambda: stage.click("ana", prep, "Use this")) == {"agenda_items": 1}
    await twice(stage, lambda: stage.click("ana", prep, "Nothing to discuss"))
    assert await _said_nothing_to_discuss(stage), "the second delivery took the first one back"
    await stage.command("ana", "/1on1", "agenda")
    assert await twice(stage, lambda: stage.click("ana", "modal", "Suggest a question")) == {
        "offered_questions": 1
    }
    assert await twice(stage, lambda: stage.click("ana", prep, action_id="one_on_one.cancel")) == {"posts": 1}
    await stage.click("bob", stage.last("bob", "cancel"), action_id="one_on_one.keep")
    await stage.travel_to(MONDAY.replace(day=3, hour=9, minute=30))
    await twice(stage, lambda: stage.click("bob", stage.last("bob", "Done"), "Done"))
    assert (stage.count("ana", "Recap"), stage.count("bob", "Recap")) == (1, 1)


async def _said_nothing_to_discuss(stage: Stage) -> bool:
    async with stage.application.database.reading() as session:
        return any((await session.scalars(select(Sitting.nothing_to_discuss_at))).all())


async def test_a_form_asked_for_once_and_delivered_twice_is_in_front_of_the_person_once(stage: Stage) -> None:
    await stage.set_up_one_on_one("ana", "bob")
    seen = len(stage.person("ana").ephemerals)
    for name, text in (("/1on1", ""), ("/1on1", "agenda"), ("/1on1", "add")):
        assert await twice(stage, partial(stage.command, "ana", name, text)) == {}
        assert len(stage.person("ana").stack) == 1
        assert stage.person("ana").ephemerals[seen:] == []
    stage.workspace.refused.clear()  # the second one's trigger is spent, and Slack says so
