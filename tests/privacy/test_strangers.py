"""Everything the bot offers, tried by people to whom Ana and Bob's 1-on-1 is none of their business."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from itertools import cycle, product
from typing import Any

import pytest

from bot.catalogue import SURFACE
from bot.rituals.one_on_one.rules import NOT_YOURS
from tests.privacy import forging, offers
from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY, KINDS, Scene, ids_of, number_apart, said_to, set_scene, twin_workspace
from tests.stage import Stage

THINK = "not in tests/privacy/offers.py: say there what ids it takes, so that strangers try it"
NOBODY = "999999"
NOTHING_SAID = "[{}, []]"
PLACES = ("message", "one_on_one.agenda")
Attempts = Iterator[tuple[str, Awaitable[str]]]


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


@pytest.mark.parametrize("strangers", [(outsider, admin), (former, twin)])
async def test_a_stranger_reads_and_changes_nothing(
    stage: Stage, strangers: Iterable[Callable[[Scene], Awaitable[Forger]]]
) -> None:
    scene = await set_scene(stage)
    broken: list[str] = []
    for stranger in strangers:
        await stage.application.install()  # one of their attempts is to have the app uninstalled
        broken += await breaches(scene, await stranger(scene))
    stage.workspace.refused.clear()  # views that were never there cannot be drawn anew
    assert broken == []


async def breaches(scene: Scene, forger: Forger) -> list[str]:
    """What this forger could read or change of Ana and Bob's, attempt by attempt."""
    before = scene.owned()
    assert all(before[kind] for kind in KINDS), "there is nothing to pry into"
    broken = []
    for name, attempt in attempts(scene, forger):
        told = await attempt
        broken += [f"{name} showed: {told}"] if CANARY in told else []
        if (after := scene.owned()) != before:
            broken.append(f"{name} changed: {[kind for kind in after if after[kind] != before[kind]]}")
            before = after
    await scene.stage.settle()
    broken += ["something changed afterwards"] if scene.owned() != before else []
    return broken + (["they can see it now"] if CANARY in said_to(scene.stage, forger.eyes) else [])


def attempts(scene: Scene, forger: Forger) -> Attempts:
    """Each thing offered, with every id of Ana and Bob where it takes one, and with ids of the wrong kind."""
    for name, shapes in offers.ACTIONS.items():
        for place, value in product(PLACES, filled(scene, forger, shapes)):
            yield f"{name} {value} in {place}", forger.press(name, value, place)
        if name.endswith("_page"):
            for value in filled(scene, forger, shapes):
                yield f"{name} {value} in an open agenda", forger.press(name, value, "one_on_one.open_agenda")
        for kind, numbers in scene.tried().items() if forger.is_thorough else ():
            yield f"{name} with {kind} {numbers[-1]}", forger.press(name, str(numbers[-1]), "message")
    for name, shapes in offers.FORMS.items():
        for metadata, values in product(filled(scene, forger, shapes) or ("",), typed(scene, forger)):
            yield f"{name} of “{metadata}” with {values}", forger.submit(name, metadata, values)
    yield from by_word_and_event(scene, forger)


def is_refused(told: str) -> bool:
    """Whether it says that there is no such thing in one's list."""
    return any(sentence in told for sentence in (NOT_YOURS, "not in your list any more", "no longer kept"))


def by_word_and_event(scene: Scene, forger: Forger) -> Attempts:
    for name, shapes in offers.COMMANDS.items():
        command, _, word = name.partition(" ")
        for text in filled(scene, forger, shapes):
            yield f"{name} {text}", forger.command(command, f"{word} {text}".strip())
    ana, bob = (scene.stage.person(handle) for handle in ("ana", "bob"))
    channel = scene.stage.workspace.dm_with(bob).id
    for name in offers.SHORTCUTS:
        yield name, forger.shortcut(name, name == "add_to_agenda", ana.id, channel, "x")
    for name in offers.EVENTS[:2]:
        about = {"id": forger.user, "team_id": forger.team, "name": "x", "updated": 4e9, "is_admin": True}
        yield name, forger.event({"type": name, "user": about})
    yield "app_home_opened", forger.event({"type": "app_home_opened", "user": forger.user, "tab": "home"})
    yield "tokens_revoked", forger.event({"type": "tokens_revoked", "tokens": {"oauth": [forger.user], "bot": []}})
    yield "app_uninstalled", forger.event({"type": "app_uninstalled"})


