"""The recorded limits, read once; whatever in them this package does not know stops the import."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent.parent / "block-limits.json"
LIMITS: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))

DEFINITIONS: dict[str, dict[str, Any]] = {
    "block": LIMITS["blocks"],
    "element": LIMITS["elements"],
    "rich_text_element": LIMITS["rich_text_elements"],
    "composition": LIMITS["composition"],
}

_TEMPLATES = {entry["when"]: entry["message"] for entry in LIMITS["error_messages"]}

CHECKED_ATTRIBUTES = frozenset(
    {
        *("type", "value", "required", "default", "of", "items", "options", "fields", "text_types"),
        *("min_length", "max_length", "min_items", "max_items", "min", "max", "exclusive_min", "digits"),
        *("allowed", "pattern", "format", "https_only", "unique_within", "only_for", "only_in", "allow_url"),
        *("unverified", "unverified_values"),
    }
)
CHECKED_SCOPES_OF_UNIQUENESS = frozenset({"payload", "block", "series", "team"})
CHECKED_CROSS_RULES = frozenset(
    {
        "block_id_unique",
        "action_id_unique",
        "element_parent",
        "element_surface",
        "focus_on_load_once",
        "response_url_enabled_once",
    }
)
CHECKED_OF_MESSAGES = frozenset(
    {
        *("blocks", "text", "markdown_text", "attachments", "contact_cards", "at_least_one_of", "aggregate"),
        *("metadata", "schedule", "unverified_total_limit"),
    }
)
CHECKED_AGGREGATES = {
    "chars over all markdown blocks": ("markdown", "payload_sum_max"),
    "chars over all table cells": ("table", "payload_sum_max"),
    "chars over all data_table cells": ("data_table", "payload_sum_max"),
    "data_visualization blocks": ("data_visualization", "max_per_payload"),
    "table blocks": ("table", "max_per_payload"),
}


class UnknownLimit(Exception):
    """The data says something that no check here enforces."""


def sentence(when: str, **values: object) -> str:
    """Slack's sentence for one kind of mistake; `max` also fills the `{max+1}` Slack uses for lengths."""
    text: str = _TEMPLATES[when]
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
        if isinstance(value, int):
            text = text.replace("{" + name + "+1}", str(value + 1))
    return text


def specs() -> Iterator[dict[str, Any]]:
    """Every description of one value in the data: fields, and the items and options inside them."""
    for definition in _definitions():
        for spec in definition.values():
            yield from _within(spec)


def _definitions() -> Iterator[dict[str, Any]]:
    for group in DEFINITIONS.values():
        yield from (definition["fields"] for definition in group.values())
    yield LIMITS["views"]["common"]
    yield from (LIMITS["views"][kind]["fields"] for kind in ("modal", "home"))


def _within(spec: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield spec
    inner = [spec["items"]] if "items" in spec else []
    for child in (*inner, *spec.get("options", ()), *spec.get("fields", {}).values()):
        yield from _within(child)


def rules(node: Any = LIMITS) -> Iterator[dict[str, Any]]:
    """Every rule found anywhere in the data."""
    if isinstance(node, list):
        for child in node:
            yield from rules(child)
    elif isinstance(node, dict):
        if "rule" in node:
            yield node
        for child in node.values():
            yield from rules(child)


def require_known(what: str, found: set[str], known: frozenset[str] | set[str]) -> None:
    """Refuses, naming them, things found in the data that no check enforces."""
    if unknown := sorted(found - known):
        raise UnknownLimit(f"block-limits.json has {what} that nothing enforces: {', '.join(unknown)}")


def _agreed(block: str, rule: str) -> int:
    return next(int(each["max"]) for each in LIMITS["blocks"][block]["rules"] if each["rule"] == rule)


def _check_vocabulary() -> None:
    found = list(specs())
    require_known("attributes", {key for spec in found for key in spec}, CHECKED_ATTRIBUTES)
    uniqueness = {spec["unique_within"] for spec in found if "unique_within" in spec}
    require_known("uniqueness", uniqueness, CHECKED_SCOPES_OF_UNIQUENESS)
    require_known("cross rules", {each["id"] for each in LIMITS["cross_rules"]}, CHECKED_CROSS_RULES)
    require_known("limits of messages", set(LIMITS["message"]), CHECKED_OF_MESSAGES)
    for aggregate in LIMITS["message"]["aggregate"]:
        require_known("aggregates", {aggregate["what"]}, set(CHECKED_AGGREGATES))
        if _agreed(*CHECKED_AGGREGATES[aggregate["what"]]) != aggregate["max"]:
            raise UnknownLimit(f"block-limits.json disagrees with itself about {aggregate['what']}")


_check_vocabulary()
