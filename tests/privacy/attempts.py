"""Everything the bot offers, tried with ids of others: what of it shows a canary or changes a row of theirs."""

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Mapping
from itertools import cycle, product
from string import Formatter
from typing import Any, Protocol

from tests.privacy import forging, offers
from tests.privacy.forging import Forger
from tests.privacy.scene import CANARY, Ids, Rows, file_of, said_to
from tests.stage import Stage

NOBODY = "999999"
PLACES = ("message", "one_on_one.agenda")
Json = dict[str, Any]
Attempts = Iterator[tuple[str, Awaitable[str]]]
Typed = Callable[[Forger], list[Json]]


class Owned(Protocol):
    """A stage on which people have something of their own."""

    @property
    def stage(self) -> Stage: ...

    @property
    def ids(self) -> Ids: ...

    def tried(self) -> Ids: ...

    def owned(self) -> dict[str, Rows]: ...


class Watch:
    """Tells what has changed of a scene's rows; reads them only when somebody has written to the file at all."""

    def __init__(self, scene: Owned) -> None:
        self._scene = scene
        self._connection = sqlite3.connect(file_of(scene.stage))
        self._rows, self._version = scene.owned(), self._seen()

    def changed(self) -> list[str]:
        """The tables in which something of theirs is not as it was when this was asked last."""
        version = self._seen()
        if version == self._version:
            return []
        before, self._rows, self._version = self._rows, self._scene.owned(), version
        return [table for table, rows in self._rows.items() if rows != before[table]]

    def close(self) -> None:
        self._connection.close()

    def _seen(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


async def breaches(scene: Owned, forger: Forger, typed: Typed) -> list[str]:
    """What this forger could read or change of what is others', attempt by attempt."""
    watch, broken = Watch(scene), []
    for name, attempt in attempts(scene, forger, typed):
        told = await attempt
        broken += [f"{name} showed: {told}"] if CANARY in told else []
        if changed := watch.changed():
            broken.append(f"{name} changed: {changed}")
    await scene.stage.settle()
    broken += ["something changed afterwards"] if watch.changed() else []
    watch.close()
    return broken + (["they can see it now"] if CANARY in said_to(scene.stage, forger.eyes) else [])


def attempts(scene: Owned, forger: Forger, typed: Typed) -> Attempts:
    """Each thing offered, with every id of theirs where it takes one, and with ids of the wrong kind."""
    yield from pressed(scene, forger)
    yield from sent(scene, forger, typed)
    yield from by_word(scene, forger)
    yield from by_event(scene, forger) if forger.is_told_of else ()


def pressed(scene: Owned, forger: Forger) -> Attempts:
    places = cycle(PLACES)
    for name, shapes in offers.ACTIONS.items():
        for value in filled(scene, forger, shapes):
            for place in PLACES if forger.is_thorough else (next(places),):
                yield f"{name} {value} in {place}", forger.press(name, value, place)
        if name.endswith("_page"):
            for value in filled(scene, forger, shapes):
                yield f"{name} {value} in an open agenda", forger.press(name, value, "one_on_one.open_agenda")
        for kind, numbers in scene.tried().items() if forger.is_thorough and _is_of(scene, shapes) else ():
            yield f"{name} with {kind} {numbers[-1]}", forger.press(name, str(numbers[-1]), "message")


def sent(scene: Owned, forger: Forger, typed: Typed) -> Attempts:
    for name, shapes in offers.FORMS.items():
        anything = ("",) if forger.is_thorough and _is_of(scene, shapes) else ()
        for metadata, (place, values) in product(
            filled(scene, forger, shapes) or anything, enumerate(typed(forger))
        ):
            yield f"{name} of “{metadata}” with values {place}", forger.submit(name, metadata, values)


def by_word(scene: Owned, forger: Forger) -> Attempts:
    for name, shapes in offers.COMMANDS.items():
        command, _, word = name.partition(" ")
        for text in filled(scene, forger, shapes):
            yield f"{name} {text}", forger.command(command, f"{word} {text}".strip())
    ana, bob = (scene.stage.person(handle) for handle in ("ana", "bob"))
    channel = scene.stage.workspace.dm_with(bob).id
    for name in offers.SHORTCUTS:
        yield name, forger.shortcut(name, name in offers.ON_MESSAGE, ana.id, channel, "x")


def by_event(scene: Owned, forger: Forger) -> Attempts:
    names = {"me": forger.user, "team": forger.team, "falcon": _falcon(scene)}
    for name, event in offers.EVENTS.items():
        yield name, forger.event({"type": name} | _named(event, names))


def filled(scene: Owned, forger: Forger, shapes: tuple[str, ...]) -> list[str]:
    """The shapes with every id of theirs in them, and of the forger's own; without those that are of neither."""
    known: dict[str, tuple[Any, ...]] = {**scene.tried(), "mine": forger.mine, **forger.own}
    known |= {handle: (scene.stage.person(handle).id,) for handle in ("ana", "bob")}
    made = []
    for shape in shapes:
        names = names_in(shape)
        for numbers in product(*(known.get(name, ()) for name in names)):
            made.append(shape.format(**dict(zip(names, numbers, strict=True))))
    return made


def _is_of(scene: Owned, shapes: tuple[str, ...]) -> bool:
    """Whether any of these takes an id of the scene, or none takes any, as far as it says."""
    return not shapes or any(scene.ids.keys() & names_in(shape) for shape in shapes)


def names_in(shape: str) -> list[str]:
    """What a shape is to be filled with."""
    return list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(shape) if name))


