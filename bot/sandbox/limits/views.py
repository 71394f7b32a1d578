"""What Slack would refuse in a modal or a Home view."""

import json
from collections.abc import Collection
from typing import Any

from bot.sandbox.limits.data import LIMITS
from bot.sandbox.limits.kinds import check_fields
from bot.sandbox.limits.rules import check_payload_rules, check_rules
from bot.sandbox.limits.walk import Place, Walk

_VIEWS = LIMITS["views"]
_VIEW = Place("/view")

MAX_STACK: int = next(rule["max"] for rule in _VIEWS["modal"]["rules"] if rule["rule"] == "stack_max")


def view_problems(view: dict[str, Any], *, scopes: Collection[str] = ()) -> list[str]:
    """What is wrong with a modal or Home view, in Slack's sentences with JSON pointers under `/view`.

    Empty if Slack would take it. Its size, its place on the stack and its external_id are asked elsewhere.
    Where Slack's documentation and reports of its behaviour disagree, the stricter one counts.
    """
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return [f"unsupported type: {kind} [json-pointer:/view/type]"]
    walk = Walk(surface=kind, scopes=scopes)
    fields = {**_VIEWS[kind]["fields"], **_VIEWS["common"]}
    check_fields(walk, view, {"fields": fields}, "view", _VIEW)
    check_rules(walk, view, _VIEWS[kind]["rules"], _VIEW)
    if walk.response_urls > 1:
        walk.object_to("no more than one response_url_enabled=true element per view", _VIEW)
    if not walk.problems:
        check_payload_rules(walk, _VIEW.into("blocks"))
    return walk.problems


def view_too_large(view: dict[str, Any]) -> bool:
    """True if the view, as compact UTF-8 JSON, is larger than the 250,000 bytes that Slack takes."""
    most: int = _VIEWS["size"]["max_bytes"]
    return len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode()) > most
