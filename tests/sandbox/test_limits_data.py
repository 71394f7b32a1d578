"""Every limit in the data is kept: a payload just inside it passes, one just outside is refused."""

import hashlib
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.limits import message_problems, view_problems
from bot.sandbox.limits.data import DEFINITIONS, LIMITS, PATH, UnknownLimit, require_known, rules
from bot.sandbox.limits.rules import ENFORCED_ELSEWHERE, PAYLOAD_RULES, RULES

SHA256 = "3b8d86b450f078b488f57d792d4ffb94b52a14f2e1bf0072695001f1fb0498c5"
SCOPES = frozenset({"links.embed:write", "files:read"})
SURFACES = frozenset({"message", "modal", "home"})
PATTERNED = {r"^\d{4}-\d{2}-\d{2}$": "2026-03-02", r"^([01]\d|2[0-3]):[0-5]\d$": "09:30"}
FORMATTED = {
    "url": "https://example.org/x",
    "user_id": "U01",
    "channel_id": "C01",
    "conversation_id": "C01",
    "email": "a@example.org",
    "iana_timezone": "Europe/Vienna",
    "number_string": "1",
}
names = itertools.count()


@dataclass(frozen=True)
class Case:
    """One limit: a value inside it, one outside it, and the surfaces on which both may be tried."""

    label: str
    inside: Any
    outside: Any
    surfaces: frozenset[str] = SURFACES

    def held_by(self, label: str, hold: Any) -> "Case":
        return replace(self, label=f"{label}.{self.label}", inside=hold(self.inside), outside=hold(self.outside))


def example(spec: dict[str, Any]) -> Any:
    """The least value that satisfies a spec."""
    kind = spec["type"]
    if kind == "array":
        return [example(spec["items"]) for _ in range(spec.get("min_items", 0))]
    if kind == "one_of":
        return example(spec["options"][0])
    if kind in DEFINITIONS:
        name = spec["of"] if isinstance(spec["of"], str) else spec["of"][0]
        return least("divider" if name == "*" else name, DEFINITIONS[kind])
    if kind == "object":
        return {key: example(each) for key, each in spec.get("fields", {}).items() if each.get("required")}
    return simple(spec)


def simple(spec: dict[str, Any]) -> Any:
    kind = spec["type"]
    if kind == "text_object":
        return {"type": spec["text_types"][0], "text": "x"}
    if kind in ("integer", "number"):
        return 10 ** (spec["digits"] - 1) if "digits" in spec else spec.get("min", 0) + 1
    return {"const": spec.get("value"), "boolean": False, "string": text(spec, 1), "null": None, "any": 1}[kind]


def text(spec: dict[str, Any], length: int) -> str:
    if "allowed" in spec:
        return str(spec["allowed"][-1])
    if "pattern" in spec or "format" in spec:
        plain = PATTERNED.get(spec.get("pattern", "")) or FORMATTED[spec["format"]]
        return plain + "x" * (length - len(plain))
    unique = f"n{next(names)}" if "unique_within" in spec and length > 8 else "x"
    return (unique + "x" * length)[:length] if length > 1 or "unique_within" not in spec else f"n{next(names)}"


def least(name: str, group: dict[str, Any]) -> dict[str, Any]:
    definition = group[name]
    thing = {key: example(each) for key, each in definition["fields"].items() if each.get("required")}
    for rule in definition.get("rules", ()):
        if rule["rule"] in ("at_least_one_of", "exactly_one_of"):
            thing.setdefault(rule["fields"][0], example(definition["fields"][rule["fields"][0]]))
    if name == "chart_axis":
        return thing | {"series": [series("x")], "axis_config": {"categories": ["x"]}}
    return thing


def series(*categories: str) -> dict[str, Any]:
    return {"name": f"n{next(names)}", "data": [{"label": each, "value": 1} for each in categories]}


