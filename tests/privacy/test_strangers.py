"""Everything the bot offers, tried by people to whom Ana and Bob's 1-on-1 is none of their business."""

from collections.abc import Awaitable, Callable
from itertools import cycle

import pytest

from bot.catalogue import SURFACE
from bot.rituals.one_on_one.rules import NOT_YOURS
from tests.privacy import offers
from tests.privacy.attempts import NOBODY, PLACES, breaches, filled, names_in, typed_of_pairs
from tests.privacy.forging import Forger
from tests.privacy.scene import KINDS, Scene, ids_of, number_apart, twin_workspace
from tests.stage import Stage

THINK = "not in tests/privacy/offers.py: say there what ids it takes, so that strangers try it"
in_session = pytest.mark.asyncio(loop_scope="session")
NOTHING_SAID = "[{}, []]"


def test_nothing_is_offered_that_strangers_do_not_try() -> None:
    words = {f"{one.name} {part.word}" for one in SURFACE.commands for part in one.subcommands}
    assert set(SURFACE.actions) == {name.partition(":")[0] for name in offers.ACTIONS}, THINK
    assert set(SURFACE.forms) == set(offers.FORMS), THINK
    assert {one.name for one in SURFACE.commands} | words == set(offers.COMMANDS), THINK
    assert {one.callback for one in SURFACE.shortcuts} == set(offers.SHORTCUTS), THINK
    assert set(SURFACE.events) == set(offers.EVENTS), THINK


async def outsider(scene: Scene) -> Forger:
    """Carol, who has a 1-on-1 of her own with Dan."""
    stage = scene.stage
    before = set(scene.ids["one_on_one"])
    await stage.set_up_one_on_one("carol", "dan")
    mine = tuple(set((await ids_of(stage))["one_on_one"]) - before)
    return Forger(stage, stage.workspace.team_id, stage.person("carol").id, "carol", mine, is_thorough=True)


async def admin(scene: Scene) -> Forger:
    """Dan, an admin of the workspace, who has no 1-on-1."""
    return Forger(scene.stage, scene.stage.workspace.team_id, scene.stage.person("dan").id, "dan")


async def former(scene: Scene) -> Forger:
    """Carol again, who was Ana's mentor until their 1-on-1 ended."""
    stage = scene.stage
    before = set(scene.ids["one_on_one"])
    await stage.set_up_one_on_one("ana", "carol", values={"kind": "Mentor"})
    await stage.command("carol", "/1on1", "end @ana")
    await stage.submit("carol")
    mine = tuple(set((await ids_of(stage))["one_on_one"]) - before)
    return Forger(stage, stage.workspace.team_id, stage.person("carol").id, "carol", mine)


async def twin(scene: Scene) -> Forger:
    """Somebody of another workspace, and an admin there, whom Slack calls by Ana's id; Dan looks on for them."""
    team = await twin_workspace(scene.stage, ("ana", "bob"))
    return Forger(scene.stage, team, scene.stage.person("ana").id, "dan", by_socket=True)


@in_session
@pytest.mark.parametrize("stranger", [outsider, admin, former, twin])
async def test_a_stranger_reads_and_changes_nothing(
    pair: Scene, stranger: Callable[[Scene], Awaitable[Forger]]
) -> None:
    assert all(pair.owned()[kind] for kind in KINDS), "there is nothing to pry into"
    assert await breaches(pair, await stranger(pair), typed_of_pairs(pair)) == []


def is_refused(told: str) -> bool:
    """Whether it says that there is no such thing in one's list."""
    return any(sentence in told for sentence in (NOT_YOURS, "not in your list any more", "no longer kept"))


@in_session
async def test_the_same_attempts_by_ana_reach_what_is_hers(pair: Scene) -> None:
    scene, stage = pair, pair.stage
    ana = Forger(stage, stage.workspace.team_id, stage.person("ana").id, "ana", scene.ids["one_on_one"])
    kept_out = []
    for name, shapes in offers.ACTIONS.items():
        if name == "sprint.away_undo":
            continue  # it takes back what "home.away_cancel" is to take back
        told = [await ana.press(name, value, "message") for value in filled(scene, ana, shapes)]
        kept_out += [name] if told and all(is_refused(one) for one in told) else []
    for name, shapes in offers.FORMS.items():
        told = [await ana.submit(name, of, typed_of_pairs(scene)(ana)[0]) for of in filled(scene, ana, shapes)]
        kept_out += [name] if told and all(is_refused(one) for one in told) else []
    assert kept_out == []


@in_session
async def test_what_is_not_yours_is_answered_as_if_it_did_not_exist(pair: Scene) -> None:
    scene, stage = pair, pair.stage
    carol = Forger(stage, stage.workspace.team_id, stage.person("carol").id, "carol", (7,))
    different = []
    for name, shapes in offers.ACTIONS.items():
        for shape, place in zip(shapes, cycle(PLACES), strict=False):
            if not names_in(shape) or not {*KINDS, "mine"}.issuperset(names_in(shape)):
                continue
            nobodys = shape.format(mine=7, **dict.fromkeys(KINDS, NOBODY))
            expected = (await carol.press(name, nobodys, place)).replace(nobodys, "…")
            assert NOTHING_SAID not in expected, f"{name} in {place}: nothing was said at all"
            for value in filled(scene, carol, (shape,)):
                told = (await carol.press(name, value, place)).replace(value, "…")
                different += [] if told == expected else [f"{name} {value} in {place}: {told}, not {expected}"]
    assert different == []


async def test_numbers_begin_apart(stage: Stage) -> None:
    number_apart(stage)
    assert await ids_of(stage) == dict.fromkeys(KINDS, ())