def filled(scene: Scene, forger: Forger, shapes: tuple[str, ...]) -> list[str]:
    """The shapes with every id of Ana and Bob in them."""
    known: dict[str, tuple[Any, ...]] = {**scene.tried(), "mine": forger.mine}
    known |= {handle: (scene.stage.person(handle).id,) for handle in ("ana", "bob")}
    made = []
    for shape in shapes:
        names = [name for name in known if f"{{{name}}}" in shape]
        for numbers in product(*(known[name] for name in names)):
            made.append(shape.format(**dict(zip(names, numbers, strict=True))))
    return made


def typed(scene: Scene, forger: Forger) -> list[dict[str, Any]]:
    """Every field of every form at once, good to be taken; once pointing at Ana and Bob, once at oneself."""
    topics = [str(number) for number in scene.ids["item"]]
    return [_typed(scene, str(number), topics) for number in (*scene.ids["one_on_one"], *forger.mine)]


def _typed(scene: Scene, one_on_one: str, topics: list[str]) -> dict[str, Any]:
    names = ("topic", "text", "search", "holidays_part")
    return {
        **{name: forging.text("ca" if name == "search" else "x") for name in names},
        "one_on_one": forging.choice(one_on_one),
        "topics": forging.choices(topics),
        "owner": forging.choice("them"),
        "visibility": forging.choice("shared"),
        "partner": forging.user(scene.stage.person("ana").id),
        "kind": forging.choice("peer"),
        "report": forging.choice("them"),
        "recurrence": forging.choice("weekly"),
        "zone": forging.choice("Europe/Berlin"),
        "is_open": forging.choices(["open"]),
        "kinds": forging.choices(["peer"]),
        "working_week": forging.choices(["mon"]),
        **{name: forging.day("2026-03-16") for name in ("day", "due", "until", "first", "last")},
        **{name: forging.at("11:00") for name in ("at", "prep_at")},
    }


async def test_the_same_attempts_by_ana_reach_what_is_hers(stage: Stage) -> None:
    scene = await set_scene(stage)
    ana = Forger(stage, stage.workspace.team_id, stage.person("ana").id, "ana", scene.ids["one_on_one"])
    kept_out = []
    for name, shapes in offers.ACTIONS.items():
        told = [await ana.press(name, value, "message") for value in filled(scene, ana, shapes)]
        kept_out += [name] if told and all(is_refused(one) for one in told) else []
    for name, shapes in offers.FORMS.items():
        told = [await ana.submit(name, of, typed(scene, ana)[0]) for of in filled(scene, ana, shapes)]
        kept_out += [name] if told and all(is_refused(one) for one in told) else []
    stage.workspace.refused.clear()  # views that were never there cannot be drawn anew
    assert kept_out == []


async def test_what_is_not_yours_is_answered_as_if_it_did_not_exist(stage: Stage) -> None:
    scene = await set_scene(stage)
    carol = Forger(stage, stage.workspace.team_id, stage.person("carol").id, "carol", (7,))
    different = []
    for name, shapes in offers.ACTIONS.items():
        for shape, place in zip(shapes, cycle(PLACES), strict=False):
            nobodys = shape.format(mine=7, **dict.fromkeys(KINDS, NOBODY))
            expected = (await carol.press(name, nobodys, place)).replace(nobodys, "…")
            assert NOTHING_SAID not in expected, f"{name} in {place}: nothing was said at all"
            for value in filled(scene, carol, (shape,)):
                told = (await carol.press(name, value, place)).replace(value, "…")
                different += [] if told == expected else [f"{name} {value} in {place}: {told}, not {expected}"]
    stage.workspace.refused.clear()  # views that were never there cannot be drawn anew
    assert different == []


async def test_numbers_begin_apart(stage: Stage) -> None:
    number_apart(stage)
    assert await ids_of(stage) == dict.fromkeys(KINDS, ())
