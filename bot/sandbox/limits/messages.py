"""What Slack would refuse in a message, and under which error."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.limits.data import LIMITS, sentence
from bot.sandbox.limits.kinds import check
from bot.sandbox.limits.rules import check_payload_rules
from bot.sandbox.limits.walk import Place, Walk

_MESSAGE = LIMITS["message"]
_BLOCKS = {"type": "array", "items": {"type": "block", "of": ["*"]}, **_MESSAGE["blocks"]}
_EVENT_TYPE = re.compile(r"[A-Za-z0-9_]{1,50}")


@dataclass(frozen=True)
class Refused:
    """Slack's error code for a message, and the sentences that go with it."""

    error: str
    problems: list[str] = field(default_factory=list)


def message_problems(payload: dict[str, Any], *, scopes: Collection[str] = ()) -> list[str]:
    """What is wrong with the blocks, attachments, text and metadata of a message, in Slack's sentences.

    Takes a payload as chat.postMessage, chat.update or a response_url gets it, its JSON already read. Empty
    if Slack would take it. Where documentation and reports disagree, the stricter one counts.
    """
    refused = message_refusal(payload, updating=True, long_text=True, scopes=scopes)
    return [] if refused is None else (refused.problems or [refused.error])


def message_refusal(
    payload: dict[str, Any],
    *,
    updating: bool = False,
    long_text: bool = False,
    scopes: Collection[str] = (),
) -> Refused | None:
    """The one error Slack would answer a message with, or None.

    `updating` is chat.update: it may leave the text out (it then keeps it), and refuses a text of more than
    4,000 characters unless `long_text`; a new message's text is cut off instead, and never refused.
    """
    given = {key: value for key, value in payload.items() if value is not None}
    return (
        _conflict(given)
        or (None if updating or given.get("delete_original") else _nothing_to_show(given))
        or _too_much(given, limit_text=updating and not long_text)
        or _bad_blocks(given, scopes)
        or _bad_metadata(given.get("metadata", {}))
    )


def _conflict(given: dict[str, Any]) -> Refused | None:
    rule = _MESSAGE["markdown_text"]
    if "markdown_text" not in given or not any(given.get(other) for other in rule["exclusive_with"]):
        return None
    return Refused(rule["error"])


def _nothing_to_show(given: dict[str, Any]) -> Refused | None:
    rule = _MESSAGE["at_least_one_of"]
    return None if any(given.get(key) for key in rule["fields"]) else Refused(rule["error"])


def _too_much(given: dict[str, Any], *, limit_text: bool) -> Refused | None:
    for key in ("attachments", "contact_cards"):
        most = _MESSAGE[key]["max_items"]
        if isinstance(given.get(key), list) and len(given[key]) > most:
            return Refused(_MESSAGE[key]["error"], [sentence("array too long", max=most)])
    for key in ("text", "markdown_text"):
        if not isinstance(given.get(key, ""), str):
            return Refused("invalid_arguments", [f"must be a string [json-pointer:/{key}]"])
    if len(given.get("markdown_text", "")) > _MESSAGE["markdown_text"]["max_length"]:
        return Refused("msg_too_long")
    too_long = len(given.get("text", "")) > _MESSAGE["text"]["recommended_max"]
    return Refused("msg_too_long") if limit_text and too_long else None


def _bad_blocks(given: dict[str, Any], scopes: Collection[str]) -> Refused | None:
    walk = Walk(surface="message", scopes=scopes)
    if "blocks" in given:
        check(walk, given["blocks"], _BLOCKS, Place("/blocks"))
    own = len(walk.problems)
    if "attachments" in given:
        _check_attachments(walk, given["attachments"])
    if not walk.problems:
        check_payload_rules(walk, Place("/blocks"))
        own = len(walk.problems)
    error = "invalid_blocks" if own else "invalid_attachments"
    return Refused(error, walk.problems) if walk.problems else None


def _check_attachments(walk: Walk, attachments: Any) -> None:
    at = Place("/attachments")
    check(walk, attachments, {"type": "array", "items": {"type": "object"}}, at)
    for index, each in enumerate(attachments if isinstance(attachments, list) else ()):
        if isinstance(each, dict) and "blocks" in each:
            check(walk, each["blocks"], _BLOCKS, at.into(index).into("blocks"))


def _bad_metadata(metadata: Any) -> Refused | None:
    """Metadata is {}, which clears it, or a type and a payload of plain values, flat objects and lists."""
    if metadata == {}:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        return Refused("invalid_metadata_format", ["missing event_type or event_payload [json-pointer:/metadata]"])
    if not isinstance(metadata["event_type"], str) or not _EVENT_TYPE.fullmatch(metadata["event_type"]):
        return _bad_schema("must be letters, digits and _, at most 50", "/metadata/event_type")
    if not isinstance(metadata["event_payload"], dict):
        return _bad_schema("must be an object", "/metadata/event_payload")
    return _bad_event_payload(metadata["event_payload"])


def _bad_event_payload(payload: dict[str, Any]) -> Refused | None:
    pattern = _MESSAGE["metadata"]["event_payload"]["key_pattern"].strip("^$")
    for key, value in payload.items():
        if not re.fullmatch(pattern, key):
            return _bad_schema(f"failed to match pattern: {pattern}", f"/metadata/event_payload/{key}")
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
        if not all(isinstance(each, str | int | float | bool) for each in inner):
            return _bad_schema("failed to match all allowed schemas", f"/metadata/event_payload/{key}")
    return None


def _bad_schema(what: str, pointer: str) -> Refused:
    return Refused("invalid_metadata_schema", [f"{what} [json-pointer:{pointer}]"])
