"""Each rule between the fields of one object, and between the blocks of one payload."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from bot.sandbox.limits.data import LIMITS, require_known, rules
from bot.sandbox.limits.walk import Place, Walk

Thing = dict[str, Any]
Rule = dict[str, Any]

_SUFFIXES = {each["message"]: each.get("pointer_suffix", "") for each in LIMITS["error_messages"]}


def check_rules(walk: Walk, thing: Thing, broken_by: Iterable[Rule], at: Place) -> None:
    """Objects to each rule that `thing`, whose fields are each right by themselves, breaks."""
    for rule in broken_by:
        if rule["rule"] in RULES and (what := RULES[rule["rule"]](walk, thing, rule, at)):
            what = rule.get("error", what)
            suffix = _SUFFIXES.get(what, "").strip("/")
            walk.object_to(what, at.into(suffix) if suffix else at)


def check_payload_rules(walk: Walk, at: Place) -> None:
    """Objects to what all blocks of one type together may not do; call it once every block has been seen."""
    by_type: dict[str, list[Thing]] = defaultdict(list)
    for block, _ in walk.blocks:
        by_type[block["type"]].append(block)
    for name, blocks in by_type.items():
        for rule in LIMITS["blocks"][name]["rules"]:
            if rule["rule"] in PAYLOAD_RULES and (what := PAYLOAD_RULES[rule["rule"]](name, blocks, rule)):
                walk.object_to(what, at)


def _named(fields: Iterable[str]) -> str:
    return ", ".join(f"`{field}`" for field in fields)


def _at_least_one_of(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    if any(field in thing for field in rule["fields"]):
        return None
    return f"must define at least one of {_named(rule['fields'])}"


def _exactly_one_of(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    if sum(field in thing for field in rule["fields"]) == 1:
        return None
    return f"must define exactly one of {_named(rule['fields'])}"


def _mutually_exclusive(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    if sum(field in thing for field in rule["fields"]) <= 1:
        return None
    return f"must define only one of {_named(rule['fields'])}"


def _mutually_exclusive_true(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    if sum(thing.get(field) is True for field in rule["fields"]) <= 1:
        return None
    return f"only one may be true of {_named(rule['fields'])}"


def _requires(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    if not thing.get(rule["field"]) or all(thing.get(key) == value for key, value in rule["needs"].items()):
        return None
    return f"`{rule['field']}` needs {_named(rule['needs'])}"


def _forbid_when(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    met = all(_reach(thing, path) == value for path, value in rule["when"].items())
    return f"invalid additional property: {rule['field']}" if rule["field"] in thing and met else None


def _reach(thing: Any, path: str) -> Any:
    for key in path.split("."):
        thing = thing.get(key) if isinstance(thing, dict) else None
    return thing


def _requires_scope(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    return None if rule["scope"] in walk.scopes else f"unsupported type: {thing['type']}"


def _read_only(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    return f"unsupported type: {thing['type']}"


def _initial_must_equal_an_option(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    chosen = thing.get("initial_options", [thing[key] for key in ("initial_option",) if key in thing])
    groups = [{"options": thing.get("options", [])}, *thing.get("option_groups", [])]
    offered = [option for group in groups for option in group["options"]]
    missing = any(option not in offered for option in chosen)
    return "initial options must each equal one of the options" if missing else None


def _response_url_enabled_only_in(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    right_place = at.parent == "input.element" and walk.surface == "modal"
    if right_place or not thing.get("response_url_enabled"):
        return None
    return f"`response_url_enabled` is allowed only in an {rule['where']}"


def _min_le_max(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    least, most = (thing.get(field) for field in rule["fields"])
    if least is None or most is None or float(least) <= float(most):
        return None
    return f"`{rule['fields'][0]}` must not be more than `{rule['fields'][1]}`"


def _rows_same_length(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    return "rows must all have the same length" if len({len(row) for row in thing["rows"]}) > 1 else None


def _first_row_no_rich_text(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    rich = any(cell["type"] == "rich_text" for cell in thing["rows"][0])
    return "the header row must not hold rich_text" if rich else None


def _each_series_has_its_points(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    wanted = sorted(thing["axis_config"]["categories"])
    for series in thing["series"]:
        if sorted(point["label"] for point in series["data"]) != wanted:
            return "each series must have exactly one point for each category"
    return None


def _submit_required(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    asks = any(block["type"] == "input" for block, _ in walk.blocks)
    return str(rule["error"]) if asks and "submit" not in thing else None


def _at_most_one(walk: Walk, thing: Thing, rule: Rule, at: Place) -> str | None:
    return f"no more than one {rule['what']}" if walk.focused > 1 else None


def _max_per_payload(name: str, blocks: list[Thing], rule: Rule) -> str | None:
    return None if len(blocks) <= rule["max"] else f"no more than {rule['max']} {name} blocks allowed"


def _payload_sum_max(name: str, blocks: list[Thing], rule: Rule) -> str | None:
    texts = (block.get("rows", block.get("text", "")) for block in blocks)
    if sum(map(_characters, texts)) <= rule["max"]:
        return None
    return f"{name} blocks together must be less than {rule['max'] + 1} characters"


def _characters(value: Any) -> int:
    """How many characters of text a cell, a row or a table holds."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, list):
        return sum(map(_characters, value))
    inner = (value.get(key, "") for key in ("text", "elements"))
    return sum(map(_characters, inner))


Broken = Callable[[Walk, Thing, Rule, Place], str | None]
RULES: dict[str, Broken] = {
    "at_least_one_of": _at_least_one_of,
    "at_most_one": _at_most_one,
    "each_series_has_exactly_one_point_per_category": _each_series_has_its_points,
    "exactly_one_of": _exactly_one_of,
    "first_row_no_rich_text": _first_row_no_rich_text,
    "forbid_when": _forbid_when,
    "initial_must_equal_an_option": _initial_must_equal_an_option,
    "min_le_max": _min_le_max,
    "mutually_exclusive": _mutually_exclusive,
    "mutually_exclusive_true": _mutually_exclusive_true,
    "read_only": _read_only,
    "requires": _requires,
    "requires_scope": _requires_scope,
    "response_url_enabled_only_in": _response_url_enabled_only_in,
    "rows_same_length": _rows_same_length,
    "submit_required_if_any_input_block": _submit_required,
}

PAYLOAD_RULES: dict[str, Callable[[str, list[Thing], Rule], str | None]] = {
    "max_per_payload": _max_per_payload,
    "payload_sum_max": _payload_sum_max,
}

ENFORCED_ELSEWHERE = {
    "element_surface_must_match": "every element's own surfaces are checked wherever it stands",
    "forbidden_fields": "a Home view's fields are a closed list, and these are not on it",
    "modal_requires_submit": "said once more of the modal, as submit_required_if_any_input_block",
    "note": "prose",
    "push_type_matches_root": "needs the stack of views: the workspace checks it when a view is pushed",
    "stack_max": "needs the stack of views: the workspace checks it against MAX_STACK",
    "unique_action_id_in_block": "said of every action_id, as unique_within block",
}

IMPLEMENTED = RULES.keys() | PAYLOAD_RULES.keys() | ENFORCED_ELSEWHERE.keys()
require_known("rules", {rule["rule"] for rule in rules()}, IMPLEMENTED)