def cases(spec: dict[str, Any], seen: set[tuple[str, str]]) -> Iterator[Case]:
    """Each limit of a spec, and of all it may hold; each definition is entered once."""
    kind = spec["type"]
    if kind == "array":
        yield from of_array(spec, seen)
    elif kind == "one_of":
        for option in spec["options"]:
            yield from cases(option, seen)
    elif kind == "object":
        yield from of_fields(example(spec), spec)
    elif kind in DEFINITIONS:
        yield from of_definitions(spec, seen)
    else:
        yield from of_simple(spec)


def of_array(spec: dict[str, Any], seen: set[tuple[str, str]]) -> Iterator[Case]:
    def some(count: int) -> list[Any]:
        return [example(spec["items"]) for _ in range(count)]

    if "max_items" in spec:
        yield Case("max_items", some(spec["max_items"]), some(spec["max_items"] + 1))
    if least_items := spec.get("min_items"):
        yield Case("min_items", some(least_items), some(least_items - 1))
    count = max(spec.get("min_items", 1), 1)
    for case in cases(spec["items"], seen):
        yield case.held_by("items", lambda value: [value for _ in range(count)])


def of_definitions(spec: dict[str, Any], seen: set[tuple[str, str]]) -> Iterator[Case]:
    group = DEFINITIONS[spec["type"]]
    for name in [spec["of"]] if isinstance(spec["of"], str) else spec["of"]:
        if name not in group or (spec["type"], name) in seen or name in ("chart_axis", "file", "auth_provider"):
            continue
        seen.add((spec["type"], name))
        definition = group[name]
        surfaces = frozenset(definition.get("surfaces_safe", definition.get("surfaces", SURFACES)))
        for case in of_fields(least(name, group), definition, seen):
            inside = replace(case, surfaces=case.surfaces & surfaces, label=f"{name}.{case.label}")
            if inside.surfaces:
                yield inside


def of_fields(thing: Any, definition: dict[str, Any], seen: set[tuple[str, str]] | None = None) -> Iterator[Case]:
    seen = set() if seen is None else seen
    fields = definition.get("fields", {})
    if not definition.get("additional_properties"):
        yield Case("unknown", thing, thing | {"surprise": 1})
    for key, spec in fields.items():
        if spec.get("unverified") or "only_in" in spec or spec.get("only_for", "plain_text") != "plain_text":
            yield Case(f"{key} unverified", thing, thing | {key: example(spec)})
            continue
        if spec.get("required"):
            yield Case(f"{key} missing", thing, {name: value for name, value in thing.items() if name != key})
        yield Case(f"{key} of the wrong type", thing, thing | {key: object()})
        base = {name: value for name, value in thing.items() if name not in rivals(key, definition)}
        for case in cases(spec, seen):
            yield case.held_by(key, lambda value, key=key, base=base: matching(base | {key: value}))


def rivals(key: str, definition: dict[str, Any]) -> set[str]:
    exclusive = [rule["fields"] for rule in definition.get("rules", ()) if rule["rule"] == "exactly_one_of"]
    return {name for fields in exclusive if key in fields for name in fields} - {key}


def matching(thing: dict[str, Any]) -> dict[str, Any]:
    """The same, with options that the initial ones can equal."""
    initial = thing.get("initial_options") or [thing[key] for key in ("initial_option",) if key in thing]
    return thing | {"options": initial[:100]} if initial and "options" in thing else thing


def of_simple(spec: dict[str, Any]) -> Iterator[Case]:
    inner, hold = spec, lambda value: value
    if spec["type"] == "text_object":
        hold = lambda value: {"type": spec["text_types"][0], "text": value}  # noqa: E731
        yield Case("text_types", hold("x"), {"type": "markdown", "text": "x"})
        yield Case("blank", hold("x"), hold(" "))
        inner = {"type": "string", "min_length": spec["min_length"], "max_length": spec["max_length"]}
    if "max_length" in inner:
        yield Case("max_length", hold(text(inner, spec["max_length"])), hold(text(inner, spec["max_length"] + 1)))
    if inner.get("min_length"):
        yield Case("min_length", hold(text(inner, inner["min_length"])), hold(""))
    yield from of_content(spec)


