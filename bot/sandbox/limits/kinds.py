"""Each kind of value that the limits describe, and what makes one acceptable."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from bot.sandbox.limits.data import DEFINITIONS, require_known, specs
from bot.sandbox.limits.rules import check_rules
from bot.sandbox.limits.walk import Place, Spec, Walk

Check = Callable[[Walk, Any, Spec, Place], None]


def check(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    """Objects to everything in `value` that `spec` does not allow."""
    KINDS[spec["type"]](walk, value, spec, at)


def check_fields(walk: Walk, thing: dict[str, Any], definition: Spec, name: str, at: Place) -> None:
    """Objects to missing, unknown and wrong fields of an object; if there are none, to the rules it breaks."""
    before = len(walk.problems)
    fields = {key: spec for key, spec in definition["fields"].items() if _is_offered(spec, thing)}
    for key, spec in fields.items():
        if spec.get("required") and key not in thing:
            walk.complain("missing field", at, field=key)
    for key, value in thing.items():
        if key in fields:
            check(walk, value, fields[key], replace(at.into(key), parent=f"{name}.{key}"))
        elif not definition.get("additional_properties", False):
            walk.complain("unknown field", at, field=key)
    if len(walk.problems) == before:
        check_rules(walk, thing, definition.get("rules", ()), at)


def _is_offered(spec: Spec, thing: dict[str, Any]) -> bool:
    """A field nobody has verified counts as unknown: the sandbox would rather be too strict than too kind."""
    only_for = spec.get("only_for", thing.get("type"))
    return not spec.get("unverified") and "only_in" not in spec and only_for == thing.get("type")


def _check_dict(walk: Walk, value: Any, at: Place) -> bool:
    if not isinstance(value, dict):
        walk.object_to("must be an object", at)
    return isinstance(value, dict)


def _check_defined(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    """A block, an element or a piece of rich text: anything that is told by its `type`."""
    if not _check_dict(walk, value, at):
        return
    if "type" not in value:
        walk.complain("missing field", at, field="type")
    elif not _fits(walk, value["type"], spec, at):
        walk.complain("unknown or disallowed type", at.into("type"), type=value["type"])
    else:
        _enter(walk, value, spec["type"], at)


def _fits(walk: Walk, name: Any, spec: Spec, at: Place) -> bool:
    definition = DEFINITIONS[spec["type"]].get(name) if isinstance(name, str) else None
    if definition is None or not ("*" in spec["of"] or name in spec["of"]):
        return False
    surfaces = definition.get("surfaces_safe", definition["surfaces"])
    return walk.surface in surfaces and at.parent in definition.get("parents", [at.parent])


def _enter(walk: Walk, value: dict[str, Any], kind: str, at: Place) -> None:
    if kind == "block":
        at = replace(at, block=at.pointer)
        walk.blocks.append((value, at))
    walk.focused += value.get("focus_on_load") is True
    name = value["type"]
    check_fields(walk, value, DEFINITIONS[kind][name], name, at)


def _check_composition(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    if not _check_dict(walk, value, at):
        return
    definition = DEFINITIONS["composition"][spec["of"]]
    fields = {key: _as_its_parent_wants(each, spec) for key, each in definition["fields"].items()}
    check_fields(walk, value, definition | {"fields": fields}, spec["of"], at)


def _as_its_parent_wants(field: Spec, parent: Spec) -> Spec:
    if field["type"] == "text_object" and "text_types" in parent:
        return field | {"text_types": parent["text_types"]}
    return {key: value for key, value in field.items() if key != "only_in" or not parent.get("allow_url")}


def _check_text_object(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    if not _check_dict(walk, value, at):
        return
    if "type" in value and value["type"] not in spec["text_types"]:
        walk.complain("unknown or disallowed type", at.into("type"), type=value["type"])
        return
    definition = DEFINITIONS["composition"]["text_object"]
    limits = {key: spec[key] for key in ("min_length", "max_length")}
    fields = definition["fields"] | {"text": definition["fields"]["text"] | limits}
    check_fields(walk, value, definition | {"fields": fields}, "text_object", at)
    if isinstance(value.get("text"), str) and value["text"] and not value["text"].strip():
        walk.complain("string empty", at.into("text"))


def _check_string(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    if not isinstance(value, str):
        walk.object_to("must be a string", at)
    elif len(value) < spec.get("min_length", 0):
        walk.complain("string empty", at)
    elif len(value) > spec.get("max_length", len(value)):
        walk.complain("string too long", at, max=spec["max_length"])
    else:
        _check_content(walk, value, spec, at)


def _check_content(walk: Walk, value: str, spec: Spec, at: Place) -> None:
    _check_allowed(walk, value, spec, at)
    if "pattern" in spec and not _matches(spec["pattern"], value):
        walk.object_to(f"failed to match pattern: {spec['pattern']}", at)
    if "format" in spec and not FORMATS[spec["format"]](value):
        walk.object_to(f"must be a valid {spec['format'].replace('_', ' ')}", at)
    if spec.get("https_only") and not value.startswith("https://"):
        walk.object_to("must be an https url", at)
    if "unique_within" in spec and spec["unique_within"] != "team":
        walk.require_unique(spec["unique_within"], value, at)


def _matches(pattern: str, value: str) -> bool:
    """True if `value` has the form of `pattern`; what has the form of a date must be one, too."""
    if not re.fullmatch(pattern.strip("^$"), value):
        return False
    return pattern != _DATE or _parses(date.fromisoformat, value)


_DATE = r"^\d{4}-\d{2}-\d{2}$"


def _parses(read: Callable[[str], Any], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _check_allowed(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    unverified = spec.get("unverified_values", ())
    if value not in spec.get("allowed", [value]) or value in unverified:
        allowed = [each for each in spec.get("allowed", ()) if each not in unverified]
        walk.object_to(f"must be one of: {', '.join(map(str, allowed))}", at)


def _check_array(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    if not isinstance(value, list):
        walk.object_to("must be an array", at)
        return
    if len(value) > spec.get("max_items", len(value)):
        walk.complain("array too long", at, max=spec["max_items"])
    if len(value) < spec.get("min_items", 0):
        walk.complain("array too short", at, min=spec["min_items"])
    for index, item in enumerate(value):
        check(walk, item, spec["items"], at.into(index))


def _check_one_of(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    claimant = next((option for option in spec["options"] if _claims(option, value)), None)
    if claimant is None:
        walk.complain("union mismatch", at)
    else:
        check(walk, value, claimant, at)


def _claims(option: Spec, value: Any) -> bool:
    """True if `value` is clearly meant to be this option, whether or not it is a good one."""
    if option["type"] == "null" or not isinstance(value, dict):
        return option["type"] == "null" and value is None
    if option["type"] == "text_object":
        return value.get("type") in option["text_types"]
    return value.get("type") in _types_of(option, value)


def _types_of(option: Spec, value: dict[str, Any]) -> list[Any]:
    if option["type"] != "composition":
        return list(option["of"])
    kind = DEFINITIONS["composition"][option["of"]]["fields"].get("type", {})
    return kind.get("allowed") or [kind.get("value", value.get("type"))]


def _check_object(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    if _check_dict(walk, value, at) and "fields" in spec:
        check_fields(walk, value, spec, at.parent, at)


def _check_boolean(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    if not isinstance(value, bool):
        walk.object_to("must be a boolean", at)
    if value is True and at.pointer.endswith("/response_url_enabled"):
        walk.response_urls += 1


def _check_number(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    expected = int if spec["type"] == "integer" else (int, float)
    if isinstance(value, bool) or not isinstance(value, expected):
        walk.object_to(f"must be {'an integer' if expected is int else 'a number'}", at)
        return
    _check_allowed(walk, value, spec, at)
    if value < spec.get("min", value) or value > spec.get("max", value):
        walk.object_to(f"must be from {spec.get('min')} to {spec.get('max', 'any')}", at)
    if value <= spec.get("exclusive_min", value - 1):
        walk.object_to(f"must be more than {spec['exclusive_min']}", at)
    if "digits" in spec and len(str(value)) != spec["digits"]:
        walk.object_to(f"must have {spec['digits']} digits", at)


def _check_const(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    if value != spec["value"]:
        walk.complain("unknown or disallowed type", at, type=value)


def _accept(walk: Walk, value: Any, spec: Spec, at: Place) -> None:
    """Nothing is known against it: `null`, claimed by being null, and `any`."""


KINDS: dict[str, Check] = {
    "any": _accept,
    "array": _check_array,
    "block": _check_defined,
    "boolean": _check_boolean,
    "composition": _check_composition,
    "const": _check_const,
    "element": _check_defined,
    "integer": _check_number,
    "null": _accept,
    "number": _check_number,
    "object": _check_object,
    "one_of": _check_one_of,
    "rich_text_element": _check_defined,
    "string": _check_string,
    "text_object": _check_text_object,
}

FORMATS: dict[str, Callable[[str], bool]] = {
    "channel_id": re.compile(r"[CG][A-Z0-9]+").fullmatch,  # type: ignore[dict-item]
    "conversation_id": re.compile(r"[CDG][A-Z0-9]+").fullmatch,  # type: ignore[dict-item]
    "email": re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+").fullmatch,  # type: ignore[dict-item]
    "iana_timezone": lambda value: value in available_timezones(),
    "number_string": re.compile(r"-?\d+(\.\d+)?").fullmatch,  # type: ignore[dict-item]
    "url": lambda value: bool(urlsplit(value).scheme and (urlsplit(value).netloc or urlsplit(value).path)),
    "user_id": re.compile(r"[UW][A-Z0-9]+").fullmatch,  # type: ignore[dict-item]
}

require_known("kinds of values", {spec["type"] for spec in specs()}, set(KINDS))
require_known("formats", {spec["format"] for spec in specs() if "format" in spec}, set(FORMATS))