def _named(event: Any, names: Mapping[str, str]) -> Any:
    if isinstance(event, dict):
        return {key: _named(value, names) for key, value in event.items()}
    if isinstance(event, list):
        return [_named(value, names) for value in event]
    return names.get(event[1:-1], event) if isinstance(event, str) else event


def typed_of_pairs(scene: Owned) -> Typed:
    """Every field of every form at once, good to be taken; once pointing at Ana and Bob, once at oneself."""

    def typed(forger: Forger) -> list[Json]:
        topics = [str(number) for number in scene.ids["item"]]
        pairs = (*scene.ids["one_on_one"], *forger.mine)
        return [_fields(scene) | _of_pair(str(number), topics) for number in pairs]

    return typed


def _of_pair(one_on_one: str, topics: list[str]) -> Json:
    return {"one_on_one": forging.choice(one_on_one), "topics": forging.choices(topics)}


def _fields(scene: Owned) -> Json:
    names = ("topic", "text", "search", "holidays_part")
    return {
        **{name: forging.text("ca" if name == "search" else "x") for name in names},
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


def typed_of_teams(scene: Owned) -> Typed:
    """Every field of every form about teams, good to be taken; once naming what is Falcon's, once one's own."""

    def typed(forger: Forger) -> list[Json]:
        own = {name.removeprefix("my_"): ids for name, ids in forger.own.items()}
        return [_of_team(scene, whose) for whose in ({}, own) if whose == {} or own]

    return typed


def _of_team(scene: Owned, own: Mapping[str, tuple[Any, ...]]) -> Json:
    ids = {kind: str(one[-1]) for kind, one in (scene.ids | dict(own)).items()}
    theirs = {kind: [str(number) for number in numbers] for kind, numbers in scene.ids.items()}
    ana, bob = (scene.stage.person(handle).id for handle in ("ana", "bob"))
    times = ("planning_at", "refinement_at", "retro_at", "sync_up_at", "demo_at", "at")
    return {
        **{f"question{number}": forging.written("x") for number in (ids["question"], *theirs["question"][:4])},
        **{f"goal:{number}": forging.text("x") for number in theirs["goal"]},
        **{f"verdict:{number}": forging.choice("met") for number in theirs["goal"]},
        **{name: forging.text("x") for name in ("new:1", "choices", "reason")},
        **{name: forging.choices(theirs["blocker"]) for name in ("resolved", "resolved2")},
        "text": _either(forging.written("x"), forging.text("x")),
        "again": forging.choice(theirs["blocker"][-1]),
        "mood": forging.choice("1"),
        "team": forging.choice(ids["team"]),
        "step": forging.choice("own"),
        "name": forging.text("x"),
        "source": forging.choice("hand"),
        "lead": forging.user(bob),
        "members": forging.users([ana]),
        "channel": forging.channel(_falcon(scene)),
        "visibility": forging.choice("workspace"),
        "zone": forging.choice("Europe/Berlin"),
        "required": forging.choice("yes"),
        "kind": forging.choice("text"),
        "weeks": forging.choice("1"),
        "first_day": _either(forging.day("2026-03-09"), forging.choice("1")),
        "from_number": forging.choice("2"),
        "refinement_day": forging.choice("none"),
        **{name: forging.choices(["0", "mon"]) for name in ("days", "sync_up_days")},
        **{name: forging.text("60") for name in ("remind_after", "late_after")},
        **{name: forging.day("2026-03-19") for name in ("day", "until", "first", "last")},
        **{name: forging.at("11:00") for name in times},
    }


def _falcon(scene: Owned) -> str:
    found = [one.id for one in scene.stage.workspace.channels.values() if one.name == "falcon"]
    return found[0] if found else "C0FALCON"


def _either(one: Json, other: Json) -> Json:
    """An input that reads well whichever of two kinds a form takes it for."""
    return {"input": one["input"] | other["input"]}