def of_content(spec: dict[str, Any]) -> Iterator[Case]:
    good = example(spec)
    if "allowed" in spec or "pattern" in spec or spec.get("format", "none") != "none":
        yield Case("content", good, "not so" if spec["type"] == "string" else -1)
    for bad in spec.get("unverified_values", ()):
        yield Case("unverified value", good, bad)
    if spec.get("https_only"):
        yield Case("https_only", "https://example.org", "http://example.org")
    for key, step in (("min", -1), ("max", 1)):
        if key in spec:
            yield Case(key, spec[key], spec[key] + step)
    if "exclusive_min" in spec:
        yield Case("exclusive_min", spec["exclusive_min"] + 0.1, spec["exclusive_min"])
    if "digits" in spec:
        yield Case("digits", good, good * 10)


def problems(surface: str, block: Any) -> list[str]:
    if surface == "message":
        return message_problems({"text": "x", "blocks": [block]}, scopes=SCOPES)
    return view_problems(view(surface) | {"blocks": [block]}, scopes=SCOPES)


def view(surface: str) -> dict[str, Any]:
    plain = {"type": "plain_text", "text": "x"}
    return {"type": surface, "blocks": []} | ({"title": plain, "submit": plain} if surface == "modal" else {})


BLOCKS = list(cases({"type": "block", "of": list(LIMITS["blocks"])}, set()))
VIEWS = [
    (surface, case)
    for surface in ("modal", "home")
    for key, spec in {**LIMITS["views"]["common"], **LIMITS["views"][surface]["fields"]}.items()
    if key != "blocks"
    for case in of_fields(view(surface), {"fields": {key: spec}})
]


@pytest.mark.parametrize("case", BLOCKS, ids=lambda case: case.label)
def test_a_block_just_inside_a_limit_passes_and_just_outside_is_refused(case: Case) -> None:
    surface = sorted(case.surfaces)[0]
    assert problems(surface, case.inside) == []
    assert problems(surface, case.outside)
    assert all(re.search(r" \[json-pointer:/(view/)?blocks", each) for each in problems(surface, case.outside))


@pytest.mark.parametrize(("surface", "case"), VIEWS, ids=lambda each: getattr(each, "label", each))
def test_a_view_just_inside_a_limit_passes_and_just_outside_is_refused(surface: str, case: Case) -> None:
    assert view_problems(case.inside) == []
    assert view_problems(case.outside)


@pytest.mark.parametrize("name", list(LIMITS["blocks"]))
def test_a_block_is_refused_on_every_surface_it_is_not_safe_on(name: str) -> None:
    definition = LIMITS["blocks"][name]
    safe = set(definition.get("surfaces_safe", definition["surfaces"])) - (
        {*SURFACES} if name == "file" else set()
    )
    block = least(name, LIMITS["blocks"])
    assert {surface for surface in SURFACES if not problems(surface, block)} == safe


def test_the_walk_over_the_data_reaches_every_definition_and_hundreds_of_limits() -> None:
    reached = {name for case in BLOCKS for name in case.label.split(".")}
    wanted = {name for group in ("blocks", "elements", "rich_text_elements") for name in LIMITS[group]}
    assert wanted - reached == {"file", "auth_provider"}
    assert len(BLOCKS) > 600


def test_every_rule_in_the_data_is_enforced_and_nothing_else_is_claimed() -> None:
    found = {rule["rule"] for rule in rules()}
    assert found == RULES.keys() | PAYLOAD_RULES.keys() | ENFORCED_ELSEWHERE.keys()


def test_a_rule_that_nothing_enforces_stops_the_import() -> None:
    with pytest.raises(UnknownLimit, match="rules that nothing enforces: must_rhyme"):
        require_known("rules", {"note", "must_rhyme"}, {"note"})


def test_the_copy_of_the_limits_is_the_one_that_was_recorded() -> None:
    beside = Path(__file__).parents[3] / "shared" / "block-limits.json"
    recorded = hashlib.sha256(beside.read_bytes()).hexdigest() if beside.exists() else SHA256
    assert hashlib.sha256(PATH.read_bytes()).hexdigest() == recorded == SHA256
